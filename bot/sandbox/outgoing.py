"""The last look at every payload before it leaves the sandbox, for what SimCord leaves out or cannot know.

Signs attachment addresses afresh, puts the nonce on the message it was made with, and incidents on servers.
"""

from types import MappingProxyType
from typing import TYPE_CHECKING

from simcord.enums import InteractionType

from bot.sandbox.wire import as_list, as_object, is_list, is_object

if TYPE_CHECKING:
    from bot.sandbox.backend import SandboxBackend
    from bot.sandbox.wire import Json


_ABSENT_IN_SERVERS = MappingProxyType(
    {
        "home_header": None,
        "max_stage_video_channel_users": 50,
        "max_video_channel_users": 25,
        "nsfw": False,
        "nsfw_level": 0,
        "region": "deprecated",
        "safety_alerts_channel_id": None,
        "widget_channel_id": None,
        "widget_enabled": False,
    }
)
"""What Discord's description requires of a server and SimCord leaves out."""


def finished(backend: "SandboxBackend", value: object) -> object:
    """A deep copy of a payload as Discord would send it."""
    if isinstance(value, str):
        return backend.cdn.sign(value) if value.startswith(backend.cdn.base) else value
    if is_list(value):
        return [finished(backend, item) for item in as_list(value)]
    if is_object(value):
        made: Json = {str(key): finished(backend, item) for key, item in as_object(value).items()}
        _complete(backend, made)
        return made
    return value


def _complete(backend: "SandboxBackend", made: "Json") -> None:
    if "nonce" in made and "author" in made:
        nonce = backend.nonces.get(int(made["id"]))
        if nonce is None:
            del made["nonce"]  # Discord leaves it out where there is none
        else:
            made["nonce"] = nonce
    if "system_channel_flags" in made and "id" in made:
        made["incidents_data"] = backend.incidents.get(int(made["id"]))
        for name, value in _ABSENT_IN_SERVERS.items():
            made.setdefault(name, value)
    if "public_flags" in made and "username" in made:
        made.setdefault("primary_guild", None)
    if "joined_at" in made and "roles" in made and "deaf" in made:
        made.setdefault("banner", None)
    if "default_member_permissions" in made and "application_id" in made:
        _complete_command(made)
    if "authorizing_integration_owners" in made and "token" not in made:
        _complete_metadata(backend, made)
    if made.get("response_message_id", "") is None:
        del made["response_message_id"]


def _complete_command(made: "Json") -> None:
    made.setdefault("version", made["id"])
    made["integration_types"] = made.get("integration_types") or [0]
    if made["default_member_permissions"] is not None:
        made["default_member_permissions"] = str(made["default_member_permissions"])


def _complete_metadata(backend: "SandboxBackend", made: "Json") -> None:
    record = backend.interactions.get(int(made["id"]))
    if made["type"] == InteractionType.MESSAGE_COMPONENT and record is not None:
        made.setdefault("interacted_message_id", str(record.source_message_id))
    if made["type"] == InteractionType.MODAL_SUBMIT:
        opened_by: Json = {"id": made["id"], "type": 2, "authorizing_integration_owners": {}}
        made.setdefault("triggering_interaction_metadata", opened_by)
