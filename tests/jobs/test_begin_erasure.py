"""When the grace is over what was asked for is done, unless it was called off."""

from datetime import timedelta

from core import clock
from domain.work import BeginErasure
from jobs import begin_erasure
from memory import erasures, inputs, queue
from memory.ctx import Ctx, acting
from tools.erasures import ErasureId, SomeInput, WholeBusiness, call_off_erasure, erase_input
from tools.erasures import erase_business as ask_for
from tools.vents import Vent, submit_vent


async def test_an_input_is_erased_and_told_in_counts(
    ctx: Ctx, simulated: clock.SimulatedClock
) -> None:
    vent = (await submit_vent(ctx, Vent(text="Nobody answers the phone here."))).id
    asked = await erase_input(ctx, SomeInput(kind="vent", id=vent))
    assert await inputs.vents(ctx) == []
    simulated.move_to(ctx.at + timedelta(hours=1))
    await begin_erasure.run(ctx, BeginErasure(request_id=asked.id))
    row = await erasures.request(ctx, asked.id)
    assert (row.done_at, row.counts["inputs"], row.subject_id) == (ctx.at, 1, None)
    assert await inputs.vent(ctx, vent) is None


async def test_what_was_called_off_is_not_done(ctx: Ctx) -> None:
    vent = (await submit_vent(ctx, Vent(text="Nobody answers the phone here."))).id
    asked = await erase_input(ctx, SomeInput(kind="vent", id=vent))
    await call_off_erasure(ctx, ErasureId(erasure_id=asked.id))
    await begin_erasure.run(ctx, BeginErasure(request_id=asked.id))
    assert [row.id for row in await inputs.vents(ctx)] == [vent]


async def test_a_business_is_handed_to_steps_that_run_under_another_id(
    ctx: Ctx, worker: Ctx
) -> None:
    async with acting(ctx.db, ctx.actor) as founder:
        asked = await ask_for(founder, WholeBusiness(name="test house", grace_days=0))
    async with acting(ctx.db, worker.actor) as again:
        for _ in range(2):
            await begin_erasure.run(again, BeginErasure(request_id=asked.id))
        row = await erasures.request(again, asked.id)
        assert row.erasure_id not in (None, again.business_id)
        jobs = [one for one in await queue.counts(again) if one[0] == "erase_business"]
    assert jobs == [("erase_business", "queued", 1)]
