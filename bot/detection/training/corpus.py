"""The training conversations: text files that people write and read, as labelled conversations.

Knows the format (see `README.md` beside this file) and names the file and line of whatever breaks it; it
refuses to know what is learned from them.
"""

import csv
import io
import re
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING

from bot.detection.training.errors import CorpusError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable

STAGES = frozenset(
    {
        *("contact", "rapport", "isolation", "sexualisation", "capture", "threat", "demand"),
        *("escalation", "distribution", "victim", "none"),
    }
)
EVENTS = frozenset({"group_created", "members_added", "call_started", "call_ended", "friend_added", "left"})
SETTINGS = frozenset({"dm", "group", "thread", "channel"})
ROLES = frozenset({"offender", "target", "bystander", "peer"})
_KNOWN = {"new": False, "known": True, "unknown": None}
_INDEXES = ("warn_from", "warn_by", "threat_at", "demand_at", "distribution_at")
_UNITS = {"s": 1.0, "m": 60.0, "h": 3_600.0, "d": 86_400.0}

_DELAY = re.compile(r"(\d+(?:\.\d+)?)([smhd])")
_LINE = re.compile(
    r"\+(?P<delay>0|(?:\d+(?:\.\d+)?[smhd])+) (?P<sender>[^\s:]+) (?P<stage>\w+)"
    r"(?: \[(?P<images>[^\]]*)\])?(?: \((?P<event>\w+)\))?:(?: (?P<text>.*))?"
)


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody who takes part.

    Attributes:
        role: `offender`, `target`, `bystander` or `peer`.
        account_age_days: Where the writer gave it.
        known_before: Whether they knew the others before; `None`: left open.
    """

    role: str
    account_age_days: float | None
    known_before: bool | None


@dataclass(frozen=True, slots=True)
class Said:
    """One message.

    Attributes:
        at: Seconds since the first message.
        stage: What it does, as its writer says.
        event: Empty where there is none.
    """

    at: float
    sender: str
    stage: str
    text: str
    images: tuple[str, ...] = ()
    event: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line by itself, outside any conversation.

    Attributes:
        sextortion: Whether an offender would write it; else it is ordinary talk, often in similar words.
        writer: Whose it is: the name of its file.
    """

    text: str
    sextortion: bool
    writer: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """One training conversation.

    Attributes:
        expect: Who, to whom, and the indexes of the messages that matter; empty in benign talk.
        writer: Whose it is: the name of its file.
    """

    id: str
    label: str
    family: str
    setting: str
    language: str
    people: dict[str, Speaker]
    lines: tuple[Said, ...]
    expect: dict[str, str | int]
    writer: str

    @property
    def positive(self) -> bool:
        """Whether it is sextortion."""
        return self.label == "sextortion"

    def as_labelled(self) -> dict[str, object]:
        """The same in the format of labelled conversations, as `breakwater evaluate` reads them."""
        return {
            "id": self.id,
            "label": self.label,
            "family": self.family,
            "setting": self.setting,
            "language": self.language,
            "participants": {
                handle: {
                    "role": who.role,
                    "account_age_days": who.account_age_days,
                    "known_before": who.known_before,
                }
                for handle, who in self.people.items()
            },
            "messages": [_labelled_line(line) for line in self.lines],
            "expect": {name: self.expect.get(name) for name in ("suspect", "target", *_INDEXES)},
        }


def packaged(part: str = "conversations") -> "Traversable":
    """The folder of training conversations, or of `lines`, that comes with Breakwater."""
    return resources.files("bot.detection.training").joinpath(part)


def read_lines(folder: "Traversable | None" = None) -> tuple[Line, ...]:
    """Read every `.csv` file of a folder, by name; by default those that come with Breakwater.

    Raises:
        CorpusError: A file does not have the columns text,label, or a label is not 0 or 1.
    """
    source = packaged("lines") if folder is None else folder
    found: list[Line] = []
    for file in sorted((f for f in source.iterdir() if f.name.endswith(".csv")), key=lambda f: f.name):
        rows = csv.reader(io.StringIO(file.read_text(encoding="utf-8-sig"), newline=""))
        if next(rows, None) != ["text", "label"]:
            raise CorpusError(f"{file.name}:1: expected the columns text,label")
        for row in filter(None, rows):
            if len(row) != 2 or row[1] not in {"0", "1"}:  # noqa: PLR2004 - as named above
                raise CorpusError(f"{file.name}:{rows.line_num}: expected a text and a label of 0 or 1")
            found.append(Line(row[0], row[1] == "1", file.name.removesuffix(".csv")))
    return tuple(found)


def read_corpus(folder: "Traversable | None" = None) -> tuple[Written, ...]:
    """Read every `.txt` file of a folder, by name; by default those that come with Breakwater.

    Raises:
        CorpusError: Something is not in the format, or an id is used twice; it names the file and the line.
    """
    source = packaged() if folder is None else folder
    files = sorted((file for file in source.iterdir() if file.name.endswith(".txt")), key=lambda f: f.name)
    found: dict[str, Written] = {}
    for file in files:
        for one in read_conversations(file.read_text(encoding="utf-8"), file.name):
            if one.id in found:
                raise CorpusError(f"{file.name}: the id {one.id!r} is used twice")
            found[one.id] = one
    return tuple(found.values())


