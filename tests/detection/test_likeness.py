"""What the learned reader answers, as conversations keep it."""

import math
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from bot.detection import likeness
from bot.detection.conversation import ALONE, FADING, Story, Trace
from bot.detection.course import LIKES, Like
from bot.detection.disclosure import told_of
from bot.detection.judge import SOUNDING
from bot.detection.language.cue import Cue
from bot.detection.language.reading import Reading
from bot.detection.likeness import (
    BRIEF,
    CALM,
    CHOSEN,
    CLEAR,
    FAINT,
    LEAST,
    LONG,
    MOST_DOUBT,
    PLAIN,
    PLAINEST,
    SHORT,
    WORST,
    between,
    keep,
    keep_alone,
    length,
    share,
)
from bot.detection.policy import Policy
from bot.observed import Message, MessageId, Person, PersonId
from tests.detection.talk_world import CHAT, START, UNRELATED

if TYPE_CHECKING:
    import pytest

    from tests.detection.talk_world import Start

SUSPECT, TARGET = PersonId(1), PersonId(2)
ODDS = st.floats(-50, 50)


def _story() -> Story:
    return Story(CHAT.id, CHAT.server, SUSPECT, TARGET, START, START)


def _message(by: PersonId) -> Message:
    return Message(MessageId(1), CHAT, Person(by), START, "")


def _kept(odds: float, like: Like, by: PersonId = SUSPECT) -> Story:
    story = _story()
    keep(story, [odds if one is like else -math.inf for one in LIKES], _message(by))
    return story


def _reading(*cues: Cue) -> Reading:
    return Reading(frozenset(cues), quoting=False, words=5)


@given(ODDS, st.sampled_from(list(Like)))
def test_strength_is_a_share(odds: float, like: Like) -> None:
    story = _kept(odds, like)

    assert all(0 < trace.best <= 1 for trace in (*story.said.values(), *story.answered.values()))


@given(ODDS, ODDS)
def test_more_likeness_is_never_less_strength(one: float, other: float) -> None:
    low, high = sorted((one, other))

    assert share(low, CALM, WORST) <= share(high, CALM, WORST)


def test_what_the_other_one_says_never_speaks_for_the_course() -> None:
    assert not _kept(WORST, Like.COURSE, by=TARGET).said


def test_in_a_long_talk_the_same_answer_about_the_course_is_doubted_more_and_a_message_as_little() -> None:
    brief, long = _story(), _story()
    brief.turns, long.turns = BRIEF, BRIEF + 50
    for story in (brief, long):
        keep(story, [CLEAR] * len(LIKES), _message(SUSPECT))
        keep_alone(story, [PLAIN] * len(LIKES), _message(SUSPECT))

    assert LEAST < long.said[Like.COURSE].best < brief.said[Like.COURSE].best
    assert long.said[Like.THREAT].best == brief.said[Like.THREAT].best
    assert long.said[ALONE].best == brief.said[ALONE].best


def test_in_a_long_talk_what_the_telling_messages_alone_amount_to_is_not_doubted() -> None:
    plain, helped, worse = _story(), _story(), _story()
    for story, telling in ((plain, ()), (helped, [WORST] * len(LIKES)), (worse, [CALM] * len(LIKES))):
        story.turns = BRIEF + 50
        keep(story, [CLEAR] * len(LIKES), _message(SUSPECT), telling)

    assert helped.said[Like.COURSE].best == share(WORST - CHOSEN, CALM, WORST)
    assert worse.said[Like.COURSE].best == plain.said[Like.COURSE].best < helped.said[Like.COURSE].best


def test_other_talk_between_telling_messages_hides_less_of_the_course(
    talk: "Start", monkeypatch: "pytest.MonkeyPatch"
) -> None:
    lines = (
        "i recorded our call and saved it",
        "200 by tonight and nobody has to see it",
        "you have until tonight, then everybody gets it",
    )

    def course() -> float:
        chat = talk(policy=Policy(caution=-100.0))
        for line in lines:
            for number in range(12):
                chat.say((SUSPECT, TARGET)[number % 2], UNRELATED[number % len(UNRELATED)])
            chat.say(SUSPECT, line)
        last = [verdict for verdict in chat.verdicts if verdict.suspect == SUSPECT][-1]
        return sum(piece.weight for piece in last.evidence if piece.kind.startswith("course"))

    heard_twice = course()
    monkeypatch.setattr(likeness, "TELLING", math.inf)

    assert heard_twice > course()


