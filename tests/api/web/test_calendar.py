"""The calendar in a browser: months, moves, bulk, trash, views, feed; two people at once."""

import re
from urllib.parse import quote

import httpx2
import pytest

from tests.api.people import Person
from tests.api.web.test_vents import HOSTILE
from tests.api.web.visiting import sit

NEW = {"title": "Why gauges drift", "artifact_type": "article", "status": "planned",
       "publish_on": "2026-11-12"}  # fmt: skip


async def made(page: httpx2.AsyncClient, **more: str) -> str:
    """A new entry; returns its id."""
    answer = await page.post("/calendar/new", data=NEW | more)
    assert answer.status_code == 303, answer.text
    board = (await page.get("/calendar?month=2026-11")).text
    return re.findall(r'id="ev-([0-9a-f-]{36})"', board)[-1]


async def undo_path(page: httpx2.AsyncClient, to: str) -> str:
    """Where the toast of the next page undoes."""
    found = re.search(r'action="(/calendar/undo/[^"]+)"', (await page.get(to)).text)
    assert found
    return found[1].replace("&amp;", "&")


async def test_a_month_is_drawn_with_its_entries(founder_page: httpx2.AsyncClient) -> None:
    assert "Nothing is planned" in (await founder_page.get("/calendar?month=2026-11")).text
    await made(founder_page)
    board = (await founder_page.get("/calendar?month=2026-11")).text
    assert "November 2026" in board
    assert "Why gauges drift" in board
    assert "Why gauges drift" not in (await founder_page.get("/calendar?month=2026-10")).text


async def test_a_full_day_leads_to_the_rest(founder_page: httpx2.AsyncClient) -> None:
    for number in range(6):
        await founder_page.post("/calendar/new", data=NEW | {"title": f"E{number}"})
    board = (await founder_page.get("/calendar?month=2026-11")).text
    assert "+3 more" in board
    day = (await founder_page.get("/calendar?view=agenda&start=2026-11-12&end=2026-11-12")).text
    assert all(f"E{number}" in day for number in range(6))


async def test_a_move_goes_to_its_day_and_back(founder_page: httpx2.AsyncClient) -> None:
    one = await made(founder_page, publish_at="09:00", timezone="America/New_York")
    to = "/calendar?month=2026-11"
    form = {"entry_id": one, "publish_on": "2026-11-20", "version": "1"}
    answer = await founder_page.post(f"/calendar/move?to={quote(to)}", data=form)
    assert answer.headers["location"] == to
    undo = await undo_path(founder_page, to)
    sheet = (await founder_page.get(f"/calendar/{one}")).text
    assert 'value="2026-11-20"' in sheet
    assert 'value="09:00"' in sheet
    await founder_page.post(undo)
    assert 'value="2026-11-12"' in (await founder_page.get(f"/calendar/{one}")).text


async def test_a_move_over_somebody_elses_change_is_refused(
    founder_page: httpx2.AsyncClient,
) -> None:
    one = await made(founder_page)
    form = {"entry_id": one, "publish_on": "2026-11-20", "version": "1"}
    await founder_page.post("/calendar/move", data=form)
    await founder_page.post("/calendar/move", data=form | {"publish_on": "2026-11-21"})
    assert "Somebody else changed this" in (await founder_page.get("/calendar")).text


async def test_of_two_editors_the_second_sees_both(founder_page: httpx2.AsyncClient) -> None:
    one = await made(founder_page)
    form = NEW | {"version": "1"}
    await founder_page.post(f"/calendar/{one}", data=form | {"title": "Theirs"})
    second = await founder_page.post(f"/calendar/{one}", data=form | {"title": "Mine"})
    assert second.status_code == 409
    assert "Theirs" in second.text
    assert 'value="Mine"' in second.text
    version = re.search(r'name="version" value="(\d+)"', second.text)
    assert version
    third = {"title": "Mine", "version": version[1]}
    assert (await founder_page.post(f"/calendar/{one}", data=third)).status_code == 303
    assert 'value="Mine"' in (await founder_page.get(f"/calendar/{one}")).text


async def test_what_is_wrong_stands_beside_its_field(founder_page: httpx2.AsyncClient) -> None:
    one = await made(founder_page)
    for wrong, said in (
        ({"utm_source": "only"}, "All"), ({"seo_url_slug": "Not A Slug"}, "slug"),
        ({"publish_on": "soon"}, "date"), ({"cost": "much"}, "number"),
        ({"timezone": "Mars/Base"}, "zone"), ({"title": ""}, "character"),
    ):  # fmt: skip
        form = NEW | {"version": "1"} | wrong
        answer = await founder_page.post(f"/calendar/{one}", data=form)
        assert answer.status_code == 422, wrong
        (name,) = wrong
        assert f'id="e-{name}"' in answer.text or said in answer.text, wrong
    blank = await founder_page.post("/calendar/new", data={"title": "", "artifact_type": "x"})
    assert blank.status_code == 422


