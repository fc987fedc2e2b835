"""The narrow view of detection that replaying needs. Knows no rule and no threshold of it."""

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from bot.detection.pleas import Plea
    from bot.detection.verdict import Verdict
    from bot.observed import Message, Observation


class Judging(Protocol):
    """Detection, as replaying sees it: observations in, verdicts out."""

    def observe(self, seen: "Observation") -> "tuple[Verdict, ...]":
        """Judge what was just seen; what comes back is what the bot would act on."""
        ...

    def observe_pictures(self, message: "Message") -> "tuple[Verdict, ...]":
        """Judge the pictures of a message that was observed before, now that they carry fingerprints."""
        ...


class Assessing(Judging, Protocol):
    """Detection that also tells how it stands with what it would not act on."""

    def assess(self, seen: "Observation") -> "tuple[Verdict, ...]":
        """Judge as `observe` does; verdicts below caution come back too, for their scores."""
        ...


class Hearing(Assessing, Protocol):
    """Detection that also hears who asks for help."""

    def plea_in(self, message: "Message") -> "Plea | None":
        """Return whether a message that was observed before asks for help; asked once of each."""
        ...
