"""Talks to watch, and the cues that come with Breakwater, loaded once."""

import pytest

from bot.detection.language.reading import Cues, load_cues
from bot.detection.pipeline import Detection
from bot.detection.policy import Policy
from bot.observed import Place, PlaceId, PlaceKind, ServerId
from tests.detection.talk_world import Start, Talk


@pytest.fixture(scope="session")
def cues() -> Cues:
    return load_cues()


@pytest.fixture
def talk(cues: Cues) -> Start:
    def start(
        kind: PlaceKind = PlaceKind.DIRECT, *, known: bool | None = None, policy: Policy | None = None
    ) -> Talk:
        place = Place(ServerId(1), PlaceId(10), kind, members=2 if kind is PlaceKind.DIRECT else None)
        return Talk(Detection(policy or Policy(), None, cues), place, known)

    return start
