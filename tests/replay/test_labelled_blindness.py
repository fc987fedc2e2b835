"""What a reviewer wrote must not reach a detector by any way."""

import copy
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st

from bot.replay.evaluation import evaluate_files
from bot.replay.labelled import Seen
from bot.replay.labelled_seen import observations

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FORBIDDEN = {"stage", "label", "labels", "family", "role", "expect"}
WORDS = st.none() | st.text(max_size=12) | st.integers() | st.dictionaries(st.text(max_size=4), st.integers())


def scrambled(conversation: dict[str, Any], word: object, *, removed: bool) -> dict[str, Any]:
    """The same conversation with everything that a reviewer wrote replaced or taken away."""
    twin = copy.deepcopy(conversation)
    twin["participants"] = dict(reversed(list(twin["participants"].items())))
    holders = [
        (twin, ("label", "family", "expect")),
        *((person, ("role",)) for person in twin["participants"].values()),
        *((message, ("stage",)) for message in twin["messages"]),
    ]
    for holder, names in holders:
        for name in names:
            if removed:
                del holder[name]
            else:
                holder[name] = word
    return twin


@given(word=WORDS, removed=st.booleans())
def test_observed_values_do_not_change_with_what_the_reviewer_wrote(word: object, *, removed: bool) -> None:
    original = conversation()
    twin = scrambled(original, word, removed=removed)

    assert observations(Seen.model_validate(twin)) == observations(Seen.model_validate(original))


def test_what_detection_is_handed_has_no_field_for_labels(
    build: "Callable[[], Any]", write_lines: "Callable[..., Path]", clock: "Callable[[], float]"
) -> None:
    judge = build()
    evaluate_files([write_lines(conversation())], lambda: judge, clock)

    assert judge.log
    assert not FORBIDDEN & {field.name for seen in judge.log for field in fields(seen)}
    assert not FORBIDDEN & set(Seen.model_fields)
    assert "offender" not in repr(judge.log)
    assert "sextortion" not in repr(judge.log)


def test_predictions_are_the_same_bytes_when_labels_are_scrambled_or_gone(
    build: "Callable[[], Any]", write_lines: "Callable[..., Path]", clock: "Callable[[], float]"
) -> None:
    plain = write_lines(conversation(), name="a.jsonl")
    wrong = write_lines(scrambled(conversation(), "benign", removed=False), name="b.jsonl")
    bare = write_lines(scrambled(conversation(), None, removed=True), name="c.jsonl")

    said = ["".join(evaluate_files([path], build, clock).predictions()) for path in (plain, wrong, bare)]

    assert "alert" in said[0]
    assert said[1:] == [said[0]] * 2


def conversation() -> dict[str, Any]:
    return {
        "id": "b-1",
        "label": "sextortion",
        "family": "flash",
        "setting": "group",
        "language": "en",
        "participants": {
            "quiet.rook": {"role": "target", "account_age_days": 900, "known_before": True},
            "new_here": {"role": "offender", "account_age_days": 2, "known_before": False},
            "lurker": {"role": "bystander", "account_age_days": None, "known_before": True},
        },
        "messages": [
            {"at": 0, "from": "new_here", "text": "", "event": "group_created", "stage": "contact"},
            {"at": 9, "from": "new_here", "text": "@lurker a private picture", "stage": "sexualisation"},
            {"at": 12.5, "from": "quiet.rook", "text": "", "images": ["board.png"], "stage": "victim"},
            {"at": 90, "from": "new_here", "text": "pay or else", "event": "call_ended", "stage": "demand"},
        ],
        "expect": {"suspect": "new_here", "target": "quiet.rook", "warn_from": 1, "warn_by": 2},
    }
