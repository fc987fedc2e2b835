"""Replays exports: reads all, orders all, judges all. Prints nothing and chooses no detector."""

from typing import TYPE_CHECKING

from bot.replay.answers import Answers, Given, Reply
from bot.replay.attachments import Missing, describe_file, is_picture, is_remote, picture_of
from bot.replay.evaluation import names_of
from bot.replay.export_reading import read_head, read_messages
from bot.replay.export_seen import ExportSeen, members_in
from bot.replay.incidents import Incidents
from bot.replay.judged import verdicts_of
from bot.replay.problem import Problem
from bot.replay.replayed import Replay, ReplayedFile
from bot.replay.snowflake import time_of_id, time_of_text
from bot.replay.timeline import Placed, Timeline, open_timeline

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path
    from typing import Protocol

    from bot.observed import Observation, Picture, ServerId
    from bot.replay.export_reading import Numbered
    from bot.replay.exported import ExportedAttachment, ExportedMessage, Head
    from bot.replay.judging import Hearing

    class Progress(Protocol):
        """Told how far a replay has come."""

        def read(self, count: int) -> None:
            """So many more bytes were read."""
            ...

        def judged(self, count: int, total: int) -> None:
            """So many of all messages were judged."""
            ...


def replay_files(paths: "Sequence[Path]", build: "Callable[[], Hearing]", progress: "Progress") -> Replay:
    """Judge exports as if the bot had been there, in the order in which the messages were sent.

    Files of one server are judged together, so that what spreads over its channels is seen; each server and
    each private chat meets a detection of its own.

    Args:
        paths: JSON exports of DiscordChatExporter.
        build: Makes a detection that has seen nothing.
        progress: Told of every step.
    """
    files = [ReplayedFile(name, path) for name, path in names_of(paths)]
    with open_timeline() as timeline:
        total = sum(_read(number, file, timeline, progress) for number, file in enumerate(files))
        judging = _Judging(files, _people_by_place(files), build)
        for done, placed in enumerate(timeline, start=1):
            judging.judge(placed)
            progress.judged(done, total)
    return Replay(tuple(files), judging.incidents.all(), tuple(judging.answers))


def _read(number: int, file: ReplayedFile, timeline: Timeline, progress: "Progress") -> int:
    """Let the messages of a file wait for their turn; return how many do."""
    head = read_head(file.path, file.name)
    if isinstance(head, Problem):
        file.problems.append(head)
        return 0
    file.head = head
    for found in read_messages(file.path, file.name, progress.read):
        if isinstance(found, Problem):
            file.problems.append(found)
        elif at := _time_of(found, file):
            fresh = timeline.add(number, head.channel.id, at, found)
            file.messages += fresh
            file.repeats += not fresh
            file.people.update(members_in(found.message))
    return file.messages


def _time_of(numbered: "Numbered", file: ReplayedFile) -> "datetime | None":
    """When a message was sent; where its time cannot be read, what its id tells."""
    message = numbered.message
    if at := time_of_text(message.timestamp):
        return at
    instead = time_of_id(message.id)
    what = "its id's time was used" if instead else "the message was left out"
    complaint = f"timestamp {message.timestamp[:40]!r} is no time with an offset; {what}"
    file.problems.append(Problem(file.name, numbered.place, complaint))
    return instead


def _people_by_place(files: "Sequence[ReplayedFile]") -> dict[int, set[int]]:
    """Who is in each place, by its id; a place may be exported in several parts."""
    people: dict[int, set[int]] = {}
    for file in files:
        if file.head:
            people.setdefault(file.head.channel.id, set()).update(file.people)
    return people


class _Judging:
    """Judges messages in order, each server by its own detection."""

    def __init__(
        self,
        files: "Sequence[ReplayedFile]",
        people: "Mapping[int, Collection[int]]",
        build: "Callable[[], Hearing]",
    ) -> None:
        self.incidents = Incidents()
        self.answers: list[Given] = []
        self._files = files
        self._build = build
        self._seen = {
            number: ExportSeen(file.head, people[file.head.channel.id])
            for number, file in enumerate(files)
            if file.head
        }
        self._judges: dict[ServerId, tuple[Hearing, Answers]] = {}
        self._names: dict[int, str] = {}

    def _judge_of(self, server: "ServerId") -> "tuple[Hearing, Answers]":
        if server not in self._judges:
            judge = self._build()
            self._judges[server] = judge, Answers(judge)
        return self._judges[server]

    def judge(self, placed: Placed) -> None:
        file, seen = self._files[placed.file], self._seen[placed.file]
        message = placed.numbered.message
        self._names[message.author.id] = message.author.name
        for value in seen.observe(message, placed.at, _pictures(placed, file)):
            if file.head is not None:
                self._take(value, file.head, file.name)

    def _take(self, seen: "Observation", head: "Head", file: str) -> None:
        judge, answers = self._judge_of(seen.place.server)
        verdicts = verdicts_of(seen, judge)
        for verdict in verdicts:
            name = self._names.get(verdict.suspect, str(verdict.suspect))
            self.incidents.take(verdict, head, file, name)
        answer = answers.to(seen, verdicts)
        if answer is not None and answer.reply is not Reply.AGAIN:
            self.answers.append(Given(answer, head, file))


def _pictures(placed: Placed, file: ReplayedFile) -> "tuple[Picture, ...]":
    pictures: list[Picture] = []
    for attachment in filter(is_picture, _attachments(placed.numbered.message)):
        found = None
        if is_remote(attachment):
            file.unexported += 1
        else:
            try:
                found = describe_file(attachment, file.path.parent)
            except Missing as missing:
                file.problems.append(Problem(file.name, placed.numbered.place, f"attachment {missing}"))
        pictures.append(picture_of(attachment, found))
    return tuple(pictures)


def _attachments(message: "ExportedMessage") -> "tuple[ExportedAttachment, ...]":
    return message.attachments + (message.forwarded.attachments if message.forwarded else ())
