"""Stories are learned from as a bot may hear them."""

from typing import TYPE_CHECKING

import numpy as np

from bot.detection.course import LIKES, Like
from bot.detection.training import batches
from bot.detection.training.batches import ASIDE, FEW, PIECE, PIECES, as_heard, handful
from bot.detection.training.lessons import Lesson
from tests.training.made_up import sequences

if TYPE_CHECKING:
    import pytest


def _story(steps: int, *, bad: bool) -> Lesson:
    parts = sequences(5, steps)
    story = parts[0]
    for part in parts[1:]:
        story = story.then(part)
    story = story.at(range(steps))
    story.answers[:] = 0
    return Lesson(story.rows, story.context, story.own, story.answers, story.importance, bad)


def _chance() -> np.random.Generator:
    return np.random.Generator(np.random.PCG64(1))


def test_a_handful_of_a_suspects_messages_is_bad_from_the_first_telling_one_on() -> None:
    story = _story(12, bad=True)
    story.own[:] = True
    story.answers[6, LIKES.index(Like.THREAT)] = 1
    chance = _chance()

    parts = [part for _ in range(200) if (part := handful(story, chance)) is not None]

    assert {len(part.rows) for part in parts} == set(range(1, FEW + 1))
    for part in parts:
        told = part.answers[:, LIKES.index(Like.THREAT)]
        assert np.array_equal(part.answers[:, 0], np.maximum.accumulate(told))
    assert any(part.answers[:, 0].any() for part in parts)


def test_harmless_stories_are_heard_as_medleys_from_both_sides_and_from_one(
    monkeypatch: "pytest.MonkeyPatch",
) -> None:
    monkeypatch.setattr(batches, "MEDLEY", 1.0)
    story, chance = _story(30, bad=False), _chance()

    parts = [as_heard(story, [story, _story(9, bad=False)], chance) for _ in range(100)]

    assert all(2 <= len(part.rows) <= PIECES * PIECE for part in parts)
    assert not any(part.bad or part.answers[:, 0].any() for part in parts)
    one_sided = sum(bool(part.own.all()) for part in parts)
    assert len(parts) * 0.2 < one_sided < len(parts) * 0.8
    assert not story.own.all()


def test_other_talk_between_the_messages_of_a_story_takes_nothing_back(
    monkeypatch: "pytest.MonkeyPatch",
) -> None:
    for share, value in (("MIDDLE", 0.0), ("THINNED", 0.0), ("JOINED", 0.0), ("AMID", 1.0)):
        monkeypatch.setattr(batches, share, value)
    story, other, chance = _story(12, bad=True), _story(40, bad=False), _chance()
    story.answers[5:, 0] = 1
    story.own[:], other.own[:] = True, False

    parts = [as_heard(story, [other], chance) for _ in range(50)]

    for part in parts:
        assert part.bad
        assert [rows for rows, own in zip(part.rows, part.own, strict=True) if own] == list(story.rows)
        assert np.array_equal(part.answers[:, 0], np.maximum.accumulate(part.answers[:, 0]))
        assert np.array_equal(part.answers[part.own], story.answers)
    assert np.mean([len(part.rows) for part in parts]) > 2 * len(story.rows)
    assert {int(gap) for part in parts for gap in np.diff(np.flatnonzero(part.own))} == set(
        range(1, ASIDE + 2)
    )


def test_an_offenders_story_is_never_a_medley(monkeypatch: "pytest.MonkeyPatch") -> None:
    monkeypatch.setattr(batches, "MEDLEY", 1.0)
    story, chance = _story(12, bad=True), _chance()

    assert all(as_heard(story, [], chance).bad for _ in range(50))
