"""Operations are for operators alone, and hold nobody's words."""

import httpx2
import pytest

from api.web.session import ACCESS
from cdt import release
from core import security, settings
from core.security import Claims
from domain.access import Actor
from domain.work import AnalyzePatterns
from jobs import worker
from memory import moves, queue
from memory.applications import application_id
from memory.ctx import open_ctx
from tests.api.people import Person, register
from tests.api.web.visiting import HOST, sign_in, sit
from tests.cdt.test_release import trained
from tests.memory.test_moves import wanted
from tests.planted import plant

PAGES = ("/operations", "/operations/jobs", "/operations/queues", "/operations/dead-letters",
         "/operations/events", "/operations/tenants", "/operations/costs", "/operations/releases",
         "/operations/erasures", "/operations/creators", "/operations/index",
         "/operations/transfers")  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
async def test_a_founder_sees_no_operations(founder_page: httpx2.AsyncClient, path: str) -> None:
    assert (await founder_page.get(path)).status_code == 403


async def test_no_canary_of_any_field_is_on_any_page(browser: httpx2.AsyncClient) -> None:
    house = await plant(1)
    operator = sit(browser, "operator", None)
    for path in PAGES:
        answer = await operator.get(path)
        assert answer.status_code == 200, path
        assert [mark for mark in house.canaries if mark in answer.text] == [], path


async def test_a_dead_letter_tells_its_error_and_is_given_another_chance(
    browser: httpx2.AsyncClient, person: Person
) -> None:
    async with open_ctx(Actor("worker", business_id=person.business_id)) as ctx:
        await queue.enqueue(ctx, [AnalyzePatterns(day="never")])
    with pytest.raises(ValueError, match="never"):
        await worker.drain()
    async with queue.connected() as connection:
        (letter,) = await queue.dead_letters(connection)
    operator = sit(browser, "operator", None)
    page = (await operator.get("/operations/dead-letters")).text
    assert "ValueError" in page
    assert "Invalid isoformat" not in page
    none = await operator.post("/operations/dead-letters", data={})
    assert none.status_code == 303
    again = await operator.post("/operations/dead-letters", data={"ids": [str(letter.id)]})
    assert again.status_code == 303
    assert "No dead letters" in (await operator.get("/operations/dead-letters")).text


async def test_refused_money_is_tried_again_by_one_click(
    browser: httpx2.AsyncClient, person: Person
) -> None:
    assert person.business_id
    async with open_ctx(Actor("worker", business_id=person.business_id)) as ctx:
        made = await moves.keep(ctx, wanted("refund", "refund:a:b"))
        assert made
        no = {"reason": "balance_insufficient", "error": "Ada's bank.", "refused_at": ctx.at}
        await moves.change(ctx, made, status="refused", **no)
    operator, there = sit(browser, "operator", None), "/operations/transfers"
    page = (await operator.get(there)).text
    assert all(words in page for words in (str(made), "refund to a founder", "5.00", "Try again"))
    assert "Ada" not in page
    every = page.count('data-name="Reason"')
    told = f'<dd>{every}<small><a href="/operations/transfers">'
    assert told in (await operator.get("/operations")).text
    form = {"business_id": str(person.business_id), "move_id": str(made)}
    for said in ("The provider is asked once more", "This money is not refused any more"):
        assert (await operator.post(there, data=form)).headers["location"] == there
        assert said in (await operator.get(there)).text
    await operator.post(there, data={"move_id": "none"})
    assert "Load the list anew" in (await operator.get(there)).text


async def test_an_operator_has_an_index_checked_and_rebuilt(
    browser: httpx2.AsyncClient, person: Person
) -> None:
    operator, there = sit(browser, "operator", None), "/operations/index"
    ours = {"business_id": str(person.business_id)}
    for path, said in ((there, "being checked"), (f"{there}/rebuild", "being rebuilt")):
        assert (await operator.post(path, data=ours)).status_code == 303
        assert f"1 index is {said}" in (await operator.get(there)).text
        await operator.post(path, data={"business_id": "nobody"})
        assert "There is no such business" in (await operator.get(there)).text
    async with open_ctx(Actor("operator"), read_only=True) as ctx:
        names = {name for name, _, _ in await queue.counts(ctx)}
    assert {"check_index", "rebuild_index"} <= names


async def test_an_operator_lets_creators_in_or_says_why_not(
    browser: httpx2.AsyncClient, client: httpx2.AsyncClient
) -> None:
    form = {"name": "<b>Mara</b>", "specializations": "saas", "languages": "en",
            "artifact_types": ["email"], "price_email": "250", "capacity": "3",
            "consent": "on"}  # fmt: skip
    people = [await register(client) for _ in range(2)]
    settings.use(creators_come_in="when_accepted")
    try:
        for person in people:
            await sign_in(browser, person.tokens).post("/studio/apply", data=form)
    finally:
        settings.use(creators_come_in="")
    ids = [application_id(person.user_id) for person in people]
    there = "/operations/creators"
    operator = sit(browser, "operator", None)
    page = (await operator.get(there)).text
    assert all(f"{there}/{one}" in page for one in ids)
    assert "<b>Mara" not in page
    await operator.post(f"{there}/{ids[0]}", data={"accept": "yes"})
    silent = await operator.post(f"{there}/{ids[1]}", data={})
    assert silent.headers["location"] == there
    assert f"{there}/{ids[1]}" in (await operator.get(there)).text
    await operator.post(f"{there}/{ids[1]}", data={"reason": "Too <i>few</i> samples"})
    page = (await operator.get(there)).text
    assert not any(f"{there}/{one}" in page for one in ids)
    assert "Too &lt;i&gt;few" in page
    again = await operator.post(f"{there}/{ids[0]}", data={"accept": "yes"})
    assert again.status_code == 303
    told = [(await sign_in(browser, person.tokens).get("/studio/apply")).text for person in people]
    assert "You are a creator" in told[0]
    assert "Too &lt;i&gt;few" in told[1]


async def test_an_operator_lets_a_former_version_answer_with_a_reason(
    browser: httpx2.AsyncClient, client: httpx2.AsyncClient, person: Person
) -> None:
    async with open_ctx(Actor("worker", business_id=person.business_id)) as ctx:
        await trained(ctx, "2026-09", "2026-10")
        for number in (1, 2):
            await release.rule(ctx, ctx.actor, "override", number, "release", "Secret reason.")
    runs_it = await register(client)
    claims = Claims(runs_it.user_id, "operator", None, None)
    browser.cookies.set(ACCESS, security.access_token(claims), domain=HOST)
    there = "/operations/releases"
    page = (await browser.get(there)).text
    assert "Version 2 released against the gate" in page
    assert "Secret reason." not in page
    form = {"business_id": str(person.business_id), "version": "1", "reason": "short"}
    assert (await browser.post(there, data=form)).status_code == 422
    form["reason"] = "The founder asked by telephone."
    assert (await browser.post(there, data=form)).status_code == 303
    page = (await browser.get(there)).text
    assert "Version 1 answers now." in page
    assert "Back to version 1" in page
