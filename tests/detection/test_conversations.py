"""Whole conversations, all invented: what must be noticed, when, against whom, and what must not."""

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.detection.verdict import Level
from bot.observed import Happening, PlaceKind

if TYPE_CHECKING:
    from tests.detection.talk_world import Start

STRANGER, MEMBER, OTHER = 1, 2, 3


def test_an_intimate_request_on_the_day_of_first_contact_is_cautioned_before_anything_is_sent(
    talk: "Start",
) -> None:
    chat = talk()

    level = chat.play(
        (STRANGER, "hey, found your profile in the chess server, you're gorgeous"),
        (MEMBER, "oh hi, thanks"),
        (STRANGER, "send me a naked pic, face in it so i know it's you. just between us"),
    )

    assert level is Level.CAUTION
    assert chat.suspects == {STRANGER}


def test_a_threat_with_a_demand_after_a_picture_is_an_alert(talk: "Start") -> None:
    chat = talk()
    chat.say(STRANGER, "i'll go first, then your turn? something sexy, only for me")
    chat.say(MEMBER, "okay", pictures=1)

    level = chat.play(
        (STRANGER, "now listen. pay me $300 or i send this photo to your mum and all your followers")
    )

    assert level is Level.ALERT
    assert chat.suspects == {STRANGER}


def test_a_chat_may_open_with_the_threat(talk: "Start") -> None:
    chat = talk()

    chat.say(STRANGER, "I recorded you. £500 in gift cards by tonight or everyone you know gets the video")

    assert chat.worst >= Level.CAUTION


def test_demands_for_more_pictures_instead_of_money_count_as_well(talk: "Start") -> None:
    chat = talk()

    level = chat.play(
        (STRANGER, "i still have your photos and i know your school"),
        (MEMBER, "please no"),
        (STRANGER, "send me new ones tonight or your parents see everything"),
        (MEMBER, "please stop, i'm scared"),
    )

    assert level >= Level.ALERT


def test_claiming_that_it_was_already_sent_makes_a_threat_an_emergency(talk: "Start") -> None:
    chat = talk()

    level = chat.play(
        (STRANGER, "i have your pictures. pay $200 or i post them to your friends"),
        (MEMBER, "please don't"),
        (STRANGER, "too late, i already sent it to your sister"),
    )

    assert level is Level.EMERGENCY


def test_a_paid_offer_to_delete_pictures_is_cautioned(talk: "Start") -> None:
    chat = talk()

    level = chat.play(
        (STRANGER, "I am a certified recovery expert. I can erase your photos from his device"),
        (MEMBER, "really?"),
        (STRANGER, "yes, the fee is 400 USD in bitcoin"),
    )

    assert level >= Level.CAUTION
    assert chat.suspects == {STRANGER}


def test_the_words_of_a_member_who_pleads_never_count_against_them(talk: "Start") -> None:
    chat = talk()

    chat.play(
        (STRANGER, "pay me 500 euros or i leak your video to your family"),
        (MEMBER, "please don't send the video to my mum, i beg you"),
        (MEMBER, "i only have 80, take it, please delete the photos"),
        (MEMBER, "i will go to the police if you post my pictures to my friends"),
    )

    assert chat.suspects == {STRANGER}


@pytest.mark.parametrize(
    "text",
    [
        "someone is blackmailing me, they said they'd send my pictures to my friends unless i pay 300",
        "a guy recorded me on a video call and he wants £500 or he posts it",
        'he wrote "send 200 or your followers get the video" and i don\'t know what to do',
        "jemand erpresst mich, er droht meine bilder an meine freunde zu schicken wenn ich nicht zahle",
        "alguien me amenaza, dice que va a mandar mis fotos a mi familia si no pago",
    ],
)
def test_telling_of_harm_is_never_scored(talk: "Start", text: str) -> None:
    chat = talk(PlaceKind.CHANNEL)

    chat.say(MEMBER, text)

    assert chat.worst is Level.NONE


