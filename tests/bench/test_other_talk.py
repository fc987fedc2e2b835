"""How much of sextortion is noticed among other talk, against the same without a second hearing.

Run it with `pytest tests/bench/test_other_talk.py -s`. The network has learned from these conversations,
though never with just this talk between their messages, so that only the difference tells something.
"""

import math
from typing import TYPE_CHECKING

from bot.cli.train import case_of
from bot.detection import likeness
from bot.detection.language.reading import load_cues
from bot.detection.pipeline import build_detection
from bot.detection.training.corpus import read_corpus
from bot.detection.training.other_talk import with_other_talk

if TYPE_CHECKING:
    import pytest

    from bot.detection.language.reading import Cues
    from bot.detection.training.snapshots import Case

ONE_IN = 8
"""Of so many conversations one is taken, and of those again what `other_talk.ONE_IN` takes."""


def cautioned(cases: "list[Case]", cues: "Cues") -> float:
    """The share, in per cent, of which somebody is cautioned."""
    found = 0
    for case in cases:
        detection = build_detection(cues=cues)
        # `any` would stop at the first: what follows would not be heard.
        found += bool(
            [verdict for step in case.steps for seen in step for verdict in detection.observe(seen)]
        )
    return 100 * found / len(cases)


def test_sextortion_among_other_talk(monkeypatch: "pytest.MonkeyPatch") -> None:
    cues = load_cues()
    cases = [case_of(one) for one in read_corpus()[::ONE_IN]]
    among = [case for _, case in with_other_talk(cases, [0] * len(cases))]
    parts = {"sextortion": [one for one in among if one.positive]}
    parts["benign"] = [one for one in among if not one.positive]

    twice = {name: cautioned(part, cues) for name, part in parts.items()}
    monkeypatch.setattr(likeness, "TELLING", math.inf)
    once = {name: cautioned(part, cues) for name, part in parts.items()}

    for name, part in parts.items():
        told = f"{twice[name]:.1f} % cautioned, heard once (baseline) {once[name]:.1f} %"
        print(f"\n{len(part)} conversations among other talk, {name}: {told}")  # noqa: T201 - a bench reports
    assert twice["sextortion"] >= once["sextortion"]
