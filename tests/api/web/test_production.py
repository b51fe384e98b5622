"""Work from the founder's and the reviewer's side."""

from uuid import UUID

import httpx2

from api.web.shell import environment
from core.ids import new_id
from core.security import Claims
from domain.access import worker_for
from domain.briefs import Seo
from domain.leak_report import LeakReport
from domain.reidentification import Attack, parts
from memory import departures, market, people, plans
from memory.ctx import open_ctx
from tests import worlds
from tests.agents.plans import a_brief
from tests.api.people import Person
from tests.api.web.markets import as_creator, offered, passed, seated
from tests.api.web.visiting import sign_in
from tests.tools.test_disputes import disputed
from tests.tools.test_reviews import escalated
from tools.invoices import issue, list_invoices
from tools.offers import Work, deliver
from tools.onboarding import Description, Tenant, describe_business
from tools.payments import Nothing, funds


async def brief_of(person: Person, assignment_id: UUID) -> UUID:
    """The brief of an assignment."""
    async with open_ctx(worker_for(person.business_id)) as ctx:
        return (await market.assignment(ctx, assignment_id)).brief_id


async def test_finished_work_carries_the_name_and_can_be_rated(
    founder_page: httpx2.AsyncClient, person: Person
) -> None:
    assignment_id = await passed(person)
    brief_id = await brief_of(person, assignment_id)
    assert f"/production/{brief_id}" in (await founder_page.get("/production")).text
    page = (await founder_page.get(f"/production/{brief_id}")).text
    assert "Test House keeps every calibration record" in page
    assert "not measured yet" in page  # the bonus
    assert page.count('name="stars"') == 5
    for stars in ("2", "5"):  # each star is a button; a second tap takes the place of the first
        rated = await founder_page.post(
            f"/production/{brief_id}/rate/{assignment_id}", data={"stars": stars}
        )
        assert rated.status_code == 303
        page = (await founder_page.get(f"/production/{brief_id}")).text
        assert f"You gave {stars} stars" in page
    async with open_ctx(worker_for(person.business_id)) as ctx:
        (record,) = await market.records(ctx)
    assert record.customer_satisfaction == 1.0


async def test_the_work_of_a_creator_who_left_stands_under_a_neutral_name(
    founder_page: httpx2.AsyncClient, person: Person
) -> None:
    assignment_id = await passed(person)
    brief_id = await brief_of(person, assignment_id)
    async with open_ctx(worker_for(person.business_id)) as ctx:
        row = await market.assignment(ctx, assignment_id)
        await departures.empty_seat(ctx, row.creator_id)
    for path in (f"/production/{brief_id}", "/production"):
        assert "A creator who left" in (await founder_page.get(path)).text
    page = (await founder_page.get(f"/production/{brief_id}")).text
    assert "Test House keeps every calibration record" in page  # it is theirs


async def test_a_brief_that_nobody_took_comes_back_with_its_money_once(
    founder_page: httpx2.AsyncClient, person: Person
) -> None:
    assignment_id = await offered(person)
    brief_id = await brief_of(person, assignment_id)
    for _ in range(2):
        answer = await founder_page.post(f"/production/{brief_id}/withdraw")
        assert answer.status_code == 303
    async with open_ctx(worker_for(person.business_id)) as ctx:
        account = await funds(ctx, Nothing())
        assert (account.refunded, account.still_held) == (48_000, 0)
        assert (await market.assignment(ctx, assignment_id)).status == "withdrawn"
        assert (await plans.brief(ctx, brief_id)).status == "withdrawn"
    creator = await as_creator(founder_page, person, assignment_id)
    assert "taken back before you answered" in (
        await creator.get(f"/studio/offers/{assignment_id}")
    ).text  # fmt: skip


