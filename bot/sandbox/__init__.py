"""A Discord on loopback: SimCord's backend over real HTTP, WebSocket and CDN on 127.0.0.1.

The demonstration and the process-level tests start it, put people and channels into its world, and run an
unmodified bot against it in another process. It refuses to know what the bot is for.
"""

from bot.sandbox.errors import AppRefuses, BotStopped, SandboxError, TookTooLong
from bot.sandbox.process import BotProcess
from bot.sandbox.server import Sandbox

__all__ = ["AppRefuses", "BotProcess", "BotStopped", "Sandbox", "SandboxError", "TookTooLong"]
