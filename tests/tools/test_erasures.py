"""Erasure is asked for by whom it concerns, waits, and can be called off."""

import pytest

from core.ids import new_id
from domain.access import ScopeMissing
from domain.erasure import AlreadyErasing, NameDoesNotFit, NothingToCallOff, NotYoursToErase
from memory import inputs
from memory.ctx import Ctx, acting
from tests.memory.rows import founder_of, in_role
from tools.base import Nothing
from tools.erasures import (
    ErasureId,
    SomebodysWords,
    SomeInput,
    WholeBusiness,
    call_off_erasure,
    erase_business,
    erase_input,
    erase_words,
    list_erasures,
)
from tools.vents import Vent, submit_vent


async def test_a_business_goes_only_under_its_name(ctx: Ctx) -> None:
    with pytest.raises(NameDoesNotFit):
        await erase_business(ctx, WholeBusiness(name="Another House"))
    asked = await erase_business(ctx, WholeBusiness(name="test house"))
    assert (asked.status, (asked.due_at - asked.asked_at).days) == ("waiting", 7)
    with pytest.raises(AlreadyErasing):
        await erase_business(ctx, WholeBusiness(name="test house"))


async def test_called_off_everything_is_as_it_was(ctx: Ctx) -> None:
    vent = (await submit_vent(ctx, Vent(text="Nobody answers the phone here."))).id
    asked = await erase_words(ctx, SomebodysWords())
    assert await inputs.vents(ctx) == []
    off = await call_off_erasure(ctx, ErasureId(erasure_id=asked.id))
    assert off.status == "called_off"
    assert [row.id for row in await inputs.vents(ctx)] == [vent]
    with pytest.raises(NothingToCallOff):
        await call_off_erasure(ctx, ErasureId(erasure_id=asked.id))
    assert [one.status for one in (await list_erasures(ctx, Nothing())).items] == ["called_off"]


async def test_nobody_erases_the_private_words_of_somebody_else(ctx: Ctx) -> None:
    vent = (await submit_vent(ctx, Vent(text="Nobody answers the phone here."))).id
    async with acting(ctx.db, founder_of(ctx.business_id)) as other:
        for wanted in (vent, new_id()):
            with pytest.raises(NotYoursToErase):
                await erase_input(other, SomeInput(kind="vent", id=wanted))
    async with acting(ctx.db, in_role(ctx.actor, "team")) as team:
        with pytest.raises(ScopeMissing):
            await erase_words(team, SomebodysWords(person_id=new_id()))
        with pytest.raises(ScopeMissing):
            await erase_business(team, WholeBusiness(name="test house"))
