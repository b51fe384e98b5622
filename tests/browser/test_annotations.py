"""The queue is worked by keyboard alone: move, label, keep; a bad mark asks for its reason."""

from playwright.async_api import Page, expect

from tests.browser.conftest import Visits


async def queue(page: Page) -> None:
    """The queue, on its first item."""
    await page.goto("/evaluations/annotations?state=all")
    await page.keyboard.press("j")
    await expect(page.locator(".item.chosen")).to_be_focused()


async def test_an_item_is_labelled_and_kept_by_keyboard(visits: Visits) -> None:
    async with visits.window("evaluator") as window:
        page = await window.new_page()
        await queue(page)
        await page.keyboard.press("2")
        await page.keyboard.press("Enter")
        await expect(page.locator(".toast")).to_contain_text("Your label is kept.")
        first = page.locator(".item").first
        await expect(first.get_by_role("radio", name="Acceptable")).to_be_checked()
        await page.locator(".toast").get_by_role("button", name="Undo").click()
        await expect(page.locator(".toast")).to_contain_text("taken back")


async def test_a_bad_mark_opens_its_reasons_and_is_refused_without_one(visits: Visits) -> None:
    async with visits.window("founder") as window:
        page = await window.new_page()
        await queue(page)
        await page.keyboard.press("3")
        reason = page.get_by_role("checkbox", name="A fact is wrong").first
        await expect(reason).to_be_focused()
        await page.keyboard.press("Space")
        await page.keyboard.press("Enter")
        await expect(page.locator(".toast")).to_contain_text("Your label is kept.")


async def test_j_and_k_move_between_items(visits: Visits) -> None:
    async with visits.window("evaluator") as window:
        page = await window.new_page()
        await queue(page)
        items = page.locator(".item")
        await page.keyboard.press("j")
        await expect(items.nth(1)).to_be_focused()
        await page.keyboard.press("k")
        await expect(items.nth(0)).to_be_focused()
