"""The errors that Breakwater expects. What is not in this tree is a bug and travels to its task's boundary.

BreakwaterError
├── SettingsError       a setting is missing or wrong; says its name and what is allowed
├── StorageError        the database cannot be opened or brought up to date
├── DiscordRefused      the token, an intent or the address of Discord does not work; says what to do
├── Undeliverable       a consequence could not happen now; says why, and it is tried again
├── ListRefused         a known list cannot be imported, opened or dropped; says which and why
├── GuidanceError       a text or a contact in the guidance's files is wrong; names the file and the place
└── NotAllowed          somebody may not do what they asked for; says what is missing
"""


class BreakwaterError(Exception):
    """Root of the tree. Its text is written for the person who has to act on it."""


class SettingsError(BreakwaterError):
    """A setting is missing or wrong."""


class StorageError(BreakwaterError):
    """The database cannot be opened or brought up to date."""


class DiscordRefused(BreakwaterError):
    """Discord does not let the bot in: token, intent or address."""


class Undeliverable(BreakwaterError):
    """A consequence could not happen now. It stays in the outbox and is tried again."""


class NotAllowed(BreakwaterError):
    """The person, or the bot, lacks a permission for what was asked."""
