"""Today, results, receipts, beliefs and the model: empty, full, and with words that mean harm."""

from datetime import timedelta
from uuid import UUID

import httpx2
import pytest

from cdt import beliefs as cdt_beliefs
from cdt import release
from core import clock
from core.ids import new_id
from domain.access import Actor, worker_for
from domain.work import AttributeRevenue, ExtractContext, MapPerformance, TrainCdt
from jobs import attribute_revenue, extract_context, map_performance, train_cdt
from memory import context, outcomes, releases
from memory.ctx import open_ctx
from tests import worlds
from tests.api.people import Person
from tests.api.web.visiting import sit
from tools.base import Nothing
from tools.beliefs import Wanted, list_beliefs
from tools.calendar import Entries, save_entries
from tools.performance import JourneyRow, Journeys, Touch, import_journeys
from tools.plans import Publication, publish_maps
from tools.receipts import find_revenue
from tools.releases import list_versions
from tools.suggestions import Ghost, Ghosts, suggest_entries
from tools.vents import Vent, submit_vent

HARM = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
PAGES = ("/", "/results", "/results/inputs", "/beliefs", "/model")


@pytest.fixture
async def house(person: Person) -> Person:
    """The business of `person` with results, beliefs, a version and a map to decide."""
    async with open_ctx(worker_for(person.business_id)) as ctx:
        await worlds.content(ctx)
        await worlds.buyers(ctx)
        touch = Touch(at=ctx.at - timedelta(days=3), channel="email", artifact_id="t2")
        sale = JourneyRow(id="mapped", touches=[touch], converted_at=ctx.at, value_cents=500_000)
        await import_journeys(ctx, Journeys(journeys=[sale]))
        await map_performance.run(ctx, MapPerformance(batch="mapped"))
        await attribute_revenue.run(ctx, AttributeRevenue(batch="mapped"))
        await cdt_beliefs.weigh_results(ctx)
        await train_cdt.run(ctx, TrainCdt(month="2026-10"))
        plan = worlds.Proposal(maps=(worlds.plan(ctx.at.date(), new_id()),))
        await publish_maps(ctx, Publication(week="2026-W45", proposal=plan))
    return person


async def beliefs_of(house: Person) -> list[UUID]:
    """Ids of what is believed, surest first."""
    async with open_ctx(worker_for(house.business_id)) as ctx:
        return [one.id for one in (await list_beliefs(ctx, Wanted())).items]


async def vent(house: Person, text: str, author: UUID | None = None) -> tuple[UUID, UUID]:
    """A private note that was read: its id and that of its extraction."""
    actor = Actor("founder", author or house.user_id, house.business_id)
    async with open_ctx(actor) as ctx:
        kept = await submit_vent(ctx, Vent(text=text))
    async with open_ctx(worker_for(house.business_id)) as ctx:
        await extract_context.run(ctx, ExtractContext(source_kind="vent", source_ids=(kept.id,)))
        rows = await context.extractions(ctx)
    return kept.id, next(row.id for row in rows if row.source_id == kept.id)


async def test_who_comes_first_with_nothing_goes_to_the_first_run(
    founder_page: httpx2.AsyncClient,
) -> None:
    first = await founder_page.get("/")
    assert (first.status_code, first.headers["location"]) == (303, "/welcome")
    again = await founder_page.get("/")
    assert "Let us get to know your business" in again.text
    assert "Nothing needs you" in again.text


@pytest.mark.parametrize("path", PAGES[1:])
async def test_an_empty_business_has_a_page_that_says_how_to_begin(
    founder_page: httpx2.AsyncClient, path: str
) -> None:
    answer = await founder_page.get(path)
    assert answer.status_code == 200
    assert 'class="empty"' in answer.text


@pytest.mark.parametrize("path", PAGES)
async def test_nobody_sees_a_page_without_signing_in(
    browser: httpx2.AsyncClient, path: str
) -> None:
    answer = await browser.get(path)
    assert (answer.status_code, answer.headers["location"][:8]) == (303, "/sign-in")


