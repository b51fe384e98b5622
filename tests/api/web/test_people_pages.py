"""The pages of accounts, people, settings and notices, as a browser without scripts sees them."""

import re

import httpx2
import pytest

from api.web.session import ACCESS, HELD, REFRESH
from core.ids import new_id
from memory.ctx import open_ctx
from tests.api.people import PASSWORD, Person
from tests.api.web.visiting import HOST, sit
from tests.people import actor, address, joined, registered
from tests.post import letters_to, secret_to
from tools import accounts, sessions
from tools.accounts import Tokens
from tools.addresses import verify

Browser = httpx2.AsyncClient


async def signed_up(browser: Browser, email: str) -> httpx2.Response:
    """Somebody new fills the form."""
    form = {"email": email, "password": PASSWORD, "business_name": "Page House", "name": "Ada"}
    return await browser.post("/sign-up", data=form)


async def proved(email: str) -> None:
    """The person opened the link in the mail."""
    async with open_ctx(accounts.stranger()) as ctx:
        await verify(ctx, await secret_to(email, "verify"))


def sitting(browser: Browser, tokens: Tokens) -> Browser:
    """The browser, signed in by tokens."""
    browser.cookies.clear()
    browser.cookies.set(ACCESS, tokens.access_token, domain=HOST)
    browser.cookies.set(REFRESH, tokens.refresh_token, domain=HOST)
    return browser


async def test_signing_up_signs_in_and_asks_to_verify(browser: Browser) -> None:
    email = address()
    assert (await signed_up(browser, email)).headers["location"] == "/"
    page = (await browser.get("/settings")).text
    assert "Please open the link that we sent to" in page
    token = await secret_to(email, "verify")
    assert "Yes, it is mine" in (await browser.get(f"/verify/{token}")).text
    done = await browser.post(f"/verify/{token}")
    assert (done.status_code, done.headers["location"]) == (303, "/")
    assert "Please open the link" not in (await browser.get("/settings")).text
    again = await browser.post(f"/verify/{token}")
    assert again.status_code == 410
    assert "does not work any more" in again.text


async def test_the_welcome_waits_through_the_pages_that_lead_on(browser: Browser) -> None:
    await signed_up(browser, address())
    arrived = await browser.get("/", follow_redirects=True)
    assert arrived.url.path == "/welcome"
    assert "Welcome. We sent you a link" in arrived.text


async def test_a_form_that_is_wrong_keeps_what_was_typed_but_no_password(browser: Browser) -> None:
    form = {"email": "no address", "password": PASSWORD, "business_name": "Kept House"}
    answer = await browser.post("/sign-up", data=form)
    assert answer.status_code == 422
    assert "Kept House" in answer.text
    assert PASSWORD not in answer.text


@pytest.mark.parametrize("kind", ["verify", "reset", "invitations"])
async def test_forged_and_unknown_links_look_the_same(browser: Browser, kind: str) -> None:
    pages = [await browser.get(f"/{kind}/{token}") for token in ("x" * 43, new_id().hex, "%00'--")]
    assert {page.status_code for page in pages} == {404}
    assert len({page.text for page in pages}) == 1
    assert "does not exist" in pages[0].text


async def test_a_password_is_reset_by_mail_and_nobody_learns_who_has_an_account(
    browser: Browser, person: Person
) -> None:
    pages = [await browser.post("/reset", data={"email": each}) for each in
             (person.email, f"x{person.email[1:]}")]  # fmt: skip
    assert pages[0].text.replace(person.email, "") == pages[1].text.replace(
        f"x{person.email[1:]}", ""
    )
    token = await secret_to(person.email, "reset")
    assert person.email in (await browser.get(f"/reset/{token}")).text
    short = await browser.post(f"/reset/{token}", data={"password": "short"})
    assert short.status_code == 422
    done = await browser.post(f"/reset/{token}", data={"password": "quite another phrase"})
    assert done.headers["location"] == "/sign-in"
    assert (await browser.get(f"/reset/{token}")).status_code == 410
    form = {"email": person.email, "password": "quite another phrase"}
    assert (await browser.post("/sign-in", data=form)).status_code == 303


