"""What a person picked, as Discord tells it to a bot: values by id, with the things beside them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from simcord.backend import serializers

from bot.sandbox.errors import AppRefuses
from bot.sandbox.wire import as_list, as_object

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bot.sandbox.asking import Asking
    from bot.sandbox.seen import Reply
    from bot.sandbox.wire import Json

STRING_MENU, TEXT_INPUT, USER_MENU, ROLE_MENU, MENTIONABLE_MENU, CHANNEL_MENU = 3, 4, 5, 6, 7, 8
FILE_UPLOAD, RADIO, CHECKS, CHECK = 19, 21, 22, 23
OPTION_USER, OPTION_CHANNEL, OPTION_ROLE, OPTION_MENTIONABLE, OPTION_FILE = 6, 7, 8, 9, 11


class Chosen:
    """Collects the `resolved` object of one interaction."""

    def __init__(self, asking: "Asking") -> None:
        self.asking = asking
        self.resolved: dict[str, Json] = {}

    def person(self, user_id: int) -> str:
        """Resolve a person, as a member too where they are one."""
        backend = self.asking.backend
        user = serializers.user_payload(backend.get_user(user_id))
        self.resolved.setdefault("users", {})[str(user_id)] = user
        guild = backend.guilds.get(self.asking.guild_id or 0)
        if guild is not None and user_id in guild.members:
            member = as_object(
                serializers.member_payload(backend, guild, guild.members[user_id], with_user=False)
            )
            member["permissions"] = str(backend.compute_permissions(guild.id, user_id))
            self.resolved.setdefault("members", {})[str(user_id)] = member
        return str(user_id)

    def channel(self, channel_id: int) -> str:
        """Resolve a channel with the asking person's permissions in it."""
        backend = self.asking.backend
        channel = backend.get_channel(channel_id)
        payload = as_object(serializers.channel_payload(backend, channel))
        if channel.guild_id is not None:
            allowed = backend.compute_permissions(channel.guild_id, self.asking.user_id, channel_id)
            payload["permissions"] = str(allowed)
        self.resolved.setdefault("channels", {})[str(channel_id)] = payload
        return str(channel_id)

    def role(self, role_id: int) -> str:
        """Resolve a role."""
        role = self.asking.backend.get_role(self.asking.guild_id or 0, role_id)
        self.resolved.setdefault("roles", {})[str(role_id)] = as_object(serializers.role_payload(role))
        return str(role_id)

    def file(self, name: str, data: bytes) -> str:
        """Upload a file and resolve it."""
        backend = self.asking.backend
        (made,) = backend.store_attachments(self.asking.channel.id, [(name, data)])
        self.resolved.setdefault("attachments", {})[str(made["id"])] = made
        return str(made["id"])

    def entity(self, value: object) -> str:
        """Resolve a person, a channel or, by its id, a role."""
        from bot.sandbox.person import Person  # noqa: PLC0415 - people ask, and are asked for
        from bot.sandbox.places import Channel  # noqa: PLC0415 - likewise

        if isinstance(value, Person):
            return self.person(value.id)
        if isinstance(value, Channel):
            return self.channel(value.id)
        if isinstance(value, int):
            return self.role(value)
        raise AppRefuses(f"Cannot choose {value!r}: a person, a channel or a role id is expected")


def option_values(chosen: Chosen, leaf: "Json", given: "Mapping[str, object]") -> "list[Json]":
    """The `options` of a slash command, checked by name, presence and choice as the app does."""
    declared = {str(one["name"]): as_object(one) for one in as_list(leaf.get("options"))}
    unknown = given.keys() - declared.keys()
    missing = {name for name, one in declared.items() if one.get("required")} - given.keys()
    if unknown or missing:
        raise AppRefuses(f"/{leaf['name']}: unknown {sorted(unknown)}, missing {sorted(missing)}")
    made: list[Json] = []
    for name, value in given.items():
        option = declared[name]
        made.append({"name": name, "type": option["type"], "value": _option_value(chosen, option, value)})
    return made


def _option_value(chosen: Chosen, option: "Json", value: object) -> object:
    kind = option["type"]
    if kind in (OPTION_USER, OPTION_CHANNEL, OPTION_ROLE, OPTION_MENTIONABLE):
        return chosen.entity(value)
    if kind == OPTION_FILE:
        name, data = cast("tuple[str, bytes]", value)
        return chosen.file(name, data)
    choices = [as_object(one) for one in as_list(option.get("choices"))]
    if not choices:
        return value
    for choice in choices:
        if value in (choice["value"], choice["name"]):
            return choice["value"]
    raise AppRefuses(f"{option['name']} has no choice {value!r}, only {[one['name'] for one in choices]}")


