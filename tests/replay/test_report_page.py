"""The page for a colleague: self-contained, escaped, and without a word of the chat."""

from datetime import UTC, datetime
from html.parser import HTMLParser
from typing import Any

from bot.replay.page import render_page

MADE_AT = datetime(2024, 5, 1, 12, tzinfo=UTC)


class Loaded(HTMLParser):
    """Collects what a page would load, run or link to."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name in ("href", "src", "srcset", "action")]


def page(exports: Any, *, author: dict[str, object] | None = None, **about: object) -> str:
    texts = ("hello there", "a private picture please", "pay or else")
    messages = [exports.said(n, author or exports.new, text) for n, text in enumerate(texts)]
    replay = exports.replay(exports.write(exports.exported(*messages, **about)), exports.folder / "gone.json")
    return render_page(replay, MADE_AT)


def test_it_tells_who_when_where_and_why_and_what_could_not_be_read(exports: Any) -> None:
    html = page(exports)

    for expected in (
        "new_here",
        "room-7",
        "Chess club",
        "2024-01-01 00:01 UTC",
        "said “or else”",
        "gone.json",
    ):
        assert expected in html
    assert "no message text and no pictures" in html


def test_no_words_of_the_chat_are_in_it(exports: Any) -> None:
    html = page(exports)

    assert "hello there" not in html
    assert "please<" not in html
    assert "pay or else" not in html


def test_it_loads_nothing_and_links_to_discord_only(exports: Any) -> None:
    parser = Loaded()
    parser.feed(page(exports))

    assert parser.links
    assert all(link.startswith("https://discord.com/channels/5/") for link in parser.links)
    assert not {"script", "img", "iframe", "link", "object", "video"} & set(parser.tags)


def test_names_from_the_export_cannot_become_markup(exports: Any) -> None:
    hostile = "<script>alert(1)</script>\"'"
    parser = Loaded()
    html = page(exports, author={**exports.new, "name": hostile}, name=hostile)

    parser.feed(html)

    assert "script" not in parser.tags
    assert "&lt;script&gt;" in html


def test_a_replay_that_found_nothing_says_so(exports: Any) -> None:
    replay = exports.replay(exports.write(exports.exported(exports.said(0, exports.new, "hello"))))

    assert "Nothing in these files would have led to a caution" in render_page(replay, MADE_AT)