async def test_a_double_click_makes_one_entry(founder_page: httpx2.AsyncClient) -> None:
    for _ in range(2):
        await founder_page.post("/calendar/new", data=NEW | {"_key": "same"})
    board = (await founder_page.get("/calendar?month=2026-11")).text
    assert len(re.findall(r'id="ev-', board)) == 1


async def test_several_are_changed_thrown_away_and_taken_out(
    founder_page: httpx2.AsyncClient,
) -> None:
    for title in ("A", "B"):
        await made(founder_page, title=title)
    ids = list(dict.fromkeys(re.findall(
        r'id="ev-([0-9a-f-]{36})"', (await founder_page.get("/calendar?month=2026-11")).text
    )))  # fmt: skip
    for act in ("move", "status", "trash"):
        form = {"entry_ids": ids, "act": act, "by_days": "1", "status": "review"}
        assert (await founder_page.post("/calendar/bulk", data=form)).status_code == 303
    trash = (await founder_page.get("/calendar/trash")).text
    assert all(one in trash for one in ids)
    await founder_page.post("/calendar/trash", data={"entry_ids": ids})
    undo = await undo_path(founder_page, "/calendar/trash")
    assert (await founder_page.post(undo)).status_code == 303
    trash = (await founder_page.get("/calendar/trash")).text
    assert all(one in trash for one in ids)


async def test_a_view_is_kept_opened_and_taken_away(founder_page: httpx2.AsyncClient) -> None:
    form = {"name": "Reviews", "query": "view=agenda&statuses=review&text=a%26b"}
    answer = await founder_page.post("/calendar/views", data=form)
    where = answer.headers["location"]
    assert where == "/calendar?view=agenda&statuses=review&text=a%26b"
    page = (await founder_page.get(where)).text
    away = re.search(r'action="(/calendar/views/[^"]+/delete)"', page)
    assert away
    await founder_page.post(away[1])
    again = re.search(r'action="(/calendar/views/again[^"]+)"',
                      (await founder_page.get("/calendar")).text)  # fmt: skip
    assert again
    back = await founder_page.post(again[1].replace("&amp;", "&"))
    assert back.headers["location"] == where


async def test_a_feed_is_made_read_and_ended(
    founder_page: httpx2.AsyncClient, browser: httpx2.AsyncClient
) -> None:
    await made(founder_page)
    page = await founder_page.post("/calendar/feeds", data={"name": "Mine"})
    assert page.status_code == 201
    address = re.search(r"/calendar/feed/[\w-]+\.ics", page.text)
    assert address
    founder_page.cookies.clear()
    feed = await founder_page.get(address[0], headers={"accept": "*/*"})
    assert feed.headers["content-type"].startswith("text/calendar")
    assert "SUMMARY:[Planned] Why gauges drift" in feed.text
    wrong = await founder_page.get("/calendar/feed/guess.ics", headers={"accept": "*/*"})
    assert wrong.status_code == 404


@pytest.mark.parametrize("query", [
    "month=2026-13", "month=<x>", "view=agenda&start=x&end=y&after=z", "statuses=nope",
    "view=agenda&start=9999-12-31", "channels=" + "x" * 300, "text=%00", "view=" + quote(HOSTILE),
])  # fmt: skip
async def test_an_address_that_does_not_fit_is_calm(
    founder_page: httpx2.AsyncClient, query: str
) -> None:
    assert (await founder_page.get(f"/calendar?{query}")).status_code == 200


async def test_hostile_titles_are_only_words(founder_page: httpx2.AsyncClient) -> None:
    one = await made(founder_page, title=HOSTILE, owner=HOSTILE, campaign=HOSTILE)
    for path in ("/calendar?month=2026-11", "/calendar?view=agenda&start=2026-11-01",
                 f"/calendar/{one}", f"/calendar?text={quote(HOSTILE)}"):  # fmt: skip
        answer = await founder_page.get(path)
        assert answer.status_code == 200
        assert "<script>alert" not in answer.text
        assert "<img src=x" not in answer.text


async def test_nobody_is_sent_elsewhere_by_a_link(founder_page: httpx2.AsyncClient) -> None:
    one = await made(founder_page)
    answer = await founder_page.post(f"/calendar/{one}/trash?to=//evil.example")
    assert answer.headers["location"] == "/calendar"


async def test_an_evaluator_sees_no_calendar(browser: httpx2.AsyncClient, person: Person) -> None:
    sit(browser, "evaluator", person.business_id)
    assert (await browser.get("/calendar")).status_code in (200, 403)