async def test_taken_work_is_not_taken_back(
    founder_page: httpx2.AsyncClient, person: Person
) -> None:
    async with open_ctx(worker_for(person.business_id)) as worker:
        assignment_id = await worlds.taken(worker)
    brief_id = await brief_of(person, assignment_id)
    await founder_page.post(f"/production/{brief_id}/withdraw")
    assert "A creator is at work" in (await founder_page.get(f"/production/{brief_id}")).text
    async with open_ctx(worker_for(person.business_id)) as ctx:
        assert (await funds(ctx, Nothing())).refunded == 0


async def test_the_founder_decides_escalated_work_once(
    founder_page: httpx2.AsyncClient, person: Person
) -> None:
    async with open_ctx(worker_for(person.business_id)) as worker:
        assignment_id = await escalated(worker)
    brief_id = await brief_of(person, assignment_id)
    there = f"/production/{brief_id}/decide/{assignment_id}"
    assert "Your decision" in (await founder_page.get(f"/production/{brief_id}")).text
    leak = await founder_page.post(there, data={"notes": "Test House wants it shorter."})
    assert leak.status_code == 422
    for _ in range(2):
        assert (await founder_page.post(there, data={"passed": "1"})).status_code == 303
    async with open_ctx(worker_for(person.business_id)) as ctx:
        assert await worlds.facts(ctx, "CreatorPaid") == 1


async def test_a_reviewer_judges_point_by_point(
    browser: httpx2.AsyncClient, person: Person
) -> None:
    async with open_ctx(worker_for(person.business_id)) as worker:
        assignment_id = await worlds.taken(worker)
        text = await worlds.fitting(worker)
        await deliver(worker, Work(assignment_id=assignment_id, text=text))
    reviewer = seated(browser, Claims(new_id(), "reviewer", person.business_id, None))
    assert f"/reviews/{assignment_id}" in (await reviewer.get("/reviews")).text
    page = (await reviewer.get(f"/reviews/{assignment_id}")).text
    marks = {f"met_{n}": "on" for n in range(page.count('name="met_'))}
    answer = await reviewer.post(f"/reviews/{assignment_id}/review", data=marks)
    assert answer.headers["location"] == "/reviews"
    assert (await reviewer.get(f"/reviews/{assignment_id}")).status_code == 404
    async with open_ctx(worker_for(person.business_id)) as ctx:
        assert (await market.assignment(ctx, assignment_id)).status == "passed"
    sign_in(browser, person.tokens)
    assert (await browser.get("/reviews")).status_code == 200


async def test_held_funds_are_printed_for_their_founder(
    browser: httpx2.AsyncClient, person: Person
) -> None:
    async with open_ctx(worker_for(person.business_id)) as worker:
        await worlds.passed(worker)
    sign_in(browser, person.tokens)
    answer = await browser.get("/production/statement.pdf")
    assert answer.status_code == 200, answer.text[:200]
    assert answer.content.startswith(b"%PDF")


async def test_the_owner_sees_what_a_stranger_could_tell(
    founder_page: httpx2.AsyncClient, person: Person
) -> None:
    async with open_ctx(worker_for(person.business_id)) as ctx:
        described = Description(industry="software", products=["Bench"])
        await describe_business(ctx, described)
        await people.keep_profile(ctx, {"competitors_direct": ["Brasswick"]}, {})
    assignment_id = await offered(person)
    brief_id = await brief_of(person, assignment_id)
    page = (await founder_page.get(f"/production/{brief_id}")).text
    assert "What a stranger could tell" in page
    assert "Tried with 20 businesses, 1 of them competitors that you named" in page
    assert "Brasswick" not in page
    creator = await as_creator(founder_page, person, assignment_id)
    assert "stranger" not in (await creator.get(f"/studio/offers/{assignment_id}")).text


async def test_a_blocked_brief_shows_span_rule_and_way_out(
    founder_page: httpx2.AsyncClient, person: Person
) -> None:
    async with open_ctx(worker_for(person.business_id)) as ctx:
        facts = ["The record that was lost"]
        tenant = Tenant(name="Veltrane", facts=facts)
        await describe_business(ctx, Description(tenant=tenant))
        brief_id = await worlds.briefed(ctx)
    page = (await founder_page.get(f"/production/{brief_id}")).text
    assert "points to The record that was lost (rule: facts)" in page
    assert "Say it in words that nobody at your business uses." in page


