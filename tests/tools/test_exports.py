"""One archive is packed at a time, and founders alone have it."""

import pytest

from core.ids import new_id
from domain.access import ScopeMissing
from memory.ctx import Ctx, acting
from tests.memory.rows import in_role
from tools.base import Nothing
from tools.exports import NoSuchExport, ask_export, fetch, list_exports


async def test_asking_twice_is_once(ctx: Ctx) -> None:
    first = await ask_export(ctx, Nothing())
    assert (await ask_export(ctx, Nothing())).id == first.id
    assert [one.status for one in (await list_exports(ctx, Nothing())).items] == ["packing"]


async def test_what_is_not_ready_or_not_there_is_not_given(ctx: Ctx) -> None:
    packing = await ask_export(ctx, Nothing())
    for wanted in (packing.id, new_id()):
        with pytest.raises(NoSuchExport):
            await fetch(ctx, wanted)
    async with acting(ctx.db, in_role(ctx.actor, "team")) as team:
        with pytest.raises(ScopeMissing):
            await fetch(team, packing.id)
