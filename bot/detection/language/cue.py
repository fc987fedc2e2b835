"""The names of what a message can say. Knows names only."""

from enum import StrEnum


class Cue(StrEnum):
    """One thing said, as the cue files find it. Who says it, to whom and when is for others to weigh."""

    # What somebody who works towards blackmail says, in the usual order.
    GREETING = "greeting"
    FLATTERY = "flattery"
    PERSONAL = "personal"
    MOVE = "move"
    SECRECY = "secrecy"
    CALL = "call"
    PICTURE = "picture"
    INTIMATE = "intimate"
    RETURN = "return"
    PRESSURE = "pressure"
    CAPTURE = "capture"
    SEARCHED = "searched"
    AUDIENCE = "audience"
    EXPOSE = "expose"
    MENACE = "menace"
    MONEY = "money"
    DEMAND = "demand"
    ORDER = "order"
    DEADLINE = "deadline"
    SENT = "sent"
    RECOVERY = "recovery"
    # What the other one answers.
    PLEA = "plea"
    SHOCK = "shock"
    REFUSAL = "refusal"
    POLICE = "police"
    POOR = "poor"
    PAID = "paid"
    DANGER = "danger"
    # What speaks for another story.
    LAUGH = "laugh"
    CONSENT = "consent"
    TRADE = "trade"
    GAME = "game"
    FICTION = "fiction"
    ABOUT = "about"
    DISCLOSURE = "disclosure"
    TRIVIAL = "trivial"
    CRAFT = "craft"
