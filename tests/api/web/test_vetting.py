"""The desk of whoever vets: taken, looked at safely, decided on with a form."""

import httpx2

from api.web.session import ACCESS
from core import security, settings
from core.security import Claims
from memory.applications import application_id
from memory.ctx import open_ctx
from tests.api.people import Person, register
from tests.api.web.visiting import HOST, sign_in
from tools import accounts
from tools.operators import set_reviewer

FORM = {"name": "<b>Mara</b>", "specializations": "saas", "languages": "en", "capacity": "3",
        "artifact_types": ["email"], "consent": "on", "sample_0_title": "A <i>talk</i>",
        "sample_0_link": "https://xn--pypal-4ve.example/a?b=1",
        "sample_0_text": "<script>alert(1)</script> Words."}  # fmt: skip


async def desk(browser: httpx2.AsyncClient, vera: Person) -> httpx2.AsyncClient:
    """The same browser with somebody at it who vets for the market."""
    async with open_ctx(accounts.stranger()) as ctx:
        await set_reviewer(ctx, vera.email, vets=True)
    browser.cookies.clear()
    claims = Claims(vera.user_id, "reviewer", None, None)
    browser.cookies.set(ACCESS, security.access_token(claims), domain=HOST)
    return browser


async def test_an_application_is_taken_looked_at_and_answered(
    browser: httpx2.AsyncClient, client: httpx2.AsyncClient
) -> None:
    mara, vera = await register(client), await register(client)
    settings.use(creators_come_in="when_accepted")
    try:
        await sign_in(browser, mara.tokens).post("/studio/apply", data=FORM)
    finally:
        settings.use(creators_come_in="")
    there = f"/reviews/applications/{application_id(mara.user_id)}"
    reviewer = await desk(browser, vera)
    assert there in (await reviewer.get("/reviews")).text
    for elsewhere in ("/notifications", "/settings", "/seats"):
        assert (await reviewer.get(elsewhere)).status_code == 200, elsewhere
    page = (await reviewer.get(there)).text
    assert "<b>Mara" not in page
    assert "<script>alert" not in page
    assert 'rel="noopener noreferrer nofollow"' in page
    assert ">xn--pypal-4ve.example<" in page
    assert 'name="craft"' not in page
    taken = await reviewer.post(f"{there}/take")
    assert taken.headers["location"] == there
    assert 'name="craft"' in (await reviewer.get(there)).text
    await reviewer.post(f"{there}/put-back")
    assert 'name="craft"' not in (await reviewer.get(there)).text
    await reviewer.post(f"{there}/take")
    bare = await reviewer.post(f"{there}/decide", data={"decision": "refused", "craft": "2"})
    assert bare.status_code == 422
    points = {"craft": "4", "depth": "4", "reader": "3", "own": "5"}
    given = {**points, "decision": "accepted", "reason": "Clear and yours."}
    done = await reviewer.post(f"{there}/decide", data=given)
    assert done.headers["location"] == "/reviews"
    assert there not in (await reviewer.get("/reviews")).text
    again = await reviewer.post(f"{there}/decide", data=given)
    assert again.headers["location"] == "/reviews"
    browser.cookies.clear()
    told = (await sign_in(browser, mara.tokens).get("/studio/apply")).text
    assert "You are a creator" in told
    assert "craft 4" in told


async def test_a_reviewer_of_one_business_finds_no_application(
    browser: httpx2.AsyncClient, person: Person
) -> None:
    claims = Claims(person.user_id, "reviewer", person.business_id, None)
    browser.cookies.set(ACCESS, security.access_token(claims), domain=HOST)
    there = f"/reviews/applications/{application_id(person.user_id)}"
    assert (await browser.get(there)).status_code == 404
    answer = await browser.post(f"{there}/take")
    assert answer.headers["location"] == "/reviews"
