"""One thing that could not be read, with the file and the place in it. Knows nothing of the rest."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pydantic import ValidationError


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in a file that could not be used; everything around it was.

    Attributes:
        file: The file's name, as reports call it.
        place: Where in the file, such as `line 12`, `message 40 (id 118)` or `byte 88123`; empty for all.
        what: What is wrong there, in one sentence fragment.
    """

    file: str
    place: str
    what: str

    def __str__(self) -> str:
        """The line that people read: file, place, what is wrong."""
        return ": ".join(part for part in (self.file, self.place, self.what) if part)


def first_complaint(error: "ValidationError") -> str:
    """Put the first complaint of a validation into one line that names the field."""
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    where = ".".join(str(step) for step in first["loc"])
    what = first["msg"].removeprefix("Value error, ")
    return f"{where}: {what}" if where else what