@pytest.mark.parametrize(
    ("role", "path"),
    [("creator", "/results"), ("reviewer", "/beliefs"), ("operator", "/model"),
     ("creator", f"/receipts/{UUID(int=7)}")],
)  # fmt: skip
async def test_a_role_without_the_scope_is_told_calmly(
    browser: httpx2.AsyncClient, person: Person, role: str, path: str
) -> None:
    answer = await sit(browser, role, person.business_id).get(path)
    assert answer.status_code == 403
    assert "may not do that" in answer.text


async def test_a_creator_begins_at_their_own_desk(
    browser: httpx2.AsyncClient, person: Person
) -> None:
    answer = await sit(browser, "creator", person.business_id).get("/")
    assert (answer.status_code, answer.headers["location"]) == (303, "/studio")


async def test_today_tells_what_changed_and_what_waits(
    founder_page: httpx2.AsyncClient, house: Person
) -> None:
    page = (await founder_page.get("/")).text
    assert "A map waits for your decision: “Win quality managers back”" in page
    assert "A map was proposed: “Win quality managers back”" in page
    assert "New evidence moved" in page
    assert "Adapter: none" in page


async def test_a_suggestion_is_taken_and_put_back(
    founder_page: httpx2.AsyncClient, house: Person
) -> None:
    async with open_ctx(worker_for(house.business_id)) as ctx:
        entry = worlds.CalendarRow(id="g1", title=f"A post {HARM}", artifact_type="blog_post",
                                   publish_on=ctx.at.date())  # fmt: skip
        ghost = Ghost(entry=entry, why="It worked.", beliefs=(await beliefs_of(house))[:1])
        shown = await suggest_entries(ctx, Ghosts(day=ctx.at.date(), ghosts=[ghost]))
    (entry_id,) = shown.entry_ids
    page = (await founder_page.get("/")).text
    assert "A post &lt;script&gt;" in page
    assert "<script>alert" not in page
    taken = await founder_page.post(f"/today/suggestions/{entry_id}", data={"action": "accepted"})
    assert taken.status_code == 303
    after = (await founder_page.get("/")).text
    assert "It is on the calendar." in after
    assert f"/today/suggestions/{entry_id}" not in after
    undo = after.partition('action="/today/changes/')[2].partition('"')[0]
    await founder_page.post(f"/today/changes/{undo}")
    assert f"/today/suggestions/{entry_id}" in (await founder_page.get("/")).text
    await founder_page.post(f"/today/suggestions/{entry_id}", data={"action": "rejected"})
    assert "Left for now." in (await founder_page.get("/")).text
    twice = await founder_page.post(f"/today/suggestions/{entry_id}", data={"action": "accepted"})
    assert twice.status_code == 303
    assert "answered already" in (await founder_page.get("/")).text


async def test_results_stand_side_by_side_with_their_doubts(
    founder_page: httpx2.AsyncClient, house: Person
) -> None:
    page = (await founder_page.get("/results")).text
    for words in ("First touch", "Last touch", "Linear", "Time decay", "Position", "ROAS", "ROI",
                  "Lost records, part 2", "fits no entry", "The five models"):  # fmt: skip
        assert words in page, words
    assert 'id="months-data"' in page
    narrow = (await founder_page.get("/results?channel=email&since=2020-01-01&until=x")).text
    assert 'value="email" selected' in narrow
    none = (await founder_page.get("/results?until=2001-01-01")).text
    assert "Nothing was bought in this period." in none


@pytest.mark.parametrize("what", ["channels", "pieces", "predictions"])
async def test_a_table_is_given_out_as_csv(
    founder_page: httpx2.AsyncClient, house: Person, what: str
) -> None:
    answer = await founder_page.get(f"/results.csv?what={what}")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    head, *rows = answer.text.splitlines()
    assert "," in head
    assert rows


async def test_a_title_is_no_formula_in_a_spreadsheet(
    founder_page: httpx2.AsyncClient, house: Person
) -> None:
    row = worlds.CalendarRow(id="t2", title='=HYPERLINK("http://evil")', artifact_type="email",
                             status="published", channel="email")  # fmt: skip
    async with open_ctx(worker_for(house.business_id)) as ctx:
        await save_entries(ctx, Entries(entries=[row]))
    told = (await founder_page.get("/results.csv?what=pieces")).text
    assert "'=HYPERLINK" in told


