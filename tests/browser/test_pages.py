"""Every page: nothing for axe to say, a clean console, no sideways scrolling, little JavaScript."""

import json
from pathlib import Path

import pytest
from playwright.async_api import ConsoleMessage, Page, Response

from tests.browser.conftest import Visits
from tests.browser.visits import VISITS, Visit

AXE = (Path(__file__).parent / "vendor/axe.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
MOST_SCRIPT = 60 * 1024
"""Bytes of JavaScript over the wire on a page without charts (issue: 60 KB gzip)."""
WAYS = {"light": {}, "dark": {"dark": True}, "phone": {"phone": True}}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("visit", VISITS, ids=lambda visit: f"{visit.role}{visit.path}")
async def test_a_page_is_sound(visits: Visits, visit: Visit, way: str) -> None:
    async with visits.window(visit.role, **WAYS[way]) as window:
        page = await window.new_page()
        said, sizes = _watched(page)
        answer = await page.goto(visit.path.format(**visits.site.ids))
        assert answer
        assert answer.status == visit.status, await page.title()
        await page.wait_for_load_state("load")
        faults = [*await axe(page), *await _sideways(page)]
        faults += [each for each in said if f"status of {visit.status}" not in each]
        shipped = sum(sizes.values())
        if not visit.charts and shipped > MOST_SCRIPT:
            faults.append(f"{shipped} bytes of JavaScript")
        assert faults == []


def _watched(page: Page) -> tuple[list[str], dict[str, int]]:
    """What the console says from now on, and how many bytes of script come over the wire."""
    said: list[str] = []
    sizes: dict[str, int] = {}

    def hear(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            said.append(message.text)

    def weigh(response: Response) -> None:
        if ".js" in response.url:
            sizes[response.url] = int(response.headers.get("content-length") or 10**9)

    page.on("console", hear)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("response", weigh)
    return said, sizes


async def axe(page: Page) -> list[str]:
    """What axe finds wrong: rule, and the first element that breaks it."""
    await page.evaluate(AXE)
    found = await page.evaluate(f"axe.run(document, {{runOnly: {json.dumps(RULES)}}})")
    return [
        f"{each['id']}: {each['nodes'][0]['html'][:200]} ({each['nodes'][0]['failureSummary']})"
        for each in found["violations"]
    ]


async def _sideways(page: Page) -> list[str]:
    """Whether the page is wider than its window."""
    over = await page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return [f"scrolls sideways by {over} px"] if over > 1 else []
