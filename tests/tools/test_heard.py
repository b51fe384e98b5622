"""Words are heard by those who may read them, and by nobody else."""

from core.ids import new_id
from domain.access import Actor
from memory.ctx import Ctx, acting
from tools.heard import came_back, spoken
from tools.vents import Vent, submit_vent


async def test_a_private_note_is_heard_by_its_author_only(ctx: Ctx) -> None:
    mine = await submit_vent(ctx, Vent(text="Prices confuse people.", visibility="private"))
    team = await submit_vent(ctx, Vent(text="The price page is too long.", visibility="team"))
    await submit_vent(ctx, Vent(text="I want to give up.", visibility="off_record"))
    assert {one.id for one in await spoken(ctx)} == {mine.id, team.id}
    async with acting(ctx.db, Actor("team", new_id(), ctx.business_id)) as other:
        assert [one.id for one in await spoken(other)] == [team.id]
        assert await came_back(other) == []
