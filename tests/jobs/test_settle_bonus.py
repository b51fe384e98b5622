"""Thirty days after publication the bonus is paid or goes back, and nothing stays held."""

from datetime import timedelta

from core.clock import SimulatedClock
from domain.bonuses import LOOKS_AGAIN_DAYS
from domain.imports import PerformanceRow
from domain.work import MapPerformance, SettleBonus
from jobs import map_performance, settle_bonus
from memory import calendar, departures, market, plans, schedule
from memory.ctx import Ctx
from tests.tools.market_people import creator_of
from tests.worlds import facts, passed
from tools.bonuses import read_bonus
from tools.briefs import terms_of
from tools.calendar import EntryId, publish_entry
from tools.earnings import list_earnings
from tools.payments import AssignmentId, Funds, Nothing, funds
from tools.performance import Figures, import_performance


async def measure(worker: Ctx, conversions: float, after: int = 3) -> None:
    """Results of the one entry, some days after it went out."""
    (entry,) = await calendar.entries(worker)
    row = PerformanceRow(
        date=entry.publish_on + timedelta(days=after), artifact_id=entry.external_id,
        metric="conversions", value=conversions,
    )  # fmt: skip
    await import_performance(worker, Figures(rows=[row]))
    await map_performance.run(worker, MapPerformance(batch="performance:1"))


async def settle(
    worker: Ctx, simulated: SimulatedClock, conversions: float, after: int = 3
) -> Funds:
    """The funds after the bonus was settled."""
    assignment = await passed(worker)
    simulated.move_to(worker.at + timedelta(days=60))
    await measure(worker, conversions, after)
    await settle_bonus.run(worker, SettleBonus(assignment_id=assignment))
    return await funds(worker, Nothing())


async def test_a_met_metric_pays_the_bonus(worker: Ctx, simulated: SimulatedClock) -> None:
    account = await settle(worker, simulated, 500)
    assert account.bonus > 0
    assert account.held == account.released + account.refunded + account.bonus
    assert await facts(worker, "BonusSettled") == 1


async def test_a_missed_metric_gives_the_rest_back(worker: Ctx, simulated: SimulatedClock) -> None:
    account = await settle(worker, simulated, 0)
    assert account.bonus == 0
    assert account.refunded > 0
    assert account.held == account.released + account.refunded


async def test_who_left_gave_the_bonus_up_and_the_figures_stand(
    worker: Ctx, simulated: SimulatedClock
) -> None:
    assignment = await passed(worker)
    await departures.empty_seat(worker, (await market.assignment(worker, assignment)).creator_id)
    simulated.move_to(worker.at + timedelta(days=60))
    await measure(worker, 500)
    await settle_bonus.run(worker, SettleBonus(assignment_id=assignment))
    account = await funds(worker, Nothing())
    assert (account.bonus, account.held) == (0, account.released + account.refunded)
    read = await read_bonus(worker, AssignmentId(assignment_id=assignment))
    assert read.settlement
    assert (read.state, read.settlement.sum_cents) == ("given_up", 0)
    assert read.settlement.measured == 500


async def test_what_was_measured_outside_the_window_does_not_count(
    worker: Ctx, simulated: SimulatedClock
) -> None:
    assert (await settle(worker, simulated, 500, after=31)).bonus == 0


async def test_the_frozen_terms_decide_and_the_figures_are_shown(
    worker: Ctx, simulated: SimulatedClock
) -> None:
    assignment = await passed(worker)
    (brief,) = await plans.all_briefs(worker)
    terms = terms_of(brief)
    assert terms
    assert (terms.metric, terms.formula, terms.window_days) == ("conversions", "all_at_target", 30)
    assert (terms.cap_cents, terms.currency) == (brief.bonus_cents, "USD")
    # whatever the brief says later: what was frozen is what is settled
    said = {**brief.payload["brief"]["success"], "target": 1.0, "metric": "clicks"}
    payload = {**brief.payload, "brief": {**brief.payload["brief"], "success": said}}
    await plans.change_brief(worker, brief.id, payload=payload)
    simulated.move_to(worker.at + timedelta(days=60))
    await measure(worker, terms.target - 1)
    await settle_bonus.run(worker, SettleBonus(assignment_id=assignment))
    assert (await funds(worker, Nothing())).bonus == 0
    async with creator_of(worker, assignment) as creator:
        (line,) = (await list_earnings(creator, Nothing())).items
    assert line.settlement
    assert (line.settlement.measured, line.settlement.sum_cents) == (terms.target - 1, 0)
    assert line.bonus == "not_reached"


async def test_a_piece_that_never_went_out_is_not_known_and_waits_and_is_told(
    worker: Ctx, simulated: SimulatedClock
) -> None:
    assignment = await passed(worker)
    work = SettleBonus(assignment_id=assignment)
    simulated.move_to(worker.at + timedelta(days=60))
    before = await funds(worker, Nothing())
    for _ in range(2):
        await settle_bonus.run(worker, work)
    assert await funds(worker, Nothing()) == before
    assert await schedule.waiting(worker, work) == worker.at + timedelta(days=LOOKS_AGAIN_DAYS)
    assert await facts(worker, "BonusWaits") == 2
    # figures that come in late still count, for the days of the window
    await measure(worker, 500)
    await settle_bonus.run(worker, work)
    assert (await funds(worker, Nothing())).bonus > 0


async def test_in_the_end_a_bonus_is_closed_as_not_known_and_its_reserve_goes_back(
    worker: Ctx, simulated: SimulatedClock
) -> None:
    assignment = await passed(worker)
    simulated.move_to(worker.at + timedelta(days=90))
    await settle_bonus.run(worker, SettleBonus(assignment_id=assignment))
    account = await funds(worker, Nothing())
    assert (account.bonus, account.still_held) == (0, 0)
    assert account.held == account.released + account.refunded
    async with creator_of(worker, assignment) as creator:
        (line,) = (await list_earnings(creator, Nothing())).items
    assert line.settlement
    assert (line.bonus, line.settlement.known) == ("not_known", "not_deployed")
    assert (line.settlement.measured, line.settlement.reached) == (None, None)
    (record,) = await market.records(worker)
    assert record.artifact_performance["outcome"] is None  # nothing reached would be 0


async def test_a_piece_that_went_out_unmeasured_says_so(
    worker: Ctx, simulated: SimulatedClock
) -> None:
    assignment = await passed(worker)
    (entry,) = await calendar.entries(worker)
    await publish_entry(worker, EntryId(entry_id=entry.id))
    simulated.move_to(worker.at + timedelta(days=90))
    await settle_bonus.run(worker, SettleBonus(assignment_id=assignment))
    (record,) = await market.records(worker)
    assert record.artifact_performance["bonus"]["known"] == "not_measured"
