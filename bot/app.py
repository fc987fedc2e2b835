"""The only place where the parts are put together, entered in order and left in reverse."""

import asyncio
import logging
import signal
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args

import aiohttp
import discord
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

from bot.clock import Clock, system_clock
from bot.consequences.audited import Audited
from bot.consequences.simulated import Simulated
from bot.consequences.values import Ladder
from bot.detection.pipeline import build_detection
from bot.detection.policy import Policy, Sensitivity
from bot.discord_io.client import Client
from bot.discord_io.live import Live
from bot.errors import DiscordRefused, SettingsError
from bot.guidance import load_handbook
from bot.incidents.delivery import Delivery
from bot.incidents.incidents import Incidents
from bot.incidents.intake import Intake
from bot.incidents.pleas import Pleas
from bot.incidents.review import Review as Desk
from bot.pictures.fetch import Fetcher
from bot.pictures.hosts import AllowedHosts
from bot.pictures.known_lists import KnownLists
from bot.pictures.reader import PictureReader
from bot.storage.confirmed import Confirmed
from bot.storage.database import Database
from bot.storage.deeds import Deeds
from bot.storage.lists import Lists
from bot.storage.removed import RemovedPictures
from bot.storage.retention import sweep
from bot.storage.servers import Servers
from cogs.help import Help
from cogs.mark import Mark
from cogs.review import Review
from cogs.setup import Setup
from cogs.watch import Watch

if TYPE_CHECKING:
    from collections.abc import Sequence

    from discord.ext import commands

    from bot.consequences.protocol import Consequences
    from bot.guidance.handbook import Handbook
    from bot.observed import ServerId
    from bot.settings import Settings

_log = logging.getLogger(__name__)

SWEEP_EVERY = 6 * 3600.0
"""Seconds between two rounds of forgetting; retention is counted in days."""

POLICIES = {sensitivity: Policy.of(sensitivity) for sensitivity in get_args(Sensitivity)}
"""The thresholds of each sensitivity, made once: they are asked for with every message."""


@dataclass(frozen=True, slots=True)
class Services:
    """Every part, put together."""

    database: Database
    servers: Servers
    handbook: "Handbook"
    client: Client
    incidents: Incidents
    delivery: Delivery
    desk: Desk
    intake: Intake
    pictures: PictureReader
    removed: RemovedPictures
    clock: Clock


async def assemble(settings: "Settings", stack: AsyncExitStack, clock: Clock = system_clock) -> Services:
    """Put the parts together and enter those that live long.

    Args:
        settings: Where everything is.
        stack: Leaves the parts again, the last first.
        clock: The present moment.

    Raises:
        SettingsError: A host in the list of media hosts cannot be read.
        StorageError: The database cannot be used.
    """
    database = await stack.enter_async_context(Database(settings.database))
    servers = Servers(database)
    await servers.load()
    await sweep(database, clock())
    handbook = load_handbook()
    client = Client(lambda _: cogs)
    ledger = Deeds(database, clock)
    acting = Audited(Live(client, handbook, servers), ledger, simulated=False)
    watching = Audited(Simulated(), ledger, simulated=True)

    def choose(ladder: Ladder) -> "Consequences":
        return watching if ladder in {Ladder.OFF, Ladder.LOG} else acting

    def thresholds(server: "ServerId") -> Policy:
        return POLICIES[servers.get(server).sensitivity]

    removed = RemovedPictures(database)
    await removed.load()
    delivery = Delivery(database, servers, removed, choose, clock)
    incidents = Incidents(database, servers, removed, clock, delivery.wake)
    confirmed = Confirmed(database)
    await confirmed.load()
    desk = Desk(database, servers, confirmed, removed, choose, clock, delivery.wake)
    pictures = await stack.enter_async_context(
        PictureReader(await _fetcher(settings, stack), known=KnownLists(settings.data_dir))
    )
    detection = build_detection(chosen=thresholds)
    lists = Lists(confirmed, removed, servers)
    pleas = Pleas(database, clock, delivery.wake)
    intake = await stack.enter_async_context(
        Intake(
            detection=detection,
            incidents=incidents,
            pleas=pleas,
            servers=servers,
            lists=lists,
            reader=pictures,
        )
    )
    cogs: Sequence[commands.Cog] = (
        Watch(intake, servers),
        Help(handbook, servers),
        Review(desk, servers, handbook),
        Mark(client, pictures, confirmed, handbook, clock),
        Setup(client, servers, incidents, delivery, handbook, clock),
    )
    return Services(
        database=database,
        servers=servers,
        handbook=handbook,
        client=client,
        incidents=incidents,
        delivery=delivery,
        desk=desk,
        intake=intake,
        pictures=pictures,
        removed=removed,
        clock=clock,
    )


