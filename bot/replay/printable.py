"""Text from files made safe for a terminal. Knows characters only."""


def printable(text: str) -> str:
    """Replace what a terminal would obey instead of showing: escapes, control and direction characters."""
    return "".join(character if character.isprintable() else "\ufffd" for character in text)