def test_what_was_forwarded_is_not_held_against_the_one_who_forwards_it(talk: "Start") -> None:
    chat = talk()

    chat.say(MEMBER, "pay me $300 or i send this photo to your mum", forwarded=True)

    assert chat.worst is Level.NONE


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(
            (
                (1, "pay me 5 bucks or i leak your spotify playlist to everyone lol"),
                (2, "hahaha noooo not the playlist"),
                (1, "10 minutes. your mum will see it"),
                (2, "lmao you monster"),
            ),
            id="meme threat",
        ),
        pytest.param(
            (
                (1, "is the lamp still available? i can pay 40 euros"),
                (2, "yes! i'll send more pics of the base tonight"),
                (1, "great, shipping to Leeds? refund if it's broken?"),
                (2, "sure, tracking included"),
            ),
            id="sale",
        ),
        pytest.param(
            (
                (1, "i'd love a portrait commission of my wizard, budget 80 usd"),
                (2, "sure! half up front, i'll send a sketch on friday"),
                (1, "paid! can't wait to see it"),
            ),
            id="commission",
        ),
        pytest.param(
            (
                (1, "your dad says dinner is at 7, bring the photos from grandma's birthday"),
                (2, "ok! send me the address again?"),
                (1, "i'll message you. love you"),
            ),
            id="family",
        ),
        pytest.param(
            (
                (1, "push mid or i expose you to the whole guild as a smurf"),
                (2, "gg noob, i have the clip of your death"),
                (1, "10 seconds left, send pics of your base"),
            ),
            id="game",
        ),
        pytest.param(
            (
                (1, "want to swap dog pictures? i'll go first"),
                (2, "yes!! mine is asleep"),
                (1, "he is so cute. coffee on saturday?"),
            ),
            id="small talk",
        ),
    ],
)
def test_ordinary_talk_causes_nothing(talk: "Start", lines: tuple[tuple[int, str], ...]) -> None:
    chat = talk(known=True)

    assert chat.play(*lines) is Level.NONE


@pytest.mark.parametrize(
    "text",
    [
        "tengo tu video grabado. paga 300 euros o se lo mando a tu familia y a todos tus amigos",
        "j'ai enregistré ta vidéo. paie 300 euros sinon je l'envoie à ta famille et à tous tes amis",
        "ich hab dein video aufgenommen. zahl 300 euro sonst schick ichs deiner familie und deinen freunden",
        "gravei teu vídeo. paga 300 reais senão eu mando pra tua família e pra todos os teus amigos",
        "ho registrato il tuo video. paga 300 euro o lo mando alla tua famiglia e ai tuoi amici",
        "mam nagrany twój film. zapłać 300 zł inaczej wyślę go twojej rodzinie i wszystkim znajomym",
        "ik heb je video opgenomen. betaal 300 euro anders stuur ik het naar je familie en al je vrienden",
        "nirecord ko ang video mo. magbayad ka ng 3000 kundi isesend ko sa pamilya mo at sa lahat",
        "maine tera video record kar liya. 3000 rupaye bhej warna teri family ko aur sab dosto ko bhej dunga",
    ],
    ids=["es", "fr", "de", "pt", "it", "pl", "nl", "tl", "hi"],
)
def test_recording_threat_and_demand_are_an_alert_in_every_language(talk: "Start", text: str) -> None:
    chat = talk()

    chat.say(STRANGER, text)

    assert chat.worst is Level.ALERT


def test_a_call_after_asking_for_it_counts_as_handed_over(talk: "Start") -> None:
    chat = talk()
    chat.say(STRANGER, "video call? turn on your cam, i'll show you more, no clothes")
    chat.happen(STRANGER, Happening.CALL_STARTED)
    chat.happen(STRANGER, Happening.CALL_ENDED, after=5)

    chat.say(STRANGER, "i recorded everything. your boss would like it. 600 by midnight")

    kinds = {piece.kind for verdict in chat.verdicts for piece in verdict.evidence}
    assert "after_handover" in kinds


