"""The alert card: who, where, why, what was done, what moderators should and must not do, and their buttons.

It shows links, times and Breakwater's own words; never what somebody wrote, and never a picture.
"""

from collections import Counter
from typing import TYPE_CHECKING

import discord
from discord.utils import escape_markdown, format_dt

from bot.consequences.values import IncidentState
from bot.detection.evidence import Signal
from bot.detection.harm import KIND as HARM
from bot.detection.judge import COERCING, CORRECTING, SOUNDING
from bot.detection.verdict import Level
from bot.discord_io.buttons import Action, ReviewButton
from bot.guidance.render import body

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.consequences.values import Card, Deed, Reason, Sighting
    from bot.guidance.render import Section
    from bot.guidance.words import Words
    from bot.observed import MessageId, PlaceId, ServerId

COLOURS = {
    Level.CAUTION: discord.Colour(0xD9A441),
    Level.ALERT: discord.Colour(0xD9730D),
    Level.EMERGENCY: discord.Colour(0xC0392B),
}
DISMISSED = discord.Colour(0x6B7280)

TEXT_BUDGET = 4000
"""All text of one message made of components (Discord API reference, "Component Reference")."""

REASONS_SHOWN = 8
"""The weightiest; a moderator opens the messages for the rest. Keeps the card within `TEXT_BUDGET`."""

AGAINST_SHOWN = 3
PLACES_SHOWN = 4
DEEDS_SHOWN = 5
WAITING_SHOWN = 2
"""What speaks against it, places, deeds and waiting errands listed; of most the rest is counted. For the same
reason as `REASONS_SHOWN`."""

PROBLEM_CHARACTERS = 160
"""Of one problem's words; Discord's own error texts can be long."""


def card(shown: "Card", words: "Words", advice: "tuple[Section, Section]") -> discord.ui.LayoutView:
    """Draw a card as it is now."""
    closed = shown.state is IncidentState.DISMISSED
    view = discord.ui.LayoutView(timeout=None)
    colour = DISMISSED if closed else COLOURS[shown.level]
    box = discord.ui.Container[discord.ui.LayoutView](accent_colour=colour)
    for part in _fitting(shown, words, [f"**{one.title}**\n{body(one)}" for one in advice]):
        box.add_item(discord.ui.TextDisplay(part))
    # What can be lifted can still be lifted when the incident is closed, and its record can be read.
    labels = (
        {Action.UNDO: words.actions.undo} if shown.timed_out else {Action.TIME_OUT: words.actions.time_out}
    )
    labels |= {
        Action.REMOVE: words.actions.remove,
        **({Action.CONFIRM: words.actions.confirm} if shown.confirmable else {}),
        Action.RECORD: words.actions.record,
        Action.DISMISS: words.actions.not_this,
    }
    row = discord.ui.ActionRow[discord.ui.LayoutView]()
    for action, label in labels.items():
        disabled = closed and action not in {Action.UNDO, Action.RECORD}
        row.add_item(ReviewButton(action, shown.incident, label, disabled=disabled))
    box.add_item(row)
    view.add_item(box)
    return view


def _fitting(shown: "Card", words: "Words", advice: list[str]) -> list[str]:
    """All text of the card. Weaker reasons make room for the advice, which is always there."""
    head = [
        _head(shown, words),
        f"**{words.card.who}**\n{_who(shown)}",
        f"**{words.card.where}**\n{_where(shown)}",
    ]
    rest = [f"**{words.card.done}**\n{_done(shown, words)}", *advice]
    spare = TEXT_BUDGET - sum(len(part) for part in (*head, *rest))
    count = REASONS_SHOWN
    why = f"**{words.card.why}**\n{_why(shown, count)}"
    while len(why) > spare and count > 1:
        count -= 1
        why = f"**{words.card.why}**\n{_why(shown, count)}"
    return [*head, why, *rest]


def link(server: "ServerId", place: "PlaceId", message: "MessageId | None" = None) -> str:
    """The address that opens a place, or a message in it, in Discord."""
    end = f"/{message}" if message is not None else ""
    return f"https://discord.com/channels/{server}/{place}{end}"


def _head(shown: "Card", words: "Words") -> str:
    title = {
        Level.CAUTION: words.card.caution,
        Level.ALERT: words.card.alert,
        Level.EMERGENCY: words.card.danger if _endangers(shown) else words.card.emergency,
    }[shown.level]
    call = f"<@&{shown.role}> " if shown.role is not None and shown.sent is None else ""
    return f"## {title}\n-# {call}Incident {shown.incident} · {format_dt(shown.opened_at, 'R')}"


def _endangers(shown: "Card") -> bool:
    return any(reason.kind == f"{Signal.ESCALATION}.{HARM}" for reason in shown.reasons)


