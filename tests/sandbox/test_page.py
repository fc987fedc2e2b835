"""The web page: a person in a browser, the bot in its own process."""

import asyncio
import re
from typing import TYPE_CHECKING

import aiohttp
import pytest

if TYPE_CHECKING:
    from conftest import Running, Town

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_what_is_typed_is_said_and_answered(running: "Running", town: "Town") -> None:
    address = running.sandbox.page.address(town.ann, town.general)
    async with aiohttp.ClientSession() as browser:
        await browser.post(address + "/say", data={"text": "typed by hand"})
        await running.heard(town.general, "typed by hand")
        shown = await (await browser.get(address)).text()

    assert shown.count("typed by hand") == 2


async def test_a_button_is_pressed_and_its_answer_shown_to_its_presser_alone(
    running: "Running", town: "Town"
) -> None:
    town.ann.says(town.general, "card")
    await running.heard(town.general, "About Ann")
    card = town.general.from_bot[-1]
    button = {"message": str(card.id), "control": card.controls[0].custom_id}
    moderator, member = (running.sandbox.page.address(one, town.general) for one in (town.mona, town.ann))
    async with aiohttp.ClientSession() as browser:
        pressed = await (await browser.post(moderator + "/press", data=button)).text()
        others = await (await browser.get(member)).text()

    assert "Ann is timed out" in pressed
    assert "Only you can see this" in pressed
    assert "Ann is timed out" not in others


async def test_a_form_is_opened_filled_in_and_sent(running: "Running", town: "Town") -> None:
    address = running.sandbox.page.address(town.ann, town.general)
    async with aiohttp.ClientSession() as browser:
        opened = await (await browser.post(address + "/say", data={"text": "/note"})).text()
        form, field = re.findall(r'name="(?:form" value="(\d+)|(\w+)" maxlength="4000)', opened)
        sent = await browser.post(address + "/submit", data={"form": form[0], field[1]: "from the page"})
        shown = await sent.text()

    assert "Noted: from the page" in shown


async def test_what_people_write_cannot_become_markup(running: "Running", town: "Town") -> None:
    town.ann.says(town.general, "<script>alert(1)</script> [x](javascript:alert(1)) **bold**")
    async with aiohttp.ClientSession() as browser:
        shown = await (await browser.get(running.sandbox.page.address(town.mona, town.general))).text()

    assert "<script>alert" not in shown
    assert 'href="javascript' not in shown
    assert "<strong>bold</strong>" in shown


async def test_another_web_site_can_neither_act_nor_look(running: "Running", town: "Town") -> None:
    address = running.sandbox.page.address(town.ann, town.general)
    async with aiohttp.ClientSession() as browser:
        acted = await browser.post(
            address + "/say", data={"text": "forged"}, headers={"Origin": "http://other.example"}
        )
        looked = await browser.get(address, headers={"Host": "other.example"})

    assert (acted.status, looked.status) == (403, 403)
    assert town.general.messages == []


async def test_a_channel_one_may_not_see_is_not_shown(running: "Running", town: "Town") -> None:
    town.mona.says(town.log, "moderators only")
    async with aiohttp.ClientSession() as browser:
        answer = await browser.get(running.sandbox.page.address(town.ann, town.log))
        shown = await answer.text()

    assert "moderators only" not in shown
    assert str(answer.url).endswith(str(town.general.id))


async def test_an_open_page_hears_of_changes(running: "Running", town: "Town") -> None:
    address = running.sandbox.page.address(town.ann, town.general)
    async with aiohttp.ClientSession() as browser:
        first = re.search(r"since = (\d+)", await (await browser.get(address)).text())
        assert first is not None
        asked = asyncio.create_task(browser.get(address + "/changes", params={"since": first[1]}))
        town.mona.says(town.general, "something new")
        told = await (await asked).json()

    assert told["changes"] > int(first[1])
