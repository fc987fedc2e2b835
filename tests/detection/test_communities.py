"""How people speak, pray, pay and are called is no evidence: one talk in the voices of many communities."""

from typing import TYPE_CHECKING, NamedTuple

import pytest

from bot.detection.verdict import Level

if TYPE_CHECKING:
    from tests.detection.talk_world import Start

ONE, OTHER = 1, 2


class Voice(NamedTuple):
    """How somebody greets and says "really", whom they speak of, where they meet, and how they pay."""

    greeting: str
    really: str
    name: str
    place: str
    paid_by: str


VOICES = {
    "British": Voice("alright mate", "honestly", "Tom", "church", "bank transfer"),
    "American": Voice("hey y'all", "for real", "Tyler", "the ballpark", "Zelle"),
    "Black American": Voice("ayy what's good fam", "no cap", "DeShawn", "the AME church", "Cash App"),
    "Nigerian": Voice("how far my guy", "abeg", "Chinedu", "the parish", "OPay"),
    "Ghanaian": Voice("chale how be", "paa", "Kwame", "chapel", "MoMo"),
    "Ivorian": Voice("on dit quoi mon frère", "vraiment", "Koffi", "la messe", "Orange Money"),
    "Maghrebi": Voice("salam khoya", "wallah", "Yassine", "the mosque", "Western Union"),
    "Turkish": Voice("selam abi", "vallah", "Emre", "the mosque after iftar", "a transfer"),
    "Indian": Voice("arre yaar", "sach mein", "Priya", "the mandir", "UPI"),
    "Pakistani": Voice("salam bhai", "qasam se", "Ayesha", "Eid at the masjid", "Easypaisa"),
    "Filipino": Voice("uy pre kumusta", "talaga po", "Jun-jun", "simbang gabi", "GCash"),
    "Brazilian": Voice("e aí mano", "sério", "Thiago", "o culto", "Pix"),
    "Mexican": Voice("qué onda wey", "neta", "Lupita", "la misa", "OXXO"),
    "Polish": Voice("siema", "naprawdę", "Agnieszka", "kościół", "BLIK"),
    "Kenyan": Voice("sasa boss", "kweli", "Wanjiru", "the harambee", "M-Pesa"),
    "a trans woman": Voice("hi loves", "truly", "my girlfriend Max", "trans pride", "PayPal"),
}


def wedding(voice: Voice) -> tuple[tuple[int, str], ...]:
    """Ordinary talk with the words of the other: pictures, a video, family, money, today."""
    return (
        (ONE, f"{voice.greeting}, {voice.name} asks for the photos from the wedding"),
        (OTHER, f"{voice.really} i will send them today, the video as well"),
        (ONE, f"see you at {voice.place} on sunday with the family?"),
        (OTHER, f"yes. and i paid {voice.name} for the hall, 80 by {voice.paid_by}"),
        (ONE, f"thank you, {voice.name} will be so happy"),
        (OTHER, f"{voice.really} it was the best day, my mum cried"),
    )


def blackmail(voice: Voice) -> tuple[tuple[int, str], ...]:
    """A threat and a demand."""
    return (
        (ONE, f"{voice.greeting}, i recorded our call, all of it"),
        (OTHER, "what?"),
        (
            ONE,
            f"{voice.really}, pay me 300 by {voice.paid_by} tonight or {voice.name} and your family see it",
        ),
    )


@pytest.mark.parametrize("voice", VOICES)
def test_no_community_s_words_are_a_warning(talk: "Start", voice: str) -> None:
    chat = talk()
    chat.play(*wedding(VOICES[voice]))
    assert not chat.verdicts


@pytest.mark.parametrize("voice", VOICES)
def test_none_hides_a_threat(talk: "Start", voice: str) -> None:
    chat = talk()
    chat.play(*blackmail(VOICES[voice]))
    assert max(found.level for found in chat.verdicts if found.suspect == ONE) >= Level.ALERT