async def test_an_invited_person_takes_the_place(browser: Browser) -> None:
    email, invited = address(), address()
    await signed_up(browser, email)
    refused = await browser.post("/team/invitations", data={"email": invited, "role": "team"})
    assert refused.status_code == 422
    assert "not verified yet" in refused.text
    await proved(email)
    sent = await browser.post("/team/invitations", data={"email": invited, "role": "team"})
    assert sent.status_code == 303
    assert invited in (await browser.get("/team")).text
    token = await secret_to(invited, "invitation")
    assert "Sign out first" in (await browser.get(f"/invitations/{token}")).text
    browser.cookies.clear()
    assert "Page House" in (await browser.get(f"/invitations/{token}")).text
    taken = await browser.post(f"/invitations/{token}", data={"password": PASSWORD, "name": "Bo"})
    assert taken.status_code == 303
    page = (await browser.get("/team")).text
    assert "Bo" in page
    assert "Invite somebody" not in page
    assert (await browser.get(f"/invitations/{token}")).status_code == 410


async def test_a_member_is_removed_and_comes_back_by_undo(browser: Browser) -> None:
    email = address()
    founder = await registered(email)
    await proved(email)
    assert founder.business_id is not None
    member = await joined(founder.business_id, "team")
    sitting(browser, founder)
    gone = await browser.post(f"/team/{member.user_id}/remove")
    assert gone.status_code == 303
    assert f"/team/{member.user_id}/restore" in (await browser.get("/team")).text
    await browser.post(f"/team/{member.user_id}/restore")
    assert "2 people" in (await browser.get("/team")).text
    last = await browser.post(f"/team/{founder.user_id}/remove")
    assert last.headers["location"] == "/team"
    assert "at least one founder" in (await browser.get("/team")).text


async def test_a_session_ended_elsewhere_ends_here_at_once(browser: Browser) -> None:
    email = address()
    here = await registered(email)
    sitting(browser, here)
    assert (await browser.get("/settings")).status_code == 200
    async with open_ctx(actor(here)) as ctx:
        await sessions.end_other_sessions(ctx, None)
    answer = await browser.get("/settings")
    assert answer.headers["location"] == "/sign-in?next=/settings"


async def test_settings_are_kept_and_spoken_at_once(browser: Browser) -> None:
    await signed_up(browser, address())
    form = {"name": "Ada L.", "language": "de", "timezone": "Asia/Kathmandu", "theme": "dark"}
    assert (await browser.post("/settings/me", data=form)).status_code == 303
    page = (await browser.get("/settings")).text
    assert 'lang="de" data-theme="dark"' in page
    assert 'value="Asia/Kathmandu"' in page
    wrong = await browser.post("/settings/me", data=form | {"timezone": "Mars/Base"})
    assert wrong.status_code == 422
    assert "Mars/Base" in wrong.text


async def test_notice_preferences_and_the_business_are_kept(browser: Browser) -> None:
    await signed_up(browser, address())
    form = {"on": ["map_published:mail"], "digest": "daily", "quiet_from": "22:00",
            "quiet_to": "07:00"}  # fmt: skip
    await browser.post("/settings/notices", data=form)
    page = (await browser.get("/settings")).text
    boxes = re.findall(r'value="(\w+:\w+)"[^>]*checked', page)
    assert boxes == ["map_published:mail"]
    assert 'value="22:00"' in page
    house = {"business_name": "New Name", "currency": "eur", "timezone": "Europe/Berlin"}
    assert (await browser.post("/settings/business", data=house)).status_code == 303
    assert 'value="EUR"' in (await browser.get("/settings")).text
    far = await browser.post("/settings/modes", data={"map": "strict", "suggestion": "creative"})
    assert far.status_code == 303
    page = (await browser.get("/settings")).text
    assert 'name="map" value="strict" checked' in page
    assert 'name="suggestion" value="creative" checked' in page
    assert (await browser.post("/settings/modes", data={"map": "bold"})).status_code == 422
    bad = await browser.post("/settings/business", data=house | {"currency": "XQX"})
    assert bad.status_code == 422


