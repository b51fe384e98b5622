"""A founder's whole way, through real pages: from the first word to the money, and back again."""

import asyncio
import re
from datetime import timedelta
from typing import Any

from playwright.async_api import Locator, Page, expect

from core import clock
from tests.api.people import PASSWORD
from tests.browser.conftest import Visits
from tests.browser.site import Site
from tests.walks.test_market import VENTS

FOUNDER, MAKER = "ines@example.com", "maker@example.com"
ANSWERS = (
    "We are Larch & Loom. We rent out looms to weaving schools, by subscription.",
    "Small, five people. Growing since spring.",
    "Weaving teachers and heads of craft schools in Austria.",
    "They cancel when the setup takes too long.",
    "Our rivals are LoomShare and the schools' own old looms.",
)
PATIENCE = 180


async def test_from_sign_up_to_the_receipt(visits: Visits) -> None:
    async with visits.window() as window, visits.window(phone=True) as elsewhere:
        founder, maker = await window.new_page(), await elsewhere.new_page()
        await _signs_up(founder)
        await _is_interviewed(founder)
        await _vents(founder)
        await _verifies(founder)
        await _buys_a_map(founder)
        title = await _sees_the_offer(founder)
        await _takes_a_seat(maker, await _invitation(visits.site, founder))
        await _works(maker, title)
        await _sees_it_paid(founder)
        await _measures(founder)
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
    await expect(page.get_by_role("region", name="First insight")).not_to_contain_text(
        "something to see"
    )
    await page.get_by_role("button", name="Finish for now").click()
    await expect(page.get_by_role("status")).to_contain_text("is being read")


async def _vents(page: Page) -> None:
    """The same worry in four sets of words comes back as one."""
    await page.goto("/vents")
    composer = page.get_by_role("form", name="Say something")
    for words in VENTS:
        await composer.get_by_label("What is on your mind?").fill(words)
        await composer.get_by_role("radio", name="My team").check()
        await composer.get_by_role("button", name="Let it out").click()
        await expect(page.locator("#board").get_by_text(words)).to_be_visible()
    coming_back = page.locator("#often").get_by_text("Fourth time this comes up")
    await coming_back.wait_for(timeout=PATIENCE * 1000)


async def _verifies(page: Page) -> None:
    """The mail stands in the outbox of the embedded default."""
    await page.get_by_role("link", name="Outbox").click()
    await page.get_by_role("link", name="/verify/").first.click()
    await page.get_by_role("button", name="Yes, it is mine").click()
    await expect(page.locator(".unverified")).to_have_count(0)


async def _buys_a_map(page: Page) -> None:
    """Reads the map and buys it, once, whatever is clicked how often."""
    await page.goto("/maps")
    await page.get_by_role("button", name="Look for plans now").click()
    title = page.locator("#maps-all article h3 a").first
    await title.click(timeout=PATIENCE * 1000)
    await expect(page.get_by_role("heading", name="Why now")).to_be_visible()
    price = await page.locator("dt:text-is('Held when bought') + dd").inner_text()
    await page.get_by_role("button", name="Approve and buy").dblclick()
    await expect(page.get_by_text("Bought on")).to_be_visible()
    await page.go_back()
    await expect(page.get_by_text("Bought on")).to_be_visible()
    await expect(page.get_by_role("button", name="Approve and buy")).to_have_count(0)
    await page.goto("/production")
    await expect(page.locator("dt:text-is('Held now') + dd")).to_have_text(price)


async def _sees_the_offer(page: Page) -> str:
    """The first piece has been offered to somebody; its title."""
    await page.goto("/production")
    offered = page.locator("#production-all li").filter(has_text="Offered").first
    await offered.click(timeout=PATIENCE * 1000)
    await expect(page.get_by_role("heading", name="To whom it went")).to_be_visible()
    return await page.locator("h1").inner_text()


async def _invitation(site: Site, page: Page) -> str:
    """Whoever keeps the site invites the creator to whom the open piece was offered."""
    brief_id = page.url.rpartition("/")[2]
    cookies = {each.get("name"): each.get("value") for each in await page.context.cookies()}
    headers = {"Authorization": f"Bearer {cookies['refleqt_access']}"}
    answer = await page.request.get("/api/v1/offers/list_assignments", headers=headers)
    lines = [line for line in (await answer.json())["items"] if line["brief_id"] == brief_id]
    made = site.command(
        "invite", MAKER, "--business", "Larch & Loom", "--role", "creator",
        "--creator", lines[-1]["creator_id"],
    )  # fmt: skip
    return made["link"].rpartition("/")[2]


