"""Escalation: follows conversations between two people towards intimate images, threats and demands.

Knows the stages and their order in time. It refuses to know which level follows, and it keeps no text.
"""

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.detection.context import in_context
from bot.detection.conversation import (
    CALL_MADE,
    FLIP,
    HANDED_OVER,
    LAUGHED_LATE,
    PICTURE_SENT,
    PUSHED,
    REQUEST,
    Story,
    note,
)
from bot.detection.course import Heard
from bot.detection.disclosure import ANSWERS, offender_cues, told_of, topics
from bot.detection.language.cue import Cue
from bot.detection.likeness import asked, keep, keep_alone, pressed
from bot.detection.runs import Runs
from bot.detection.stories import Stories
from bot.detection.turns import Turns, is_pair
from bot.observed import Happening, Message

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from bot.detection.course import Answers, Listener
    from bot.detection.language.reading import Cues
    from bot.detection.policy import Policy
    from bot.detection.runs import Said
    from bot.observed import MessageId, Observation, Person, PersonId, Place, PlaceEvent, PlaceId, ServerId

_ASKING = frozenset({Cue.PICTURE, Cue.CALL, Cue.RETURN, Cue.PRESSURE})
_BARGAIN = frozenset({Cue.PICTURE, Cue.PRESSURE, Cue.SECRECY})
_HOSTILE = frozenset({Cue.EXPOSE, Cue.DEMAND, Cue.CAPTURE, Cue.MENACE, Cue.SEARCHED, Cue.ORDER})
_PASSING = frozenset({Cue.ADDRESS, Cue.NUMBER})
"""They help to read a message and mean nothing afterwards."""

_ANSWERING = ANSWERS | topics(frozenset(Cue), in_hostile=False)
"""What counts in an answer."""

_PRESSED = frozenset({Cue.PLEA, Cue.POOR, Cue.PAID})
"""What tells, in a place for many, who is at risk: bystanders are shocked, refuse and call the police too."""

_FADE_EVERY = 8
"""Messages between two looks at what has gone stale; more often would cost time and change little."""

_LATELY = timedelta(minutes=10)
"""What was said within this time belongs to the same thought."""

_WANTED = frozenset({REQUEST, Cue.INTIMATE, Cue.RETURN, Cue.PRESSURE, Cue.CALL, Cue.PICTURE})
_FRIENDLY = frozenset({Cue.GREETING, Cue.FLATTERY, Cue.PERSONAL, Cue.INTIMATE, Cue.RETURN})


