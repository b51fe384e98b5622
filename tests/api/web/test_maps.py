"""A map is read, approved, bought once, and written anew without anybody's words being lost."""

from uuid import UUID

import httpx2

from agents import cartographer
from core.ids import new_id
from domain.access import Actor, worker_for
from domain.maps import Proposal
from memory import people
from memory.ctx import open_ctx
from tests.agents.plans import known_well
from tests.api.people import Person
from tests.api.web.markets import HOSTILE
from tests.worlds import plan
from tools.payments import Nothing, funds
from tools.plans import Publication, publish_maps


async def proposed(person: Person) -> UUID:
    """A map that waits for the founder, committed."""
    async with open_ctx(worker_for(person.business_id)) as ctx:
        proposal = Proposal(maps=(plan(ctx.at.date(), new_id()),))
        ask = Publication(week="2026-W44", proposal=proposal)
        (map_id,) = (await publish_maps(ctx, ask)).map_ids
    return map_id


async def test_a_map_says_why_what_and_for_how_much(
    founder_page: httpx2.AsyncClient, person: Person
) -> None:
    map_id = await proposed(person)
    assert f"/maps/{map_id}" in (await founder_page.get("/maps")).text
    page = (await founder_page.get(f"/maps/{map_id}")).text
    for said in ("Why now", "Contents and timeline", "What is predicted", "frozen",
                 "What happens to the money", "$480.00", "Prices good until"):  # fmt: skip
        assert said in page


async def test_a_double_click_and_the_back_button_buy_once(
    founder_page: httpx2.AsyncClient, person: Person
) -> None:
    map_id = await proposed(person)
    there = f"/maps/{map_id}"
    await founder_page.post(f"{there}/buy")
    assert "not verified yet" in (await founder_page.get(there)).text
    async with open_ctx(Actor("founder", person.user_id, person.business_id)) as ctx:
        await people.verify(ctx)
    forms = [{"_key": "one"}, {"_key": "one"}, {"_key": "two"}, {}]
    for form in forms:
        answer = await founder_page.post(f"{there}/buy", data=form)
        assert (answer.status_code, answer.headers["location"]) == (303, there)
    page = (await founder_page.get(there)).text
    assert "bought already; nothing was paid twice" in page
    assert "Bought on" in page
    async with open_ctx(worker_for(person.business_id)) as ctx:
        assert (await funds(ctx, Nothing())).held == 48_000


async def test_an_approval_is_taken_back_as_long_as_nothing_is_bought(
    founder_page: httpx2.AsyncClient, person: Person
) -> None:
    map_id = await proposed(person)
    there = f"/maps/{map_id}"
    await founder_page.post(f"{there}/approve")
    page = (await founder_page.get(there)).text
    assert "Nothing is paid yet" in page
    assert f'action="{there}/reopen"' in page
    await founder_page.post(f"{there}/reopen")
    assert "Waits for you" in (await founder_page.get(there)).text
    await founder_page.post(f"{there}/decline")
    await founder_page.post(f"{there}/buy")
    assert "Open it again first" in (await founder_page.get(there)).text


async def test_two_who_write_at_once_see_both_texts(
    founder_page: httpx2.AsyncClient, person: Person
) -> None:
    map_id = await proposed(person)
    there = f"/maps/{map_id}/edit"
    assert 'name="version" value="1"' in (await founder_page.get(there)).text
    lines = "Open.\nShow.\nClose."
    form = {"version": "1", "message": "One.", "title_1": "The record", "outline_1": lines}
    first = await founder_page.post(there, data={**form, "title": "Mine first"})
    assert first.status_code == 303
    second = await founder_page.post(there, data={**form, "title": f"Mine second {HOSTILE}"})
    assert second.status_code == 409
    assert "Mine first" in second.text
    assert "Mine second" in second.text
    assert "<script>alert" not in second.text
    assert 'name="version" value="2"' in second.text
    third = await founder_page.post(there, data={**form, "version": "2", "title": "Both of us"})
    assert third.status_code == 303
    assert "Version 3" in (await founder_page.get(f"/maps/{map_id}")).text


async def test_a_comment_is_inert_and_can_be_taken_off(
    founder_page: httpx2.AsyncClient, person: Person
) -> None:
    map_id = await proposed(person)
    there = f"/maps/{map_id}"
    form = {"kind": "map", "subject_id": str(map_id), "text": HOSTILE}
    said = await founder_page.post(f"/comments?to={there}", data=form)
    assert said.status_code == 303
    page = (await founder_page.get(there)).text
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page
    away = page.split('action="/comments/')[1].split('"')[0]
    await founder_page.post(f"/comments/{away}")
    assert "A comment was taken off" in (await founder_page.get(there)).text


async def test_a_map_that_does_not_exist_is_a_calm_page(founder_page: httpx2.AsyncClient) -> None:
    answer = await founder_page.get(f"/maps/{new_id()}")
    assert answer.status_code == 404
    assert "Back to the start" in answer.text


async def test_a_whole_map_shows_its_score_its_aim_and_when_to_stop(
    founder_page: httpx2.AsyncClient, person: Person
) -> None:
    drafted = cartographer.draft(known_well()).maps[0]
    async with open_ctx(worker_for(person.business_id)) as ctx:
        ask = Publication(week="2026-W44", proposal=Proposal(maps=(drafted,)))
        (map_id,) = (await publish_maps(ctx, ask)).map_ids
    page = (await founder_page.get(f"/maps/{map_id}")).text
    for said in ("Score", "of 100", "What it is for", "Reach 18 conversions", "When to stop",
                 "breaks even at", "utm_source=webinars", "no language model"):  # fmt: skip
        assert said in page


async def test_the_team_may_make_a_map_itself(
    founder_page: httpx2.AsyncClient, person: Person
) -> None:
    there = f"/maps/{await proposed(person)}"
    answer = await founder_page.post(f"{there}/own")
    assert (answer.status_code, answer.headers["location"]) == (303, there)
    page = (await founder_page.get(there)).text
    assert "The team makes it" in page
    assert f"{there}/buy" not in page
    async with open_ctx(worker_for(person.business_id)) as ctx:
        assert (await funds(ctx, Nothing())).held == 0
