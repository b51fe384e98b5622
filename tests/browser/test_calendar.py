"""The calendar by hand: dragging, the keyboard alone, the sheet, undo; nothing in the console."""

import re

from playwright.async_api import Page, expect

from tests.browser.conftest import Visits

MONTH = "/calendar?month=2027-02"


async def added(page: Page, title: str, day: str) -> str:
    """Put an entry on a day by the form; returns its id."""
    await page.goto("/calendar/new?to=/calendar%3Fmonth%3D2027-02")
    await page.get_by_label("Title").fill(title)
    await page.get_by_label("Type").fill("article")
    await page.get_by_label("Day").fill(day)
    await page.get_by_label("Hour").fill("09:00")
    await page.get_by_label("Zone").fill("America/New_York")
    await page.get_by_role("button", name="Put it on the calendar").click()
    await page.wait_for_url(re.compile("month=2027-02"))
    return str(await page.get_by_role("link", name=title).get_attribute("data-id"))


def on(page: Page, entry: str, day: str) -> object:
    """The entry, where it stands on a day."""
    return page.locator(f'td[data-day="{day}"] #ev-{entry}')


async def test_an_entry_is_dragged_to_another_day_and_back(visits: Visits) -> None:
    async with visits.window("founder") as window:
        page = await window.new_page()
        one = await added(page, "Dragged along", "2027-02-09")
        await page.locator(f"#ev-{one}").drag_to(page.locator('td[data-day="2027-02-17"]'))
        await expect(on(page, one, "2027-02-17")).to_be_visible()
        await expect(page.locator(f"#ev-{one} .hour")).to_have_text("09:00")
        await page.locator("#toasts").get_by_role("button", name="Undo").click()
        await expect(on(page, one, "2027-02-09")).to_be_visible()


async def test_the_keyboard_alone_moves_opens_deletes_and_undoes(visits: Visits) -> None:
    async with visits.window("founder") as window:
        page = await window.new_page()
        one = await added(page, "By keys", "2027-02-10")
        await page.locator('td[data-day="2027-02-02"]').focus()
        for key in ("ArrowDown", "ArrowRight"):
            await page.keyboard.press(key)
        await expect(page.locator('td[data-day="2027-02-10"]')).to_be_focused()
        await page.keyboard.press("Enter")
        await expect(page.locator(f"#ev-{one}")).to_be_focused()
        await page.keyboard.press("Alt+ArrowDown")
        await expect(on(page, one, "2027-02-17")).to_be_focused()
        await page.keyboard.press("Enter")
        await expect(page.locator("#sheet h1")).to_have_text("By keys")
        await page.keyboard.press("Escape")
        await page.locator(f"#ev-{one}").focus()
        await page.keyboard.press("Delete")
        await expect(page.locator(f"#ev-{one}")).to_have_count(0)
        await page.locator("#toasts").get_by_role("button", name="Undo").click()
        await expect(on(page, one, "2027-02-17")).to_be_visible()


async def test_n_makes_a_new_entry_on_the_day_in_focus(visits: Visits) -> None:
    async with visits.window("founder") as window:
        page = await window.new_page()
        await page.goto(MONTH)
        await page.locator('td[data-day="2027-02-24"]').focus()
        await page.keyboard.press("n")
        await expect(page.locator("#sheet").get_by_label("Day")).to_have_value("2027-02-24")


async def test_somebody_elses_change_appears_by_itself(visits: Visits) -> None:
    async with visits.window("founder") as window, visits.window("team") as other:
        page, theirs = await window.new_page(), await other.new_page()
        await page.goto(MONTH)
        one = await added(theirs, "From a colleague", "2027-02-11")
        await expect(page.locator(f"#ev-{one}")).to_be_visible(timeout=20_000)
