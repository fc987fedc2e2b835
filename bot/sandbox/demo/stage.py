"""The stage: a server with its people and rooms, on which a story is played line by line to the bot."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

import discord

from bot.sandbox.demo.patterns import pattern, travelled
from bot.sandbox.demo.script import Part, Scene

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.sandbox.demo.script import Line, Story
    from bot.sandbox.person import Person
    from bot.sandbox.places import Channel, Server
    from bot.sandbox.seen import Seen
    from bot.sandbox.server import Sandbox

ANNOUNCED_IN = ("events", "photos", "music", "climbing", "board-games")
"""Where the organiser posts the poster besides the lounge: six channels in all."""


@dataclass(slots=True)
class Played:
    """What a story left behind.

    Attributes:
        said: Each line's message, in order; several where a line went to several channels.
        rooms: The channels and threads it touched.
    """

    story: "Story"
    stranger: "Person"
    member: "Person"
    rooms: "dict[Scene, Channel]"
    said: "list[Seen]" = field(default_factory=list["Seen"])


class Stage:
    """A server called Seaside, its moderator Mona and its rooms.

    Args:
        sandbox: The Discord that it stands in.
    """

    def __init__(self, sandbox: "Sandbox") -> None:
        self.sandbox = sandbox
        world = sandbox.world
        world.present()
        self.server: Server = world.server("Seaside")
        self.lounge = self.server.text_channel("lounge")
        self.rooms = [self.server.text_channel(name) for name in ANNOUNCED_IN]
        moderators = self.server.role("Moderators", MODERATORS)
        self.organisers = self.server.role("Organisers", discord.Permissions(mention_everyone=True))
        self.moderators_role = moderators
        self.moderator: Person = self.server.joins("Mona", roles=[moderators])
        self.alerts = self.server.text_channel("mod-alerts", only=[self.moderator])

    async def set_up(self) -> str:
        """The owner runs /setup and chooses; returns what the bot answered."""
        owner = self.server.owner
        form = await owner.runs("/setup", self.lounge)
        answer = await owner.submits(
            form,
            {
                "Alerts": self.alerts,
                "Moderators": self.moderators_role,
                "Region": "england_wales",
                "On its own": "ask",
            },
        )
        return answer.text

    def newcomers(self) -> "tuple[Person, Person]":
        """A stranger and a member for whoever goes on by hand."""
        stranger = self.server.joins(
            "Sten", account_age=timedelta(days=2), joined_ago=timedelta(hours=1), roles=()
        )
        return stranger, self.server.joins("Ann", account_age=timedelta(days=800))

    async def play(self, story: "Story", tell: "Callable[[Line, Played], Awaitable[None]]") -> Played:
        """Play a story in compressed time, telling each line after it was said."""
        world = self.sandbox.world
        world.begin(story.length + timedelta(minutes=1))
        stranger = self.server.joins(
            story.stranger,
            account_age=timedelta(days=story.stranger_days),
            joined_ago=min(timedelta(days=story.stranger_days), timedelta(days=30)),
            roles=[self.organisers] if story.key == "announcement" else (),
        )
        member = self.server.joins(story.member, account_age=timedelta(days=800))
        played = Played(story, stranger, member, {Scene.LOUNGE: self.lounge})
        for line in story.lines:
            world.later(seconds=line.after.total_seconds())
            room = self._room(line.scene, played)
            author = stranger if line.part is Part.STRANGER else member
            for place in (room, *(self.rooms if story.key == "announcement" else ())):
                played.said.append(author.says(place, line.text, pictures=_pictures(line)))
            await tell(line, played)
        world.present()
        return played

    def _room(self, scene: Scene, played: Played) -> "Channel":
        if scene not in played.rooms:
            story = played.story
            if scene is Scene.TALK:
                name, members = f"{story.stranger} and {story.member}", [played.member]
            else:
                name = f"friends of {story.member}"
                members = [self.server.joins(follower) for follower in story.followers]
            played.rooms[scene] = self.server.thread(self.lounge, name, by=played.stranger, members=members)
        return played.rooms[scene]


MODERATORS = discord.Permissions(
    manage_messages=True, moderate_members=True, manage_threads=True, view_audit_log=True
)
"""What Mona may do: what the buttons of a card ask for, and to open private threads."""


def _pictures(line: "Line") -> list[tuple[str, bytes]]:
    if line.picture is None:
        return []
    if line.again:
        return [("image0.jpg", travelled(line.picture))]
    return [(f"pattern-{line.picture}.png", pattern(line.picture))]
