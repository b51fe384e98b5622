"""Thirty days after publication the bonus is paid or goes back, and nothing stays held."""

from datetime import timedelta

from core.clock import SimulatedClock
from domain.imports import PerformanceRow
from domain.work import MapPerformance, SettleBonus
from jobs import map_performance, settle_bonus
from memory import calendar
from memory.ctx import Ctx
from tests.worlds import facts, passed
from tools.payments import Funds, Nothing, funds
from tools.performance import Figures, import_performance


async def measure(worker: Ctx, conversions: float) -> None:
    """Results of the one entry."""
    (entry,) = await calendar.entries(worker)
    row = PerformanceRow(
        date=worker.at.date(), artifact_id=entry.external_id, metric="conversions",
        value=conversions,
    )  # fmt: skip
    await import_performance(worker, Figures(rows=[row]))
    await map_performance.run(worker, MapPerformance(batch="performance:1"))


async def settle(worker: Ctx, simulated: SimulatedClock, conversions: float) -> Funds:
    """The funds after the bonus was settled."""
    assignment = await passed(worker)
    simulated.move_to(worker.at + timedelta(days=60))
    await measure(worker, conversions)
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