def test_conversations_in_a_channel_are_told_apart_by_replies(talk: "Start") -> None:
    chat = talk(PlaceKind.CHANNEL)

    chat.say(STRANGER, "send me a naked pic, just between us", to=MEMBER)
    chat.say(OTHER, "who wants to trade cards, 50 euros?", to=4)

    assert [(verdict.suspect, verdict.target) for verdict in chat.verdicts] == [(STRANGER, MEMBER)]


def test_in_a_group_what_a_suspect_says_is_one_story_whoever_speaks_between(talk: "Start") -> None:
    chat = talk(PlaceKind.GROUP)

    chat.play(
        (STRANGER, "evening everybody. ask her what i have on my phone since last night"),
        (OTHER, "what is this"),
        (MEMBER, "please don't do this here"),
        (OTHER, "do you know this guy?"),
        (STRANGER, "i have her video. 300 by nine or everybody in here gets it"),
    )

    assert chat.worst >= Level.ALERT
    assert chat.suspects == {STRANGER}


def test_in_a_group_the_one_who_answers_under_pressure_is_at_risk(talk: "Start") -> None:
    chat = talk(PlaceKind.GROUP)

    chat.play(
        (OTHER, "morning all"),
        (STRANGER, "i recorded our call. 300 by nine or everybody in here sees the video"),
        (MEMBER, "please don't, i beg you, i don't have that much money"),
        (OTHER, "what is he talking about"),
        (STRANGER, "300. the clock is running"),
    )

    assert chat.verdicts[-1].target == MEMBER


def test_in_a_group_the_one_who_takes_turns_with_a_suspect_is_at_risk_not_who_spoke_last(
    talk: "Start",
) -> None:
    chat = talk(PlaceKind.GROUP)

    chat.play(
        (MEMBER, "you again"),
        (STRANGER, "me again. did you think about it"),
        (MEMBER, "leave it"),
        (STRANGER, "no. i still have the recording"),
        (MEMBER, "which recording"),
        (OTHER, "has anybody seen my keys"),
        (STRANGER, "the one your family gets if i don't see 300 dollars tonight"),
    )

    assert chat.verdicts[-1].target == MEMBER


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("so MAREK. i still have the recording", "300 by nine or everybody in here sees the video"),
        ("i still have the recording", "300 by nine or everybody in here sees marek's video"),
    ],
)
def test_in_a_group_the_one_whom_the_suspect_names_is_at_risk_not_who_spoke_last(
    talk: "Start", first: str, second: str
) -> None:
    chat = talk(PlaceKind.GROUP)
    chat.names = {MEMBER: "marek_95", OTHER: "Lee"}

    chat.play(
        (MEMBER, "morning all"),
        (OTHER, "morning"),
        (STRANGER, first),
        (OTHER, "what is this"),
        (OTHER, "who are you?"),
        (STRANGER, second),
    )

    assert chat.verdicts[-1].target == MEMBER


def test_in_a_group_the_one_whom_friends_call_by_name_is_at_risk(talk: "Start") -> None:
    chat = talk(PlaceKind.GROUP)
    chat.names = {MEMBER: "marek_95", OTHER: "Lee"}

    chat.play(
        (MEMBER, "morning all"),
        (STRANGER, "i recorded our call. 300 by nine or everybody in here sees the video"),
        (OTHER, "marek is this you?"),
        (OTHER, "i am reporting this"),
        (STRANGER, "300. the clock is running"),
    )

    assert chat.verdicts[-1].target == MEMBER


def test_in_a_group_the_one_who_was_named_before_they_spoke_is_at_risk(talk: "Start") -> None:
    chat = talk(PlaceKind.GROUP)
    chat.names = {MEMBER: "marek_95", OTHER: "Lee"}

    chat.play(
        (OTHER, "what is this group"),
        (STRANGER, "you all know marek. i recorded our call"),
        (MEMBER, "hi"),
        (OTHER, "who are you?"),
        (OTHER, "i am leaving"),
        (STRANGER, "300 by nine or everybody in here sees the video"),
    )

    assert chat.verdicts[-1].target == MEMBER