async def test_a_dispute_is_seen_by_both_sides_and_decided_by_neither(
    browser: httpx2.AsyncClient, person: Person
) -> None:
    async with open_ctx(worker_for(person.business_id)) as worker:
        assignment_id = await disputed(worker, reason="It is as long as asked.")
        row = await market.assignment(worker, assignment_id)
    brief_id = row.brief_id
    sign_in(browser, person.tokens)
    page = (await browser.get(f"/production/{brief_id}")).text
    assert "It is as long as asked." in page
    assert "says that the review is at fault" in page
    assert "Your decision" not in page
    creator = seated(browser, Claims(new_id(), "creator", None, row.creator_id))
    page = (await creator.get(f"/studio/offers/{assignment_id}")).text
    assert page.index("Your objection") < page.index("Fee and bonus")
    assert "Is the review wrong?" not in page
    sign_in(browser, person.tokens)
    there = f"/production/{brief_id}/dispute/{assignment_id}"
    leak = await browser.post(there, data={"reply": "Test House says no."})
    assert leak.status_code == 422
    reviewer = seated(browser, Claims(new_id(), "reviewer", person.business_id, None))
    desk = f"/reviews/{assignment_id}"
    assert "You decide after that" in (await reviewer.get(desk)).text
    sign_in(browser, person.tokens)
    assert (await browser.post(there, data={"reply": "We say no."})).status_code == 303
    reviewer = seated(browser, Claims(new_id(), "reviewer", person.business_id, None))
    page = (await reviewer.get(desk)).text
    assert "We say no." in page
    decided = await reviewer.post(f"{desk}/decide", data={"notes": "It is too short."})
    assert decided.headers["location"] == "/reviews"
    sign_in(browser, person.tokens)
    assert "It is too short." in (await browser.get(f"/production/{brief_id}")).text


def test_every_part_of_a_brief_has_a_name_in_its_leak_report() -> None:
    brief = a_brief()
    voice = brief.voice.model_copy(update={"words": ("gauge",)})
    search = Seo(keyword="gauges", intent="an answer")
    told = {"offer": "software", "voice": voice, "seo": search}
    named = tuple(parts(brief.model_copy(update=told)))
    found = Attack(rank=2, candidates=20, competitors=3, share=0.1, chance=0.4, helped=named)
    report = LeakReport(attack=found, coarsened=named)
    template = environment().get_template("production/leak_report.html")
    page = template.render(report=report)
    assert {"offer", "trade", "search"} <= set(named)
    assert "words of the trade" in page


async def test_invoices_are_listed_printed_and_say_what_the_business_wants(
    founder_page: httpx2.AsyncClient, person: Person
) -> None:
    await passed(person)
    assert "No documents yet" in (await founder_page.get("/production/invoices")).text
    said = {"legal_name": "House & Co Ltd", "address": "1 Lane\nLeeds"}
    kept = await founder_page.post("/production/invoices", data=said)
    assert kept.status_code == 303
    async with open_ctx(worker_for(person.business_id)) as ctx:
        await issue(ctx)
        (one,) = (await list_invoices(ctx, Nothing())).items
    page = (await founder_page.get("/production/invoices")).text
    assert one.number in page
    assert "House &amp; Co Ltd" in page
    printed = await founder_page.get(f"/production/invoices/{one.id}.pdf")
    assert printed.headers["content-type"] == "application/pdf"
    assert one.number in (await founder_page.get("/production/invoices.csv")).text
    wrong = await founder_page.post("/production/invoices", data={"legal_name": "x" * 201})
    assert wrong.status_code == 422
    assert (await founder_page.get(f"/production/invoices/{new_id()}.pdf")).status_code == 404
