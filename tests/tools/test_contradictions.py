"""A belief and what lately speaks against it stand side by side until somebody decides."""

from datetime import timedelta

from cdt import beliefs as cdt_beliefs
from core.clock import SimulatedClock
from core.ids import new_id
from memory import context
from memory.ctx import Ctx
from tests.worlds import quarter
from tools.base import Nothing
from tools.beliefs import BeliefId, Opinion, judge_belief
from tools.contradictions import Contradiction, leave_contradiction, list_contradictions


async def against_webinars(ctx: Ctx) -> None:
    """Somebody in a meeting says that webinars do not work."""
    one = new_id()
    row = {"id": one, "source_kind": "activity", "source_id": new_id(), "version": "1",
           "payload": {"sentiment": -2.0, "channels": ["webinars"]}, "said_at": ctx.at,
           }  # fmt: skip
    await context.keep_extractions(ctx, [row])
    await cdt_beliefs.weigh_extractions(ctx, [one])


async def inbox(ctx: Ctx) -> list[Contradiction]:
    """What is to be decided."""
    return (await list_contradictions(ctx, Nothing())).items


async def test_a_belief_stands_beside_its_opposite_and_may_be_left(
    ctx: Ctx, simulated: SimulatedClock
) -> None:
    await quarter(ctx)
    await cdt_beliefs.weigh_results(ctx)
    simulated.move_to(ctx.at + timedelta(days=60))
    await against_webinars(ctx)
    (found,) = await inbox(ctx)
    assert (found.why, found.against_now) == ("evidence", 1)
    assert found.line.claim == "Webinars bring more than our other channels."
    assert found.opposite == "Webinars bring less than our other channels."
    assert found.opposite_confidence + found.line.confidence == 1
    await leave_contradiction(ctx, BeliefId(belief_id=found.line.id))
    assert await inbox(ctx) == []
    simulated.move_to(ctx.at + timedelta(days=1))
    await against_webinars(ctx)
    assert [one.line.id for one in await inbox(ctx)] == [found.line.id]


async def test_a_word_of_the_owner_settles_it(ctx: Ctx, simulated: SimulatedClock) -> None:
    await quarter(ctx)
    await cdt_beliefs.weigh_results(ctx)
    simulated.move_to(ctx.at + timedelta(days=60))
    await against_webinars(ctx)
    (found,) = await inbox(ctx)
    await judge_belief(ctx, Opinion(belief_id=found.line.id, verdict="agreed"))
    assert await inbox(ctx) == []
