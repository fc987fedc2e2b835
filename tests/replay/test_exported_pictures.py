"""Pictures exported with a chat: read from its folder only, and a clear line for each that cannot be."""

import os
from typing import TYPE_CHECKING, Any

import pytest

from bot.replay import attachments

if TYPE_CHECKING:
    from bot.observed import Message


def post(exports: Any, url: str, name: str = "board.png") -> Any:
    """Replay one message with one attachment."""
    attachment = {"id": "77", "url": url, "fileName": name, "fileSizeBytes": 900}
    message = exports.said(0, exports.new, "look", attachments=[attachment])
    return exports.replay(exports.write(exports.exported(message)))


def seen(exports: Any) -> "Message":
    (message,) = exports.judges[0].log
    return message


def test_a_local_picture_is_fingerprinted_whatever_slashes_its_path_has(exports: Any) -> None:
    exports.picture("club.json_Files/board-AB12.png")

    replay = post(exports, "club.json_Files\\board-AB12.png")

    assert not replay.problems
    (picture,) = seen(exports).pictures
    assert picture.fingerprint is not None
    assert picture.fingerprint.quality >= 50
    assert (picture.id, picture.content_type) == (77, "image/png")


def test_a_picture_of_which_only_the_address_was_exported_is_counted_and_not_fetched(exports: Any) -> None:
    replay = post(exports, "https://cdn.example.com/attachments/1/2/board.png?ex=1")

    assert not replay.problems
    assert replay.files[0].unexported == 1
    assert seen(exports).pictures[0].fingerprint is None


def test_a_file_that_is_no_picture_is_not_opened(exports: Any) -> None:
    replay = post(exports, "club.json_Files/rules.pdf", "rules.pdf")

    assert not replay.problems
    assert seen(exports).pictures == ()


def refused(exports: Any, url: str) -> str:
    """What is said of an attachment that cannot be read; the message must be judged all the same."""
    (problem,) = post(exports, url).problems
    assert seen(exports).text == "look"
    assert seen(exports).pictures[0].fingerprint is None
    assert problem.place.startswith("message 1 (id ")
    return problem.what


def test_a_missing_file_is_named(exports: Any) -> None:
    assert refused(exports, "club.json_Files/gone.png") == (
        "attachment club.json_Files/gone.png: no such file beside the export"
    )


@pytest.mark.parametrize("way", ["../secret.png", "a/../../secret.png", "..\\secret.png", "absolute"])
def test_a_path_out_of_the_folder_is_refused(exports: Any, way: str) -> None:
    outside = exports.picture("../secret.png").resolve()
    (exports.folder / "a").mkdir(parents=True)

    assert "outside of the export's folder" in refused(exports, str(outside) if way == "absolute" else way)


def test_a_link_out_of_the_folder_is_refused(exports: Any) -> None:
    outside = exports.picture("../secret.png")
    exports.folder.mkdir(exist_ok=True)
    (exports.folder / "board.png").symlink_to(outside.resolve())

    assert "outside of the export's folder" in refused(exports, "board.png")


def test_a_pipe_is_refused_without_waiting(exports: Any) -> None:
    exports.folder.mkdir()
    os.mkfifo(exports.folder / "board.png")

    assert "not a plain file" in refused(exports, "board.png")


def test_a_file_beyond_the_limit_is_refused(exports: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    exports.picture("board.png")
    monkeypatch.setattr(attachments, "MAX_BYTES", 100)

    assert "more than 100 bytes" in refused(exports, "board.png")


@pytest.mark.parametrize("path", ["a\0b.png", "x" * 5000 + ".png", "."])
def test_a_path_that_no_file_can_have_is_named(exports: Any, path: str) -> None:
    attachment = {"id": "77", "url": path, "fileName": "board.png", "fileSizeBytes": 900}
    message = exports.said(0, exports.new, "look", attachments=[attachment])

    replay = exports.replay(exports.write(exports.exported(message)))

    assert len(replay.problems) == 1


def test_a_damaged_picture_is_named_with_the_reason(exports: Any) -> None:
    exports.folder.mkdir()
    (exports.folder / "board.png").write_bytes(b"\x89PNG\r\n\x1a\nnot really")

    assert "cannot be read as a picture" in refused(exports, "board.png")