async def test_a_receipt_goes_back_and_on(founder_page: httpx2.AsyncClient, house: Person) -> None:
    async with open_ctx(worker_for(house.business_id)) as ctx:
        revenue = (await find_revenue(ctx, Nothing())).id
    back = (await founder_page.get(f"/receipts/{revenue}")).text
    assert "Receipt: Revenue" in back
    assert "Credit" in back
    vent_id, read_id = await vent(house, f"Churn goes up. {HARM}")
    for path in (f"/receipts/{read_id}", f"/receipts/{vent_id}?way=on"):
        page = (await founder_page.get(path)).text
        assert "Churn goes up. &lt;script&gt;" in page
        assert "<script>alert" not in page
        assert "onerror=alert(1)&gt;" in page


async def test_a_private_note_of_another_is_withheld_and_says_so(
    founder_page: httpx2.AsyncClient, house: Person
) -> None:
    _, read_id = await vent(house, "My own worries about churn.", author=new_id())
    page = (await founder_page.get(f"/receipts/{read_id}")).text
    assert "A private note. Only its author can read it" in page
    assert "My own worries" not in page


async def test_a_deleted_source_is_a_calm_note(
    founder_page: httpx2.AsyncClient, house: Person
) -> None:
    gone = new_id()
    async with open_ctx(worker_for(house.business_id)) as ctx:
        await outcomes.account_for(ctx, "vent", [gone], "set_aside", "taken back by its author")
    answer = await founder_page.get(f"/receipts/{gone}")
    assert answer.status_code == 410
    assert "taken back by its author" in answer.text
    nobody = await founder_page.get(f"/receipts/{new_id()}")
    assert nobody.status_code == 404


async def test_beliefs_are_searched_judged_and_the_word_taken_back(
    founder_page: httpx2.AsyncClient, house: Person
) -> None:
    first = (await beliefs_of(house))[0]
    assert f"/beliefs/{first}" in (await founder_page.get("/beliefs")).text
    assert "No belief fits" in (await founder_page.get("/beliefs?q=zzzz")).text
    page = (await founder_page.get(f"/beliefs/{first}")).text
    assert "What speaks for it" in page
    assert "Lost records, part" in page
    said = await founder_page.post(f"/beliefs/{first}/verdict", data={"verdict": "disputed"})
    assert said.headers["location"] == f"/beliefs/{first}"
    after = (await founder_page.get(f"/beliefs/{first}")).text
    assert "You disputed this" in after
    assert f'action="/beliefs/{first}/verdict/none"' in after
    await founder_page.post(f"/beliefs/{first}/verdict/none")
    assert "Take it back" not in (await founder_page.get(f"/beliefs/{first}")).text
    nobody = await founder_page.get(f"/beliefs/{new_id()}")
    assert nobody.status_code == 404


@pytest.mark.parametrize(
    ("verdict", "said", "state"),
    [("pinned", "You pinned this", "active"), ("forbidden", "You forbade this", "deprecated")],
)
async def test_a_belief_is_made_a_rule_and_set_free_again(
    founder_page: httpx2.AsyncClient, house: Person, verdict: str, said: str, state: str
) -> None:
    first = (await beliefs_of(house))[0]
    there = f"/beliefs/{first}"
    assert f'value="{verdict}"' in (await founder_page.get(there)).text
    await founder_page.post(f"{there}/verdict", data={"verdict": verdict})
    assert said in (await founder_page.get(there)).text
    async with open_ctx(worker_for(house.business_id)) as ctx:
        held = {one.id: one.status for one in (await list_beliefs(ctx, Wanted())).items}
    assert held[first] == state
    await founder_page.post(f"{there}/verdict", data={"verdict": "none"})
    assert "Take it back" not in (await founder_page.get(there)).text


