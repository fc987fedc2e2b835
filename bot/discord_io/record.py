"""The record of an incident as a file of plain text, which goes with a report to the police.

Lists links, ids, times, sizes and hashes, and says what each is. It never holds text that a member wrote, nor
a picture.
"""

from typing import TYPE_CHECKING

from bot.discord_io.card import link, speaks_against
from bot.storage.fingerprints import to_hex

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from bot.consequences.values import Sighting
    from bot.incidents.record import Record
    from bot.storage.pictures import Recorded

EXPLANATION = """\
Breakwater keeps no message and no picture. What follows names them, so that Discord or the police can find or
recognise them: ids are Discord's own, times are in UTC, SHA-256 is of the file as it was posted, and PDQ is a
fingerprint of what it showed, as hotlines use it. Please don't add the pictures themselves to this file."""


def file_name(record: "Record") -> str:
    """What the file is called."""
    return f"incident-{record.story.id}.txt"


def text(record: "Record") -> str:
    """Write the record out."""
    return "\n".join([*_head(record), *_why(record), *_messages(record), *_deeds(record), ""])


def _head(record: "Record") -> "Iterator[str]":
    story = record.story
    yield f"Breakwater: record of incident {story.id}, as of {_moment(record.at)}"
    yield ""
    yield EXPLANATION
    yield ""
    yield f"server         {story.server}"
    yield f"suspect        {story.suspect}"
    yield f"at risk        {', '.join(map(str, record.targets)) or 'not known'}"
    yield f"level          {story.level.word}"
    yield f"state          {story.state.value}"
    yield f"opened         {_moment(story.opened_at)}"
    yield f"last changed   {_moment(story.updated_at)}"


def _why(record: "Record") -> "Iterator[str]":
    yield ""
    yield "REASONS"
    for reason in record.reasons:
        if reason.weight >= 0 or speaks_against(reason):
            yield f"{_moment(reason.at)}  {'' if reason.weight >= 0 else 'speaks against it: '}{reason.text}"


def _messages(record: "Record") -> "Iterator[str]":
    yield ""
    yield f"MESSAGES ({len(record.sightings)})"
    pictures: dict[int, list[Recorded]] = {}
    for picture in record.pictures:
        pictures.setdefault(picture.message, []).append(picture)
    for sighting in record.sightings:
        shown = pictures.get(sighting.message, [])
        yield ""
        yield link(record.story.server, sighting.place, sighting.message)
        yield f"  message      {sighting.message}"
        yield f"  channel      {sighting.place}"
        if shown:
            yield f"  posted       {_moment(shown[0].posted_at)}"
            yield f"  posted by    {shown[0].posted_by or 'not known'}"
        yield f"  removed      {_removed(sighting)}"
        for picture in shown:
            yield f"  attachment   {picture.picture}"
            yield f"    size       {picture.size} bytes"
            yield f"    SHA-256    {picture.sha256 or 'not known, for the file could not be had'}"
            yield f"    PDQ        {_fingerprint(picture)}"


def _deeds(record: "Record") -> "Iterator[str]":
    yield ""
    yield "WHAT WAS DONE"
    for deed in record.deeds:
        by = f"moderator {deed.by}" if deed.by is not None else "Breakwater"
        yield f"{_moment(deed.at)}  {by}: {deed.text}"


def _removed(sighting: "Sighting") -> str:
    if sighting.removed_at is not None:
        return _moment(sighting.removed_at)
    return f"no: {sighting.not_removed_because}" if sighting.not_removed_because else "no"


def _fingerprint(picture: "Recorded") -> str:
    found = picture.fingerprint
    return f"{to_hex(found.bits)} (quality {found.quality})" if found else "none, for it was not read"


def _moment(at: "datetime | None") -> str:
    return f"{at:%Y-%m-%d %H:%M:%S} UTC" if at else "not known"
