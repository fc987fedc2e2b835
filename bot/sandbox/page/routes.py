"""The page's addresses: show a channel as a person sees it, and do there what the person's app could do."""

import asyncio
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from aiohttp import web
from jinja2 import ChainableUndefined, Environment, PackageLoader, select_autoescape

from bot.sandbox.errors import SandboxError
from bot.sandbox.page import views
from bot.sandbox.page.words import Words
from bot.sandbox.person import Person
from bot.sandbox.places import Channel
from bot.sandbox.seen import Reply, Seen

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from multidict import MultiDictProxy

    from bot.sandbox.world import World

POLL = 25.0
"""Real seconds that a browser's question for changes is kept open."""

SETTLES = 0.05
"""Real seconds after a change before the page is told, so that a burst is shown once."""


class Page:
    """Serves the page for one world.

    Args:
        host: `host:port`; others are refused, so that no web site can drive the sandbox.
    """

    def __init__(self, world: "World", host: str) -> None:
        self._world = world
        self._host = host
        self._changes = 0
        self._forms: dict[int, Reply] = {}
        self._templates = Environment(
            loader=PackageLoader("bot.sandbox.page"),
            autoescape=select_autoescape(),
            undefined=ChainableUndefined,  # most members of Discord's objects are optional
            trim_blocks=True,
            lstrip_blocks=True,
        )
        world.backend.subscribers.append(self._on_event)

    def mount(self, app: web.Application) -> None:
        """Add the page's addresses to an application that is not running yet."""
        app.middlewares.append(self._own_site_only)
        app.router.add_get("/", self._start)
        app.router.add_get("/as/{person}/in/{channel}", self._show)
        app.router.add_get("/as/{person}/in/{channel}/changes", self._wait)
        app.router.add_post("/as/{person}/in/{channel}/{deed}", self._do)

    def address(self, person: Person, channel: Channel) -> str:
        """Where a channel is shown as a person sees it, and can be acted in."""
        return f"http://{self._host}/as/{person.id}/in/{channel.id}"

    def picture_address(self, person: Person, channel: Channel, *messages: Seen) -> str:
        """Where these messages (or all) are shown without anything around them, for a picture."""
        only = "".join(f"&only={one.id}" for one in messages)
        return f"{self.address(person, channel)}?plain=1{only}"

    def html(
        self,
        person: Person,
        channel: Channel,
        *,
        note: str = "",
        form: str = "",
        only: "Sequence[str] | None" = None,
    ) -> str:
        """The page itself, as it stands now; with `only`, these messages (or all) and nothing around them."""
        backend = self._world.backend
        slash, menu = views.commands(backend, person.id, channel.id)
        kept = self._forms.get(int(form)) if form.isdecimal() else None
        name = channel.name or views.private_name(backend, channel.id, person.id)
        return self._templates.get_template("channel.html").render(
            plain=only is not None,
            note=note,
            form=kept,
            here=f"/as/{person.id}/in/{channel.id}",
            person=person,
            channel=channel,
            name=name,
            people=views.people(backend, person.id),
            channels=views.channels(backend, person.id, channel.id),
            messages=[
                one
                for one in views.messages(backend, person.id, channel.id)
                if not only or str(one.id) in only
            ],
            slash=slash,
            menu=menu,
            changes=self._changes,
            md=Words(backend, person.id).html,
            members=views.people(backend, person.id),
            places=views.channels(backend, person.id, channel.id),
            roles=self._roles(channel.id),
        )

    def _roles(self, channel_id: int) -> list[views.Entry]:
        guild = self._world.backend.guilds.get(self._world.backend.channels[channel_id].guild_id or 0)
        return [views.Entry(one.id, one.name, here=False) for one in guild.roles.values()] if guild else []

    async def _start(self, request: web.Request) -> web.StreamResponse:
        del request
        backend = self._world.backend
        for entry in views.people(backend, 0):
            for listed in views.channels(backend, entry.id, 0).values():
                raise web.HTTPFound(f"/as/{entry.id}/in/{listed[0].id}")
        return web.Response(text="Nobody is here yet.")

    def _who_and_where(self, request: web.Request) -> tuple[Person, Channel]:
        backend = self._world.backend
        try:
            person, channel = int(request.match_info["person"]), int(request.match_info["channel"])
        except ValueError:
            raise web.HTTPNotFound from None
        if person not in backend.users or channel not in backend.channels:
            raise web.HTTPNotFound(text="Nobody of that number is here, or the channel was deleted.")
        return Person(self._world, person), Channel(self._world, channel)

    async def _show(self, request: web.Request) -> web.Response:
        person, channel = self._who_and_where(request)
        listed = views.channels(self._world.backend, person.id, channel.id)
        if not any(entry.here for entries in listed.values() for entry in entries):
            first = next((entries[0].id for entries in listed.values()), None)
            if first is None:
                return web.Response(text=f"{person.name} can see no channel.", status=403)
            raise web.HTTPFound(f"/as/{person.id}/in/{first}")
        made = self.html(
            person,
            channel,
            note=request.query.get("note", ""),
            form=request.query.get("form", ""),
            only=request.query.getall("only", []) if "plain" in request.query else None,
        )
        return web.Response(text=made, content_type="text/html")

    async def _wait(self, request: web.Request) -> web.Response:
        since = int(request.query.get("since", "0"))
        try:
            await self._world.pulse.wait_for(lambda: self._changes > since, "a change", POLL)
        except SandboxError:
            return web.json_response({"changes": self._changes})
        await asyncio.sleep(SETTLES)
        return web.json_response({"changes": self._changes})

    async def _do(self, request: web.Request) -> web.StreamResponse:
        person, channel = self._who_and_where(request)
        deeds: dict[str, Callable[..., Awaitable[Reply | None]]] = {
            "say": _say,
            "press": _press,
            "choose": _choose,
            "menu": _menu,
            "submit": self._submit,
        }
        deed = deeds.get(request.match_info["deed"])
        if deed is None:
            raise web.HTTPNotFound
        self._world.present()
        query: dict[str, str] = {}
        try:
            reply = await deed(person, channel, await request.post())
            if reply is not None and reply.modal is not None:
                self._forms[reply.record.id] = reply
                query["form"] = str(reply.record.id)
        except SandboxError as refused:
            query["note"] = str(refused)
        self._changes += 1
        self._world.pulse.beat()
        raise web.HTTPSeeOther(f"/as/{person.id}/in/{channel.id}" + (f"?{urlencode(query)}" if query else ""))

    async def _submit(
        self, person: Person, channel: Channel, given: "MultiDictProxy[object]"
    ) -> Reply | None:
        del channel
        form = self._forms.pop(int(str(given["form"])), None)
        if form is None:
            return None
        values: dict[str, object] = {}
        for name in dict.fromkeys(given):
            many = [_thing(self._world, str(one)) for one in given.getall(name) if one]
            if name != "form" and many:
                values[name] = many if len(many) > 1 else many[0]
        return await person.submits(form, values)

    def _on_event(self, event: str, payload: object) -> None:
        del event, payload
        self._changes += 1

    @web.middleware
    async def _own_site_only(
        self, request: web.Request, handler: "Callable[[web.Request], Awaitable[web.StreamResponse]]"
    ) -> web.StreamResponse:
        origin = request.headers.get("Origin")
        foreign = origin is not None and origin != f"http://{self._host}"
        if request.path.startswith(("/as/", "/api/")) and (request.host != self._host or foreign):
            raise web.HTTPForbidden(text="This page answers its own address only.")
        return await handler(request)