def _who(shown: "Card") -> str:
    lines = [f"Suspect: <@{shown.suspect}> (`{shown.suspect}`)"]
    if shown.targets:
        people = ", ".join(f"<@{target}>" for target in shown.targets)
        lines.append(f"At risk: {people}")
    return "\n".join(lines)


def _where(shown: "Card") -> str:
    by_place: dict[PlaceId, list[Sighting]] = {}
    for sighting in shown.sightings:
        by_place.setdefault(sighting.place, []).append(sighting)
    lines = [_place_line(shown.server, place, found) for place, found in by_place.items()]
    rest = len(lines) - PLACES_SHOWN
    return "\n".join([*lines[:PLACES_SHOWN], *([f"- and {rest} more places"] if rest > 0 else [])])


def _place_line(server: "ServerId", place: "PlaceId", found: "list[Sighting]") -> str:
    removed = sum(sighting.removed_at is not None for sighting in found)
    stuck = {one.not_removed_because for one in found if one.not_removed_because}
    count = f"{len(found)} message{'s' if len(found) != 1 else ''}"
    notes = [f"{removed} removed"] if removed else []
    notes += [f"not removed: {escape_markdown(min(stuck)[:PROBLEM_CHARACTERS])}"] if stuck else []
    more = f" ({', '.join(notes)})" if notes else ""
    return f"- <#{place}>: [{count}]({link(server, place, found[0].message)}){more}"


def _why(shown: "Card", count: int) -> str:
    places = {sighting.message: sighting.place for sighting in shown.sightings}
    chosen, times = _chosen([reason for reason in shown.reasons if reason.weight >= 0], count)
    lines = [_reason_line(shown.server, reason, places, times[reason.kind]) for reason in chosen]
    rest = len(times) - len(chosen)
    lines += [f"- and {rest} more reason{'s' if rest > 1 else ''}"] if rest > 0 else []
    against = sorted(filter(speaks_against, shown.reasons), key=lambda one: one.weight)
    spoken = list(dict.fromkeys(reason.text for reason in against))[:AGAINST_SHOWN]
    return "\n".join([*lines, *([f"- speaks against it: {'; '.join(spoken)}"] if spoken else [])])


def speaks_against(reason: "Reason") -> bool:
    """Return whether `reason` is one to believe the suspect, that a moderator can look at."""
    return reason.weight < 0 and _kind_of(reason) not in CORRECTING


def _chosen(reasons: "Sequence[Reason]", count: int) -> "tuple[list[Reason], Counter[str]]":
    """The first reason of each kind that matters most, in the order of time; and how often each came.

    Kinds that say the same in the same words are one.
    """
    times: Counter[str] = Counter()
    weights: dict[str, float] = {}
    first: dict[str, Reason] = {}
    kind_of: dict[str, str] = {}
    for reason in reasons:
        kind = kind_of.setdefault(reason.text, reason.kind)
        times[kind] += 1
        weights[kind] = max(reason.weight, weights.get(kind, reason.weight))
        first.setdefault(kind, reason)
    ranked = sorted(first.values(), key=lambda reason: (_rank(reason), -weights[reason.kind]))[:count]
    return sorted(ranked, key=lambda reason: reason.at), times


def _rank(reason: "Reason") -> int:
    """What a moderator looks for first: where pictures went, then what was said; last how it sounds."""
    kind = _kind_of(reason)
    if reason.kind.startswith(f"{Signal.SPREAD}."):
        return 0
    if kind in SOUNDING:
        return 3
    return 1 if kind in COERCING or kind == "request" else 2


def _kind_of(reason: "Reason") -> str:
    """Its kind without its signal."""
    return reason.kind.partition(".")[2]


def _reason_line(server: "ServerId", reason: "Reason", places: "dict[MessageId, PlaceId]", times: int) -> str:
    # One link, to the last message that it rests on: there a moderator sees the ones before it as well.
    where = ""
    if reason.messages:
        last = reason.messages[-1]
        where = f" [message]({link(server, places.get(last, reason.place), last)})"
    often = f" ({times} times)" if times > 1 else ""
    return f"- {format_dt(reason.at, 't')} {reason.text}{often}{where}"


def _done(shown: "Card", words: "Words") -> str:
    lines = [_deed_line(deed) for deed in shown.deeds[-DEEDS_SHOWN:]]
    problems = [escape_markdown(line[:PROBLEM_CHARACTERS]) for line in dict.fromkeys(shown.waiting)]
    lines += [f"- waiting: {problem}" for problem in problems[:WAITING_SHOWN]]
    return "\n".join(lines) or f"- {words.card.nothing_done}"


def _deed_line(deed: "Deed") -> str:
    who = f"<@{deed.by}>" if deed.by is not None else "Breakwater"
    return f"- {format_dt(deed.at, 't')} {who}: {deed.text}"
