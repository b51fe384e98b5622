"""The creator's pages: one offer on one screen, calm about every click, naming nobody."""

import re
from datetime import timedelta

import httpx2
import pytest

from core.clock import SimulatedClock
from core.ids import new_id
from core.security import Claims
from domain.access import worker_for
from memory import departures, market, moves
from memory.ctx import open_ctx
from tests import worlds
from tests.api.people import Person
from tests.api.web.markets import HOSTILE, as_creator, offered, passed, seated, taken
from tests.domain.test_uploads import pdf, word
from tools.invoices import issue
from tools.onboarding import Description, describe_business


async def shown(browser: httpx2.AsyncClient, path: str, status: int = 200) -> str:
    """A page's words."""
    answer = await browser.get(path)
    assert answer.status_code == status, answer.text[:2000]
    return answer.text


async def test_an_offer_stands_on_one_screen_with_its_reason_and_its_end(
    browser: httpx2.AsyncClient, person: Person
) -> None:
    assignment_id = await offered(person)
    creator = await as_creator(browser, person, assignment_id)
    assert f"/studio/offers/{assignment_id}" in await shown(creator, "/studio")
    page = await shown(creator, f"/studio/offers/{assignment_id}")
    for said in (
        "data-until=",
        "It is accepted when",
        "Why you",
        "Fee and bonus",
        "without penalty",
    ):
        assert said in page
    assert "Test House" not in page
    assert str(person.business_id) not in page


async def test_a_second_click_and_the_way_back_end_on_the_same_calm_page(
    browser: httpx2.AsyncClient, person: Person
) -> None:
    assignment_id = await offered(person)
    creator = await as_creator(browser, person, assignment_id)
    there = f"/studio/offers/{assignment_id}"
    for _ in range(2):
        answer = await creator.post(f"{there}/answer", data={"accept": "1"})
        assert (answer.status_code, answer.headers["location"]) == (303, there)
    assert "already answered" in await shown(creator, there)
    assert "Hand in" in await shown(creator, there)


async def test_a_no_asks_for_nothing_and_is_kept_with_its_reason(
    browser: httpx2.AsyncClient, person: Person
) -> None:
    assignment_id = await offered(person)
    creator = await as_creator(browser, person, assignment_id)
    form = {"kind": "brief", "reason": HOSTILE}
    await creator.post(f"/studio/offers/{assignment_id}/answer", data=form)
    async with open_ctx(worker_for(person.business_id)) as ctx:
        row = await market.assignment(ctx, assignment_id)
    assert (row.status, row.decline_kind, row.decline_reason) == ("declined", "brief", HOSTILE)


async def test_an_offer_that_ran_out_is_a_calm_page(
    browser: httpx2.AsyncClient, person: Person, simulated: SimulatedClock
) -> None:
    assignment_id = await offered(person)
    creator = await as_creator(browser, person, assignment_id)
    simulated.move_to(simulated.now() + timedelta(hours=25))
    creator = await as_creator(browser, person, assignment_id)
    there = f"/studio/offers/{assignment_id}"
    assert "ran out" in await shown(creator, there)
    answer = await creator.post(f"{there}/answer", data={"accept": "1"})
    assert (answer.status_code, answer.headers["location"]) == (303, there)
    assert "Take it" not in await shown(creator, there)


@pytest.mark.parametrize(
    ("name", "data", "status", "said"),
    [
        ("a.exe", b"MZ\x90", 422, "is not taken here"),
        ("a.svg", b"<svg onload=alert(1)>", 422, "is not taken here"),
        ("a.pdf", pdf("app.alert(1)"), 422, "more than a document"),
        ("a.txt", b"x" * 9_000_000, 413, "larger than allowed"),
        ("", b"", 422, "is not taken here"),
    ],
)
async def test_a_file_of_the_wrong_kind_or_size_is_a_calm_page(
    browser: httpx2.AsyncClient, person: Person, name: str, data: bytes, status: int, said: str
) -> None:
    assignment_id = await taken(person)
    creator = await as_creator(browser, person, assignment_id)
    there = f"/studio/offers/{assignment_id}/file"
    answer = await creator.post(there, files={"file": (name or "x", data)})
    assert answer.status_code == status
    assert said in answer.text
    assert "The brief" in answer.text
    async with open_ctx(worker_for(person.business_id)) as ctx:
        assert await market.deliverables_of(ctx, assignment_id) == []


async def test_a_document_is_handed_in_and_given_back_shut(
    browser: httpx2.AsyncClient, person: Person
) -> None:
    assignment_id = await taken(person)
    creator = await as_creator(browser, person, assignment_id)
    data = word("One place for every record.")
    answer = await creator.post(
        f"/studio/offers/{assignment_id}/file", files={"file": ("../../x.docx", data)}
    )
    assert answer.status_code == 303
    page = await shown(creator, f"/studio/offers/{assignment_id}")
    (link,) = re.findall(r"/deliverables/[0-9a-f-]{36}/file", page)
    got = await creator.get(link)
    assert got.content == data
    assert "attachment" in got.headers["content-disposition"]
    assert "sandbox" in got.headers["content-security-policy"]
    seated(browser, Claims(new_id(), "creator", None, new_id()))
    assert (await browser.get(link)).status_code == 404
    assert (await browser.get(f"/studio/offers/{assignment_id}")).status_code == 404


