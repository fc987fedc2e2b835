"""The handbook: all texts and contacts that were read, and what the rest of the bot asks of them.

It knows how they combine. It refuses to know files and Discord.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.guidance.contacts import Region
from bot.guidance.phrases import FIELD_CHARACTERS
from bot.guidance.render import (
    FALLBACK_LANGUAGE,
    GUIDANCE_CHARACTERS,
    MAX_CONTACT_LINES,
    SECTION_CHARACTERS,
    Guidance,
    Section,
    body,
    contact_texts,
    fill,
    plain_text,
    written,
)
from bot.guidance.words import Situation

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.guidance.contacts import Directory, Source
    from bot.guidance.words import Words


@dataclass(frozen=True, slots=True)
class RegionOption:
    """An option of the region select in /setup: what is stored, and what is shown."""

    region: Region
    label: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Handbook:
    """Everything people are told.

    Attributes:
        directories: By region, only those that ship; the international one is always there.
        texts: By language code; English is always there.
        sources: Every page that a contact or the advice rests on, by tag.
    """

    directories: "Mapping[Region, Directory]"
    texts: "Mapping[str, Words]"
    sources: "Mapping[str, Source]"

    def words(self, language: str = FALLBACK_LANGUAGE) -> "Words":
        """The texts for a language code as Discord gives it, such as `en-GB`; else the English ones."""
        code = language.lower()
        return self.texts.get(code) or self.texts.get(code.split("-")[0]) or self.texts[FALLBACK_LANGUAGE]

    def guidance_for(self, region: Region, language: str, situation: Situation) -> Guidance:
        """What a person reads in private, and where they can turn to.

        Args:
            region: As the server's moderators chose it; never guessed from language or address.
            language: A code as Discord gives it.
            situation: What they may be going through.
        """
        words = self.words(language)
        own = self.directories.get(region)
        worldwide = self.directories[Region.INTERNATIONAL]
        known = contact_texts(own, worldwide, words.language)
        leaflet = words.leaflets[situation]
        checked = (own or worldwide).checked
        return Guidance(
            title=leaflet.title,
            sections=tuple(fill(words.sections[key], known) for key in leaflet.sections),
            fallback=fill(words.worldwide, contact_texts(None, worldwide, words.language)),
            credit=words.credit.format(date=written(checked, words.dates)),
            sources=self._sources(words, own, worldwide),
            region=region,
            local=own is not None,
        )

    def moderator_advice(self, region: Region, language: str) -> tuple[Section, Section]:
        """What moderators should do, and what they must not do, for the alert card."""
        words = self.words(language)
        worldwide = self.directories[Region.INTERNATIONAL]
        known = contact_texts(self.directories.get(region), worldwide, words.language)
        return fill(words.must, known), fill(words.must_not, known)

    def region_options(self, language: str) -> tuple[RegionOption, ...]:
        """The options of the region select in /setup, in the order of `Region`."""
        words = self.words(language)
        return tuple(
            RegionOption(
                region,
                words.regions[region],
                words.setup.local_list if self._is_local(region) else words.setup.international_list,
            )
            for region in Region
        )

    def problems(self) -> "Iterator[str]":
        """What Discord could not show, in words: too much text, with region, language and situation."""
        for language in self.texts:
            for region in Region:
                where = f"{region} in {language}"
                for section in self.moderator_advice(region, language):
                    if excess := _excess(section, FIELD_CHARACTERS):
                        yield f"{where}: {excess}"
                for situation in Situation:
                    found = self._too_long(region, language, situation)
                    if found:
                        yield f"{where}, {situation}: {found}"

    def _too_long(self, region: Region, language: str, situation: Situation) -> str | None:
        guidance = self.guidance_for(region, language, situation)
        if len(text := plain_text(guidance)) > GUIDANCE_CHARACTERS:
            return f"the guidance has {len(text)} characters; {GUIDANCE_CHARACTERS} is the most"
        for section in guidance.parts:
            if excess := _excess(section, SECTION_CHARACTERS):
                return excess
        words = self.words(language)
        contacts = guidance.sections[words.leaflets[situation].sections.index(words.help)]
        if len(contacts.lines) > MAX_CONTACT_LINES:
            return f"'{contacts.title}' has {len(contacts.lines)} lines; {MAX_CONTACT_LINES} is the most"
        return None

    def _is_local(self, region: Region) -> bool:
        return region is not Region.INTERNATIONAL and region in self.directories

    def _sources(
        self, words: "Words", own: "Directory | None", worldwide: "Directory"
    ) -> "tuple[Source, ...]":
        cited = [
            tag for each in (own, worldwide) if each for contact in each.contacts for tag in contact.sources
        ]
        return tuple(self.sources[tag] for tag in dict.fromkeys([*words.cites, *cited]))


def _excess(section: Section, limit: int) -> str | None:
    length = len(body(section))
    return f"'{section.title}' has {length} characters; {limit} is the most" if length > limit else None
