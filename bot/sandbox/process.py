"""The bot in its own process: start, wait until it is there, stop it politely or kill it, start it again."""

import asyncio
import contextlib
import os
import signal
import sys
from typing import TYPE_CHECKING, Self

from bot.sandbox.errors import BotStopped

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path
    from types import TracebackType

    from bot.sandbox.server import Sandbox

START_WITHIN = 30.0
"""Real seconds for imports, migrations and login on a busy machine of two cores."""

STOP_WITHIN = 10.0
"""Real seconds for a clean stop after SIGTERM; then SIGKILL."""

TAIL = 40
"""Lines of the log that an error quotes."""


class BotProcess:
    """An async context manager; entering starts the bot and waits until it is there.

    Args:
        command: What to run.
        data_dir: The bot's `BREAKWATER_DATA_DIR`; it outlives restarts.
        environment: Further environment variables; they win over the ones set here.
        log_file: Where the log is appended too.
        ready: Wait until its session is there and commands are synced. Off for a bot that must not start.
    """

    def __init__(  # noqa: PLR0913 - each is a choice that a test makes by name
        self,
        sandbox: "Sandbox",
        data_dir: "Path",
        *,
        command: "Sequence[str]" = (sys.executable, "-m", "bot", "run"),
        environment: "Mapping[str, str] | None" = None,
        log_file: "Path | None" = None,
        ready: bool = True,
    ) -> None:
        self.log: list[str] = []
        self.data_dir = data_dir
        self._sandbox = sandbox
        self._command = tuple(command)
        self._log_file = log_file
        self._ready = ready
        self._process: asyncio.subprocess.Process | None = None
        self._reader: asyncio.Task[None] | None = None
        self._environment = {
            **os.environ,
            "PYTHONUNBUFFERED": "1",
            "BREAKWATER_DISCORD_TOKEN": sandbox.token,
            "BREAKWATER_DISCORD_API_URL": sandbox.api_url,
            "BREAKWATER_DISCORD_GATEWAY_URL": sandbox.gateway_url,
            "BREAKWATER_MEDIA_HOSTS": sandbox.media_host,
            "BREAKWATER_DATA_DIR": str(data_dir),
            **(environment or {}),
        }

    @property
    def pid(self) -> int | None:
        """The process id while it runs."""
        return self._process.pid if self.running and self._process is not None else None

    @property
    def running(self) -> bool:
        """Whether the process is there."""
        return self._process is not None and self._process.returncode is None

    @property
    def exit_status(self) -> int | None:
        """The exit status once it has ended; negative: killed by that signal."""
        return self._process.returncode if self._process is not None else None

    async def start(self) -> None:
        """Start it and wait until it is there.

        Raises:
            BotStopped: It ended instead.
            TookTooLong: It did neither.
        """
        gateway, calls = self._sandbox.gateway, self._sandbox.calls
        before, seen = gateway.identified, len(calls.all)
        self._process = await asyncio.create_subprocess_exec(
            *self._command,
            env=self._environment,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        self._reader = asyncio.create_task(self._read_log(self._process))
        if not self._ready:
            return

        def there() -> bool:
            synced = any(
                call.method == "PUT" and call.path.endswith("/commands") and call.status
                for call in calls.all[seen:]
            )
            known = any(self._sandbox.backend.commands.values())
            return not self.running or (gateway.identified > before and (synced or known))

        await self._sandbox.wait_for(there, "the bot to be there\n" + self.tail(), START_WITHIN)
        if not self.running:
            await self._reader
            raise BotStopped(f"The bot ended with status {self.exit_status}:\n{self.tail()}")

    async def terminate(self) -> int:
        """Stop it politely (SIGTERM) and return its exit status."""
        return await self._stop(signal.SIGTERM)

    async def kill(self) -> int:
        """Kill it at once (SIGKILL): it can do nothing more."""
        return await self._stop(signal.SIGKILL)

    async def restart(self) -> None:
        """Start it again, after a polite stop if it runs."""
        if self.running:
            await self.terminate()
        await self.start()

    async def ended(self, within: float = START_WITHIN) -> int:
        """Wait until it ends by itself, and return its exit status."""
        if self._process is None:
            raise BotStopped("The bot was not started")
        async with asyncio.timeout(within):
            status = await self._process.wait()
            if self._reader is not None:
                await self._reader
        return status

    def tail(self, lines: int = TAIL) -> str:
        """The end of its log."""
        return "\n".join(self.log[-lines:])

    async def __aenter__(self) -> Self:
        try:
            await self.start()
        except BaseException:
            await self._stop(signal.SIGKILL)
            raise
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: "TracebackType | None",
    ) -> None:
        if self.running:
            await self.terminate()

    async def _stop(self, how: signal.Signals) -> int:
        process = self._process
        if process is None:
            return 0
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.send_signal(how)
            try:
                async with asyncio.timeout(STOP_WITHIN):
                    await process.wait()
            except TimeoutError:
                process.kill()
        status = await process.wait()
        if self._reader is not None:
            await self._reader
        return status

    async def _read_log(self, process: asyncio.subprocess.Process) -> None:
        if process.stdout is None:
            return
        async for raw in process.stdout:
            line = raw.decode(errors="replace").rstrip("\n")
            self.log.append(line)
            if self._log_file is not None:
                with self._log_file.open("a", encoding="utf-8") as out:
                    out.write(line + "\n")
            self._sandbox.pulse.beat()
        await process.wait()
        self._sandbox.pulse.beat()
