"""A point that keeps coming back is put in order in a browser, and the toast undoes it."""

import re

import httpx2

from jobs import worker

LINK = re.compile(r'href="(/vents/recurring/[0-9a-f-]+)"')


async def a_point(page: httpx2.AsyncClient) -> str:
    """Say the same twice; returns the address of the point."""
    for words in ("Customers cancel after the audit.", "Customers cancel after the audit, again."):
        await page.post("/vents", data={"text": words, "visibility": "team"})
    await worker.drain()
    found = LINK.search((await page.get("/vents/recurring")).text)
    assert found
    return found[1]


async def test_a_quote_is_taken_out_and_brought_back(founder_page: httpx2.AsyncClient) -> None:
    point = await a_point(founder_page)
    page = (await founder_page.get(point)).text
    quotes = re.findall(r'name="quote_ids" value="([0-9a-f-]+)"', page)
    assert len(quotes) == 2
    answer = await founder_page.post(f"{point}/split", data={"quote_ids": quotes[:1]})
    assert answer.status_code == 303
    page = (await founder_page.get(point)).text
    assert 'name="quote_ids"' not in page
    undo = re.search(r'action="(/vents/recurring/[^"]+/back\?home=[^"]+)"', page)
    assert undo
    await founder_page.post(undo[1])
    assert (await founder_page.get(point)).text.count('name="quote_ids"') == 2


async def test_nothing_ticked_and_nothing_chosen_is_said(founder_page: httpx2.AsyncClient) -> None:
    point = await a_point(founder_page)
    ticked = await founder_page.post(f"{point}/split", data={})
    assert ticked.status_code == 422
    assert "Tick the quotes" in ticked.text
    joined = await founder_page.post(f"{point}/join", data={"into": ""})
    assert joined.status_code == 422
    assert "Choose the point" in joined.text


async def test_an_unknown_point_is_not_found(founder_page: httpx2.AsyncClient) -> None:
    there = "/vents/recurring/00000000-0000-4000-8000-000000000000"
    assert (await founder_page.get(there)).status_code == 404