async def test_what_did_not_fit_is_still_in_the_form(
    browser: httpx2.AsyncClient, person: Person
) -> None:
    assignment_id = await taken(person)
    creator = await as_creator(browser, person, assignment_id)
    form = {"text": HOSTILE, "ai_use": "robots"}
    answer = await creator.post(f"/studio/offers/{assignment_id}/text", data=form)
    assert answer.status_code == 422
    assert "&lt;script&gt;alert(1)" in answer.text
    assert "<script>alert" not in answer.text


async def test_the_money_and_the_record_are_there_to_take_along(
    browser: httpx2.AsyncClient, person: Person
) -> None:
    assignment_id = await passed(person)
    creator = await as_creator(browser, person, assignment_id)
    page = await shown(creator, "/studio/earnings")
    assert "$297.50" in page
    assert "Bonuses still open" in page
    statement = await creator.get("/studio/earnings/statement.csv")
    assert statement.text.splitlines()[-1].endswith(",29750,USD")
    assert "Brief by brief" in await shown(creator, "/studio/record")
    record = (await creator.get("/studio/record.json")).json()
    assert len(record["record"]) == 10
    assert len(record["briefs"][0]) == 7
    assert (await creator.get("/studio/record.csv")).text.count("\n") == 2


async def test_somebody_with_an_account_becomes_a_creator(
    founder_page: httpx2.AsyncClient, person: Person
) -> None:
    form = {
        "name": HOSTILE, "specializations": "SaaS, manufacturing", "languages": "en, de",
        "artifact_types": ["email", "blog_post"], "price_email": "250,50", "capacity": "3",
        "sample_0_title": "A talk", "sample_0_link": "javascript:alert(1)",
    }  # fmt: skip
    refused = await founder_page.post("/studio/apply", data=form)
    assert refused.status_code == 422
    assert "begins with https" in refused.text
    assert "<script>alert" not in refused.text
    form |= {"sample_0_link": "https://example.com/talk", "consent": "on"}
    assert (await founder_page.post("/studio/apply", data=form)).status_code == 303
    assert "You are a creator" in await shown(founder_page, "/studio/apply")
    async with open_ctx(worker_for(person.business_id)) as ctx:
        rows = await market.all_creators(ctx)
    (row,) = [each for each in rows if each.user_id == person.user_id]
    assert (row.user_id, row.price_cents, row.capacity) == (person.user_id, {"email": 25050}, 3)


async def test_a_question_goes_out_and_its_answer_comes_back_without_a_name(
    browser: httpx2.AsyncClient, person: Person, founder_page: httpx2.AsyncClient
) -> None:
    async with open_ctx(worker_for(person.business_id)) as ctx:
        await describe_business(ctx, Description(business_name="Gaugewren"))
        assignment_id = await worlds.offered(ctx)
        brief_id = (await market.assignment(ctx, assignment_id)).brief_id
    founder_cookies = dict(founder_page.cookies)
    creator = await as_creator(browser, person, assignment_id)
    there = f"/studio/offers/{assignment_id}"
    await creator.post(f"{there}/questions", data={"text": f"How long? {HOSTILE}"})
    assert "&lt;script&gt;" in await shown(creator, there)
    for name, value in founder_cookies.items():
        browser.cookies.set(name, value, domain="refleqt.local")
    page = await shown(browser, f"/production/{brief_id}")
    assert "<script>alert" not in page
    (action,) = set(re.findall(rf"/production/{brief_id}/questions/[0-9a-f-]+", page))
    leak = await browser.post(action, data={"text": "As Gaugewren always does it."})
    assert leak.status_code == 422
    assert "As Gaugewren always does it." in leak.text
    assert "would tell a creator" in leak.text
    assert (await browser.post(action, data={"text": "Short is fine."})).status_code == 303
    creator = await as_creator(browser, person, assignment_id)
    page = await shown(creator, there)
    assert "Short is fine." in page
    assert "Gaugewren" not in page


async def test_a_sealed_bid_is_sent_once_and_what_is_no_amount_is_said_so(
    browser: httpx2.AsyncClient, person: Person
) -> None:
    assignment_id = await offered(person)
    async with open_ctx(worker_for(person.business_id)) as ctx:
        await market.change_assignment(ctx, assignment_id, status="invited")
    creator = await as_creator(browser, person, assignment_id)
    there = f"/studio/offers/{assignment_id}"
    assert "Send the bid" in await shown(creator, there)
    for wrong in ("much", "0", "999999"):
        answer = await creator.post(f"{there}/bid", data={"amount": wrong})
        assert (answer.status_code, wrong in answer.text) == (422, True)
    answer = await creator.post(f"{there}/bid", data={"amount": "20,50"})
    assert answer.status_code == 303
    page = await shown(creator, there)
    assert "Hand in" in page  # the only bid has the work
    assert "20.50" in page


