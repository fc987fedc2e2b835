"""Everything that people are told, in one language: the shape that each file in texts/ must fill completely.

It knows which texts exist and what their callers fill in. It refuses to know regions, files and Discord.
"""

from collections.abc import Mapping  # noqa: TC003 - pydantic reads annotations at run time
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, ConfigDict
from pydantic.dataclasses import dataclass

from bot.guidance import phrases as of
from bot.guidance.contacts import Need, Region

_STRICT = ConfigDict(extra="forbid")


class Situation(StrEnum):
    """What the person who reads may be going through. It decides order and tone, never whom to believe."""

    BEFORE_HARM = "before_harm"
    """Somebody new asks for private pictures soon; tips that prevent are in place."""
    THREAT = "threat"
    """A threat was made; no tips on what should have been done."""
    SPREAD = "spread"
    """Pictures are being shared now."""
    TOLD = "told"
    """Somebody told of blackmail, their own or a friend's; the note does not say so."""
    DANGER = "danger"
    """Somebody may be in danger of their life: crisis lines come first."""


def _known_blanks(alternatives: tuple[str, ...]) -> tuple[str, ...]:
    for text in alternatives:
        unknown = of.blanks(text) - set(Need) - {need.briefly for need in Need}
        if unknown:
            raise ValueError(f"unknown need {sorted(unknown)}; known are {sorted(Need)}")
    return alternatives


Line = Annotated[tuple[str, ...], AfterValidator(_known_blanks)]
"""The ways to say one line, best first: the first whose needs the region answers is shown."""


@dataclass(frozen=True, slots=True, config=_STRICT)
class SectionWords:
    """A titled list of lines with blanks for contacts."""

    title: of.Title
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, config=_STRICT)
class Leaflet:
    """What one situation shows: its title and, in order, the keys of its sections."""

    title: of.Title
    sections: tuple[str, ...]


@dataclass(frozen=True, slots=True, config=_STRICT)
class NoteWords:
    """Short notes posted in the chat where it happens. They name nobody and accuse nobody."""

    before_harm: of.Note
    threat: of.Note
    spread: of.Note
    told: of.Note
    danger: of.Note

    def fitting(self, situation: Situation) -> str:
        """The note for `situation`."""
        return {
            Situation.BEFORE_HARM: self.before_harm,
            Situation.THREAT: self.threat,
            Situation.SPREAD: self.spread,
            Situation.TOLD: self.told,
            Situation.DANGER: self.danger,
        }[situation]


@dataclass(frozen=True, slots=True, config=_STRICT)
class ReaderWords:
    """The buttons under a note and under the private guidance, and the answer when it is hidden."""

    read_privately: of.Label
    hide: of.Label
    hidden: of.Reply


@dataclass(frozen=True, slots=True, config=_STRICT)
class CardWords:
    """Titles and field names of the moderators' alert card."""

    caution: of.Title
    alert: of.Title
    emergency: of.Title
    danger: of.Title
    """The title of an emergency in which somebody's life may be in danger."""
    look: of.Note
    """Why moderators are called then, and that nobody is accused."""
    who: of.Title
    where: of.Title
    why: of.Title
    done: of.Title
    nothing_done: of.Title


@dataclass(frozen=True, slots=True, config=_STRICT)
class ActionWords:
    """What a moderator can press."""

    time_out: of.Label
    undo: of.Label
    confirm: of.Label
    remove: of.Label
    record: of.Label
    not_this: of.Label


@dataclass(frozen=True, slots=True, config=_STRICT)
class ResultWords:
    """What the moderator who pressed reads."""

    timed_out: of.ReplyNamingMoment
    lifted: of.Reply
    confirmed: of.ReplyWithCount
    removed: of.ReplyCounting
    recorded: of.ReplyNamingDays
    dismissed: of.Reply
    needs_permission: of.ReplyNamingPermission


@dataclass(frozen=True, slots=True, config=_STRICT)
class Choice:
    """An option of a select: its label, and one sentence on what it means."""

    label: of.Option
    meaning: of.Option


@dataclass(frozen=True, slots=True, config=_STRICT)
class LadderWords:
    """How far the bot goes alone, step by step."""

    off: Choice
    log: Choice
    ask: Choice
    remove_then_ask: Choice
    act: Choice

    def step(self, name: str) -> Choice:
        """The step called `name`, as the ladder spells it: `remove-then-ask` has hyphens.

        Raises:
            KeyError: There is no such step.
        """
        steps = {
            "off": self.off,
            "log": self.log,
            "ask": self.ask,
            "remove-then-ask": self.remove_then_ask,
            "act": self.act,
        }
        return steps[name]