async def _takes_a_seat(page: Page, token: str) -> None:
    await page.goto(f"/invitations/{token}")
    await page.get_by_label("Choose a password").fill(PASSWORD)
    await page.get_by_role("button", name="Accept the invitation").click()
    await expect(page.get_by_role("heading", name="Waiting for your answer")).to_be_visible()


async def _works(page: Page, title: str) -> None:
    """Takes the offer, hands in a text that keeps to the brief, and is paid."""
    await page.locator("section[aria-labelledby=waiting]").get_by_text(title).click()
    assert "Larch" not in await page.content()
    text = await _written(page.locator(".brief"), title)
    await page.get_by_role("button", name="Take it").click()
    await page.get_by_label("The text").fill(text)
    await page.get_by_role("button", name="Hand in the text").click()
    passed = page.get_by_text("It passed.")
    await _reload_until(page, passed.count)
    await page.get_by_role("link", name="Your earnings").click()
    await expect(page.locator("main")).to_contain_text("$")


async def _written(brief: Locator, title: str) -> str:
    """A text that says every message with its proof, as long as asked, ends as asked."""
    asked = await brief.locator("section[aria-labelledby=b-make]").inner_text()
    low, high = (int(n.replace(",", "")) for n in re.findall(r"([\d,]+) to ([\d,]+)", asked)[0])
    [closes] = re.findall(r"Close with: (.+?) ·", asked)
    said = " ".join(await brief.locator("section[aria-labelledby=b-says] li").all_inner_texts())
    own = [word if n % 4 else f"piece {word}" for n, word in enumerate(said.split())]
    room = (low + high) // 2
    body = " ".join(" ".join(own * (room // len(own) + 1)).split()[:room])
    return f"# {title}\n\n{body}.\n\nBook a call: {closes}\n"


async def _sees_it_paid(page: Page) -> None:
    await page.goto("/production")
    await expect(page.locator("section[aria-labelledby=s-finished]")).to_contain_text("Passed")
    moved = page.locator("section[aria-labelledby=moved] tbody tr")
    await expect(moved.filter(has_text="paid out")).to_have_count(1)


async def _measures(page: Page) -> None:
    """Results of the piece and a purchase by it come in as files, under the name its map tells."""
    await page.get_by_role("table").get_by_role("link").first.click()
    piece = await page.locator(".timeline code").first.inner_text()
    today = clock.now().date()
    figures = f"date,artifact_id,metric,value\n{today},{piece},impressions,5000\n"
    figures += f"{today},{piece},clicks,240\n"
    touched, bought = clock.now() - timedelta(hours=5), clock.now()
    journeys = (
        "journey_id,touch_at,channel,artifact_id,converted_at,value_cents,currency\n"
        f"j1,{touched.isoformat()},email,{piece},{bought.isoformat()},120000,USD\n"
    )
    for kind, words in (("performance", figures), ("journeys", journeys)):
        await page.goto("/imports")
        await page.get_by_label("What is in it?").select_option(kind)
        file: Any = {"name": f"{kind}.csv", "mimeType": "text/csv", "buffer": words.encode()}
        await page.get_by_label("File", exact=True).set_input_files(files=[file])
        await page.get_by_role("button", name="Bring it in").click()
        await expect(page.get_by_role("status").first).to_contain_text("new or changed")
    await page.goto("/results")
    revenue = page.locator("main").get_by_text("$1,200")
    await _reload_until(page, revenue.count)


async def _reads_the_receipt(page: Page) -> None:
    """From the revenue back to the sentence."""
    await page.get_by_role("link", name="Where the money came from").click()
    chain = page.locator("ol.chain > li")
    await expect(chain.first).to_contain_text("USD 1,200")
    await expect(chain.last).to_contain_text(re.compile("onboarding takes", re.IGNORECASE))


async def _reload_until(page: Page, holds: Any) -> None:
    for _ in range(PATIENCE):
        if await holds():
            return
        await asyncio.sleep(1)
        await page.reload()
    raise AssertionError(f"{page.url}: {(await page.locator('main').inner_text())[:2000]}")
