"""The performance: every story, what people then press, and the differences from what must happen."""

from typing import TYPE_CHECKING

from bot.sandbox.demo.script import Outcome, Scene
from bot.sandbox.demo.stories import ALL
from bot.sandbox.demo.watching import Came, Kind, Watching

if TYPE_CHECKING:
    from bot.sandbox.demo.camera import Camera
    from bot.sandbox.demo.narrator import Narrator
    from bot.sandbox.demo.script import Line, Story
    from bot.sandbox.demo.stage import Played, Stage
    from bot.sandbox.seen import Seen

QUIET = 0.4
"""Real seconds without anything from the bot after which the next line is said. What comes later is still
seen, after the next line."""

END_QUIET = 1.6
"""The same after a story's last line: longer than the pause between two edits of one card."""

SPREAD_TITLE = "Emergency: private pictures may be spreading now"
MUST_READ = ("Don't pay", "Stop replying", "CEOP", "101", "Kent Police")
"""Words that the private guidance for England and Wales has to have."""


class Performance:
    """Plays the stories and holds them against their expectations.

    Args:
        stage: Set up and empty.
        narrator: Tells what happens.
        camera: Takes the README's pictures, of the first story.
    """

    def __init__(self, stage: "Stage", narrator: "Narrator", camera: "Camera | None" = None) -> None:
        self._camera = camera
        self._stage = stage
        self._narrator = narrator
        self._watching = Watching(stage.sandbox)
        self.differences: list[str] = []

    async def whole(self) -> None:
        """Play everything."""
        await self._stage.set_up()
        await self._watching.until_quiet([self._stage.lounge, *self._stage.rooms], QUIET)
        for story in ALL:
            await self._story(story)

    async def _story(self, story: "Story") -> None:
        self._narrator.title(story.title, story.told)
        came: list[tuple[int, Came]] = []
        lines = iter(range(len(story.lines)))

        async def tell(line: "Line", played: "Played") -> None:
            self._narrator.line(line, played)
            number = next(lines)
            last = number == len(story.lines) - 1
            rooms = [self._stage.alerts, *self._stage.rooms, *played.rooms.values()]
            for one in await self._watching.until_quiet(rooms, END_QUIET if last else QUIET):
                came.append((number, one))
                self._narrator.came(one)

        played = await self._stage.play(story, tell)
        if story.outcome is Outcome.NOTHING:
            self._expect(not came, f"{story.key}: something came of it, and nothing should have")
            self._narrator.nothing()
        else:
            await self._emergency(played, came)

    async def _emergency(self, played: "Played", came: "list[tuple[int, Came]]") -> None:
        key, by = played.story.key, played.story.caution_by or 0
        notes = [(number, one) for number, one in came if one.kind is Kind.NOTE]
        in_time = [number for number, _ in notes if number <= by]
        self._expect(bool(in_time), f"{key}: no note came by line {by + 1}, before a picture was sent")
        places = {one.message.channel_id for _, one in notes}
        gathering = played.rooms[Scene.GATHERING].id
        self._expect(gathering in places, f"{key}: no note came where the picture was spread")
        cards = {one.message.id: one.message for _, one in came if one.kind is Kind.CARD}
        self._expect(len(cards) == 1, f"{key}: {len(cards)} cards were shown, and one should have been")
        for card in cards.values():
            self._narrator.card(card.text)
            self._check_card(card, played)
            theirs = [one.message for _, one in notes if one.message.channel_id != gathering]
            await self._reads(theirs[-1], played)
            if self._camera is not None:
                await self._camera.take("card", self._stage.moderator, self._stage.alerts, card)
                self._camera = None
            await self._reviews(card, played)

    def _check_card(self, card: "Seen", played: "Played") -> None:
        key = played.story.key
        self._expect(SPREAD_TITLE in card.text, f"{key}: the card does not say that pictures are spreading")
        for person, role in ((played.stranger, "suspect"), (played.member, "person at risk")):
            self._expect(f"<@{person.id}>" in card.text, f"{key}: the card does not name the {role}")
        for quoted in ("£1,000", "gift cards", "everyone you know"):
            self._expect(quoted not in card.text, f"{key}: the card quotes what was written")

    async def _reads(self, note: "Seen", played: "Played") -> None:
        key = played.story.key
        reply = await played.member.presses(note, "Read privately")
        self._narrator.pressed(played.story.member, "Read privately", reply)
        self._expect(reply.ephemeral, f"{key}: the guidance was not private")
        for words in MUST_READ:
            self._expect(words in reply.text, f"{key}: the guidance lacks {words!r}")
        if self._camera is not None:
            talk = played.rooms[Scene.TALK]
            await self._camera.take("note", played.member, talk, note, *reply.messages)
        await played.member.presses(reply, "Hide this")

    async def _reviews(self, card: "Seen", played: "Played") -> None:
        key, moderator = played.story.key, self._stage.moderator
        for label in ("Remove messages", "Time out"):
            self._narrator.pressed("Mona", label, await moderator.presses(card, label))
        until = played.stranger.timed_out_until(self._stage.server)
        self._expect(until is not None, f"{key}: the suspect was not timed out")
        spread = [one for one in played.said if one.channel_id == played.rooms[Scene.GATHERING].id]
        self._expect(all(one.gone for one in spread), f"{key}: the spread picture still stands")
        path = f"/guilds/{self._stage.server.id}/members/{played.stranger.id}"
        reasons = [call.reason or "" for call in self._stage.sandbox.calls.of("PATCH", path)]
        named = any(moderator.name in reason for reason in reasons)
        self._expect(named, f"{key}: the audit log does not name the moderator")
        await self._watching.until_quiet([self._stage.alerts], END_QUIET)

    def _expect(self, true: bool, otherwise: str) -> None:  # noqa: FBT001 - reads like assert
        if not true:
            self.differences.append(otherwise)
