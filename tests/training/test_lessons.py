"""What the reader learns from a conversation: what was said in a row is one step, and in time counts more."""

from typing import TYPE_CHECKING

import numpy as np
import pytest

from bot.cli.train import case_of
from bot.detection.course import LIKES, Like
from bot.detection.language.reading import Cues, load_cues
from bot.detection.training.corpus import read_corpus
from bot.detection.training.lessons import IN_TIME, lessons_of

if TYPE_CHECKING:
    from pathlib import Path

    from bot.detection.training.lessons import Lesson

TALK = """== talk-1 | sextortion | image-swap | dm | en
who: kay offender 3 new; lou target 400 new
expect: suspect=kay target=lou warn_from=3 warn_by=5 threat_at=6 demand_at=7
+0 kay contact: hello there
+1m lou none: hi, who are you
+40s kay rapport: you have kind eyes
+3s kay sexualisation: send me something private
+1m lou none: not sure
+1m kay sexualisation: only for me, i promise
+3m kay threat: i saved it and your sister will see it
+4s kay demand: 300 dollars tonight
"""


@pytest.fixture(scope="module")
def cues() -> Cues:
    return load_cues()


@pytest.fixture
def of_kay(cues: Cues, tmp_path: "Path") -> "Lesson":
    (tmp_path / "talk.txt").write_text(TALK, encoding="utf-8")
    (written,) = read_corpus(tmp_path)
    (lesson,) = [one for one in lessons_of(case_of(written), cues) if one.bad]
    return lesson


def test_short_messages_in_a_row_are_one_step_that_answers_for_all_of_them(
    of_kay: "Lesson", cues: Cues
) -> None:
    assert of_kay.own.tolist() == [True, False, True, False, True, True]
    asked, coerced = of_kay.answers[2], of_kay.answers[5]
    assert asked[LIKES.index(Like.REQUEST)] == 1
    assert coerced[LIKES.index(Like.THREAT)] == coerced[LIKES.index(Like.DEMAND)] == 1
    whole = cues.read("you have kind eyes\nsend me something private")
    assert np.array_equal(of_kay.rows[2], whole.rows)


def test_the_course_is_bad_from_the_fair_moment_on_and_counts_more_while_in_time(of_kay: "Lesson") -> None:
    assert of_kay.answers[:, 0].tolist() == [0, 0, 1, 1, 1, 1]
    assert of_kay.importance[:, 0].tolist() == [1, 1, IN_TIME, IN_TIME, IN_TIME, 1]


def test_nothing_that_a_harmless_story_says_is_an_offence(cues: Cues, tmp_path: "Path") -> None:
    harmless = (
        TALK.replace("sextortion", "benign").replace("offender", "peer").replace("target 400", "peer 400")
    )
    lines = [line for line in harmless.splitlines() if not line.startswith("expect")]
    head, body = lines[:2], [line.split(" ", 3) for line in lines[2:]]
    told = [f"{delay} {who} none: {text}" for delay, who, _, text in body]
    (tmp_path / "talk.txt").write_text("\n".join([*head, *told]), encoding="utf-8")
    (written,) = read_corpus(tmp_path)

    for lesson in lessons_of(case_of(written), cues):
        assert not lesson.answers.any()
        assert not lesson.bad
