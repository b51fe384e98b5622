"""What was believed on a day, every move of a belief, and what deleting an input unlearned."""

from datetime import timedelta

import pytest

from cdt import beliefs as cdt_beliefs
from core.clock import SimulatedClock
from core.ids import new_id
from domain.work import ExtractContext
from jobs import extract_context
from memory import context
from memory.ctx import Ctx
from tests.worlds import quarter
from tools.base import Nothing
from tools.beliefs import BeliefId, NoSuchBelief, Opinion, Wanted, judge_belief, list_beliefs
from tools.contradictions import list_contradictions
from tools.history import (
    GONE,
    Last,
    NoSuchUnlearning,
    OnDay,
    ReportId,
    belief_history,
    believed_on,
    list_unlearnings,
    read_unlearning,
)
from tools.vents import Vent, VentId, submit_vent, withdraw_vent

WORDS = "I hate our webinars, they are a waste of time and nobody ever comes."


async def heard(ctx: Ctx, worker: Ctx) -> VentId:
    """A vent about webinars that moved a belief."""
    vent = await submit_vent(ctx, Vent(text=WORDS))
    await extract_context.run(worker, ExtractContext(source_kind="vent", source_ids=(vent.id,)))
    rows = await context.extractions_of(worker, "vent", vent.id)
    await cdt_beliefs.weigh_extractions(worker, [row.id for row in rows])
    return VentId(id=vent.id)


async def test_a_day_is_asked_for_as_it_was_known_and_as_it_looks_today(
    ctx: Ctx, worker: Ctx, simulated: SimulatedClock
) -> None:
    vent, day = await heard(ctx, worker), ctx.at.date()
    then = (await believed_on(ctx, OnDay(day=day, category="channel"))).items[0]
    simulated.move_to(ctx.at + timedelta(days=20))
    await quarter(ctx)
    await cdt_beliefs.weigh_results(worker)
    await withdraw_vent(ctx, vent)
    still = (await believed_on(ctx, OnDay(day=day, category="channel"))).items[0]
    assert (still.confidence, still.unlearned) == (then.confidence, True)
    today = (await believed_on(ctx, OnDay(day=day, knowing="today"))).items
    assert then.id in {one.id for one in today}
    before = await believed_on(ctx, OnDay(day=day - timedelta(days=1)))
    assert before.items == []
    assert before.since is not None


async def test_a_history_tells_each_word_of_its_owner_with_the_reason(ctx: Ctx) -> None:
    await quarter(ctx)
    await cdt_beliefs.weigh_results(ctx)
    line = (await list_beliefs(ctx, Wanted())).items[0]
    for verdict in ("disputed", "none"):
        word = Opinion(belief_id=line.id, verdict=verdict, reason="It was one lucky month.")
        await judge_belief(ctx, word)
    steps = (await belief_history(ctx, BeliefId(belief_id=line.id))).items
    assert [one.verdict_after for one in steps[:3]] == ["none", "disputed", "none"]
    assert [one.cause for one in steps[:3]] == ["verdict", "verdict", "evidence"]
    assert steps[1].reason == "It was one lucky month."
    assert steps[1].after == steps[0].before != steps[0].after
    with pytest.raises(NoSuchBelief):
        await belief_history(ctx, BeliefId(belief_id=new_id()))


async def test_deleting_an_input_reports_what_was_unlearned(ctx: Ctx, worker: Ctx) -> None:
    gone = await withdraw_vent(ctx, await heard(ctx, worker))
    assert gone.unlearning_id is not None
    assert gone.beliefs_moved == 2  # about webinars, and that they are a concern
    report = await read_unlearning(ctx, ReportId(unlearning_id=gone.unlearning_id))
    moved = report.beliefs[0]
    assert (report.source_kind, report.source_id, report.pieces) == ("vent", gone.id, 1)
    assert (moved.claim, moved.after, moved.status_after) == (GONE, None, None)
    assert moved.before > 0.5
    (line,) = (await list_unlearnings(ctx, Last())).items
    assert (line.id, line.beliefs) == (gone.unlearning_id, 2)
    with pytest.raises(NoSuchUnlearning):
        await read_unlearning(ctx, ReportId(unlearning_id=new_id()))


async def test_a_business_of_agreement_has_an_empty_inbox(ctx: Ctx) -> None:
    assert (await list_contradictions(ctx, Nothing())).items == []