async def test_a_statement_is_a_document_for_its_creator(
    browser: httpx2.AsyncClient, person: Person
) -> None:
    creator = await as_creator(browser, person, await passed(person))
    answer = await creator.get("/studio/earnings/statement.pdf")
    assert answer.status_code == 200, answer.text[:200]
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")


async def test_an_account_is_begun_answered_for_and_what_waits_is_told(
    browser: httpx2.AsyncClient, person: Person
) -> None:
    creator = await as_creator(browser, person, await passed(person))
    page = await shown(creator, "/studio/payouts")
    assert "no money moves" in page
    assert "yours; waits for your account" in page
    assert (await creator.post("/studio/payouts", data={"country": "Nowhere"})).status_code == 422
    for path, data in (
        ("/studio/payouts", {"country": "DE"}),
        ("/studio/payouts/stand-in", {"state": "needs_more"}),
        ("/studio/payouts/look", {}),
    ):
        answer = await creator.post(path, data=data)
        assert (answer.status_code, answer.headers["location"]) == (303, "/studio/payouts")
    page = await shown(creator, "/studio/payouts")
    assert "The provider wants more from you" in page
    assert "Germany" in page
    async with open_ctx(worker_for(person.business_id or new_id())) as ctx:
        (owed,) = [one for one in await moves.every(ctx) if one.kind == "transfer"]
        await moves.change(ctx, owed.id, status="refused", reason="account_closed")
    assert "renew your details above" in await shown(creator, "/studio/payouts")
    async with open_ctx(worker_for(person.business_id or new_id())) as ctx:
        await moves.change(ctx, owed.id, reason="balance_insufficient")
    assert "our operators look into it" in await shown(creator, "/studio/payouts")
    offer = await shown(creator, "/studio")
    assert "escrow" not in (page + offer).lower()


async def test_a_notice_that_is_not_signed_is_refused(browser: httpx2.AsyncClient) -> None:
    answer = await browser.post("/payments/notice", content=b"{}")
    assert answer.status_code == 403


async def test_the_terms_of_a_bonus_stand_before_the_answer(
    browser: httpx2.AsyncClient, person: Person
) -> None:
    assignment_id = await offered(person)
    creator = await as_creator(browser, person, assignment_id)
    page = await shown(creator, f"/studio/offers/{assignment_id}")
    for said in ("Bonus at most", "comparable pieces reached", "once the target is reached",
                 "for 30 days from the day it goes out", "position model"):  # fmt: skip
        assert said in page


async def test_a_creator_finds_a_receipt_of_each_amount_with_their_own_details(
    browser: httpx2.AsyncClient, person: Person
) -> None:
    assignment_id = await passed(person)
    creator = await as_creator(browser, person, assignment_id)
    kept = await creator.post("/studio/payouts/details", data={"legal_name": "Ada & Sons"})
    assert kept.status_code == 303
    assert "Ada &amp; Sons" in await shown(creator, "/studio/payouts")
    async with open_ctx(worker_for(person.business_id)) as ctx:
        await issue(ctx)
    page = await shown(creator, "/studio/earnings")
    link = re.search(r"/studio/receipts/[0-9a-f-]+\.pdf", page)
    assert link
    printed = await creator.get(link.group())
    assert printed.headers["content-type"] == "application/pdf"
    assert "remittance" in await shown(creator, "/studio/receipts.csv")
    too_long = await creator.post("/studio/payouts/details", data={"legal_name": "x" * 201})
    assert "at most 200 characters" in (await creator.get(too_long.headers["location"])).text


async def test_a_creator_leaves_on_a_page_that_says_what_is_in_the_way(
    browser: httpx2.AsyncClient, person: Person
) -> None:
    async with open_ctx(worker_for(person.business_id)) as ctx:
        for row in await market.all_creators(ctx):  # those of other tests, with work of theirs
            await departures.empty_seat(ctx, row.id)
    creator = await as_creator(browser, person, await passed(person))
    assert "/studio/leave" in await shown(creator, "/studio/record")
    page = await shown(creator, "/studio/leave")
    assert "not paid out yet: 1" in page
    assert "Leave for good" not in page
    refused = await creator.post("/studio/leave", data={"name": "Ada"})
    assert (refused.status_code, "not paid out yet" in refused.text) == (422, True)
    async with open_ctx(worker_for(person.business_id)) as ctx:
        for row in await moves.every(ctx):
            await moves.change(ctx, row.id, status="done")
    assert "What stays, and why" in await shown(creator, "/studio/leave")
    wrong = await creator.post("/studio/leave", data={"name": "Bo"})
    assert (wrong.status_code, "not the name" in wrong.text) == (422, True)
    left = await creator.post("/studio/leave", data={"name": "Ada"})
    assert (left.status_code, left.headers["location"]) == (303, "/sign-in")
    async with open_ctx(worker_for(person.business_id)) as ctx:
        assert await market.all_creators(ctx) == []
