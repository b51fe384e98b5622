"""What is wanted of the provider; how it is asked for is in tests/jobs/test_move_money.py."""

from uuid import UUID

import pytest

from core import settings
from core.ids import new_id
from domain.access import worker_for
from domain.providers import ProviderNotSet, ProviderRefused, Taken
from memory import moves as rows
from memory.ctx import Ctx
from tests.fakes.stripe import chosen
from tests.worlds import bought
from tools import moves


def test_the_settings_choose_and_an_old_way_is_not_replaced_in_silence() -> None:
    assert moves.provider().name == "stand-in"
    with chosen():
        assert moves.provider().name == "stripe"
    with pytest.raises(ProviderNotSet):
        moves.provider_named("stripe")
    assert settings.settings().stripe_key.get_secret_value() == ""


async def test_what_was_held_before_there_was_a_provider_leaves_by_none(worker: Ctx) -> None:
    await moves.want_out(worker, "old hold", "refund:old", 500, "USD")
    assert await rows.every(worker) == []


async def test_nothing_leaves_before_it_came_in_and_an_answer_counts_once(worker: Ctx) -> None:
    map_id = str(await bought(worker))
    (taken,) = await rows.of_hold(worker, map_id, "take")
    await moves.want_out(worker, map_id, "refund:part", 500, "USD")
    (back,) = await rows.of_hold(worker, map_id, "refund")
    with pytest.raises(moves.NotPaidInYet):
        await moves.begin(worker, back.id)
    assert (await moves.begin(worker, taken.id))["title"]
    paid = Taken("ref", "paid", "", "money")
    assert (await moves.settle(worker, taken.id, paid)).id == taken.id
    assert await moves.settle(worker, taken.id, paid) is None
    assert (await moves.begin(worker, back.id))["payment"] == "money"
    await moves.refuse(worker, await rows.one(worker, back.id), ProviderRefused("no"))
    assert await moves.begin(worker, back.id) is None
    assert await moves.begin(worker, UUID(int=0)) is None


async def test_real_money_goes_back_the_way_it_came(worker: Ctx) -> None:
    map_id = str(await bought(worker))
    with chosen():
        await moves.want_out(worker, map_id, "refund:part", 500, "USD")
    (back,) = await rows.of_hold(worker, map_id, "refund")
    assert back.provider == "stand-in"
    assert worker_for(worker.business_id) == worker.actor
    assert await moves.begin(worker, new_id()) is None
