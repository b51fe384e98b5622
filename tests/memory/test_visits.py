"""When somebody looked in last is remembered, and one visit stays one for half an hour."""

from datetime import timedelta

from core.clock import SimulatedClock
from domain.events import CdtTrained, PolicyUpdated
from memory import events, visits
from memory.ctx import Ctx


async def test_the_visit_before_stays_while_a_visit_lasts(
    ctx: Ctx, simulated: SimulatedClock
) -> None:
    first = await visits.look_in(ctx, 3)
    assert (first.since_at, first.since_seq) == (None, None)
    came = ctx.at
    simulated.move_to(ctx.at + timedelta(days=1))
    second = await visits.look_in(ctx, 9)
    assert (second.since_at, second.since_seq) == (came, 3)
    simulated.move_to(ctx.at + timedelta(minutes=5))
    again = await visits.look_in(ctx, 11)
    assert (again.since_at, again.since_seq, again.seq) == (came, 3, 11)


async def test_what_others_caused_is_told_newest_first(ctx: Ctx, worker: Ctx) -> None:
    before = await events.newest(ctx)
    await events.record(worker, CdtTrained(version=1, verdict="keep"), PolicyUpdated(version=1))
    rows = await visits.changes(ctx, ["CdtTrained", "PolicyUpdated"], before, None)
    assert [row.name for row in rows] == ["PolicyUpdated", "CdtTrained"]
    assert await visits.changes(ctx, ["CdtTrained"], rows[0].seq, None) == []
    later = ctx.at + timedelta(days=1)
    assert await visits.changes(ctx, ["CdtTrained"], before, later) == []


async def test_what_one_did_oneself_is_no_news(ctx: Ctx) -> None:
    before = await events.newest(ctx)
    await events.record(ctx, PolicyUpdated(version=1))
    assert await visits.changes(ctx, ["PolicyUpdated"], before, None) == []