async def _say(person: Person, channel: Channel, given: "MultiDictProxy[object]") -> Reply | None:
    text = str(given.get("text", "")).strip()
    files = [one for one in given.getall("pictures", []) if isinstance(one, web.FileField) and one.filename]
    if text.startswith("/"):
        command, *pairs = text.split(" --")
        options = {
            name: _thing(person.world, value) for name, _, value in (one.partition("=") for one in pairs)
        }
        return await person.runs(command, channel, **options)
    pictures = [(one.filename, one.file.read()) for one in files]
    if text or pictures:
        person.says(channel, text, pictures=pictures)
    return None


async def _press(person: Person, channel: Channel, given: "MultiDictProxy[object]") -> Reply:
    return await person.presses(_message(person, channel, given), str(given["control"]))


async def _choose(person: Person, channel: Channel, given: "MultiDictProxy[object]") -> Reply:
    choices = [_thing(person.world, str(one)) for one in given.getall("choice", [])]
    return await person.chooses(_message(person, channel, given), str(given["control"]), *choices)


async def _menu(person: Person, channel: Channel, given: "MultiDictProxy[object]") -> Reply:
    return await person.uses_message_command(str(given["control"]), _message(person, channel, given))


def _message(person: Person, channel: Channel, given: "MultiDictProxy[object]") -> Seen:
    found = person.world.backend.messages.get(channel.id, {}).get(int(str(given["message"])))
    if found is None:
        raise SandboxError("That message is gone.")
    return Seen(person.world.backend, found)


def _thing(world: "World", value: str) -> "str | int | Person | Channel":
    """A form's value: `person:`, `channel:` and `role:` followed by an id stand for these."""
    kind, _, number = value.partition(":")
    if kind in ("person", "channel", "role") and number.isdecimal():
        known = {"person": Person, "channel": Channel}.get(kind)
        return known(world, int(number)) if known is not None else int(number)
    return value