async def run(settings: "Settings") -> None:
    """Run the bot until SIGTERM or SIGINT.

    Raises:
        SettingsError: The token is missing or a setting is wrong.
        StorageError: The database cannot be used.
        DiscordRefused: Discord does not let the bot in; says what to do.
    """
    token = settings.token()
    point_at(settings)
    async with AsyncExitStack() as stack:
        services = await assemble(settings, stack)
        client = await stack.enter_async_context(services.client)
        await stack.enter_async_context(services.delivery)
        stopping = asyncio.create_task(_stopped())
        forgetting = asyncio.create_task(_forget(services))
        connected = asyncio.create_task(_connect(client, token))
        await asyncio.wait({stopping, connected, forgetting}, return_when=asyncio.FIRST_COMPLETED)
        for task in (stopping, forgetting):
            task.cancel()
        if connected.done():
            connected.result()
        _log.info("stopping")
        await client.close()
        with suppress(asyncio.CancelledError):
            await connected
    _log.info("stopped")


def point_at(settings: "Settings") -> None:
    """Tell discord.py where Discord is; it keeps both addresses on its classes and offers no argument."""
    Route.BASE = settings.discord_api_url
    if settings.discord_gateway_url:
        DiscordWebSocket.DEFAULT_GATEWAY = URL(settings.discord_gateway_url)


async def _connect(client: Client, token: str) -> None:
    try:
        await client.start(token)
    except discord.LoginFailure:
        raise DiscordRefused(
            "Discord does not accept the token in BREAKWATER_DISCORD_TOKEN.\n"
            "It may have been reset or copied in part.\n"
            "Copy it anew from https://discord.com/developers/applications, your application, page Bot."
        ) from None
    except discord.PrivilegedIntentsRequired:
        raise DiscordRefused(
            "Discord does not let Breakwater read messages: the Message Content Intent is switched off.\n"
            "Open https://discord.com/developers/applications, your application, page Bot.\n"
            "Switch on Message Content Intent under Privileged Gateway Intents, save, and start again."
        ) from None
    except (aiohttp.ClientConnectorError, discord.GatewayNotFound) as error:
        raise DiscordRefused(
            f"Discord cannot be reached: {error}.\n"
            "Check the network of this machine,\n"
            "and BREAKWATER_DISCORD_API_URL and BREAKWATER_DISCORD_GATEWAY_URL where they are set."
        ) from None


async def _stopped() -> None:
    loop, stop = asyncio.get_running_loop(), asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    await stop.wait()


async def _forget(services: Services) -> None:
    while True:
        await asyncio.sleep(SWEEP_EVERY)
        gone = await sweep(services.database, services.clock())
        await services.removed.load()
        _log.info("forgot %d rows that were older than their retention", gone)


async def _fetcher(settings: "Settings", stack: AsyncExitStack) -> Fetcher:
    try:
        hosts = AllowedHosts.parse(settings.media_hosts)
    except ValueError as error:
        raise SettingsError(f"BREAKWATER_MEDIA_HOSTS: {error}") from None
    session = await stack.enter_async_context(aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()))
    return Fetcher(session, hosts)
