"""Laws of the parts that need no socket."""

import re
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox import SandboxError
from bot.sandbox.cdn import SignedCdn
from bot.sandbox.clock import StoryClock, real_now

NAME = "http://127.0.0.1:1"


@given(data=st.binary(max_size=64), name=st.text(max_size=40))
def test_a_signed_address_gives_back_the_bytes_whatever_the_file_is_called(data: bytes, name: str) -> None:
    cdn = SignedCdn(NAME)
    stored = cdn.store_attachment(7, 8, name, data, None)

    path, query = cdn.sign(stored["url"]).removeprefix(f"{NAME}/cdn/attachments/").split("?")

    blob = cdn.read(path, query)
    assert blob is not None
    assert blob.data == data


@given(changed=st.sampled_from(["ex", "is", "hm"]), digit=st.sampled_from("0123456789abcdef"))
def test_an_address_that_was_changed_gives_nothing(changed: str, digit: str) -> None:
    cdn = SignedCdn(NAME)
    stored = cdn.store_attachment(7, 8, "view.png", b"bytes", None)
    path, query = cdn.sign(stored["url"]).removeprefix(f"{NAME}/cdn/attachments/").split("?")
    forged = re.sub(rf"(^|&){changed}=.", rf"\g<1>{changed}={digit}", query)

    assert (cdn.read(path, forged) is None) == (forged != query)


@given(minutes=st.lists(st.integers(min_value=0, max_value=120), max_size=12))
def test_story_time_moves_by_what_passes_and_never_beyond_the_present(minutes: list[int]) -> None:
    clock = StoryClock()
    began = clock.begin(timedelta(days=2))
    for one in minutes:
        clock.later(timedelta(minutes=one))

    passed = clock.now() - began
    assert timedelta(minutes=sum(minutes)) <= passed < timedelta(minutes=sum(minutes) + 1)
    assert clock.now() <= real_now()


def test_a_story_that_would_pass_the_present_is_refused() -> None:
    clock = StoryClock()
    clock.begin(timedelta(minutes=10))

    with pytest.raises(SandboxError, match="pass the present"):
        clock.later(timedelta(minutes=11))
