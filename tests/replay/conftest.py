"""A small real detection that tests can predict: it cautions at one phrase and alerts at another."""

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image

from bot.detection.evidence import Evidence, Signal
from bot.detection.pleas import Need, Plea
from bot.detection.verdict import Level, Verdict
from bot.observed import Message, Observation, PersonId, PlaceId, ServerId
from bot.replay.replaying import replay_files

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bot.replay.replayed import Replay

CUES = {"private picture": (Level.CAUTION, 0.5), "or else": (Level.ALERT, 0.9)}
PLEAS = {"help me": Need.HELP, "in danger": Need.DANGER}
SAME_PICTURE_PLACES = 3


@dataclass(slots=True)
class PhraseJudge:
    """Judges two phrases, and the same picture in three places of a server; reports what stands so far.

    It hears two phrases as pleas.
    """

    log: list[Observation] = field(default_factory=list[Observation])
    reasons: dict[tuple[ServerId, PersonId], tuple[Evidence, ...]] = field(
        default_factory=dict[tuple[ServerId, PersonId], tuple[Evidence, ...]]
    )
    levels: dict[tuple[ServerId, PersonId], tuple[Level, float]] = field(
        default_factory=dict[tuple[ServerId, PersonId], tuple[Level, float]]
    )
    shown: dict[tuple[ServerId, PersonId, int], set[PlaceId]] = field(
        default_factory=dict[tuple[ServerId, PersonId, int], set[PlaceId]]
    )

    def observe(self, seen: Observation) -> tuple[Verdict, ...]:
        self.log.append(seen)
        if not isinstance(seen, Message):
            return ()
        found = [(cue, *how) for cue, how in CUES.items() if cue in seen.text.casefold()]
        return tuple(self._add(seen, f"said “{cue}”", level, score) for cue, level, score in found)

    def assess(self, seen: Observation) -> tuple[Verdict, ...]:
        return self.observe(seen)

    def observe_pictures(self, message: Message) -> tuple[Verdict, ...]:
        verdicts: list[Verdict] = []
        for picture in message.pictures:
            if picture.fingerprint is None:
                continue
            key = (message.place.server, message.author.id, picture.fingerprint.bits)
            places = self.shown.setdefault(key, set())
            places.add(message.place.id)
            if len(places) == SAME_PICTURE_PLACES:
                verdicts.append(self._add(message, "same picture in 3 places", Level.EMERGENCY, 0.95))
        return tuple(verdicts)

    def plea_in(self, message: Message) -> Plea | None:
        for phrase, need in PLEAS.items():
            if phrase in message.text.casefold():
                return Plea(need, message.place, message.author.id, message.id, message.at)
        return None

    def _add(self, seen: Message, reason: str, level: Level, score: float) -> Verdict:
        key = (seen.place.server, seen.author.id)
        new = Evidence(
            Signal.ESCALATION, "cue", 1.0, reason, seen.at, seen.place.id, (seen.id,), seen.author.id
        )
        self.reasons[key] = (new, *self.reasons.get(key, ()))
        self.levels[key] = max(self.levels.get(key, (level, score)), (level, score))
        standing, sure = self.levels[key]
        return Verdict(standing, sure, seen.place, seen.author.id, None, self.reasons[key], seen.id, seen.at)


@pytest.fixture
def build() -> "Callable[[], PhraseJudge]":
    return PhraseJudge