def menu_choice(asking: "Asking", menu: "Json", choices: "Iterable[object]") -> "Json":
    """The data of choosing in a menu on a message."""
    chosen = Chosen(asking)
    values = _menu_values(chosen, menu, list(choices))
    made: Json = {"custom_id": menu["custom_id"], "component_type": menu["type"], "values": values}
    if chosen.resolved:
        made["resolved"] = chosen.resolved
    return made


def _menu_values(chosen: Chosen, menu: "Json", choices: list[object]) -> list[str]:
    least, most = int(menu.get("min_values", 1)), int(menu.get("max_values", 1))
    if not least <= len(choices) <= most and (choices or menu.get("required", True)):
        raise AppRefuses(f"Choose {least} to {most} there, not {len(choices)}")
    if menu["type"] not in (STRING_MENU, RADIO, CHECKS):
        return [_entity_value(chosen, menu, one) for one in choices]
    options = {str(one["label"]): str(one["value"]) for one in as_list(menu.get("options"))}
    picked = [options.get(str(one), str(one)) for one in choices]
    if unknown := set(picked) - set(options.values()):
        raise AppRefuses(f"No such choice {sorted(unknown)}, only {sorted(options)}")
    return picked


def _entity_value(chosen: Chosen, menu: "Json", value: object) -> str:
    picked = chosen.entity(value)
    allowed = as_list(menu.get("channel_types"))
    if menu["type"] == CHANNEL_MENU and allowed:
        kind = chosen.asking.backend.get_channel(int(picked)).type
        if kind not in allowed:
            raise AppRefuses(f"The menu offers channels of types {allowed}, not {kind}")
    return picked


def filled_form(asking: "Asking", form: "Reply", values: "Mapping[str, object]") -> "Json":
    """The data of a filled-in form; what is not given keeps its default."""
    if form.modal is None or form.record.modal_consumed:
        raise AppRefuses("That reply opened no form, or it was sent already")
    known = {name for label, one in form.inputs for name in (label, str(one["custom_id"]))}
    if unknown := values.keys() - known:
        raise AppRefuses(f"The form has no {sorted(unknown)}, only {sorted(known)}")
    chosen = Chosen(asking)
    filled = {
        str(one["custom_id"]): _filled(chosen, one, values.get(label, values.get(str(one["custom_id"]))))
        for label, one in form.inputs
    }
    components = [_submitted(as_object(one), filled) for one in as_list(form.modal.get("components"))]
    made: Json = {"custom_id": form.modal["custom_id"], "components": components}
    if chosen.resolved:
        made["resolved"] = chosen.resolved
    return made


def _filled(chosen: Chosen, control: "Json", value: object) -> "Json":
    made: Json = {"type": control["type"], "custom_id": control["custom_id"]}
    if control.get("id") is not None:
        made["id"] = control["id"]
    kind = control["type"]
    if kind == TEXT_INPUT:
        text = str(control.get("value") or "") if value is None else str(value)
        if control.get("required", True) and not text:
            raise AppRefuses(f"{control['custom_id']} must be filled in")
        return made | {"value": text}
    if kind == CHECK:
        return made | {"value": bool(control.get("default") if value is None else value)}
    if kind == FILE_UPLOAD:
        files = cast("list[tuple[str, bytes]]", value or [])
        return made | {"values": [chosen.file(name, data) for name, data in files]}
    if value is None and control.get("default_values"):
        return made | {"values": _default_entities(chosen, control)}
    picked = _defaults(control) if value is None else _as_choices(value)
    values = _menu_values(chosen, control, picked)
    return made | ({"value": values[0] if values else None} if kind == RADIO else {"values": values})


def _defaults(control: "Json") -> list[object]:
    options = [as_object(one) for one in as_list(control.get("options"))]
    return [str(one["value"]) for one in options if one.get("default")]


def _default_entities(chosen: Chosen, control: "Json") -> list[str]:
    resolve = {"user": chosen.person, "channel": chosen.channel, "role": chosen.role}
    return [resolve[one["type"]](int(one["id"])) for one in as_list(control.get("default_values"))]


def _as_choices(value: object) -> list[object]:
    many = isinstance(value, Sequence) and not isinstance(value, str)
    return list(cast("Sequence[object]", value)) if many else [value]


def _submitted(component: "Json", filled: "dict[str, Json]") -> "Json":
    made: Json = {key: component[key] for key in ("type", "id") if key in component}
    if "component" in component:
        return made | {"component": _submitted(as_object(component["component"]), filled)}
    if "components" in component:
        return made | {"components": [_submitted(as_object(one), filled) for one in component["components"]]}
    return filled.get(str(component.get("custom_id")), made)
