"""A session that ends in the middle of a form takes nothing along that was typed."""

from playwright.async_api import BrowserContext, Page, expect

from tests.api.people import PASSWORD
from tests.browser.conftest import Visits

WORDS = "The export froze again,\n\nand <b>nobody</b> told us & why."


async def loses_the_session(window: BrowserContext) -> None:
    """As when it ran out, or was ended on another device."""
    await window.clear_cookies()


async def signs_in_again(page: Page) -> None:
    """The form of the page on which somebody lands."""
    await page.get_by_label("E-mail").fill("founder@example.com")
    await page.get_by_label("Password").fill(PASSWORD)
    await page.get_by_role("button", name="Sign in").click()


async def test_a_note_is_in_its_form_again_after_signing_in(visits: Visits) -> None:
    async with visits.window("founder") as window:
        page = await window.new_page()
        await page.goto("/vents")
        composer = page.get_by_role("form", name="Say something")
        await composer.get_by_label("What is on your mind?").fill(WORDS)
        await composer.get_by_label("Tags").fill("export, support")
        await composer.get_by_role("radio", name="My team").check()
        await loses_the_session(window)
        await composer.get_by_role("button", name="Let it out").click()
        await signs_in_again(page)
        await expect(composer.get_by_label("What is on your mind?")).to_have_value(WORDS)
        await expect(composer.get_by_label("Tags")).to_have_value("export, support")
        await expect(composer.get_by_role("radio", name="My team")).to_be_checked()
        await expect(page.locator("#board").get_by_text("The export froze")).to_have_count(0)
        await composer.get_by_role("button", name="Let it out").click()
        await expect(page.locator("#board").get_by_text("The export froze")).to_have_count(1)
        await expect(composer.get_by_label("What is on your mind?")).to_have_value("")


async def test_an_entry_with_many_fields_is_in_its_form_again(visits: Visits) -> None:
    async with visits.window("founder") as window:
        page = await window.new_page()
        await page.goto("/calendar/new")
        typed = {"Title": "Why gauges drift", "Type": "article", "Channel": "email",
                 "Campaign": "Autumn", "Day": "2026-12-03"}  # fmt: skip
        for name, words in typed.items():
            await page.locator("main").get_by_label(name, exact=True).fill(words)
        await loses_the_session(window)
        await page.locator("main form button.primary").first.click()
        await signs_in_again(page)
        for name, words in typed.items():
            field = page.locator("main").get_by_label(name, exact=True)
            await expect(field).to_have_value(words)


async def test_a_question_is_in_the_composer_again(visits: Visits) -> None:
    async with visits.window("founder") as window:
        page = await window.new_page()
        await page.goto("/ask")
        await page.wait_for_selector("html[data-ready=ask]")
        await page.fill("#f-text", WORDS)
        await loses_the_session(window)
        await page.press("#f-text", "Enter")
        await signs_in_again(page)
        await expect(page.locator("#f-text")).to_have_value(WORDS)


async def test_what_was_typed_outlives_a_page_that_was_left(visits: Visits) -> None:
    async with visits.window("founder") as window:
        page = await window.new_page()
        await page.goto("/vents")
        await page.get_by_label("What is on your mind?").fill(WORDS)
        await page.goto("/maps")
        await page.goto("/vents")
        await expect(page.get_by_label("What is on your mind?")).to_have_value(WORDS)