@given(st.integers(0, 10**9))
def test_a_talk_is_the_longer_the_more_the_suspect_wrote_up_to_a_bound(turns: int) -> None:
    lengths: list[float] = []
    for more in (0, 1):
        story = _kept(WORST, Like.COURSE)
        story.turns = turns + more
        lengths.append(length(story.said[Like.COURSE], story))

    assert 0 <= lengths[0] <= lengths[1] <= 1
    assert (lengths[0] == 0) is (turns <= SHORT)
    assert (lengths[0] == 1) is (turns >= LONG)


@given(st.integers(0, 10**9))
def test_however_long_a_talk_is_a_sure_answer_about_the_course_still_counts(turns: int) -> None:
    story = _story()
    story.turns = turns

    keep(story, [WORST] * len(LIKES), _message(SUSPECT))

    assert story.said[Like.COURSE].best >= share(WORST - MOST_DOUBT, CALM, WORST)


@given(ODDS)
def test_the_parts_of_the_course_follow_one_another(odds: float) -> None:
    story = _kept(odds, Like.COURSE)
    trace = story.said.get(Like.COURSE)

    assert trace is None or between(0.0, WORST)(trace, story) == 0 or between(CALM, 0.0)(trace, story) == 1


def test_who_tells_of_a_threat_is_not_held_to_have_made_it() -> None:
    assert told_of(_reading(Cue.DISCLOSURE))
    assert told_of(_reading(Cue.REPORTED))
    assert not told_of(_reading(Cue.REPORTED, Cue.ADDRESS))


@given(ODDS)
def test_a_message_by_itself_counts_from_a_certain_strength_on(odds: float) -> None:
    story = _story()

    assert keep_alone(story, [odds, *(0.0 for _ in LIKES[1:])], _message(SUSPECT)) is (ALONE in story.said)

    trace = story.said.get(ALONE)
    assert (trace is not None) is (share(odds, FAINT, PLAINEST) >= LEAST)
    assert trace is None or between(PLAIN, PLAINEST, FAINT, PLAINEST)(trace, story) == 0 or odds > PLAIN
    assert not keep_alone(_story(), (), _message(SUSPECT))


def test_other_talk_takes_nothing_away_from_a_message_by_itself(talk: "Start") -> None:
    threat = "i have your photos. pay 200 dollars or i send them to your sister"
    short, long = talk(), talk()
    for number in range(30):
        long.say(
            SUSPECT if number % 2 else TARGET, ("how was your day", "the train was late again")[number % 2]
        )
    for chat in (short, long):
        chat.say(SUSPECT, threat, after=5)

    weights = [
        {piece.kind: piece.weight for piece in chat.verdicts[-1].evidence if piece.kind.startswith("alone")}
        for chat in (short, long)
    ]
    assert weights[0] == weights[1]
    assert weights[0]


def test_what_a_victim_reads_like_is_never_held_against_them() -> None:
    assert not _kept(9, Like.VICTIM, by=SUSPECT).said
    assert not _kept(9, Like.VICTIM, by=SUSPECT).answered
    assert Like.VICTIM in _kept(9, Like.VICTIM, by=TARGET).answered


def test_what_the_other_one_writes_is_not_the_suspects_threat() -> None:
    assert not _kept(9, Like.THREAT, by=TARGET).said


@given(st.floats(0.1, 1), st.integers(1, 60))
def test_what_was_seen_long_ago_counts_for_less_once_it_is_seen_again(strength: float, later: int) -> None:
    trace = Trace(START, START, MessageId(0), MessageId(0), 0, best=strength)

    trace.again(START, MessageId(1), later, 0.1)

    assert 0.1 <= trace.best <= max(strength * FADING**later, 0.1) + 1e-9


def test_what_it_reads_like_stands_in_the_reasons(talk: "Start") -> None:
    chat = talk()

    chat.say(1, "pay me 300 tonight or your mum and everyone at work gets the video")

    kinds = [piece.kind for piece in chat.verdicts[-1].evidence]
    assert {"course", "alone"} < set(kinds)
    sounding = [kind in SOUNDING for kind in kinds]
    assert sounding == sorted(sounding)
