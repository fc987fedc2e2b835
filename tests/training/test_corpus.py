"""Reading the training conversations."""

from typing import TYPE_CHECKING

import pytest

from bot.detection.training.corpus import read_conversations, read_corpus, read_lines
from bot.detection.training.errors import CorpusError
from bot.replay.labelled import Labels, Seen

if TYPE_CHECKING:
    from pathlib import Path

GOOD = """== t-1 | sextortion | flash | dm | en
who: ana offender 3 new; ben target ? unknown
expect: suspect=ana target=ben warn_from=0 warn_by=1 threat_at=1
+0 ana contact: hi: how are you
+1m30s ana threat [one, two] (call_started): pay or they all see it

== t-2 | benign | sales | channel | de
who: cem peer 90 known; dora peer 12.5 known
+0 cem none: noch da?
"""


def test_what_is_written_is_what_is_read() -> None:
    first, second = read_conversations(GOOD, "good.txt")

    assert [line.at for line in first.lines] == [0, 90]
    assert first.lines[0].text == "hi: how are you"
    assert (first.lines[1].images, first.lines[1].event) == (("one", "two"), "call_started")
    assert (first.people["ben"].account_age_days, first.people["ben"].known_before) == (None, None)
    assert (second.positive, second.language, second.expect) == (False, "de", {})


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("| dm |", "| cave |", "bad.txt:1"),
        ("who: ana", "who ana", "bad.txt:1"),
        ("offender 3 new", "offender three new", "bad.txt:2"),
        ("warn_by=1", "warn_by=9", "bad.txt:1"),
        ("warn_from=0 ", "", "bad.txt:1"),
        ("+1m30s ana threat", "+1x ana threat", "bad.txt:5"),
        ("ana threat", "ana menace", "bad.txt:5"),
        ("+0 ana contact", "+0 eve contact", "bad.txt:4"),
        ("(call_started)", "(call_lost)", "bad.txt:5"),
    ],
)
def test_what_breaks_the_format_is_named_with_its_line(old: str, new: str, place: str) -> None:
    with pytest.raises(CorpusError, match=place):
        list(read_conversations(GOOD.replace(old, new, 1), "bad.txt"))


def test_an_id_that_is_used_twice_is_an_error(tmp_path: "Path") -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(GOOD, encoding="utf-8")

    with pytest.raises(CorpusError, match=r"b\.txt"):
        read_corpus(tmp_path)


@pytest.mark.parametrize("text", ["text\nhello\n", "text,label\nhello,2\n", "text,label\na,b,1\n", ""])
def test_a_file_of_lines_that_is_malformed_is_named(tmp_path: "Path", text: str) -> None:
    (tmp_path / "lines.csv").write_text(text, encoding="utf-8")

    with pytest.raises(CorpusError, match=r"lines\.csv:\d"):
        read_lines(tmp_path)


def test_every_packaged_conversation_is_one_that_evaluate_reads() -> None:
    for one in read_corpus():
        labelled = one.as_labelled()

        assert Seen.model_validate(labelled).id == one.id
        assert Labels.model_validate(labelled).positive is one.positive


def test_nobody_in_packaged_benign_talk_has_a_stage_or_offends() -> None:
    for one in read_corpus():
        roles = {who.role for who in one.people.values()}

        assert one.positive is ("offender" in roles), one.id
        assert one.positive or {line.stage for line in one.lines} == {"none"}, one.id


def test_packaged_lines_are_of_both_kinds() -> None:
    assert {line.sextortion for line in read_lines()} == {True, False}
