"""Search in a browser: what matched is marked, each hit says why, filters narrow, none breaks."""

import re

import httpx2
import pytest

from api.web.pages.search import marked
from domain.language.terms import roots
from tests.api.people import Person
from tests.api.web.visiting import sit


async def said(page: httpx2.AsyncClient, *texts: str) -> None:
    """Notes of the founder."""
    for text in texts:
        await page.post("/vents", data={"text": text, "visibility": "private"})


async def test_without_words_the_page_says_how_to_search(founder_page: httpx2.AsyncClient) -> None:
    page = (await founder_page.get("/search")).text
    assert "Search by words or by meaning" in page
    assert "<mark>" not in page


async def test_a_hit_marks_its_words_says_why_and_leads_to_its_receipt(
    founder_page: httpx2.AsyncClient,
) -> None:
    await said(founder_page, "The exports failed for Kestrel.", "The dog sleeps.")
    page = (await founder_page.get("/search?q=why did the export fail")).text
    assert "<mark>exports</mark>" in page
    assert "It says “exports”, “failed”." in page
    assert "How it was weighed" in page
    receipt = re.search(r'href="(/receipts/[0-9a-f-]+)"', page)
    assert receipt
    assert "The exports failed" in (await founder_page.get(receipt[1])).text


async def test_filters_narrow_and_the_empty_page_says_what_helps(
    founder_page: httpx2.AsyncClient,
) -> None:
    await said(founder_page, "The exports failed for Kestrel.")
    found = (await founder_page.get("/search?q=exports&kind=vent")).text
    assert "<mark>exports</mark>" in found
    none = (await founder_page.get("/search?q=exports&kind=file")).text
    assert "Nothing was found" in none
    assert "Search without filters" in none
    assert 'value="exports"' in none


async def test_days_that_end_before_they_begin_are_told_calmly(
    founder_page: httpx2.AsyncClient,
) -> None:
    answer = await founder_page.get("/search?q=x&since=2026-05-02&until=2026-05-01")
    assert answer.status_code == 422
    assert "Swap the two" in answer.text


async def test_a_colleague_finds_no_private_note(
    founder_page: httpx2.AsyncClient, person: Person
) -> None:
    await said(founder_page, "Between me and me: exports.")
    sit(founder_page, "team", person.business_id)
    assert "Nothing was found" in (await founder_page.get("/search?q=exports")).text


async def test_every_page_of_the_house_leads_to_it(founder_page: httpx2.AsyncClient) -> None:
    for path in ("/market", "/beliefs", "/calendar", "/results"):
        page = (await founder_page.get(path)).text
        assert 'action="/search"' in page
        assert 'href="/search"' in page
    assert 'class="find"' not in (await founder_page.get("/search")).text


@pytest.mark.parametrize("query", ["???", "的价格", "🙂", "the", "a" * 2000, "%00", "' or 1=1 --"])
async def test_odd_words_break_nothing(founder_page: httpx2.AsyncClient, query: str) -> None:
    await said(founder_page, "The exports failed.")
    answer = await founder_page.get("/search", params={"q": query, "limit": "10"})
    assert answer.status_code == 200


def test_marking_escapes_everything_else() -> None:
    told = marked("<b>Exports</b> & imports", frozenset(roots("export")))
    assert str(told) == "&lt;b&gt;<mark>Exports</mark>&lt;/b&gt; &amp; imports"
