"""A founder's whole way, through real pages: from the first word to the money, and back again."""

import asyncio
from datetime import timedelta
from typing import Any

import httpx2
import pytest
from playwright.async_api import Page, expect

from core import clock
from domain.briefs import Brief
from tests.api.people import PASSWORD
from tests.browser.conftest import Visits
from tests.browser.site import Site
from tests.walks.test_market import VENTS, piece

FOUNDER, MAKER = "ines@example.com", "maker@example.com"
ANSWERS = (
    "We are Larch & Loom. We rent out looms to weaving schools, by subscription.",
    "Small, five people. Growing since spring.",
    "Weaving teachers and heads of craft schools in Austria.",
    "They cancel when the setup takes too long.",
    "Our rivals are LoomShare and the schools' own old looms.",
)
PATIENCE = 180


@pytest.mark.torture  # many minutes: everything waits for the worker
async def test_from_sign_up_to_the_receipt(visits: Visits) -> None:
    async with visits.window() as window:
        founder = await window.new_page()
        await _signs_up(founder)
        await _is_interviewed(founder)
        await _vents(founder)
        await _verifies(founder)
        await _buys_a_map(founder)
        house = await _house(founder)
        line = await _offer(visits.site, house)
        await _creator_works(visits, house, line)
        await _sees_it_paid(founder)
        await _measures(founder, house)
        await _reads_the_receipt(founder)


async def _signs_up(page: Page) -> None:
    await page.goto("/sign-up")
    await page.get_by_label("Your business").fill("Larch & Loom")
    await page.get_by_label("Your name").fill("Ines Moser")
    await page.get_by_label("E-mail").fill(FOUNDER)
    await page.get_by_label("Password").fill(PASSWORD)
    await page.get_by_role("button", name="Create the account").click()
    await expect(page.get_by_role("status")).to_contain_text("Welcome")


async def _is_interviewed(page: Page) -> None:
    """Five answers in the chat, the first insight, and the end."""
    await page.goto("/welcome")
    await page.get_by_role("button", name="Begin").click()
    for words in ANSWERS:
        await page.get_by_label("Your answer", exact=True).last.fill(words)
        await page.get_by_role("button", name="Answer", exact=True).click()
        await expect(page.get_by_text(words, exact=True).first).to_be_visible()
    await page.get_by_role("button", name="Finish for now").click()
    await page.wait_for_url(lambda url: "/finish" not in url)


async def _vents(page: Page) -> None:
    """The same worry in four sets of words comes back as one."""
    await page.goto("/vents")
    for words in VENTS:
        await page.get_by_label("What is on your mind?").fill(words)
        await page.get_by_text("Team", exact=True).first.click()
        await page.get_by_role("button", name="Let it out").click()
        await expect(page.get_by_text(words).first).to_be_visible()
    await _until(page, "/vents/recurring", "4")


async def _verifies(page: Page) -> None:
    """The mail stands in the outbox of the embedded default."""
    await page.goto("/operations/mail")
    link = page.get_by_role("link", name="/verify/").first
    href = await link.get_attribute("href")
    assert href
    await page.goto("/verify/" + href.rpartition("/")[2])
    await page.get_by_role("button", name="Yes, it is mine").click()


async def _buys_a_map(page: Page) -> None:
    await page.goto("/maps")
    await page.get_by_role("button", name="Look for plans now").click()
    title = page.locator("#maps-all article h3 a")
    await _reload_until(page, lambda: title.count())
    await title.first.click()
    await expect(page.get_by_role("heading", name="Why now")).to_be_visible()
    await page.get_by_role("button", name="Approve and buy").click()
    await expect(page.get_by_text("Bought on")).to_be_visible()
    await page.go_back()
    await page.reload()
    assert await page.get_by_role("button", name="Approve and buy").count() == 0


async def _house(page: Page) -> dict[str, Any]:
    """The founder's access token and business, as their browser holds them."""
    cookies = {each.get("name"): each.get("value") for each in await page.context.cookies()}
    headers = {"Authorization": f"Bearer {cookies['refleqt_access']}"}
    base = page.url.partition("/maps")[0]
    async with httpx2.AsyncClient(base_url=f"{base}/api/v1", headers=headers) as api:
        me = (await api.get("/accounts/me")).json()
    return {"headers": headers, "base": base, "business_id": me["business_id"]}


