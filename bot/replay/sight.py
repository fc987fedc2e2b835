"""How much of a conversation detection gets to see: all of it, only the words, or only a few messages.

Knows which parts are withheld. Refuses to know what detection makes of the rest.
"""

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.replay.labelled import Conversation, Expect, Labels, Participant, Seen
from bot.replay.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.replay.evaluation import Read


@dataclass(frozen=True, slots=True)
class Sight:
    """How much is shown.

    Attributes:
        metadata: Whether account ages, who knew whom, the setting and the number of members are.
        messages: How many of one person's messages are; `None`: the whole conversation.
        seed: Of the choice of those.
    """

    metadata: bool = True
    messages: int | None = None
    seed: int = 0

    @property
    def words(self) -> str:
        """What detection saw, to follow "Detection saw"."""
        some = "whole conversations"
        if self.messages is not None:
            some = f"at most {self.messages} messages of the suspect, chosen at random (seed {self.seed})"
        return some if self.metadata else f"{some}, without metadata"

    def of(self, conversation: Conversation) -> Conversation:
        """What is left of a conversation."""
        shown = conversation if self.metadata else without_metadata(conversation)
        return shown if self.messages is None else only_some(shown, self.messages, self.seed)


def without_metadata(conversation: Conversation) -> Conversation:
    """Withhold account ages, who knew whom, how many are present, and the setting.

    A withheld setting becomes a channel: the one place from which nothing follows, since anybody may read
    there and nobody says how many do.
    """
    seen = conversation.seen
    strangers = {handle: Participant() for handle in seen.participants}
    withheld = seen.model_copy(update={"setting": "channel", "participants": strangers})
    return conversation.model_copy(update={"seen": withheld})


def only_some(conversation: Conversation, count: int, seed: int) -> Conversation:
    """Keep a few messages of one person, as when a member checks or forwards what worries them.

    In a positive conversation that person is the suspect, in any other one of those who speak, drawn. The
    draw depends on the seed and the conversation's id alone, so neither order nor other lines change it.

    Args:
        conversation: Its messages that are mere events are never chosen.
        count: How many to keep, at least 1; all of that person's where there are fewer.
        seed: Any; stated with the figures.
    """
    seen, labels = conversation.seen, conversation.labels
    draw = random.Random(f"{seed}:{seen.id}")  # noqa: S311 - a repeatable choice, no secret
    who = _person(seen, labels, draw)
    own = [
        index for index, line in enumerate(seen.messages) if line.sender == who and (line.text or line.images)
    ]
    kept = sorted(draw.sample(own, min(count, len(own)))) or [0]
    fewer = seen.model_copy(update={"messages": tuple(seen.messages[index] for index in kept)})
    # A copy, not a new value: labels without the times of a warning would be refused.
    return conversation.model_copy(update={"seen": fewer, "labels": _labels_of(labels, kept), "sparse": True})


def looking(read: "Read", sight: Sight) -> "Read":
    """Return a reading of files that shows so much of each conversation."""

    def read_less(path: "Path", name: str) -> "Iterator[Conversation | Problem]":
        for found in read(path, name):
            yield found if isinstance(found, Problem) else sight.of(found)

    return read_less


def _person(seen: Seen, labels: Labels | None, draw: random.Random) -> str:
    if labels is not None and labels.expect.suspect in seen.participants:
        return labels.expect.suspect
    speakers = dict.fromkeys(line.sender for line in seen.messages if line.text or line.images)
    return draw.choice(tuple(speakers) or tuple(seen.participants))


def _labels_of(labels: Labels | None, kept: list[int]) -> Labels | None:
    """The labels of what was kept; indices of the whole conversation mean nothing in it."""
    if labels is None:
        return None
    staged = tuple(labels.messages[index] for index in kept)
    return labels.model_copy(update={"messages": staged, "expect": Expect(suspect=labels.expect.suspect)})