class Escalation:
    """The conversations that are followed now."""

    def __init__(self, cues: "Cues", policy: "Policy", listener: "Listener | None" = None) -> None:
        """Start with no conversation; without a `listener`, the network of the `cues` follows the course."""
        self._listener = listener or cues.course
        self._policy = policy
        self._runs = Runs(cues)
        self._turns = Turns(policy.max_rooms)
        self._stories = Stories(policy.max_stories)

    def __len__(self) -> int:
        return len(self._stories)

    def follow(self, seen: "Observation") -> tuple[Story, ...]:
        """Take in `seen`; return the stories that it adds something to, that of its author first."""
        self._stories.settle(seen.at, self._policy.remember_for)
        return self._message(seen) if isinstance(seen, Message) else self._event(seen)

    def stories_of(self, suspect: "PersonId", server: "ServerId") -> tuple[Story, ...]:
        """Return all that `suspect` says on `server`, in whatever place and to whomever."""
        return self._stories.of(server, suspect)

    def told_to(self, person: "PersonId", place: "Place") -> "Iterator[Story]":
        """Yield the stories in `place` in which others speak to `person`, or to everybody."""
        yield from (
            story
            for story in self._stories_in(place)
            if story.suspect != person and (not story.pair or story.target == person)
        )

    def forget(self, person: "PersonId") -> None:
        """Forget every conversation of `person`, on either side."""
        self._stories.forget(person)
        self._turns.forget(person)
        self._runs.forget(person)

    def forget_server(self, server: "ServerId") -> None:
        """Forget every conversation of `server`; who speaks to whom there fades by itself."""
        self._stories.forget_server(server)
        self._runs.forget_server(server)

    def _stories_in(self, place: "Place") -> list[Story]:
        """What recent speakers say in `place`."""
        people = list(self._turns.room(place).people)
        others = (None, *people) if is_pair(place) else (None,)
        keys = ((place.id, one, other) for one in people for other in others)
        return [story for key in keys if (story := self._stories.get(key)) is not None]

    def _message(self, message: "Message") -> tuple[Story, ...]:
        author = message.author
        room = self._turns.room(message.place)
        target = room.addressee(message)
        before = room.before(message)
        room.hear(author.id, target, message.at)
        if author.automated:
            return ()
        said = self._runs.hear(message)
        answered = self._open_against(message, target, before)
        own = self._story(message.place, author, target, before, message.at)
        hearing = answered if told_of(said.reading) else [*answered, own]
        rows, pictures = said.reading.rows, bool(message.pictures)
        heard = Heard(message.id, said.first, author.id, rows, message.at, pictures, lone=said.lone)
        answers, alone = self._listen(hearing, heard)
        told = [_answer(*both, message, said) for both in zip(answered, answers, strict=False)]
        touched = tuple(story for story, anything in zip(answered, told, strict=True) if anything)
        told_own = _tell(own, message, said)
        if len(hearing) > len(answered):
            told_own |= keep(own, answers[-1], message) | keep_alone(own, alone, message)
        return (own, *touched) if told_own else touched

    def _listen(self, stories: "Sequence[Story]", heard: Heard) -> "tuple[Sequence[Answers], Answers]":
        """Move the learned reader's states of `stories` on.

        Returns:
            Its answers on them, and on `heard` by itself; none without a reader.
        """
        if self._listener is None or not stories:
            return [()] * len(stories), ()
        first = heard.first
        after, alone = self._listener.hear(
            heard, [(story.suspect, story.before_run(first)) for story in stories]
        )
        for story, (state, _) in zip(stories, after, strict=True):
            story.hear(first, state)
        return [answers for _, answers in after], alone

    def _open_against(
        self, message: "Message", target: "PersonId | None", before: "Sequence[PersonId]"
    ) -> list[Story]:
        """The stories of the others in the place that `message` answers."""
        place, author = message.place, message.author.id
        if not is_pair(place):
            answered = before if target is None else (target,)
            stories = (self._stories.get((place.id, suspect, None)) for suspect in answered)
        else:
            people = (person for person in self._turns.room(place).people if person != author)
            stories = (self._told_only(place.id, suspect, author) for suspect in people)
        return [story for story in stories if story is not None]

    def _told_only(self, place: "PlaceId", suspect: "PersonId", target: "PersonId") -> Story | None:
        """What `suspect` tells `target` in a place for two, also what was told before anybody answered."""
        story = self._stories.get((place, suspect, target))
        if story is None and (story := self._stories.get((place, suspect, None))) is not None:
            self._stories.drop((place, suspect, None))
            story.target = target
            self._stories.put((place, suspect, target), story)
        return story

    def _story(
        self,
        place: "Place",
        suspect: "Person",
        target: "PersonId | None",
        before: "Sequence[PersonId]",
        at: "datetime",
    ) -> Story:
        pair = is_pair(place)
        key = (place.id, suspect.id, target if pair else None)
        meant = before[-1] if target is None and before else target
        met = at if meant is None else self._stories.contact(place.server, suspect.id, meant, at)
        story = self._stories.get(key)
        if story is None:
            opened = place.opened_by == suspect.id
            story = Story(place.id, place.server, suspect.id, meant, met, at, pair=pair, opened=opened)
            self._remember_disclosure(story, place, at)
        self._stories.put(key, story)
        story.target = target or story.target or meant
        story.last_at = max(story.last_at, at)
        story.known = suspect.known_before
        return story

    def _remember_disclosure(self, story: Story, place: "Place", at: "datetime") -> None:
        """Who joins a talk after a disclosure speaks to a person in distress, whomever they address."""
        for other in self._stories_in(place):
            told = other.said.get(Cue.DISCLOSURE)
            if told and other.suspect != story.suspect:
                note(story, story.answered, Cue.DISCLOSURE, at, told.last_message)

    def _event(self, event: "PlaceEvent") -> tuple[Story, ...]:
        room = self._turns.room(event.place)
        calls = event.happening in (Happening.CALL_STARTED, Happening.CALL_ENDED)
        for story in self._stories_in(event.place) if calls else ():
            note(story, story.said, CALL_MADE, event.at, event.id)
            self._listen([story], Heard(event.id, event.id, event.by.id, (), event.at, call=True))
            _note_once(story, HANDED_OVER, event.at, event.id, when=_wanted(story))
        if event.by.id not in room.people and not event.by.automated:
            room.hear(event.by.id, None, event.at)
        return ()


