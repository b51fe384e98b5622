"""The market in a browser: log, merge, hide, undo; hostile words are only words; roles differ."""

import re

import httpx2
import pytest

from domain.access import worker_for
from domain.work import ExtractContext
from jobs import extract_context
from memory.ctx import open_ctx
from tests.api.people import Person
from tests.api.web.visiting import sit
from tests.worlds import content
from tools.derived import derive
from tools.vents import Vent, submit_vent

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>{{7*7}}'\"&"
SIGNAL = {"kind": "competitor_move", "note": "Brasswick raised its prices by a fifth.",
          "link": "https://brasswick.example/prices", "competitor": "Brasswick"}  # fmt: skip


async def furnished(person: Person) -> None:
    """Entries with results, and notes that name a competitor, all derived from."""
    async with open_ctx(worker_for(person.business_id)) as ctx:
        await content(ctx)
        for words in ("We lost the deal to Brasswick.", "Fennmark is cheaper than us.",
                      "Brasswick launched an app and is cheaper than us."):  # fmt: skip
            kept = await submit_vent(ctx, Vent(text=words, visibility="team"))
            await extract_context.run(
                ctx, ExtractContext(source_kind="vent", source_ids=(kept.id,))
            )
        await derive(ctx)


async def shown(page: httpx2.AsyncClient, path: str) -> str:
    """A page that opens."""
    answer = await page.get(path)
    assert answer.status_code == 200, (path, answer.text[-600:])
    return answer.text


def undo_of(page: str) -> str:
    """Where the toast undoes what was done."""
    found = re.search(r'<form method="post" action="([^"]+)"><button class="plain strong">', page)
    assert found, page[-900:]
    return found[1].replace("&amp;", "&")


@pytest.mark.parametrize("path", ["", "/competitors", "/signals", "/recommended"])
async def test_empty_pages_say_what_they_are_for(
    founder_page: httpx2.AsyncClient, path: str
) -> None:
    page = await shown(founder_page, f"/market{path}")
    assert 'class="empty"' in page
    assert 'aria-current="page"' in page


async def test_a_signal_is_logged_once_taken_back_and_undone(
    founder_page: httpx2.AsyncClient,
) -> None:
    answer = await founder_page.post("/market/signals", data=SIGNAL)
    assert answer.headers["location"] == "/market/signals"
    page = await shown(founder_page, "/market/signals")
    assert SIGNAL["note"] in page
    assert 'rel="noopener noreferrer nofollow"' in page
    again = await founder_page.post("/market/signals", data={**SIGNAL, "note": "Anew"})
    one = again.headers["location"]
    assert re.fullmatch(r"/market/signals/[0-9a-f-]{36}", one)
    assert "logged before" in await shown(founder_page, one)
    await founder_page.post(f"{one}/withdraw")
    page = await shown(founder_page, "/market/signals")
    assert SIGNAL["note"] not in page
    await founder_page.post(undo_of(page))
    assert SIGNAL["note"] in await shown(founder_page, "/market/signals")
    edited = await founder_page.post(one, data={**SIGNAL, "note": "They raised twice."})
    assert edited.status_code == 303
    assert "They raised twice." in await shown(founder_page, one)


@pytest.mark.parametrize("link", ["javascript:alert(1)", "ftp://x.example", "nothing"])
async def test_a_link_that_is_none_is_told_beside_its_field(
    founder_page: httpx2.AsyncClient, link: str
) -> None:
    answer = await founder_page.post("/market/signals", data={**SIGNAL, "link": link})
    assert answer.status_code == 422
    assert 'id="e-link"' in answer.text
    assert SIGNAL["note"] in answer.text


async def test_hostile_words_are_only_words(founder_page: httpx2.AsyncClient) -> None:
    form = {**SIGNAL, "note": HOSTILE, "competitor": HOSTILE[:100], "link": ""}
    await founder_page.post("/market/signals", data=form)
    await founder_page.post("/market/competitors", data={"name": HOSTILE[:70]})
    pages = ["/market", "/market/signals", "/market/competitors",
             f"/market/recommended?kind={HOSTILE}&fate={HOSTILE}",
             f"/search?q={HOSTILE}&kind={HOSTILE}&topic={HOSTILE}&since={HOSTILE}"]  # fmt: skip
    for path in pages:
        page = await shown(founder_page, path)
        assert "<script>alert" not in page
        assert "<img src=x" not in page


