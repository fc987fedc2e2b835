"""The network is fitted by the slope of its loss, and the bot reads with it as training did."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from bot.detection.course import Answers, Course, Heard, State, silence_of
from bot.detection.training import backpropagation, course_fit
from bot.detection.training.backpropagation import answered, gradient, loss
from bot.detection.training.batches import batch_of
from bot.detection.training.course_fit import fit_course
from bot.detection.training.weights_file import folded
from bot.observed import MessageId, PersonId
from tests.training.made_up import FEATURES, sequences

START = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """A network small enough to look into."""
    monkeypatch.setattr(course_fit, "INPUTS", 4)
    monkeypatch.setattr(course_fit, "HIDDEN", 3)


@pytest.mark.parametrize("name", ["inward", "gates", "back", "answers", "table"])
def test_the_slope_is_that_of_the_loss(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backpropagation, "RIDGE", 0.0)
    chance = np.random.default_rng(3)
    point = course_fit.beginning(FEATURES, np.random.Generator(np.random.PCG64(1)))
    point["table"] *= 10  # away from nothing, so that every part has a say
    batch = batch_of(sequences(1), None)
    assert batch is not None
    slopes, rows, table = gradient(point, batch, None)
    slopes["table"] = np.zeros_like(point["table"])
    slopes["table"][rows] = table

    flat, slope = point[name].reshape(-1), slopes[name].reshape(-1)
    for place in chance.integers(0, len(flat), 12):
        before, step = float(flat[place]), 1e-2
        flat[place] = before + step
        above = loss(point, batch)
        flat[place] = before - step
        below = loss(point, batch)
        flat[place] = before
        assert slope[place] == pytest.approx((above - below) / (2 * step), abs=5e-4)


def test_learning_lowers_the_loss(monkeypatch: pytest.MonkeyPatch) -> None:
    stories = sequences(2, 40)
    batch = batch_of(stories, None)
    assert batch is not None
    untaught = course_fit.beginning(FEATURES, np.random.Generator(np.random.PCG64(7)))
    monkeypatch.setattr(course_fit, "ROUNDS", 40)

    taught = fit_course(stories, FEATURES, 7)

    assert loss(taught, batch) < loss(untaught, batch)


def test_the_bot_reads_as_training_did() -> None:
    one = next(s for s in sequences(4, 20) if len(s.rows) > 3)
    one.context[:] = 0.0
    members = [fit_course(sequences(5, 30), FEATURES, seed) for seed in (0, 1)]
    course = Course(folded(members, np.arange(FEATURES, dtype=np.uint32), "none"))
    batch = batch_of([one], None)
    assert batch is not None
    wanted = np.mean([answered(member, batch)[0] for member in members], axis=0)

    state: State | None = None
    for place, (rows, own) in enumerate(zip(one.rows, one.own, strict=True)):
        by = PersonId(1 if own else 2)
        heard = Heard(MessageId(place), MessageId(place), by, tuple(rows.tolist()), START)
        [(state, answers)], _ = course.hear(heard, [(PersonId(1), state)])
        assert list(answers) == pytest.approx(wanted[place].tolist(), abs=0.05)


def test_the_order_of_messages_is_heard_and_silence_counts() -> None:
    course = Course(
        folded([fit_course(sequences(5, 30), FEATURES, 0)], np.arange(FEATURES, dtype=np.uint32), "none")
    )

    def after(*said: tuple[int, float]) -> list[float]:
        state: State | None = None
        answers: Answers = ()
        for row, hours in said:
            heard = Heard(MessageId(row), MessageId(row), PersonId(1), (row,), START + timedelta(hours=hours))
            [(state, answers)], _ = course.hear(heard, [(PersonId(1), state)])
        return list(answers)

    assert after((1, 0), (5, 1)) != after((5, 0), (1, 1))
    assert after((1, 0), (5, 1)) != after((1, 0), (5, 9))
    assert 0 == silence_of(-5) == silence_of(0) < silence_of(60) < silence_of(3600)


def test_what_several_conversations_hear_together_is_what_each_hears_alone() -> None:
    members = [fit_course(sequences(5, 30), FEATURES, seed) for seed in (0, 1)]
    course = Course(folded(members, np.arange(FEATURES, dtype=np.uint32), "none"))
    heard = Heard(MessageId(1), MessageId(1), PersonId(1), (1, 4), START + timedelta(hours=1), pictures=True)
    ((moved, _),), _ = course.hear(
        Heard(MessageId(0), MessageId(0), PersonId(2), (3,), START), [(PersonId(1), None)]
    )
    stories = [(PersonId(1), moved), (PersonId(2), None), (PersonId(3), moved)]

    together, by_itself = course.hear(heard, stories)

    for one, (state, answers) in zip(stories, together, strict=True):
        ((alone, told),), same = course.hear(heard, [one])
        assert by_itself == pytest.approx(same, abs=1e-5)
        assert answers == pytest.approx(told, abs=1e-5)
        assert np.allclose(state.hidden, alone.hidden, atol=1e-6)
    ((_, fresh),), _ = course.hear(heard, [(PersonId(1), None)])
    assert by_itself == pytest.approx(fresh, abs=1e-5)


def test_the_last_message_of_a_run_is_heard_by_itself_as_well() -> None:
    members = [fit_course(sequences(5, 30), FEATURES, seed) for seed in (0, 1)]
    course = Course(folded(members, np.arange(FEATURES, dtype=np.uint32), "none"))

    def alone(rows: tuple[int, ...], lone: tuple[int, ...] = ()) -> float:
        heard = Heard(MessageId(2), MessageId(1), PersonId(1), rows, START, lone=lone)
        return course.hear(heard, [])[1][0]

    worse, milder = sorted(((1,), (3,)), key=alone, reverse=True)
    assert alone(milder, lone=worse) == pytest.approx(alone(worse), abs=1e-5)
    assert alone(worse, lone=milder) == pytest.approx(alone(worse), abs=1e-5)
    assert alone(worse) > alone(milder)