def _answer(story: Story, answers: "Answers", message: "Message", said: "Said") -> bool:
    """Add what the other one answers to the suspect of `story`; return whether there was anything."""
    at, id_ = message.at, message.id
    story.last_at = max(story.last_at, at)
    like = keep(story, answers, message)
    cues = said.fresh & _ANSWERING
    if not story.pair and (cues & _PRESSED or pressed(answers)):
        story.target = message.author.id
    if not (cues or message.pictures):
        return like
    _note_once(story, LAUGHED_LATE, at, id_, when=Cue.LAUGH in cues and bool(story.said.keys() & _HOSTILE))
    for cue in cues & ANSWERS:
        note(story, story.answered, cue, at, id_)
    for cue in cues - ANSWERS:
        note(story, story.around, cue, at, id_)
    if message.pictures:
        note(story, story.answered, PICTURE_SENT, at, id_)
        _note_once(story, HANDED_OVER, at, id_, when=_wanted(story))
    return True


def _tell(story: Story, message: "Message", said: "Said") -> bool:
    """Add what the suspect of `story` says; return whether there was anything."""
    at, id_ = message.at, message.id
    if said.first == id_:
        story.turns += 1
        if story.turns % _FADE_EVERY == 0:
            story.fade()
    if not (said.fresh or message.pictures):
        return False
    cues = in_context(story, offender_cues(said.fresh, said.reading)) - _PASSING
    around = topics(said.fresh, in_hostile=bool(cues & _HOSTILE))
    if not (cues or around or message.pictures):
        return False
    for cue in around:
        note(story, story.around, cue, at, id_)
    if _asks(story, cues, message):
        _note_once(story, PUSHED, at, id_, when=Cue.REFUSAL in story.answered and REQUEST in story.said)
        note(story, story.said, REQUEST, at, id_)
    friendly = any(cue in story.said for cue in _FRIENDLY)
    _note_once(story, FLIP, at, id_, when=len(cues & _HOSTILE) > 1 and friendly)
    for cue in cues:
        note(story, story.said, cue, at, id_)
    if message.pictures:
        note(story, story.said, PICTURE_SENT, at, id_)
    return True


def _wanted(story: Story) -> bool:
    return bool(story.said.keys() & _WANTED) or asked(story)


def _asks(story: Story, cues: frozenset[Cue], message: "Message") -> bool:
    if Cue.INTIMATE in cues and cues & _ASKING:
        return True
    if Cue.RETURN in cues and (Cue.CALL in cues or len(cues & _BARGAIN) > 1):
        return True
    if Cue.INTIMATE in cues:
        return any(_lately(story, cue, message) for cue in (Cue.RETURN, Cue.PICTURE, Cue.CALL))
    return bool(cues & _ASKING) and _lately(story, Cue.INTIMATE, message)


def _lately(story: Story, cue: Cue, message: "Message") -> bool:
    trace = story.said.get(cue)
    return trace is not None and message.at - trace.last_at <= _LATELY


def _note_once(story: Story, kind: str, at: "datetime", message: "MessageId", *, when: bool) -> None:
    if when:
        note(story, story.said, kind, at, message)
