"""A held form is its person's own, sealed, and gone once it was taken."""

from dataclasses import replace

from sqlalchemy import select

from core.ids import new_id
from memory import held, people
from memory.ctx import Ctx
from tests.memory.rows import as_actor

FORM = {"page": "/vents", "fields": [["text", "Nobody answers."]]}


async def test_a_form_is_kept_sealed_for_its_person_and_taken_once(ctx: Ctx) -> None:
    await people.make_user(ctx, f"{new_id()}@example.com", "", "hash")
    await held.keep(ctx, {"page": "/ask"})
    await held.keep(ctx, FORM)
    assert b"Nobody" not in await ctx.value(select(held.held_forms.c.words))
    async with as_actor(ctx, replace(ctx.actor, user_id=new_id())) as other:
        assert await held.take(other) is None
    assert await held.take(ctx) == FORM
    assert await held.take(ctx) is None