async def test_the_desk_tells_days_contradictions_and_what_was_unlearned(
    founder_page: httpx2.AsyncClient, house: Person
) -> None:
    first = (await beliefs_of(house))[0]
    today = f"{clock.now().date()}"
    for knowing in ("then", "today"):
        page = (await founder_page.get(f"/beliefs/on?day={today}&knowing={knowing}")).text
        assert f"/beliefs/{first}" in page
    early = await founder_page.get("/beliefs/on?day=2020-01-01")
    assert "Nothing was believed then" in early.text
    assert "That is no day" in (await founder_page.get("/beliefs/on?day=soon")).text
    assert "Nothing contradicts" in (await founder_page.get("/beliefs/contradictions")).text
    assert "Nothing was unlearned" in (await founder_page.get("/beliefs/unlearned")).text
    left = await founder_page.post(f"/beliefs/{first}/leave")
    assert left.headers["location"] == "/beliefs/contradictions"
    assert (await founder_page.get(f"/beliefs/unlearned/{new_id()}")).status_code == 404


async def test_a_word_that_is_none_is_refused_calmly(
    founder_page: httpx2.AsyncClient, house: Person
) -> None:
    first = (await beliefs_of(house))[0]
    answer = await founder_page.post(f"/beliefs/{first}/verdict", data={"verdict": "maybe"})
    assert answer.status_code == 303
    again = await founder_page.post(f"/beliefs/{first}/verdict/maybe")
    assert again.status_code == 422


async def test_a_version_tells_its_training_and_may_answer_again(
    founder_page: httpx2.AsyncClient, house: Person
) -> None:
    page = (await founder_page.get("/model")).text
    assert "REFLEQT_BASE_MODEL" in page
    assert "The next training is on" in page
    detail = (await founder_page.get("/model/1")).text
    assert "What it was trained on" in detail
    assert f"/evaluations/{house.business_id}/releases/1" in detail
    assert (await founder_page.get("/model/9")).status_code == 404
    async with open_ctx(worker_for(house.business_id)) as ctx:
        await train_cdt.run(ctx, TrainCdt(month="2026-11"))
        for version in (1, 2):
            await release.promote(ctx, version)
    await founder_page.post("/model/1/live")
    async with open_ctx(worker_for(house.business_id)) as ctx:
        assert [one.live for one in (await list_versions(ctx, Nothing())).items] == [True, False]
    assert "Version 1 answers now." in (await founder_page.get("/model")).text


async def test_a_version_tells_how_much_evidence_there_is_and_gives_its_card_to_keep(
    founder_page: httpx2.AsyncClient, house: Person
) -> None:
    page = (await founder_page.get("/model/1")).text
    for words in ("Held: too little evidence", "Evidence so far", "a verdict needs at least 30",
                  "Deployment history", "Expected against reached outcomes"):  # fmt: skip
        assert words in page
    for name, begins in (("report_card.md", b"# Report card"), ("dataset_card.md", b"# Data set"),
                         ("calibration.svg", b"<svg"), ("calibration.png", b"\x89P")):  # fmt: skip
        answer = await founder_page.get(f"/model/1/files/{name}")
        assert answer.content.startswith(begins)
        assert "attachment" in answer.headers["content-disposition"]
    assert (await founder_page.get("/model/1/files/secret_key")).status_code == 404


async def test_who_is_on_trial_and_until_when_stands_on_the_page(
    founder_page: httpx2.AsyncClient, house: Person
) -> None:
    async with open_ctx(worker_for(house.business_id)) as ctx:
        await train_cdt.run(ctx, TrainCdt(month="2026-12"))
        await release.rule(ctx, ctx.actor, "override", 1, "release", "We try it for a month.")
        await releases.make_canary(ctx, 2)
    page = (await founder_page.get("/model")).text
    assert "answers 80% of subjects, the one on trial the others" in page
    assert "answers 20% of subjects until" in page
    assert "Before: no version. After: version 1." in page
    assert "We try it for a month." in (await founder_page.get("/model/1")).text


async def test_the_ledger_says_why_and_leads_to_each_input(
    founder_page: httpx2.AsyncClient, house: Person
) -> None:
    vent_id, _ = await vent(house, "Nobody finds the annual plan.")
    page = (await founder_page.get("/results/inputs")).text
    assert "/results/inputs/vent/used" in page
    assert f"/receipts/{vent_id}" in (await founder_page.get("/results/inputs/vent/used")).text
    assert "None" in (await founder_page.get("/results/inputs/vent/set_aside")).text
    assert (await founder_page.get("/results/inputs/vent/lost")).status_code == 404
