"""Cookies hold the session: it is renewed on the way, ended, and closed to forms of other sites."""

from datetime import timedelta

import httpx2
import pytest

from api.web.session import ACCESS, REFRESH, cookie
from api.web.shell import SAID
from core import clock
from tests.api.people import PASSWORD, Person
from tests.api.web.visiting import HOST


async def test_who_is_not_signed_in_is_sent_to_sign_in_and_back(
    browser: httpx2.AsyncClient,
) -> None:
    answer = await browser.get("/live?fact=3")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/sign-in?next=/live%3Ffact%3D3"


async def test_signing_in_sets_cookies_that_scripts_cannot_read(
    browser: httpx2.AsyncClient, person: Person
) -> None:
    form = {"email": person.email, "password": PASSWORD, "next": "/vents"}
    answer = await browser.post("/sign-in", data=form)
    assert answer.headers["location"] == "/vents"
    given = answer.headers.get_list("set-cookie")
    assert {each.partition("=")[0] for each in given} == {ACCESS, REFRESH, SAID}
    assert all("HttpOnly" in each and "SameSite=Lax" in each for each in given)


async def test_an_expired_session_is_renewed_by_its_refresh_token(
    founder_page: httpx2.AsyncClient,
) -> None:
    before = founder_page.cookies[REFRESH]
    founder_page.cookies.delete(ACCESS)
    answer = await founder_page.get("/sign-in")
    assert answer.status_code == 303
    assert founder_page.cookies[REFRESH] != before


async def test_a_session_used_twice_is_over(founder_page: httpx2.AsyncClient) -> None:
    stolen = founder_page.cookies[REFRESH]
    founder_page.cookies.delete(ACCESS)
    await founder_page.get("/sign-in")
    with clock.running(clock.SimulatedClock(clock.now() + timedelta(minutes=2))):
        founder_page.cookies.clear()
        founder_page.cookies.set(REFRESH, stolen, domain=HOST)
        answer = await founder_page.get("/sign-in")
    assert answer.status_code == 200


async def test_signing_out_ends_the_session(
    founder_page: httpx2.AsyncClient, client: httpx2.AsyncClient
) -> None:
    held = founder_page.cookies[REFRESH]
    answer = await founder_page.post("/sign-out")
    assert answer.headers["location"] == "/sign-in"
    assert ACCESS not in founder_page.cookies
    again = await client.post("/api/v1/accounts/refresh", json={"refresh_token": held})
    assert again.status_code == 401


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "", "origin": "http://elsewhere.example"},
        {"sec-fetch-site": ""},
    ],
)
async def test_a_form_of_another_site_is_refused(
    founder_page: httpx2.AsyncClient, headers: dict[str, str]
) -> None:
    answer = await founder_page.post("/sign-out", headers=headers)
    assert answer.status_code == 403
    assert "sent from another site" in answer.text


async def test_our_own_origin_is_enough_for_older_browsers(
    founder_page: httpx2.AsyncClient,
) -> None:
    headers = {"sec-fetch-site": "", "origin": "http://refleqt"}
    assert (await founder_page.post("/sign-out", headers=headers)).status_code == 303


def test_a_cookie_over_https_is_secure() -> None:
    assert "Secure" in cookie("name", "value", secure=True)
    assert "Max-Age=0" in cookie("name", "", secure=False)
