"""The stories of the demonstration: two incidents after Kent Police's notices of 2022, and three innocents.

Everybody is invented and an adult, nothing is explicit, and pictures are generated patterns.
"""

from datetime import timedelta

from bot.sandbox.demo.script import Line, Outcome, Part, Scene, Story

S, M = Part.STRANGER, Part.MEMBER


def _minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


NO_PAYMENT = Story(
    key="no-payment",
    title="Nothing was paid, and the picture was shared all the same",
    told="Pictures exchanged with a new contact; a threat to show them; £1,000; a group of followers.",
    stranger="Tessa",
    stranger_days=4,
    member="Marek",
    followers=("Jon", "Priya", "Anouk", "Dele", "Ines"),
    outcome=Outcome.EMERGENCY,
    caution_by=6,
    lines=(
        Line(S, "hi everyone, just found this server", scene=Scene.LOUNGE),
        Line(S, "hey Marek, saw your climbing photos. you look fun, can we talk?", _minutes(3)),
        Line(M, "sure, hi. where are you based?", _minutes(2)),
        Line(S, "not far. you have such kind eyes. are you single?", _minutes(2)),
        Line(M, "haha yes, since the spring", _minutes(1)),
        Line(S, "me too. I'd love to see more of you, just between us", _minutes(4)),
        Line(S, "send me a private pic and I'll send you one of mine", _minutes(2)),
        Line(S, "here, I trust you", _minutes(2), picture=11),
        Line(M, "wow. ok, don't show anyone", _minutes(3), picture=12),
        Line(S, "now listen. I saved your picture and I have your whole friends list", _minutes(6)),
        Line(S, "pay me £1,000 by tonight or I show it to all your friends and your family", _minutes(1)),
        Line(M, "please don't do this. I don't have that kind of money", _minutes(2)),
        Line(S, "last chance. one hour, then everyone sees it", _minutes(3)),
        Line(M, "I'm not paying you", _minutes(50)),
        Line(S, "you had your chance. look who this is", _minutes(12), Scene.GATHERING, 12, again=True),
    ),
)

SCREEN_RECORDED = Story(
    key="screen-recorded",
    title="Asked the same day, recorded on a call, asked for money again and again",
    told="Asked for intimate images the same day, recorded, money demanded, posted to a chat group.",
    stranger="Corin",
    stranger_days=9,
    member="Leah",
    followers=("Sofia", "Ben", "Tomasz", "Ama"),
    outcome=Outcome.EMERGENCY,
    caution_by=5,
    lines=(
        Line(S, "loved your set at the open mic! do you play often?", scene=Scene.LOUNGE),
        Line(M, "thank you! every other week", _minutes(4)),
        Line(S, "you're gorgeous on stage. could we chat somewhere quieter?", _minutes(5)),
        Line(M, "here is fine", _minutes(6)),
        Line(S, "shy, I like that. do you have a boyfriend?", _minutes(3)),
        Line(S, "turn your camera on for me and show me something nobody else gets to see", _minutes(8)),
        Line(M, "that's a bit quick... maybe just a short call", _minutes(5)),
        Line(S, "I recorded everything on that call. here is a still, so you know", _minutes(25), picture=21),
        Line(S, "send £250 in gift cards or I send the video to everyone you know", _minutes(1)),
        Line(M, "what? no, please, why are you doing this", _minutes(1)),
        Line(S, "tick tock. 30 minutes or your mum and your work get it first", _minutes(2)),
        Line(M, "I sent one card. please delete it now", _minutes(20)),
        Line(S, "not enough. another £200 and then I delete it", _minutes(4)),
        Line(M, "I can't", _minutes(15)),
        Line(S, "everyone meet the real Leah", _minutes(10), Scene.GATHERING, 21, again=True),
    ),
)

FLIRT = Story(
    key="flirt",
    title="Two adults flirt",
    told="They have talked for weeks, nobody presses, nobody threatens.",
    stranger="Rosa",
    stranger_days=1400,
    member="Emil",
    outcome=Outcome.NOTHING,
    lines=(
        Line(S, "you looked great in that green jacket yesterday", scene=Scene.LOUNGE),
        Line(M, "stop it, I'm blushing at my desk", _minutes(5)),
        Line(S, "good. dinner on friday, or are you going to make me beg?", timedelta(days=2)),
        Line(M, "friday. you choose the place, I'll bring the terrible jokes", _minutes(9)),
        Line(S, "deal. I keep thinking about you, it's very bad for my work", timedelta(days=1)),
        Line(M, "same. see you tomorrow, handsome smile and all", _minutes(30)),
    ),
)

COMMISSION = Story(
    key="commission",
    title="An artist takes a commission",
    told="Money, pictures and a deadline, and nothing wrong with any of it.",
    stranger="Wren",
    stranger_days=700,
    member="Otis",
    outcome=Outcome.NOTHING,
    lines=(
        Line(S, "hi! I saw you want a portrait of your dog? my prices start at £40", scene=Scene.LOUNGE),
        Line(M, "yes please! what do you need from me?", _minutes(6)),
        Line(S, "send me two or three pictures of him, and half the price up front", _minutes(4)),
        Line(M, "here he is, £20 is on the way", _minutes(20), picture=31),
        Line(
            S,
            "what a face! sketch by tonight, then the rest of the payment before I send the full file",
            _minutes(8),
        ),
        Line(S, "here is the sketch", timedelta(hours=6), picture=32),
        Line(M, "I love it. paid the rest, can I show it to everyone?", _minutes(15)),
        Line(S, "of course, share it with all your friends!", _minutes(3)),
    ),
)

ANNOUNCEMENT = Story(
    key="announcement",
    title="One poster in six channels",
    told="The server's organiser announces the summer party everywhere.",
    stranger="Imke",
    stranger_days=1100,
    member="everybody",
    outcome=Outcome.NOTHING,
    lines=(
        Line(
            S,
            "Summer party on the 5th! Poster below, bring a friend.",
            _minutes(1),
            Scene.LOUNGE,
            41,
        ),
    ),
)

ALL = (NO_PAYMENT, SCREEN_RECORDED, FLIRT, COMMISSION, ANNOUNCEMENT)
