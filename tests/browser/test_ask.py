"""The chat in a real browser: whole after a refresh, a restart, in a second tab; stopped; inert."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.async_api import Page, expect

from cdt.model_server import ModelServer, Reply, Say, agrees, running
from cdt.model_wire import Pace
from tests.browser.conftest import Visits
from tests.browser.site import Site

PATIENCE = 240_000
QUESTION = "What do we know about Brasswick?"
HOSTILE = "<img src=x onerror=alert(1)> [a](javascript:alert(1)) ![x](//evil.test/x.png)"


UNHURRIED, HALTING = Pace(0.2, 0.4), Pace(0.2, 4)
"""As people read along; so slowly that an answer is not whole before the server is gone."""


@contextmanager
def speaking(site: Site) -> Iterator[ModelServer]:
    """A model that puts each draft in the draft's words, slowly, and hears one sentence."""

    def brain(body: dict[str, Any]) -> Reply:
        heard = "audio/webm" in str(body["messages"])
        return Say("What keeps coming back?") if heard else agrees(body)

    with running(brain, pace=UNHURRIED) as server:
        site.model(server.url)
        yield server


@pytest.fixture(scope="module")
def model(site: Site) -> Iterator[ModelServer]:
    """The model of the site; none again when the tests end."""
    with speaking(site) as server:
        yield server
    site.model("")


@pytest.fixture
def slow(site: Site, model: ModelServer) -> Iterator[Site]:
    """The site with a slow model."""
    yield site
    model.pace = UNHURRIED


async def opened(page: Page, path: str = "/ask") -> None:
    """Open a page of the chat and wait until its script has begun."""
    page.set_default_timeout(PATIENCE)
    await page.goto(path)
    await page.wait_for_selector("html[data-ready=ask]")


async def ask(page: Page, text: str) -> None:
    """Ask by the keyboard and wait for the first words of the answer."""
    await page.fill("#f-text", text)
    await page.press("#f-text", "Enter")
    await page.wait_for_url("**/ask/*-*")
    await page.wait_for_selector(".streams .words p")


async def answer(page: Page) -> str:
    """The answer once it is whole."""
    await page.wait_for_selector("#underway", state="detached")
    return await page.locator(".theirs .words").last.inner_text()


async def test_an_answer_is_whole_after_a_refresh_and_in_a_second_tab(
    visits: Visits, slow: Site
) -> None:
    async with visits.window("founder") as window, visits.window("founder") as elsewhere:
        page, second = await window.new_page(), await elsewhere.new_page()
        await opened(page)
        await ask(page, QUESTION)
        await page.reload()
        await opened(second, page.url)
        first, other = await asyncio.gather(answer(page), answer(second))
        assert first == other
        assert "says" in first
        await page.locator("a.cite").first.click()
        await expect(page.locator("dialog[open] mark")).to_be_visible()


async def test_an_answer_is_whole_after_the_server_was_restarted(
    visits: Visits, slow: Site, model: ModelServer
) -> None:
    async with visits.window("founder") as window:
        page = await window.new_page()
        await opened(page)
        model.pace = HALTING
        await ask(page, QUESTION)
        slow.stop()
        model.pace = UNHURRIED
        slow.start()
        assert "says" in await answer(page)
        await expect(page.locator("#talk")).not_to_contain_text("Stopped.")


async def test_stop_works_after_the_server_was_restarted(
    visits: Visits, slow: Site, model: ModelServer
) -> None:
    async with visits.window("founder") as window:
        page = await window.new_page()
        await opened(page)
        model.pace = HALTING
        await ask(page, QUESTION)
        slow.stop()
        slow.start()
        await page.locator("#underway").get_by_role("button", name="Stop").click()
        await answer(page)
        await expect(page.locator("#talk")).to_contain_text("Stopped.")


async def test_stop_ends_an_answer_and_keeps_what_was_said(visits: Visits, slow: Site) -> None:
    async with visits.window("founder") as window:
        page = await window.new_page()
        await opened(page)
        await ask(page, QUESTION)
        await page.keyboard.press("Escape")
        assert await answer(page)
        await expect(page.locator("#talk")).to_contain_text("Stopped.")


async def test_an_act_is_decided_once_and_the_second_tab_shows_it(
    visits: Visits, slow: Site
) -> None:
    async with visits.window("founder") as window, visits.window("founder") as elsewhere:
        page, second = await window.new_page(), await elsewhere.new_page()
        await opened(page)
        await page.fill("#f-text", "Note that the invoice page is broken.")
        await page.press("#f-text", "Enter")
        await page.wait_for_selector(".approval")
        await opened(second, page.url)
        await page.get_by_role("button", name="Accept", exact=True).click()
        await expect(second.locator(".approval .pill")).to_have_text("Accepted")
        await expect(second.get_by_role("button", name="Accept", exact=True)).to_have_count(0)


async def test_an_act_that_two_tabs_accept_at_once_is_done_once(visits: Visits, slow: Site) -> None:
    async with visits.window("founder") as window, visits.window("founder") as elsewhere:
        page, second = await window.new_page(), await elsewhere.new_page()
        await opened(page)
        await page.fill("#f-text", "Note that the parcel labels are crooked.")
        await page.press("#f-text", "Enter")
        await page.wait_for_selector(".approval")
        await opened(second, page.url)
        tabs = [each.get_by_role("button", name="Accept", exact=True) for each in (page, second)]
        await asyncio.gather(*(each.click(no_wait_after=True) for each in tabs))
        for each in (page, second):
            await expect(each.locator(".approval .pill")).to_have_text("Accepted")
        await page.goto("/vents?text=parcel+labels")
        await expect(page.locator("#board li")).to_have_count(1)


async def test_hostile_words_are_only_words(visits: Visits, slow: Site) -> None:
    async with visits.window("founder") as window:
        page = await window.new_page()
        alerts, asked = [], []
        page.on("dialog", lambda dialog: alerts.append(dialog.message))
        page.on("request", lambda request: asked.append(request.url))
        await opened(page)
        await page.set_input_files(
            "#f-files",
            [{"name": "<b>x</b>.txt", "mimeType": "text/plain", "buffer": HOSTILE.encode()}],
        )
        await page.fill("#f-text", f"What does the file say? {HOSTILE}")
        await page.press("#f-text", "Enter")
        await page.wait_for_url("**/ask/*-*")
        await answer(page)
        assert alerts == []
        assert not [each for each in asked if "evil.test" in each]
        assert await page.locator("#talk img, #talk a[href^=javascript]").count() == 0


async def test_a_voice_note_becomes_words_to_ask_with(visits: Visits, slow: Site) -> None:
    async with visits.window("founder") as window:
        page = await window.new_page()
        await opened(page)
        await page.click("#voice-open")
        await expect(page.locator("#voice-start")).to_be_disabled()
        await page.check("#voice-consent")
        await page.click("#voice-start")
        await expect(page.locator("#voice-state")).to_contain_text("Recording")
        await page.click("#voice-stop")
        await expect(page.locator("#f-text")).to_have_value(
            "What keeps coming back?", timeout=PATIENCE
        )