async def test_a_notice_leads_to_what_it_is_about_and_is_read_then(browser: Browser) -> None:
    email = address()
    await signed_up(browser, email)
    page = (await browser.get("/notifications")).text
    assert "Nothing happened yet" in page
    gone = await browser.post(f"/notifications/{new_id()}")
    assert gone.headers["location"] == "/notifications"
    assert (await browser.post("/notifications/read")).status_code == 303


async def test_the_outbox_is_for_the_operator_and_for_who_sits_at_the_machine(
    browser: Browser, person: Person
) -> None:
    assert (await browser.get("/operations/mail")).status_code == 303
    founder = sit(browser, "founder", person.business_id)
    assert (await founder.get("/operations/mail")).status_code == 403
    operator = sit(browser, "operator", None)
    assert person.email in (await operator.get("/operations/mail")).text
    browser.cookies.clear()
    near = await browser.get("/operations/mail", headers={"host": "localhost:8321"})
    assert person.email in near.text


async def test_what_was_typed_when_the_session_had_ended_comes_back(browser: Browser) -> None:
    email = address()
    await signed_up(browser, email)
    for name in (ACCESS, REFRESH):
        browser.cookies.delete(name)
    words = "Nobody answers our mails. <b>Ünïcode</b>"
    typed = {"business_name": words, "currency": "EUR", "_key": "k"}
    page = {"referer": "http://refleqt/settings"}
    lost = await browser.post("/settings/business", data=typed, headers=page)
    assert lost.status_code == 401
    assert "Nothing is lost" in lost.text
    assert "Nobody answers" not in lost.text
    (held,) = re.findall(r'name="held_form" value="([^"]+)"', lost.text)
    form = {"email": email, "password": PASSWORD, "held_form": held, "next": "/settings"}
    back = await browser.post("/sign-in", data=form)
    assert back.headers["location"] == "/settings"
    assert browser.cookies[HELD]
    shown = (await browser.get("/settings")).text
    assert "Nobody answers our mails. &lt;b&gt;Ünïcode&lt;/b&gt;" in shown
    assert "Page House" not in re.findall(r'name="business_name"[^>]*', shown)[0]
    later = (await browser.get("/settings")).text
    assert "Nobody answers" not in later
    kinds = [each.kind for each in await letters_to(email)]
    assert kinds == ["verify"]


async def test_a_password_is_never_held(browser: Browser) -> None:
    typed = {"current": PASSWORD, "password": "quite another phrase"}
    answer = await browser.post("/settings/password", data=typed)
    assert answer.headers["location"] == "/sign-in?next=/"


async def test_a_seat_is_changed(browser: Browser) -> None:
    email = address()
    own, other = await registered(email), await registered(address())
    assert other.business_id is not None
    await joined(other.business_id, "evaluator", email)
    sitting(browser, own)
    assert "Sit here" in (await browser.get("/seats")).text
    form = {"seat": "business", "business_id": str(other.business_id)}
    moved = await browser.post("/seats", data=form)
    assert moved.headers["location"] == "/evaluations"
    assert (await browser.get("/team")).status_code == 403


async def test_leaving_ends_the_session(browser: Browser) -> None:
    founder = await registered(address())
    sitting(browser, founder)
    stays = await browser.post("/settings/leave")
    assert stays.headers["location"] == "/settings#business"
    assert founder.business_id is not None
    member = await joined(founder.business_id, "team")
    sitting(browser, member)
    assert (await browser.post("/settings/leave")).headers["location"] == "/sign-in"
