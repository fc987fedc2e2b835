"""The exact list of hosts that picture bytes may come from."""

import pytest

from bot.pictures.hosts import AllowedHosts
from bot.pictures.outcome import Reason

HOSTS = AllowedHosts.parse(["cdn.discordapp.com", "media.discordapp.net", "127.0.0.1:8080"])


def why(url: str) -> Reason | None:
    refused = HOSTS.refuse(url)
    return refused.reason if refused else None


@pytest.mark.parametrize(
    "url",
    [
        "https://cdn.discordapp.com/attachments/1/2/a.png?ex=1&is=2&hm=3",
        "https://CDN.discordapp.com:443/attachments/1/2/a.png",
        "https://media.discordapp.net/attachments/1/2/a.png",
        "http://127.0.0.1:8080/a.png",
    ],
)
def test_a_listed_host_is_allowed(url: str) -> None:
    assert why(url) is None


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com/a.png",
        "https://cdn.discordapp.com.example.com/a.png",
        "https://evil.cdn.discordapp.com/a.png",
        "https://cdn.discordapp.com@example.com/a.png",
        "https://user@cdn.discordapp.com/a.png",
        "https://cdn.discordapp.com:8443/a.png",
        "https://cdn.discordapp.com./a.png",
        "https://cdn\u3002discordapp.example/a.png",
        "https://example.com\\@cdn.discordapp.com/a.png",
        "http://127.0.0.1:8081/a.png",
        "http://127.0.0.1/a.png",
        "http://localhost:8080/a.png",
        "http://[::1]:8080/a.png",
        "http://169.254.169.254/latest/meta-data",
    ],
)
def test_any_other_host_is_refused(url: str) -> None:
    assert why(url) in {Reason.HOST_NOT_ALLOWED, Reason.NO_ADDRESS}


def test_a_listed_host_without_https_is_refused() -> None:
    assert why("http://cdn.discordapp.com:443/a.png") is Reason.NOT_SECURE


def test_a_port_does_not_make_a_distant_host_exempt_from_https() -> None:
    hosts = AllowedHosts.parse(["proxy.example.com:8080"])
    refused = hosts.refuse("http://proxy.example.com:8080/a.png")
    assert refused is not None
    assert refused.reason is Reason.NOT_SECURE
    assert hosts.refuse("https://proxy.example.com:8080/a.png") is None


@pytest.mark.parametrize(
    "url", ["", "file:///etc/passwd", "data:image/png;base64,AA", "//x", "https://[", "a.png"]
)
def test_what_is_no_web_address_is_refused(url: str) -> None:
    assert why(url) is Reason.NO_ADDRESS


@pytest.mark.parametrize(
    "entry", ["", "*.discordapp.com", "https://cdn.discordapp.com", "host/path", "host:port", "a@b"]
)
def test_an_entry_that_is_no_host_is_named(entry: str) -> None:
    with pytest.raises(ValueError, match="is not a host") as caught:
        AllowedHosts.parse(["cdn.discordapp.com", entry])
    assert repr(entry) in str(caught.value)
