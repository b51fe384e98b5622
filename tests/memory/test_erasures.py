"""A note of what is erased is sealed; steps are ticked once; requests wait for their grace."""

from datetime import timedelta

from sqlalchemy import select

from core.ids import new_id
from domain.access import Actor
from memory import erasures
from memory.ctx import Ctx
from memory.erasures import Subject
from tests.memory.rows import as_actor


async def test_the_note_names_nobody_who_cannot_open_it(ctx: Ctx) -> None:
    table, subject = erasures.erasures, Subject(ctx.business_id, (b"sixteen bytes...",))
    async with as_actor(ctx, Actor("operator")) as operator:
        erasure_id = await erasures.begin(operator, subject)
        raw = bytes(await operator.value(select(table.c.subject).where(table.c.id == erasure_id)))
        assert ctx.business_id.bytes not in raw
        assert str(ctx.business_id).encode() not in raw
        assert await erasures.subject_of(operator, erasure_id) == subject
        await erasures.change(operator, erasure_id, subject=None)
        assert await erasures.subject_of(operator, erasure_id) is None


async def test_a_step_is_ticked_off_once(ctx: Ctx) -> None:
    one = new_id()
    async with as_actor(ctx, Actor("operator")) as operator:
        for counts in ({"rows": 3}, {"rows": 0}):
            await erasures.tick_off(operator, one, "rows", 6, counts)
        assert await erasures.done(operator, one) == {"rows"}
        assert [step.counts for step in await erasures.steps(operator, one)] == [{"rows": 3}]


async def test_a_founder_sees_no_erasure_of_anybody(ctx: Ctx) -> None:
    async with as_actor(ctx, Actor("operator")) as operator:
        await erasures.begin(operator, Subject(ctx.business_id))
    assert await erasures.all_of_them(ctx) == []


async def test_a_request_waits_until_it_is_called_off_or_done(ctx: Ctx) -> None:
    row = {"what": "business", "mode": "erase", "due_at": ctx.at + timedelta(days=7)}
    one = await erasures.ask(ctx, row)
    assert (await erasures.waiting(ctx, "business", None)).id == one
    await erasures.change_request(ctx, one, called_off_at=ctx.at)
    assert await erasures.waiting(ctx, "business", None) is None
    assert [each.id for each in await erasures.requests(ctx)] == [one]
