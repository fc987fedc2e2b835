"""The judge's laws."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from bot.detection.evidence import Evidence, Signal
from bot.detection.judge import HEARD_LEAST, judge
from bot.detection.policy import Policy
from bot.detection.verdict import Level
from bot.observed import MessageId, PersonId, PlaceId

WEIGHTS = st.lists(st.floats(-5, 5), max_size=20)


def piece(weight: float, kind: str = "demand", signal: Signal = Signal.ESCALATION) -> Evidence:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    return Evidence(signal, kind, weight, "a reason", at, PlaceId(1), (MessageId(1),), PersonId(1))


@given(WEIGHTS, st.floats(0, 5))
def test_more_evidence_never_lowers_level_or_score(weights: list[float], more: float) -> None:
    before = judge([piece(weight) for weight in weights], Policy())
    after = judge([piece(weight) for weight in (*weights, more)], Policy())

    assert after >= before


def test_no_evidence_is_no_suspicion() -> None:
    assert judge([], Policy()) == (Level.NONE, 0.0)


def test_each_threshold_is_reached_exactly() -> None:
    policy = Policy()

    levels = [judge([piece(w, "threat_and_demand")], policy)[0] for w in (policy.caution, policy.alert)]

    assert levels == [Level.CAUTION, Level.ALERT]


def test_one_thing_said_is_never_an_alert_however_heavy() -> None:
    assert judge([piece(50, "threat")], Policy())[0] is Level.CAUTION


def test_coercion_that_is_only_heard_is_an_alert_where_the_course_bears_it_out() -> None:
    course, threat = piece(Policy().alert, "course"), piece(HEARD_LEAST, "like_threat")
    faint, victim = piece(HEARD_LEAST / 2, "like_threat"), piece(HEARD_LEAST / 2, "like_victim")

    assert judge([course], Policy())[0] is Level.CAUTION
    assert judge([course, threat], Policy())[0] is Level.ALERT
    assert judge([course, faint], Policy())[0] is Level.CAUTION
    assert judge([course, faint, victim], Policy())[0] is Level.ALERT


def test_asking_does_not_make_an_alert_of_coercion_that_is_only_heard() -> None:
    asked = [
        piece(3, "request"),
        piece(2, "like_request"),
        piece(1.5, "course"),
        piece(HEARD_LEAST, "like_threat"),
    ]

    assert judge(asked, Policy())[0] is Level.CAUTION
    assert judge([*asked, piece(Policy().alert, "course_clear")], Policy())[0] is Level.ALERT


def test_pictures_spreading_after_a_threat_are_an_emergency() -> None:
    evidence = [piece(3, "threat"), piece(4, "same_picture", Signal.SPREAD)]

    assert judge(evidence, Policy())[0] is Level.EMERGENCY
