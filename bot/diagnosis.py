"""What the doctor looks at: each check gives a finding in words, and none changes anything on Discord."""

import shutil
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING

import aiohttp
import discord

from bot.app import point_at
from bot.discord_io.permissions import INTENTS_WORDS, intents, invite, missing
from bot.errors import SettingsError, StorageError
from bot.storage.database import Database, newest_revision

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from bot.settings import Settings

DISK_NEEDED = 100 * 1024 * 1024
"""Bytes. Ten thousand incidents take some 30 MB; the rest is room for the write-ahead log."""

PORTAL = "https://discord.com/developers/applications"


@dataclass(frozen=True, slots=True)
class Finding:
    """One check. `ok` is `None` where it could not be made; `todo` is empty where nothing is to do."""

    check: str
    ok: bool | None
    found: str
    todo: str = ""


async def diagnose(settings: "Settings") -> tuple[tuple[Finding, ...], str | None]:
    """Check everything. Returns the findings and the invite link, where the token tells whose it is."""
    local = (await _database(settings), _disk(settings))
    try:
        token = settings.token()
    except SettingsError as error:
        return (Finding("token", ok=False, found="none", todo=str(error).splitlines()[2]), *local), None
    point_at(settings)
    async with AsyncExitStack() as stack:
        client = await stack.enter_async_context(discord.Client(intents=intents()))
        try:
            await client.login(token)
            application = await client.application_info()
        except discord.LoginFailure:
            todo = f"copy the token anew from {PORTAL}, page Bot"
            return (Finding("token", ok=False, found="Discord does not accept it", todo=todo), *local), None
        except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
            todo = "check the network and BREAKWATER_DISCORD_API_URL"
            found = f"Discord cannot be reached: {error}"
            return (Finding("token", ok=None, found=found, todo=todo), *local), None
        signed = Finding("token", ok=True, found=f"signed in as {client.user}")
        on_servers = [finding async for finding in _servers(client)]
        return (signed, _intents(application), *on_servers, *local), invite(application.id)


def _intents(application: discord.AppInfo) -> Finding:
    flags = application.flags
    if flags.gateway_message_content or flags.gateway_message_content_limited:
        return Finding(INTENTS_WORDS, ok=True, found="switched on")
    todo = f"switch it on at {PORTAL}, page Bot, Privileged Gateway Intents"
    return Finding(INTENTS_WORDS, ok=False, found="switched off", todo=todo)


async def _servers(client: discord.Client) -> "AsyncGenerator[Finding]":
    count = 0
    async for found in client.fetch_guilds():
        count += 1
        guild = await client.fetch_guild(found.id)
        me = await guild.fetch_member(client.user.id) if client.user else None
        lacking = missing(me.guild_permissions) if me else ()
        labels = ", ".join(need.label for need in lacking)
        yield Finding(
            f"server {guild.name}",
            ok=not lacking,
            found=f"lacks {labels}" if lacking else "all permissions are granted",
            todo="give them to Breakwater's role, or use the invite link again" if lacking else "",
        )
    if not count:
        yield Finding("servers", ok=True, found="none yet", todo="open the invite link to add one")


async def _database(settings: "Settings") -> Finding:
    try:
        async with Database(settings.database) as database:
            revision = await database.revision()
    except StorageError as error:
        return Finding(
            "database",
            ok=False,
            found=str(error),
            todo="check BREAKWATER_DATABASE_URL and the folder's rights",
        )
    ok = revision == newest_revision()
    return Finding("database", ok=ok, found=f"{settings.database}, version {revision}")


def _disk(settings: "Settings") -> Finding:
    folder = settings.data_dir if settings.data_dir.exists() else settings.data_dir.absolute().parent
    free = shutil.disk_usage(folder).free
    ok = free >= DISK_NEEDED
    return Finding(
        "disk",
        ok=ok,
        found=f"{free // 1_000_000:,} MB free in {folder.absolute()}",
        todo="" if ok else f"make room: {DISK_NEEDED // 1_000_000} MB are needed",
    )
