"""Pictures that wait to be read, and which of them are given up when there are too many.

Knows what Discord says of a file and where it was posted. Refuses to know what is done with it.
"""

from collections import Counter, OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import asyncio

    from bot.observed import Picture, PlaceId
    from bot.pictures.outcome import Described, Unread

MOST_REMEMBERED: Final = 2_000
"""Pictures read of late, by content hash: those of one busy server's day, about 8 KB each."""

_File = tuple[str | None, int, int | None, int | None]


@dataclass(frozen=True, slots=True)
class Job:
    """A picture to read, and where to tell the outcome.

    Attributes:
        place: Where it was posted, if whoever asks says.
    """

    picture: "Picture"
    place: "PlaceId | None"
    done: "asyncio.Future[Described | Unread]" = field(compare=False)


class ReadOfLate:
    """What was read of late, by content hash: the same bytes need not be decoded twice."""

    def __init__(self, most: int = MOST_REMEMBERED) -> None:
        self._most = most
        self._by_hash: OrderedDict[str, Described] = OrderedDict()
        self._files: OrderedDict[_File, None] = OrderedDict()

    def note(self, picture: "Picture", read: "Described") -> None:
        """Remember what was read."""
        if read.sha256 is not None:
            self._by_hash[read.sha256] = read
        if (file := _file(picture)) is not None:
            self._files[file] = None
        for kept in (self._by_hash, self._files):
            if len(kept) > self._most:
                kept.popitem(last=False)

    def of(self, sha256: str) -> "Described | None":
        """What was read of these bytes."""
        return self._by_hash.get(sha256)

    def expects(self, picture: "Picture") -> bool:
        """Whether a file with the same size and measures was read: very likely, these bytes."""
        return _file(picture) in self._files


class Waiting:
    """A bounded queue, first come, first served.

    When it is full, it gives up, in this order: the oldest picture of which the same bytes were read already,
    by what Discord tells of the file; then the oldest in the place with the fewest waiting. A wave fills
    places; what comes alone is judged by its metadata as well as a picture in a wave is not.
    """

    def __init__(self, most: int, read: ReadOfLate) -> None:
        self._most = most
        self._read = read
        self._jobs: OrderedDict[int, Job] = OrderedDict()
        self._number = 0

    def __len__(self) -> int:
        return len(self._jobs)

    def put(self, job: Job) -> Job | None:
        """Take a job in; return the one that is given up for it, which may be itself."""
        self._number += 1
        self._jobs[self._number] = job
        return self._jobs.pop(self._given_up()) if len(self._jobs) > self._most else None

    def take(self) -> Job:
        """The next job.

        Raises:
            KeyError: None waits.
        """
        return self._jobs.popitem(last=False)[1]

    def _given_up(self) -> int:
        seen = next((n for n, job in self._jobs.items() if self._read.expects(job.picture)), None)
        if seen is not None:
            return seen
        crowds = Counter(job.place for job in self._jobs.values())
        return min(self._jobs, key=lambda number: (crowds[self._jobs[number].place], number))


def _file(picture: "Picture") -> _File | None:
    """What tells one file from another without its bytes; its name does not, and no size tells nothing."""
    if picture.size <= 0:
        return None
    return picture.content_type, picture.size, picture.width, picture.height
