"""Other talk among the messages of a case: the case stays as it was, and nothing of other folds comes in."""

from bot.cli.train import case_of
from bot.detection.training.corpus import read_corpus
from bot.detection.training.other_talk import MOST, ONE_IN, with_other_talk
from bot.observed import Message

CASES = [case_of(one) for one in read_corpus()[::40]]
FOLDS = [number % 2 for number in range(len(CASES))]


def test_a_case_keeps_its_messages_and_gets_others_behind_them() -> None:
    by_id = {case.id: case for case in CASES}
    mixed = [case for _, case in with_other_talk(CASES, FOLDS)]

    added = 0
    for case in mixed:
        before = by_id[case.id]
        for step, mixed_step in zip(before.steps, case.steps, strict=True):
            assert mixed_step[: len(step)] == step
            others = mixed_step[len(step) :]
            assert all(isinstance(one, Message) and not one.pictures for one in others)
            assert len(others) <= MOST * len(step)
            added += len(others)
        ids = [seen.id for step in case.steps for seen in step if isinstance(seen, Message)]
        assert len(set(ids)) == len(ids)
    assert len(CASES) // ONE_IN // 2 < len(mixed) <= len(CASES) // ONE_IN + 1
    assert added > len(mixed)


def test_other_talk_comes_from_benign_cases_of_the_same_fold_and_language() -> None:
    for fold, mixed in with_other_talk(CASES, FOLDS):
        near = {
            seen.text
            for case, of in zip(CASES, FOLDS, strict=True)
            if of == fold and case.language == mixed.language
            for step in case.steps
            for seen in step
            if isinstance(seen, Message) and (not case.positive or case.id == mixed.id)
        }
        said = {seen.text for step in mixed.steps for seen in step if isinstance(seen, Message)}
        assert said <= near


def test_it_is_the_same_every_time() -> None:
    assert with_other_talk(CASES, FOLDS) == with_other_talk(CASES, FOLDS)
