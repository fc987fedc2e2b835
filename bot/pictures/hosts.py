"""Which addresses picture bytes may come from: an exact list of hosts, decided before anything is opened."""

import ipaddress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Self

from yarl import URL

from bot.pictures.outcome import Reason, Unread

if TYPE_CHECKING:
    from collections.abc import Iterable

HTTPS_PORT: Final = 443


@dataclass(frozen=True, slots=True)
class AllowedHosts:
    """An exact list of `host` or `host:port`; names are compared whole, so no subdomain slips in.

    Only a loopback address written with its port may be read without https: that is the sandbox.
    """

    entries: frozenset[tuple[str, int]]

    @classmethod
    def parse(cls, hosts: "Iterable[str]") -> Self:
        """Read entries such as `cdn.discordapp.com` or `127.0.0.1:8080`.

        Raises:
            ValueError: An entry is not a host with at most a port; the message names it.
        """
        return cls(frozenset(_entry(host) for host in hosts))

    def refuse(self, url: str) -> Unread | None:
        """Say why nothing may be read from `url`; `None` where it may."""
        if not url:
            return Unread(Reason.NO_ADDRESS)
        try:
            parsed = URL(url)
            host, port = parsed.host, parsed.port
        except ValueError:
            return Unread(Reason.NO_ADDRESS, "not an address")
        if parsed.scheme not in {"http", "https"} or host is None or port is None:
            return Unread(Reason.NO_ADDRESS, "not a web address")
        if parsed.user is not None or parsed.password is not None or (host, port) not in self.entries:
            return Unread(Reason.HOST_NOT_ALLOWED, host)
        if parsed.scheme == "http" and (port == HTTPS_PORT or not _loopback(host)):
            return Unread(Reason.NOT_SECURE, host)
        return None


def _entry(written: str) -> tuple[str, int]:
    try:
        parsed = URL(f"//{written.strip()}")
        host, port = parsed.host, parsed.explicit_port
    except ValueError:
        host, port = None, None
    if not host or set(written) & set("*/@?#"):
        raise ValueError(f"{written!r} is not a host such as cdn.discordapp.com or 127.0.0.1:8080")
    return host, port or HTTPS_PORT


def _loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
