"""An application is its person's own; only an operator sees those of others."""

from uuid import UUID

from core.ids import new_id
from domain.access import Actor
from memory import applications, people
from memory.ctx import Ctx
from tests.memory.rows import as_actor


async def applied(ctx: Ctx, user_id: UUID) -> UUID:
    """An application of the person of `ctx`."""
    await people.make_user(ctx, f"{user_id}@example.org", "Ada", "hash")
    row = {
        "user_id": user_id, "name": "Ada", "capacity": 2, "consented_at": ctx.at,
        "specializations": ["saas"], "artifact_types": ["email"], "languages": ["en"],
    }  # fmt: skip
    return await applications.keep(ctx, row)


async def test_a_person_sees_their_own_and_an_operator_all(ctx: Ctx) -> None:
    user_id = ctx.actor.user_id
    assert user_id
    one = await applied(ctx, user_id)
    assert (await applications.application(ctx, one)).status == "waiting"
    assert await applications.has_account(ctx)
    async with as_actor(ctx, Actor("operator", user_id=new_id())) as operator:
        assert one in [row.id for row in await applications.all_applications(operator)]
        await applications.answer(operator, one, "refused", "Too early.")
        assert (await applications.application(operator, one)).reason == "Too early."
    async with as_actor(ctx, Actor("founder", user_id=new_id(), business_id=new_id())) as other:
        assert await applications.all_applications(other) == []
        await applications.answer(other, one, "accepted", "")
        assert not await applications.has_account(other)
    assert (await applications.application(ctx, one)).status == "waiting"
