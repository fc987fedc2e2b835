"""Answers to REQUEST_GUILD_MEMBERS: who is in a server, in chunks."""

from typing import TYPE_CHECKING

from simcord.backend import serializers

from bot.sandbox.wire import as_list

if TYPE_CHECKING:
    from simcord.backend.models import Member

    from bot.sandbox.backend import SandboxBackend
    from bot.sandbox.wire import Json

CHUNK = 1000
"""Members in one GUILD_MEMBERS_CHUNK."""


def member_chunks(backend: "SandboxBackend", data: "Json") -> "list[Json]":
    """The chunks that answer one request; none for a server that is gone."""
    server = backend.guilds.get(int(str(data.get("guild_id", 0))))
    if server is None:
        return []
    wanted = [int(one) for one in as_list(data.get("user_ids"))]
    prefix = str(data.get("query") or "").casefold()
    found = [
        member
        for member in server.members.values()
        if (member.user_id in wanted if wanted else _named(backend, member, prefix))
    ]
    limit = int(data.get("limit") or 0)
    found = found[:limit] if limit else found
    parts = [found[start : start + CHUNK] for start in range(0, len(found), CHUNK)] or [[]]
    chunks: list[Json] = []
    for index, part in enumerate(parts):
        chunk: Json = {
            "guild_id": str(server.id),
            "members": [serializers.member_payload(backend, server, member) for member in part],
            "chunk_index": index,
            "chunk_count": len(parts),
        }
        if data.get("nonce"):
            chunk["nonce"] = data["nonce"]
        if index == 0 and wanted:
            chunk["not_found"] = [str(one) for one in wanted if one not in server.members]
        chunks.append(chunk)
    return chunks


def _named(backend: "SandboxBackend", member: "Member", prefix: str) -> bool:
    names = (backend.users[member.user_id].name, member.nick or "")
    return any(name.casefold().startswith(prefix) for name in names)