async def test_an_audience_shows_its_evidence_and_obeys_its_founder(
    founder_page: httpx2.AsyncClient, person: Person
) -> None:
    await furnished(person)
    page = await shown(founder_page, "/market")
    one, other = re.findall(r'href="(/market/segments/[0-9a-f-]+)"', page)
    detail = await shown(founder_page, one)
    assert "Lost records, part" in detail
    assert "measured)" in detail
    renamed = await founder_page.post(f"{one}/rename", data={"name": "Quality people"})
    assert renamed.headers["location"] == one
    page = await shown(founder_page, one)
    assert "Quality people" in page
    await founder_page.post(undo_of(page))
    assert "Quality people" not in await shown(founder_page, one)
    merged = await founder_page.post(f"{other}/merge", data={"into": one.rpartition("/")[2]})
    assert merged.headers["location"] == one
    page = await shown(founder_page, "/market")
    assert len(re.findall(r'href="/market/segments/', page)) == 1
    await founder_page.post(undo_of(page))
    await founder_page.post(f"{one}/hide")
    assert "1 left out by you" in await shown(founder_page, "/market")
    assert "You left this out" in await shown(founder_page, one)


async def test_a_merge_into_nothing_is_told_calmly(
    founder_page: httpx2.AsyncClient, person: Person
) -> None:
    await furnished(person)
    (one, *_rest) = re.findall(
        r'href="(/market/segments/[0-9a-f-]+)"', await shown(founder_page, "/market")
    )
    for into in ("", "nothing", one.rpartition("/")[2]):
        answer = await founder_page.post(f"{one}/merge", data={"into": into})
        assert answer.status_code == 303
        assert "toast bad" in await shown(founder_page, one)


async def test_competitors_are_confirmed_dismissed_and_added(
    founder_page: httpx2.AsyncClient, person: Person
) -> None:
    await furnished(person)
    page = await shown(founder_page, "/market/competitors")
    assert "Are these competitors?" in page
    fennmark = re.search(r'action="(/market/competitors/[0-9a-f-]+)/add"', page)
    assert fennmark
    answer = await founder_page.post(f"{fennmark[1]}/add")
    assert answer.headers["location"] == fennmark[1], answer.text
    assert "Are these competitors?" not in await shown(founder_page, "/market/competitors")
    await founder_page.post(f"{fennmark[1]}/hide")
    assert "no competitor, you said" in await shown(founder_page, "/market/competitors")
    added = await founder_page.post("/market/competitors", data={"name": "Plumbline"})
    assert "Plumbline" in await shown(founder_page, added.headers["location"])
    refused = await founder_page.post("/market/competitors", data={"name": "."})
    assert refused.status_code == 422
    brasswick = re.search(r'href="(/market/competitors/[0-9a-f-]+)">Brasswick<', page)
    assert brasswick
    detail = await shown(founder_page, brasswick[1])
    assert "Brasswick launched an app and is cheaper than us." in detail
    assert "Launched something" in detail


async def test_the_team_reads_and_logs_and_does_not_decide(
    founder_page: httpx2.AsyncClient, person: Person
) -> None:
    await furnished(person)
    sit(founder_page, "team", person.business_id)
    page = await shown(founder_page, "/market")
    (one, *_rest) = re.findall(r'href="(/market/segments/[0-9a-f-]+)"', page)
    assert "Put it right" not in await shown(founder_page, one)
    assert (await founder_page.post(f"{one}/hide")).status_code == 403
    assert (await founder_page.post("/market/signals", data=SIGNAL)).status_code == 303


@pytest.mark.parametrize("role", ["evaluator", "reviewer", "creator"])
async def test_nobody_else_sees_the_market(
    browser: httpx2.AsyncClient, person: Person, role: str
) -> None:
    sit(browser, role, person.business_id)
    for path in ("/market", "/market/competitors", "/market/signals", "/search?q=x"):
        assert (await browser.get(path)).status_code == 403
