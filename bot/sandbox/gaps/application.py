"""The application itself: where its gateway is, its flags, and fresh addresses for expired ones."""

from simcord.backend import serializers

from bot.sandbox.gaps.asked import Asked, Route
from bot.sandbox.wire import as_list

SESSIONS_A_DAY = 1000
"""Discord's default for identifies in 24 hours."""


def application_routes(gateway_url: str) -> tuple[Route, ...]:
    """The gateway's address, the application, and refresh of attachment addresses."""
    limit = {"total": SESSIONS_A_DAY, "remaining": SESSIONS_A_DAY, "reset_after": 0, "max_concurrency": 1}
    return (
        Route("GET", "/gateway", lambda _: {"url": gateway_url}),
        Route(
            "GET", "/gateway/bot", lambda _: {"url": gateway_url, "shards": 1, "session_start_limit": limit}
        ),
        Route("GET", "/oauth2/applications/@me", _application),
        Route("GET", "/applications/@me", _application),
        Route("POST", "/attachments/refresh-urls", _refresh),
    )


def _application(asked: Asked) -> object:
    backend = asked.backend
    bot = serializers.user_payload(backend.bot_user)
    return {
        "id": str(backend.application_id),
        "name": backend.bot_user.name,
        "icon": None,
        "description": "",
        "summary": "",
        "bot_public": True,
        "bot_require_code_grant": False,
        "verify_key": "0" * 64,
        "owner": bot,
        "flags": backend.application_flags,
        "type": None,
        "redirect_uris": [],
        "interactions_endpoint_url": None,
        "role_connections_verification_url": None,
        "explicit_content_filter": 0,
        "eligible_oauth2_scopes": ["applications.commands", "bot"],
        "approximate_guild_count": len(backend.guilds),
        "approximate_user_install_count": 0,
        "approximate_user_authorization_count": 0,
        "team": None,
        "bot": bot,
    }


def _refresh(asked: Asked) -> object:
    # The addresses are signed afresh on their way out, as in every payload.
    urls = [str(url) for url in as_list(asked.body.get("attachment_urls"))]
    return {"refreshed_urls": [{"original": url.split("?", 1)[0], "refreshed": url} for url in urls]}
