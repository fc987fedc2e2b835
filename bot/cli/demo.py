"""`breakwater demo`: the main job, played in a Discord on this machine."""

import asyncio
import contextlib
import shutil
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

if TYPE_CHECKING:
    from bot.sandbox.demo.stage import Stage

DIFFERENT = 1
"""Exit status: something that must happen did not, or something else did."""


def demo(
    *,
    once: Annotated[
        bool, typer.Option("--once", help="Play, check and end; without it a web page lets you go on.")
    ] = False,
    pictures: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Also take the README's pictures into DIR; needs Chromium."),
    ] = None,
) -> None:
    """Play two incidents and three innocent stories in a Discord on this machine.

    Starts a Discord on loopback and the real bot in a process of its own, then plays in compressed time what
    police notices describe, told with invented adults and generated patterns for pictures. You read what the
    member saw, what the moderators saw and how long it took. Nothing leaves this machine, and no account is
    needed.

    Then it prints the address of a web page where you go on: write as the stranger or the member, press the
    buttons as the moderator. Ctrl-C ends it.

    **Exit status.** 0 where everything that must happen happened and nothing else did; 1 otherwise, with
    the list of differences.
    """
    try:
        import simcord as _  # noqa: F401, PLC0415 - only to say in words that the extra is missing
    except ImportError:
        Console(stderr=True).print("The demonstration needs: pip install 'breakwater[sandbox]'", markup=False)
        raise typer.Exit(DIFFERENT) from None
    with tempfile.TemporaryDirectory(prefix="breakwater-demo-") as folder:
        differences = asyncio.run(_perform(Path(folder), pictures, once=once))
    if differences:
        raise typer.Exit(DIFFERENT)


async def _perform(folder: Path, pictures: Path | None, *, once: bool) -> list[str]:
    # Imported here: the sandbox is an optional part of the installation.
    from bot.sandbox import BotProcess, Sandbox  # noqa: PLC0415
    from bot.sandbox.demo.camera import Camera  # noqa: PLC0415
    from bot.sandbox.demo.narrator import Narrator  # noqa: PLC0415
    from bot.sandbox.demo.performance import Performance  # noqa: PLC0415
    from bot.sandbox.demo.stage import Stage  # noqa: PLC0415

    console = Console(width=max(80, min(120, shutil.get_terminal_size((100, 24)).columns)), highlight=False)
    started = time.perf_counter()
    async with Sandbox() as sandbox:
        stage = Stage(sandbox)
        console.print(f"A Discord on this machine: {sandbox.api_url}. The bot starts in its own process.")
        async with BotProcess(sandbox, folder) as bot:
            camera = Camera(sandbox.page, pictures) if pictures else None
            performance = Performance(stage, Narrator(console, stage), camera)
            await performance.whole()
            differences = [*performance.differences, *_complaints(bot.log), *sandbox.calls.gaps]
            console.print()
            console.print(f"Played in {time.perf_counter() - started:.0f} s.")
            for difference in differences:
                console.print(f"[red]different:[/] {difference}")
            if not differences:
                console.print("[green]Everything that must happen happened, and nothing else did.[/]")
            if not once:
                await _go_on(console, stage)
    return differences


def _complaints(log: list[str]) -> list[str]:
    return [f"the bot's log: {line}" for line in log if " ERROR " in line or "Traceback" in line]


async def _go_on(console: Console, stage: "Stage") -> None:
    """Show where a person can go on, until Ctrl-C."""
    page = stage.sandbox.page
    stranger, member = stage.newcomers()
    console.print()
    console.print("Go on yourself, in a browser on this machine. Each address is one person's view:")
    for who, person, channel in (
        (f"{stranger.name}, a stranger who joined today", stranger, stage.lounge),
        (f"{member.name}, a member", member, stage.lounge),
        ("Mona, a moderator", stage.moderator, stage.alerts),
    ):
        console.print(f"  {who}: {page.address(person, channel)}", soft_wrap=True)
    console.print(
        "Write as the stranger, read as the member, press the card's buttons as Mona. Ctrl-C ends it."
    )
    with contextlib.suppress(asyncio.CancelledError):
        await asyncio.Event().wait()