def read_conversations(text: str, name: str) -> "Iterator[Written]":
    """Read the conversations of one file.

    Args:
        text: The whole file.
        name: What errors call it.

    Raises:
        CorpusError: See `read_corpus`.
    """
    block: list[tuple[int, str]] = []
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), start=1):
        if line.startswith("== ") and block:
            yield _conversation(block, name)
            block = []
        if line.strip():
            block.append((number, line.rstrip()))
    if block:
        yield _conversation(block, name)


def _conversation(block: list[tuple[int, str]], name: str) -> Written:
    start, header = block[0]
    where = f"{name}:{start}"
    parts = [part.strip() for part in header.removeprefix("== ").split(" | ")]
    if not header.startswith("== ") or len(parts) != 5 or not all(parts):  # noqa: PLR2004 - as shown
        raise CorpusError(f"{where}: expected '== id | label | family | setting | language'")
    id_, label, family, setting, language = parts
    if label not in ("sextortion", "benign") or setting not in SETTINGS:
        raise CorpusError(f"{where}: {label!r} is not a label, or {setting!r} not a setting")
    if len(block) < 2 or not block[1][1].startswith("who: "):  # noqa: PLR2004 - the second line
        raise CorpusError(f"{where}: the line after the header must begin with 'who: '")
    people = _people(block[1][1].removeprefix("who: "), f"{name}:{block[1][0]}")
    rest = block[2:]
    expected = ""
    if rest and rest[0][1].startswith("expect: "):
        expected, rest = rest[0][1].removeprefix("expect: "), rest[1:]
    lines = _lines(rest, people, name)
    if not lines:
        raise CorpusError(f"{where}: {id_} has no messages")
    expect = _expect(expected, people, len(lines), where) if label == "sextortion" else {}
    writer = name.removesuffix(".txt")
    return Written(id_, label, family, setting, language, people, lines, expect, writer)


def _people(text: str, where: str) -> dict[str, Speaker]:
    people: dict[str, Speaker] = {}
    for part in filter(None, (part.strip() for part in text.split(";"))):
        words = part.split()
        if len(words) != 4 or words[1] not in ROLES or words[3] not in _KNOWN:  # noqa: PLR2004 - as shown
            raise CorpusError(f"{where}: {part!r} is not 'handle role age new|known|unknown'")
        try:
            age = None if words[2] == "?" else float(words[2])
        except ValueError:
            raise CorpusError(f"{where}: {words[2]!r} is not a number of days, nor ?") from None
        people[words[0]] = Speaker(words[1], age, _KNOWN[words[3]])
    return people


def _lines(block: list[tuple[int, str]], people: dict[str, Speaker], name: str) -> tuple[Said, ...]:
    lines: list[Said] = []
    at = 0.0
    for number, written in block:
        read = _LINE.fullmatch(written)
        if read is None:
            raise CorpusError(f"{name}:{number}: not '+DELAY handle stage [images] (event): text'")
        if read["sender"] not in people or read["stage"] not in STAGES:
            raise CorpusError(
                f"{name}:{number}: unknown handle {read['sender']!r} or stage {read['stage']!r}"
            )
        if read["event"] is not None and read["event"] not in EVENTS:
            raise CorpusError(f"{name}:{number}: unknown event {read['event']!r}")
        at += sum(float(count) * _UNITS[unit] for count, unit in _DELAY.findall(read["delay"]))
        images = tuple(image.strip() for image in re.split("[,;]", read["images"] or "") if image.strip())
        lines.append(
            Said(at, read["sender"], read["stage"], (read["text"] or "").strip(), images, read["event"] or "")
        )
    return tuple(lines)


def _expect(text: str, people: dict[str, Speaker], messages: int, where: str) -> dict[str, str | int]:
    expect: dict[str, str | int] = {}
    for part in text.split():
        name, _, value = part.partition("=")
        if name in ("suspect", "target") and value in people:
            expect[name] = value
        elif name in _INDEXES and value in ("-", "null", "none", ""):
            continue
        elif name in _INDEXES and value.isdecimal() and int(value) < messages:
            expect[name] = int(value)
        else:
            raise CorpusError(f"{where}: expect: {part!r} names no handle, or no message of {messages}")
    missing = {"suspect", "target", "warn_from", "warn_by"} - set(expect)
    if missing:
        raise CorpusError(f"{where}: expect: {', '.join(sorted(missing))} is missing")
    return expect


def _labelled_line(line: Said) -> dict[str, object]:
    found: dict[str, object] = {"at": line.at, "from": line.sender, "text": line.text, "stage": line.stage}
    if line.images:
        found["images"] = list(line.images)
    if line.event:
        found["event"] = line.event
    return found
