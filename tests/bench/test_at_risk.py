"""How often the one at risk is named rightly where many speak: in groups, threads and channels of the corpus.

Run it with `pytest tests/bench/test_at_risk.py -s`.
"""

from typing import TYPE_CHECKING

from bot.cli.train import case_of
from bot.detection.language.reading import load_cues
from bot.detection.pipeline import Detection
from bot.detection.policy import Policy
from bot.detection.training.corpus import read_corpus
from bot.observed import Message
from bot.replay.labelled import Seen
from bot.replay.labelled_seen import handles_of

if TYPE_CHECKING:
    from bot.detection.language.reading import Cues
    from bot.detection.training.corpus import Written
    from bot.observed import PersonId

TWO = 2


def test_who_is_at_risk_is_named_more_often_than_the_last_speaker_is() -> None:
    cues = load_cues()
    among_many = [
        one for one in read_corpus() if one.positive and one.setting != "dm" and len(one.people) > TWO
    ]
    found = [named for one in among_many if (named := _named(one, cues)) is not None]
    rightly, last = (sum(each) for each in zip(*found, strict=True))

    print(  # noqa: T201 - what it is run for
        f"\n{len(found)} conversations among many: the one at risk was named in {rightly / len(found):.0%}, "
        f"where the last other speaker (baseline) was it in {last / len(found):.0%}"
    )
    assert rightly > last


def _named(written: "Written", cues: "Cues") -> tuple[bool, bool] | None:
    """Whether the last verdict on the offender names the target, and whether the last speaker was it."""
    handles = handles_of(Seen.model_validate(written.as_labelled()))
    case, detection = case_of(written), Detection(Policy(), None, cues)
    named: tuple[bool, bool] | None = None
    spoke: PersonId | None = None
    for seen in (seen for step in case.steps for seen in step):
        if isinstance(seen, Message) and seen.author.id not in case.offenders:
            spoke = seen.author.id
        for verdict in detection.observe(seen):
            if verdict.suspect in case.offenders:
                named = _is_target(verdict.target, written, handles), _is_target(spoke, written, handles)
    return named


def _is_target(person: "PersonId | None", written: "Written", handles: "dict[PersonId, str]") -> bool:
    return person is not None and handles[person] == written.expect["target"]
