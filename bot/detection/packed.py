"""A story as bytes: what it takes while nobody speaks in it, a quarter of what it takes as objects.

Knows how each part is laid out; it refuses to know what it means. Nothing is lost, save that the numbers of
the learned reader are rounded to 16 bits.
"""

import struct
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

import numpy as np

from bot.detection.conversation import DEEDS, Story, Trace
from bot.detection.course import Like, State
from bot.detection.language.cue import Cue

if TYPE_CHECKING:
    from bot.detection.conversation import Traces
    from bot.detection.stories import Key
    from bot.observed import ServerId

KINDS: Final = (*Cue, *DEEDS, *Like)
"""What a trace can be of, by number."""

_NUMBER_OF: Final = {kind: number for number, kind in enumerate(KINDS)}

_HEAD: Final = struct.Struct("<qQqIb??BBBBB")
"""When somebody last spoke, on which server, the first contact, the suspect's messages; whether they knew one
another, are a pair, the suspect opened the place; traces on each side, members and number of the reader's
states."""

_LAST: Final = struct.Struct("<q")
"""The head of the head."""

_TRACE: Final = struct.Struct("<BqqQQIId")
"""Of what, when first and last, in which messages, at which turn, how often, how strongly."""

_STATE_AT: Final = struct.Struct("<q")
_UNKNOWN: Final = -1

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_TICK: Final = timedelta(microseconds=1)
_ONE: Final = np.float32(2**15 - 1)
"""What a 1 in the reader's state is as 16 bits."""


def pack(story: Story) -> bytes:
    """Return all of `story` that its key does not tell."""
    sides = (story.said, story.answered, story.around)
    states = [state for state in (story.course, story.telling) if state is not None]
    head = _HEAD.pack(
        _ticks(story.last_at),
        story.server,
        _ticks(story.first_at),
        story.turns,
        _UNKNOWN if story.known is None else story.known,
        story.pair,
        story.opened,
        *map(len, sides),
        len(states[0].hidden) if states else 0,
        len(states),
    )
    traces = [_packed_trace(kind, trace) for side in sides for kind, trace in side.items()]
    return b"".join((head, *traces, *map(_packed_state, states)))


def unpack(key: "Key", packed: bytes) -> Story:
    """Return the story that was packed under `key`."""
    last, server, first, turns, known, pair, opened, *counts, members, states = _HEAD.unpack_from(packed)
    place, suspect, target = key
    story = Story(place, server, suspect, target, _time(first), _time(last), turns=turns)
    story.known = None if known == _UNKNOWN else bool(known)
    story.pair, story.opened = pair, opened
    at = _HEAD.size
    for side, count in zip((story.said, story.answered, story.around), counts, strict=True):
        for _ in range(count):
            _unpack_trace(packed, at, side)
            at += _TRACE.size
    size = (len(packed) - at) // states if states else 1
    heard = [_unpacked_state(packed[first : first + size], members) for first in range(at, len(packed), size)]
    story.course, story.telling = (*heard, None, None)[:2]
    return story


def last_spoken(packed: bytes) -> datetime:
    """When somebody last spoke in a story that is packed; asked for with every message."""
    return _time(_LAST.unpack_from(packed)[0])


def server_of(packed: bytes) -> "ServerId":
    """The server of a story that is packed."""
    return _HEAD.unpack_from(packed)[1]


def _packed_trace(kind: Cue | str, trace: Trace) -> bytes:
    return _TRACE.pack(
        _NUMBER_OF[kind],
        _ticks(trace.first_at),
        _ticks(trace.last_at),
        trace.first_message,
        trace.last_message,
        trace.turn,
        trace.count,
        trace.best,
    )


def _unpack_trace(packed: bytes, at: int, side: "Traces") -> None:
    kind, first_at, last_at, *rest = _TRACE.unpack_from(packed, at)
    side[KINDS[kind]] = Trace(_time(first_at), _time(last_at), *rest)


def _packed_state(state: State) -> bytes:
    return _STATE_AT.pack(_ticks(state.at)) + np.rint(state.hidden * _ONE).astype(np.int16).tobytes()


def _unpacked_state(packed: bytes, members: int) -> State:
    (heard,) = _STATE_AT.unpack_from(packed)
    hidden = np.frombuffer(packed, np.int16, offset=_STATE_AT.size).astype(np.float32) / _ONE
    return State(hidden.reshape(members, -1), _time(heard))


def _ticks(at: datetime) -> int:
    return (at - _EPOCH) // _TICK


def _time(ticks: int) -> datetime:
    return _EPOCH + ticks * _TICK
