"""Escalation: follows conversations between two people towards intimate images, threats and demands.

Knows the stages and their order in time. It refuses to know which level follows, and it keeps no text.
"""

from typing import TYPE_CHECKING

from bot.detection.conversation import Story, note
from bot.detection.course import Heard
from bot.detection.deeds import answer, call, tell
from bot.detection.disclosure import told_of
from bot.detection.language.cue import Cue
from bot.detection.likeness import is_telling, keep, keep_alone
from bot.detection.runs import Runs
from bot.detection.stories import Stories
from bot.detection.turns import TOLD, Turns, is_pair
from bot.observed import Happening, Message

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from bot.detection.course import Answers, Listener
    from bot.detection.language.reading import Cues
    from bot.detection.policy import Policy
    from bot.observed import Observation, Person, PersonId, Place, PlaceEvent, PlaceId, ServerId


class Escalation:
    """The conversations that are followed now."""

    def __init__(self, cues: "Cues", policy: "Policy", listener: "Listener | None" = None) -> None:
        """Start with no conversation; without a `listener`, the network of the `cues` follows the course."""
        self._listener = listener or cues.course
        self._policy = policy
        self._runs = Runs(cues)
        self._ordinary = cues.ordinary
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
        author, pair = message.author, is_pair(message.place)
        room = self._turns.room(message.place)
        target = room.addressee(message)
        likely = room.answered(message, target)
        room.hear(author.id, target, message.at)
        if author.automated:
            return ()
        said = self._runs.hear(message)
        answered = self._open_against(message, likely)
        own = self._story(message.place, author, next(iter(likely), None), message.at)
        if not pair:
            _lean(own, answered, author.id, likely)
            self._lean_to_called(room.called(message, self._ordinary), message.place)
        hearing = answered if told_of(said.reading) else [*answered, own]
        rows, pictures = said.reading.rows, bool(message.pictures)
        heard = Heard(message.id, said.first, author.id, rows, message.at, pictures, lone=said.lone)
        answers, alone = self._listen(hearing, heard)
        told = [answer(*both, message, said) for both in zip(answered, answers, strict=False)]
        touched = tuple(story for story, anything in zip(answered, told, strict=True) if anything)
        told_own = tell(own, message, said)
        if len(hearing) > len(answered):
            telling = self._listen_to_telling(own, heard) if is_telling(alone) else ()
            told_own |= keep(own, answers[-1], message, telling) | keep_alone(own, alone, message)
        return (own, *touched) if told_own else touched

    def _lean_to_called(self, people: "Iterable[PersonId]", place: "Place") -> None:
        """Whoever is called by name, by whomever, may be spoken to by every suspect there."""
        for person in people:
            for story in self._stories_in(place):
                if story.suspect != person:
                    story.lean(person, TOLD)

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

    def _listen_to_telling(self, own: Story, heard: Heard) -> "Answers":
        """What `own` would be like if nothing but its telling messages had been written.

        Nothing of the first one: what it is like by itself is told already.
        """
        if self._listener is None:
            return ()
        before = own.telling
        # As a handful of messages is learned: with no pauses, which would be those of the other talk.
        at = heard.at if before is None else before.at
        heard = heard._replace(rows=heard.lone or heard.rows, lone=(), at=at, pictures=False)
        ((after, answers),), alone = self._listener.hear(heard, [(own.suspect, before)])
        if not is_telling(alone):  # only what it goes on is
            return ()
        own.telling = after
        return () if before is None else answers

    def _open_against(self, message: "Message", likely: "Iterable[PersonId]") -> list[Story]:
        """The stories of the others in the place that `message` answers."""
        place, author = message.place, message.author.id
        if not is_pair(place):
            stories = (self._stories.get((place.id, suspect, None)) for suspect in likely)
        else:
            people = (person for person in self._turns.room(place).people if person != author)
            stories = (self._told_only(place.id, suspect, author) for suspect in people)
        return [story for story in stories if story is not None]

    def _told_only(self, place: "PlaceId", suspect: "PersonId", target: "PersonId") -> Story | None:
        """What `suspect` tells `target` in a place for two, also what was told before anybody answered."""
        story = self._stories.get((place, suspect, target))
        if story is None and (story := self._stories.get((place, suspect, None))) is not None:
            self._stories.drop((place, suspect, None))
            story.target, story.pair = target, True
            self._stories.put((place, suspect, target), story)
        return story

    def _story(self, place: "Place", suspect: "Person", meant: "PersonId | None", at: "datetime") -> Story:
        pair = is_pair(place)
        target = meant if pair else None
        key = (place.id, suspect.id, target)
        met = at if meant is None else self._stories.contact(place.server, suspect.id, meant, at)
        story = self._stories.get(key)
        if story is None:
            opened = place.opened_by == suspect.id
            story = Story(place.id, place.server, suspect.id, target, met, at, pair=pair, opened=opened)
            self._remember_disclosure(story, place, at)
        self._stories.put(key, story)
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
            call(story, event)
            self._listen([story], Heard(event.id, event.id, event.by.id, (), event.at, call=True))
        if event.by.id not in room.people and not event.by.automated:
            room.hear(event.by.id, None, event.at)
        return ()


def _lean(
    own: Story, answered: "Iterable[Story]", author: "PersonId", likely: "Mapping[PersonId, float]"
) -> None:
    """In a place for many, whoever a message may answer may be spoken to, and have spoken to its author."""
    for person, weight in likely.items():
        own.lean(person, weight)
    for story in answered:
        story.lean(author, likely[story.suspect])
