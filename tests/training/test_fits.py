"""Networks are fitted side by side, and come out as if one after another."""

from typing import TYPE_CHECKING

import numpy as np

from bot.detection.training import fits
from bot.detection.training.fits import Task, fit_all
from tests.training.made_up import FEATURES, sequences

if TYPE_CHECKING:
    import pytest

FOLDS, MEMBERS = 2, 2


def _task() -> Task:
    return Task(
        [(number % FOLDS, one) for number, one in enumerate(sequences(3, 20))], FEATURES, FOLDS, MEMBERS
    )


def test_how_many_run_at_once_changes_nothing(monkeypatch: "pytest.MonkeyPatch") -> None:
    for name in fits.ONE_THREAD:
        monkeypatch.setenv(name, "1")
    told: list[str] = []

    alone = fit_all(_task(), 1, told.append)
    together = fit_all(_task(), 2, told.append)

    assert len(alone) == len(together) == FOLDS + 1
    for one, other in zip(alone, together, strict=True):
        for first, second in zip(one, other, strict=True):
            assert all(np.array_equal(first[name], second[name]) for name in first)
    assert told[-1] == "fitted 6 of 6 networks"


def test_each_fold_is_fitted_without_its_own_stories() -> None:
    heard = _task().heard
    without_first = fit_all(Task(heard, FEATURES, FOLDS, 1), 1, lambda _: None)[0]
    others = [(FOLDS, one) for fold, one in heard if fold == 1]
    only_others = fit_all(Task(others, FEATURES, FOLDS, 1), 1, lambda _: None)[FOLDS]

    assert all(np.array_equal(without_first[0][name], only_others[0][name]) for name in only_others[0])
