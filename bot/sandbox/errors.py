"""What can go wrong while a story is driven; the bot under test never sees these.

SandboxError
├── AppRefuses     a person tried what their Discord app would refuse
├── TookTooLong    what was waited for did not happen in time
└── BotStopped     the bot's process ended while it was needed
"""


class SandboxError(Exception):
    """The story was driven in a way that cannot be, such as into the future."""


class AppRefuses(SandboxError):
    """A person tried what their Discord app would refuse: no permission, no such button, no such command."""


class TookTooLong(SandboxError):
    """What was waited for did not happen in time."""


class BotStopped(SandboxError):
    """The bot's process ended while it was needed; the message carries the end of its log."""
