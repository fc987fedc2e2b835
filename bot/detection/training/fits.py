"""Fits many networks side by side, one a process: each keeps a core busy for a minute or two.

Knows which stories each must not see. What comes out depends on the seeds, not on how many run at once.
"""

import os
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import TYPE_CHECKING, NamedTuple

from bot.detection.training.course_fit import fit_course

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from bot.detection.training.backpropagation import Parameters
    from bot.detection.training.lessons import Lesson

ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
"""The processes share the cores already; and sums in one thread come in one order."""


class Task(NamedTuple):
    """What to fit.

    Attributes:
        heard: The stories, each with its fold.
        features: Rows that `Lesson.rows` counts among.
        folds: How many there are.
        members: Networks for each; they differ by their seeds.
    """

    heard: "Sequence[tuple[int, Lesson]]"
    features: int
    folds: int
    members: int


_given: list[Task] = []
"""The task of this process; handed over once, as it is large."""


def fit_all(task: Task, processes: int, progress: "Callable[[str], None]") -> "list[list[Parameters]]":
    """Fit networks without each of the folds, and on everything.

    Args:
        task: What to fit.
        processes: How many networks are fitted at once; with 1 it is done in this process.
        progress: Told how many are ready.

    Returns:
        The members without fold 0, without fold 1 and so on; last those that were fitted on everything.
    """
    jobs = [(fold, seed) for fold in (*range(task.folds), None) for seed in range(task.members)]
    if processes == 1:
        _take(task)
        ready = _counted(map(_fit, jobs), len(jobs), progress)
    else:
        os.environ.update(ONE_THREAD)
        with ProcessPoolExecutor(processes, get_context("spawn"), _take, (task,)) as pool:
            ready = _counted(pool.map(_fit, jobs), len(jobs), progress)
    return [ready[first : first + task.members] for first in range(0, len(jobs), task.members)]


def _counted(
    fitted: "Iterable[Parameters]", of: int, progress: "Callable[[str], None]"
) -> "list[Parameters]":
    ready: list[Parameters] = []
    for point in fitted:
        ready.append(point)
        progress(f"fitted {len(ready)} of {of} networks")
    return ready


def _take(task: Task) -> None:
    _given[:] = [task]


def _fit(job: "tuple[int | None, int]") -> "Parameters":
    without, seed = job
    (task,) = _given
    return fit_course([one for fold, one in task.heard if fold != without], task.features, seed)