def test_a_talk_goes_on_where_somebody_leaves_and_two_are_left(talk: "Start") -> None:
    chat = talk(PlaceKind.PRIVATE_THREAD)
    chat.place = replace(chat.place, members=3)
    chat.play(
        (STRANGER, "hi. i recorded her last night"),
        (MEMBER, "please don't"),
        (OTHER, "i am leaving, this is horrible"),
    )

    chat.place = replace(chat.place, members=2)
    chat.play(
        (STRANGER, "now it is you and me"),
        (MEMBER, "why are you doing this"),
        (STRANGER, "300 dollars tonight or your family sees the video"),
    )

    assert chat.worst >= Level.ALERT
    assert chat.verdicts[-1].target == MEMBER


def test_a_threat_to_one_member_counts_though_the_suspect_replies_to_others_between(talk: "Start") -> None:
    chat = talk(PlaceKind.CHANNEL)
    chat.say(STRANGER, "i have your photos and your mum's number", to=MEMBER)
    chat.say(OTHER, "anyone up for a game?")
    chat.say(STRANGER, "later maybe", to=OTHER)

    chat.say(STRANGER, "200 dollars or she gets them tonight")

    assert chat.worst >= Level.ALERT


def test_chat_about_other_things_does_not_hide_an_escalation(talk: "Start") -> None:
    chat = talk()
    for number in range(40):
        chat.say(STRANGER if number % 2 else MEMBER, f"did you see episode {number}?")

    chat.play(
        (STRANGER, "i have your photos. pay 200 dollars or i send them to your sister"),
        (MEMBER, "what? please don't"),
    )

    assert chat.worst >= Level.ALERT


def test_everyday_talk_does_not_hide_an_escalation(talk: "Start") -> None:
    chatter = ("how was your day", "long, and yours", "did you eat", "pasta again haha")
    chat = talk()
    for number in range(40):
        chat.say(STRANGER if number % 2 else MEMBER, chatter[number % len(chatter)])

    chat.play(
        (STRANGER, "i have your photos. pay 200 dollars or i send them to your sister"),
        (MEMBER, "what? please don't"),
    )

    assert chat.worst >= Level.ALERT


def test_a_request_long_after_first_contact_weighs_less_than_one_on_the_same_day(talk: "Start") -> None:
    soon, late = talk(), talk()
    late.say(STRANGER, "hello there")
    for chat, wait in ((soon, 1), (late, 60 * 24 * 20)):
        chat.say(STRANGER, "send me a naked pic, face in it, just between us", after=wait)

    assert soon.verdicts[-1].score > late.verdicts[-1].score


def test_asking_money_of_somebody_who_told_of_blackmail_is_cautioned(talk: "Start") -> None:
    chat = talk(PlaceKind.THREAD)
    chat.say(MEMBER, "someone is blackmailing me with a video, they want 300")
    chat.say(OTHER, "so sorry. don't pay, it's not your fault")

    chat.say(STRANGER, "my team can get it taken down, 250 dollars now by bank transfer", after=5)

    assert chat.suspects == {STRANGER}


def test_cues_that_lie_far_apart_in_unrelated_talk_do_not_add_up(talk: "Start") -> None:
    together, apart = talk(), talk()
    for chat, between in ((together, 0), (apart, 80)):
        chat.say(STRANGER, "hello")
        chat.say(STRANGER, "i recorded you, i have your photos")
        for number in range(between):
            chat.say(STRANGER, f"look at episode {number}")
        chat.say(STRANGER, "send 250 dollars now")

    assert (together.worst, apart.worst) == (Level.ALERT, Level.CAUTION)


def test_reasons_tell_times_and_never_quote_or_name(talk: "Start") -> None:
    chat = talk()
    chat.say(STRANGER, "hi, nice to meet you zebulon")
    chat.say(STRANGER, "send me a naked pic zebulon, just between us", after=14)

    reasons = [piece.reason for piece in chat.verdicts[-1].evidence]

    assert "asked for something intimate 14 minutes after the first message" in reasons
    assert not any("zebulon" in reason or "naked" in reason for reason in reasons)
