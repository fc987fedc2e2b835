"""Labelled conversations (JSON Lines) as values: what may be seen of one, and apart from it, its labels.

The two halves are separate models filled by separate parses, so that nothing a reviewer wrote can reach a
detector: `Seen` has no field for `stage`, `label`, `family`, `role` or `expect`.
"""

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

Seconds = Annotated[float, Field(ge=0, allow_inf_nan=False, le=100 * 366 * 86_400)]
Days = Annotated[float, Field(ge=0, allow_inf_nan=False, le=100 * 366)]
Index = Annotated[int, Field(ge=0)]
Setting = Literal["dm", "group", "thread", "channel"]
Event = Literal["group_created", "members_added", "call_started", "call_ended", "friend_added", "left"]


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Participant(_Value):
    """What may be known of somebody who takes part: no role.

    Attributes:
        account_age_days: Age of the account at the first message, where known.
        known_before: Whether they knew the others before, where known.
    """

    account_age_days: Days | None = None
    known_before: bool | None = None


class Line(_Value):
    """One message: no stage.

    Attributes:
        at: Seconds since the first message.
        sender: A handle.
        text: May be empty.
        images: Names of pictures; the same name is the same picture.
        event: Something that happened with it or instead of it.
    """

    at: Seconds
    sender: Annotated[str, Field(validation_alias="from")]
    text: str = ""
    images: tuple[str, ...] = ()
    event: Event | None = None


class Seen(_Value):
    """All of a conversation that a detector may learn of.

    Attributes:
        id: Unique in its file; reports use it, detectors never get it.
        participants: By handle.
        messages: In order of time.
    """

    id: str
    setting: Setting
    participants: dict[str, Participant]
    messages: Annotated[tuple[Line, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _is_consistent(self) -> Self:
        before = 0.0
        for index, line in enumerate(self.messages):
            if line.sender not in self.participants:
                raise ValueError(f"messages.{index}.from: {line.sender!r} is not among the participants")
            if line.at < before:
                raise ValueError(
                    f"messages.{index}.at: {line.at:g} comes before the message above it ({before:g})"
                )
            before = line.at
        return self


class Expect(_Value):
    """What a careful reviewer expects of a warning; indices into the messages, all `None` in benign talk.

    Attributes:
        suspect: The handle of whoever does it.
        warn_from: An earlier warning is a guess.
        warn_by: The last message after which a warning still comes in time.
    """

    suspect: str | None = None
    warn_from: Index | None = None
    warn_by: Index | None = None


TELLING = frozenset({"sexualisation", "threat", "demand", "escalation"})
"""Stages whose message carries a request, a threat or a demand by itself: an escalation is a new demand."""


class Staged(_Value):
    """What the reviewer says of one message.

    Attributes:
        stage: What it does, such as `threat` or `none`; `None` where nobody said.
    """

    stage: str | None = None


class Labels(_Value):
    """What a careful human reviewer says of a whole conversation.

    Attributes:
        family: The tactic, or the kind of look-alike talk.
        language: BCP 47 tag of most of the text.
        messages: What each message does, in order.
    """

    label: Literal["sextortion", "benign"]
    family: str
    language: str
    expect: Expect = Expect()
    messages: tuple[Staged, ...] = ()

    @model_validator(mode="after")
    def _positives_say_when(self) -> Self:
        if self.positive and (self.expect.warn_from is None or self.expect.warn_by is None):
            raise ValueError("expect: a positive conversation needs warn_from and warn_by")
        return self

    @property
    def positive(self) -> bool:
        """Whether the reviewer calls it sextortion."""
        return self.label == "sextortion"

    @property
    def english(self) -> bool:
        """Whether most of the text is English, of whatever country."""
        return self.language.partition("-")[0].lower() == "en"

    @property
    def telling(self) -> bool:
        """Whether one of the messages carries a request, a threat or a demand."""
        return any(message.stage in TELLING for message in self.messages)


class Conversation(_Value):
    """One line of a labelled file.

    Attributes:
        labels: `None` where the line carries none, or none that can be read: it is judged and not measured.
        sparse: Only a few of its messages are here: when a warning came means nothing.
    """

    seen: Seen
    labels: Labels | None
    sparse: bool = False
