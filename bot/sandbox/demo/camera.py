"""Pictures of the sandbox's page for the README, taken by a Chromium that is installed on the machine."""

import asyncio
import shutil
import tempfile
from typing import TYPE_CHECKING

from PIL import Image, ImageChops

from bot.sandbox.errors import SandboxError

if TYPE_CHECKING:
    from pathlib import Path

    from bot.sandbox.page import Page
    from bot.sandbox.person import Person
    from bot.sandbox.places import Channel
    from bot.sandbox.seen import Seen

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
WINDOW = (620, 2400)
"""Pixels: as wide as a chat beside Discord's lists, and higher than any message; what is empty is cut off."""

EXPOSURE = 60.0
"""Real seconds that the browser may take."""

QUIET_FLAGS = (
    "--headless",
    "--no-sandbox",  # the page is our own and on loopback; containers often forbid Chromium's own sandbox
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--force-device-scale-factor=1.5",
)


class Camera:
    """Takes pictures into a folder.

    Args:
        page: The sandbox's page.
        folder: Made where missing; pictures there are replaced.

    Raises:
        SandboxError: There is no Chromium on this machine.
    """

    def __init__(self, page: "Page", folder: "Path") -> None:
        found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
        if found is None:
            raise SandboxError(f"Pictures need one of {', '.join(BROWSERS)}, and none is installed")
        folder.mkdir(parents=True, exist_ok=True)
        self._browser, self._page, self._folder = found, page, folder

    async def take(self, name: str, person: "Person", channel: "Channel", *messages: "Seen") -> None:
        """Take a picture of messages as a person sees them, trimmed to what is there."""
        out = self._folder / f"{name}.png"
        with tempfile.TemporaryDirectory() as profile:
            process = await asyncio.create_subprocess_exec(
                self._browser,
                *QUIET_FLAGS,
                f"--user-data-dir={profile}",
                f"--window-size={WINDOW[0]},{WINDOW[1]}",
                f"--screenshot={out}",
                self._page.picture_address(person, channel, *messages),
                stdout=asyncio.subprocess.DEVNULL,
                stderr=asyncio.subprocess.DEVNULL,
            )
            async with asyncio.timeout(EXPOSURE):
                if await process.wait():
                    raise SandboxError(f"{self._browser} ended with {process.returncode}")
        await asyncio.to_thread(_trim, out)


def _trim(file: "Path") -> None:
    with Image.open(file) as opened:
        picture = opened.convert("RGB")
    empty = Image.new("RGB", picture.size, picture.getpixel((picture.width - 1, picture.height - 1)))
    box = ImageChops.difference(picture, empty).getbbox()
    if box is not None:
        margin = 16
        picture = picture.crop((0, 0, picture.width, min(picture.height, box[3] + margin)))
    picture.quantize(64).save(file, optimize=True)