@dataclass(frozen=True, slots=True, config=_STRICT)
class SetupLabels:
    """The names of the choices in the two forms of /setup."""

    channel: of.FormLabel
    role: of.FormLabel
    region: of.FormLabel
    ladder: of.FormLabel
    pictures: of.FormLabel
    sensitivity: of.FormLabel
    share: of.FormLabel
    receive: of.FormLabel


@dataclass(frozen=True, slots=True, config=_STRICT)
class MoreWords:
    """The second form of /setup, and the button that opens it."""

    button: of.Label
    title: of.FormTitle
    sensitivity: of.Option
    low: Choice
    normal: Choice
    high: Choice
    share: of.Option
    share_list: Choice
    keep_list: Choice
    receive: of.Option
    receive_lists: Choice
    own_list: Choice

    def grade(self, sensitivity: str) -> Choice:
        """The words for a sensitivity.

        Raises:
            KeyError: There is no such sensitivity.
        """
        return {"low": self.low, "normal": self.normal, "high": self.high}[sensitivity]

    def sharing(self, *, share: bool) -> Choice:
        """The words for sharing the server's list, or keeping it."""
        return self.share_list if share else self.keep_list

    def receiving(self, *, receive: bool) -> Choice:
        """The words for knowing the lists of others, or the own one only."""
        return self.receive_lists if receive else self.own_list


@dataclass(frozen=True, slots=True, config=_STRICT)
class SetupWords:
    """The words of /setup, and the hint where nobody has done it yet."""

    hint: of.Note
    title: of.FormTitle
    labels: SetupLabels
    channel: of.Option
    role: of.Option
    region: of.Option
    ladder: of.Option
    pictures: of.Option
    read_pictures: Choice
    leave_pictures: Choice
    saved: of.ReplyNamingPlace
    cannot_post: of.ReplyNamingPlace
    needs_permission: of.Reply
    local_list: of.Option
    international_list: of.Option
    nobody: of.Option
    more: MoreWords

    def reading(self, *, read: bool) -> Choice:
        """The words for comparing pictures, or leaving them."""
        return self.read_pictures if read else self.leave_pictures


@dataclass(frozen=True, slots=True, config=_STRICT)
class MarkWords:
    """What a moderator reads who put a picture on the server's list, or took it off."""

    marked: of.ReplyWithCount
    unmarked: of.ReplyWithCount
    none: of.Reply


@dataclass(frozen=True, slots=True, config=_STRICT)
class DateWords:
    """How a date is written."""

    form: of.Date
    months: tuple[str, str, str, str, str, str, str, str, str, str, str, str]


@dataclass(frozen=True, slots=True, config=_STRICT)
class Words:
    """All texts of one language.

    Attributes:
        credit: Who the advice comes from and how old the numbers are.
        cites: Tags of the pages that the advice rests on; the first is the one that `credit` names.
        worldwide: The section that every reader sees last, filled from the international list alone.
        help: The key of the section that lists contacts, at most `MAX_CONTACT_LINES` long.
    """

    language: str
    credit: of.Credit
    cites: tuple[str, ...]
    help: str
    dates: DateWords
    regions: Mapping[Region, of.Option]
    notes: NoteWords
    reader: ReaderWords
    leaflets: Mapping[Situation, Leaflet]
    sections: Mapping[str, SectionWords]
    worldwide: SectionWords
    must: SectionWords
    must_not: SectionWords
    card: CardWords
    actions: ActionWords
    results: ResultWords
    mark: MarkWords
    setup: SetupWords
    ladder: LadderWords

    def problem(self) -> str | None:
        """What is missing between the parts, in words; `None` where they fit together."""
        if lacking := sorted(set(Region) - set(self.regions)):
            return f"regions: no name for {', '.join(lacking)}"
        if lacking := sorted(set(Situation) - set(self.leaflets)):
            return f"leaflets: nothing for {', '.join(lacking)}"
        for situation, leaflet in self.leaflets.items():
            for key in (*leaflet.sections, self.help):
                if key not in self.sections:
                    return f"leaflets.{situation}: no section called {key}"
            if self.help not in leaflet.sections:
                return f"leaflets.{situation}: the section {self.help} is missing"
        return None