class Ticking:
    """A clock that moves by one second each time it is read."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        self.now += 1.0
        return self.now


@pytest.fixture
def clock() -> Ticking:
    return Ticking()


def conversation(**changes: object) -> dict[str, object]:
    """A labelled conversation about a chess club: adults, invented, nothing explicit."""
    return {
        "id": "t-1",
        "label": "sextortion",
        "family": "flash",
        "setting": "dm",
        "language": "en",
        "participants": {
            "quiet.rook": {"role": "target", "account_age_days": 900, "known_before": False},
            "new_here": {"role": "offender", "account_age_days": 2, "known_before": False},
        },
        "messages": [
            {"at": 0, "from": "new_here", "text": "hi, nice game earlier", "stage": "contact"},
            {"at": 60, "from": "quiet.rook", "text": "thanks", "stage": "none"},
            {"at": 120, "from": "new_here", "text": "send a private picture", "stage": "sexualisation"},
            {"at": 180, "from": "quiet.rook", "text": "no", "images": ["board.png"], "stage": "victim"},
            {"at": 240, "from": "new_here", "text": "pay or else", "stage": "demand"},
        ],
        "expect": {
            "suspect": "new_here",
            "target": "quiet.rook",
            "warn_from": 2,
            "warn_by": 3,
            "threat_at": 4,
            "demand_at": 4,
            "distribution_at": None,
        },
        **changes,
    }


@pytest.fixture
def labelled() -> "Callable[..., dict[str, object]]":
    return conversation


@pytest.fixture
def write_lines(tmp_path: "Path") -> "Callable[..., Path]":
    def write(*lines: "dict[str, object] | str", name: str = "talk.jsonl") -> "Path":
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
        path.write_text("".join(text + "\n" for text in texts), encoding="utf-8")
        return path

    return write


EPOCH_2024 = 1_704_067_200_000
"""2024-01-01T00:00Z in Unix milliseconds."""

DISCORD_EPOCH = 1_420_070_400_000


def snowflake(minute: float, low: int = 0) -> str:
    """A Discord id of that many minutes after the start of 2024."""
    return str(((EPOCH_2024 + int(minute * 60_000) - DISCORD_EPOCH) << 22) + low)


def stamp(minute: float) -> str:
    """The time that many minutes after the start of 2024, as the exporter writes it where it is not UTC."""
    at = datetime.fromtimestamp(EPOCH_2024 / 1000 + minute * 60, timezone(timedelta(hours=2)))
    return at.isoformat(timespec="milliseconds")


ROOK = {"id": snowflake(-900_000, 1), "name": "quiet.rook", "discriminator": "0000", "isBot": False}
NEW = {"id": snowflake(-3000, 2), "name": "new_here", "discriminator": "0000", "isBot": False}


def said(minute: float, author: dict[str, object], content: str = "", **more: object) -> dict[str, object]:
    """One message as DiscordChatExporter writes it, in the order of fields that it uses."""
    return {
        "id": snowflake(minute),
        "type": "Default",
        "timestamp": stamp(minute),
        "timestampEdited": None,
        "callEndedTimestamp": None,
        "isPinned": False,
        "content": content,
        "author": author,
        "attachments": [],
        "embeds": [],
        "stickers": [],
        "reactions": [],
        "mentions": [],
        "inlineEmojis": [],
        **more,
    }


def exported(
    *messages: dict[str, object], channel: int = 7, guild: int = 5, **about: object
) -> dict[str, object]:
    """A whole export of a chess club."""
    return {
        "guild": {"id": str(guild), "name": "Chess club" if guild else "Direct Messages", "iconUrl": ""},
        "channel": {
            "id": snowflake(-100, channel),
            "type": "GuildTextChat" if guild else "DirectTextChat",
            "categoryId": None,
            "category": None,
            "name": f"room-{channel}",
            "topic": None,
            **about,
        },
        "dateRange": {"after": None, "before": None},
        "exportedAt": stamp(9000),
        "messages": list(messages),
        "messageCount": len(messages),
    }


class Silent:
    """Progress that nobody watches; it keeps the last of each."""

    def __init__(self) -> None:
        self.bytes = 0
        self.done = (0, 0)

    def read(self, count: int) -> None:
        self.bytes += count

    def judged(self, count: int, total: int) -> None:
        self.done = (count, total)


class Exports:
    """Writes exports into a folder and replays them with the small detection."""

    def __init__(self, folder: "Path") -> None:
        self.folder = folder
        self.progress = Silent()
        self.judges: list[PhraseJudge] = []

    said = staticmethod(said)
    exported = staticmethod(exported)
    snowflake = staticmethod(snowflake)
    stamp = staticmethod(stamp)
    rook = ROOK
    new = NEW

    def write(self, export: dict[str, object], name: str = "club.json") -> "Path":
        return self.write_text(json.dumps(export, indent=2, ensure_ascii=False), name)

    def write_text(self, text: str, name: str = "club.json") -> "Path":
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def picture(self, name: str, seed: int = 1) -> "Path":
        """A neutral pattern, saved as a PNG beside the export."""
        noise = np.random.default_rng(seed).integers(0, 255, (16, 16), np.uint8)
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(noise).resize((128, 128)).save(path)
        return path

    def replay(self, *paths: "Path") -> "Replay":
        return replay_files(paths, self._build, self.progress)

    def _build(self) -> PhraseJudge:
        self.judges.append(PhraseJudge())
        return self.judges[-1]


@pytest.fixture
def exports(tmp_path: "Path") -> Exports:
    return Exports(tmp_path / "exports")