async def _asked(house: dict[str, Any], path: str, **query: Any) -> Any:
    base, headers = f"{house['base']}/api/v1", house["headers"]
    async with httpx2.AsyncClient(base_url=base, headers=headers, timeout=60) as api:
        answer = await api.get(path, params=query)
        assert answer.status_code == 200, answer.text
        return answer.json()


async def _offer(site: Site, house: dict[str, Any]) -> dict[str, Any]:
    """The first offer that went out; the creator who got it gets an account."""
    for _ in range(PATIENCE):
        lines = (await _asked(house, "/offers/list_assignments"))["items"]
        if lines:
            break
        await asyncio.sleep(1)
    invited = site.command(
        "invite", MAKER, "--business", house["business_id"], "--role", "creator",
        "--creator", lines[0]["creator_id"],
    )  # fmt: skip
    return {**lines[0], "link": invited["link"]}


async def _creator_works(visits: Visits, house: dict[str, Any], line: dict[str, Any]) -> None:
    """Takes the offer, hands in a text that keeps to the brief, and is paid."""
    found = await _asked(house, "/briefs/read_brief", brief_id=line["brief_id"])
    text = piece(Brief.model_validate(found["brief"]))
    async with visits.window(phone=True) as window:
        page = await window.new_page()
        await page.goto("/invitations/" + line["link"].rpartition("/")[2])
        await page.get_by_label("Password").fill(PASSWORD)
        await page.locator("main form button").first.click()
        await page.goto(f"/studio/offers/{line['id']}")
        assert "Larch" not in await page.content()
        await page.get_by_role("button", name="Take it").click()
        await page.get_by_label("The text").fill(text)
        await page.get_by_role("button", name="Hand in the text").click()
        passed = page.get_by_text("It passed.")
        await _reload_until(page, lambda: passed.count())
        await page.goto("/studio/earnings")
        await expect(page.locator("main")).to_contain_text("$")


async def _sees_it_paid(page: Page) -> None:
    await page.goto("/production")
    await expect(page.locator("main")).to_contain_text("passed", ignore_case=True)


async def _measures(page: Page, house: dict[str, Any]) -> None:
    """Results and a purchase of the piece come in as files."""
    [plan] = [
        one for one in (await _asked(house, "/plans/list_maps"))["items"]
        if one["status"] == "purchased"
    ]  # fmt: skip
    pieces = (await _asked(house, "/plans/list_artifacts", map_id=plan["id"]))["items"]
    artifact = next(each["external_id"] for each in pieces if each["external_id"])
    today = clock.now().date()
    figures = f"date,artifact_id,metric,value\n{today},{artifact},impressions,5000\n"
    figures += f"{today},{artifact},clicks,240\n"
    touched, bought = clock.now() - timedelta(hours=5), clock.now()
    journeys = (
        "journey_id,touch_at,channel,artifact_id,converted_at,value_cents,currency\n"
        f"j1,{touched.isoformat()},email,{artifact},{bought.isoformat()},120000,USD\n"
    )
    for kind, words in (("performance", figures), ("journeys", journeys)):
        await page.goto("/imports")
        await page.get_by_label("What is in it?").select_option(kind)
        file = {"name": f"{kind}.csv", "mimeType": "text/csv", "buffer": words.encode()}
        await page.get_by_label("File", exact=True).set_input_files(files=[file])
        await page.get_by_role("button", name="Bring it in").click()
        await expect(page.get_by_role("status").first).to_contain_text("new or changed")
    await _until(page, "/results", "$1,200")


async def _reads_the_receipt(page: Page) -> None:
    """From the revenue back to the sentence."""
    house = await _house(page)
    found = await _asked(house, "/receipts/find_revenue")
    await page.goto(f"/receipts/{found['id']}")
    chain = page.locator("main")
    await expect(chain).to_contain_text(VENTS[0][:30])


async def _until(page: Page, path: str, words: str) -> None:
    """Look at a page until it says `words`."""
    await page.goto(path)
    found = page.locator("main").get_by_text(words)
    await _reload_until(page, lambda: found.count())


async def _reload_until(page: Page, holds: Any) -> None:
    for _ in range(PATIENCE):
        if await holds():
            return
        await asyncio.sleep(1)
        await page.reload()
    raise AssertionError(f"{page.url}: {(await page.locator('main').inner_text())[:2000]}")
