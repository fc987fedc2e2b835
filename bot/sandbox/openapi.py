"""Checks REST calls against Discord's OpenAPI description: path, query, body, and the sandbox's own answers.

Needs the development group's jsonschema and referencing; only tests import it. Refuses to know gateway and
interaction payloads, which the description leaves out.
"""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from bot.sandbox.wire import Json, as_list, as_object, is_list, is_object, loads

if TYPE_CHECKING:
    from pathlib import Path

    from jsonschema.exceptions import ValidationError

    from bot.sandbox.calls import Call

FAULTY = 500
"""Answers from here on are the sandbox's faults and gaps, which are recorded elsewhere."""

_ROOT = "urn:discord"
_PREFERRED = ("application/json", "multipart/form-data")


@dataclass(frozen=True, slots=True)
class Deviation:
    """A known difference that is not the bot's fault.

    Attributes:
        path: Regular expression of the path's template.
        said: Regular expression of the difference.
        why: Whose it is.
    """

    path: str
    said: str
    why: str


DEVIATIONS = (
    Deviation(r".*/bulk-ban$", r"request.*user_ids.*is not of type 'string'", "discord.py sends integer ids"),
    Deviation(
        r".*/bans/", r"request .*query parameter 'delete_message_seconds'", "discord.py sends it in the query"
    ),
    Deviation(
        r".*/bulk-delete$", r"request messages.*is not of type 'string'", "discord.py sends integer ids"
    ),
    Deviation(r".*", r"answer.*'flags_new' is a required property", "SimCord leaves it out"),
    Deviation(r".*", r"answer.*'primary_guild' is a required property", "SimCord leaves it out"),
    Deviation(
        r".*", r"answer.*nonce.*None is not of type", "SimCord sends a null nonce; the sandbox removes it"
    ),
)
"""Known deviations. A further one goes here with its owner, or is mended."""


class OpenApi:
    """Discord's description, ready to check calls.

    Args:
        path: The description's JSON file.
    """

    def __init__(self, path: "Path") -> None:
        self._document = as_object(loads(path.read_bytes()))
        empty: Registry[Any] = Registry()
        resource: Resource[Any] = DRAFT202012.create_resource(self._document)
        self._registry: Registry[Any] = empty.with_resource(_ROOT, resource)
        templates = sorted(self._document["paths"], key=lambda one: one.count("{"))
        self._paths = [(re.compile(re.sub(r"\{\w+\}", "([^/]+)", one) + "$"), one) for one in templates]

    def differences(self, call: "Call") -> list[str]:
        """What is wrong with a call or its answer, known deviations left out; empty where all is well."""
        template = next((one for pattern, one in self._paths if pattern.match(call.path)), None)
        operation = as_object(as_object(self._document["paths"].get(template)).get(call.method.lower()))
        if template is None or not operation:
            return [f"{call.method} {call.path}: Discord has no such route"]
        found = [*self._query(operation, call), *self._request(operation, call)]
        if 0 < call.status < FAULTY:
            found += self._answer(operation, call)
        return [
            f"{call.method} {template}: {one}"
            for one in found
            if not any(re.match(known.path, template) and re.match(known.said, one) for known in DEVIATIONS)
        ]

    def _query(self, operation: Json, call: "Call") -> list[str]:
        schemas = {
            str(one["name"]): as_object(one.get("schema"))
            for one in map(as_object, as_list(operation.get("parameters")))
            if one.get("in") == "query"
        }
        unknown = [f"request has an unknown query parameter {name!r}" for name in call.query.keys() - schemas]
        wrong = [
            f"request query {name}={value!r} does not fit"
            for name, value in call.query.items()
            if name in schemas and all(self._errors(schemas[name], one) for one in _readings(value))
        ]
        return unknown + wrong

    def _request(self, operation: Json, call: "Call") -> list[str]:
        content = as_object(as_object(operation.get("requestBody")).get("content"))
        if call.json is None or not content:
            return [] if call.json is None else ["request has a body where none is described"]
        kinds = reversed(_PREFERRED) if call.files else _PREFERRED
        kind = next(one for one in kinds if one in content)
        return [f"request {one}" for one in self._errors(content[kind]["schema"], call.json)]

    def _answer(self, operation: Json, call: "Call") -> list[str]:
        responses = as_object(operation.get("responses"))
        described = as_object(responses.get(str(call.status)) or responses.get(f"{call.status // 100}XX"))
        if "$ref" in described:
            described = as_object(self._document["components"]["responses"][described["$ref"].split("/")[-1]])
        if not described:
            return [f"answer has status {call.status}, which is not described"]
        schema = as_object(as_object(described.get("content")).get(_PREFERRED[0])).get("schema")
        if schema is None or call.answer is None:
            return []
        return [f"answer {one}" for one in self._errors(as_object(schema), call.answer)]

    def _errors(self, schema: Json, value: object) -> list[str]:
        # Relative references are resolved against the whole description.
        rooted = as_object(_rooted(schema))
        validator: Any = Draft202012Validator(rooted, registry=self._registry)
        found: list[ValidationError] = list(validator.iter_errors(value))
        return [_words(error) for error in found]


def _rooted(schema: object) -> object:
    if isinstance(schema, str):
        return _ROOT + schema if schema.startswith("#/") else schema
    if is_list(schema):
        return [_rooted(one) for one in as_list(schema)]
    if is_object(schema):
        return {key: _rooted(one) for key, one in as_object(schema).items()}
    return schema


def _deepest(error: "ValidationError") -> "ValidationError":
    """The error that tells most: of several alternatives, the one that failed furthest inside the value."""
    context = error.context or []
    if not context:
        return error
    return max((_deepest(one) for one in context), key=lambda one: len(one.absolute_path))


def _words(error: "ValidationError") -> str:
    deepest = _deepest(error)
    where = "/".join(str(part) for part in deepest.absolute_path)
    return f"{where or 'body'}: {deepest.message[:300]}"


def _readings(value: str) -> list[object]:
    """What a query parameter's text may stand for."""
    made: list[object] = [value]
    if value.lstrip("-").isdecimal():
        made.append(int(value))
        made.append(value == "1")
    if value.lower() in ("true", "false"):
        made.append(value.lower() == "true")
    return made
