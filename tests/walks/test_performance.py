"""Results become credit, credit moves beliefs, a month trains, and the gate decides."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from api import imports
from cdt import release
from core import clock
from domain.work import TrainCdt
from memory import beliefs, releases
from memory.performance import credits
from tests.walks.conftest import Walk
from tools.receipts import Nothing, OneId, check_evidence, find_revenue, read_receipt

BUSINESS = Path("examples/gaugewren")
MONTHS = ("2026-09", "2026-10")


@pytest.fixture
def simulated() -> Iterator[clock.SimulatedClock]:
    """The training day of the first of the two months."""
    it = clock.SimulatedClock(datetime(2026, 9, 28, 9, tzinfo=UTC))
    with clock.running(it):
        yield it


async def measured(walk: Walk) -> None:
    """Fourteen months of calendar, results and journeys come in and are worked through."""
    for kind in ("calendar", "performance", "journeys"):
        rows, refused = imports.rows_of(kind, BUSINESS / f"{kind}.csv")
        assert not refused
        async with walk.open() as ctx:
            await imports.keep(ctx, kind, rows)
        await walk.work()


async def test_performance_becomes_credit_beliefs_and_a_judged_version(walk: Walk) -> None:
    await measured(walk)
    async with walk.open() as ctx:
        by_model: dict[str, int] = defaultdict(int)
        for row in await ctx.rows(credits.select()):
            by_model[row.model] += row.amount_cents
        assert len(by_model) == 5
        assert len(set(by_model.values())) == 1
        assert min(by_model.values()) > 0
        held = await beliefs.load(ctx)
        assert any(one.scope.category == "messaging" and one.confidence > 0.6 for one in held)
        health = await check_evidence(ctx, Nothing())
        assert health.total == health.resolved >= 100
        revenue = await find_revenue(ctx, Nothing())
        assert revenue.id is not None
        assert len((await read_receipt(ctx, OneId(id=revenue.id))).chain) > 1
    await walk.work(TrainCdt(month=MONTHS[0]))
    walk.clock.move_to(datetime(2026, 10, 28, 9, tzinfo=UTC))
    await walk.work(TrainCdt(month=MONTHS[1]))
    async with walk.open() as ctx:
        versions = await releases.versions(ctx)
        live, _, _ = await release.live_preference(ctx)
    assert [row.version for row in versions] == [1, 2]
    assert live is not None, [(row.verdict, row.reason) for row in versions]
    assert len(await walk.facts("CdtTrained")) == 2
    assert await walk.facts("CdtReleased")
    assert await walk.minds() == {}
