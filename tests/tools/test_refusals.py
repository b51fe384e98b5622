"""What operators see of refused money, and how they ask for it once more; that it is paid once is
in tests/jobs/test_move_money.py."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import pytest

from core.ids import new_id
from domain.access import Actor, ScopeMissing
from domain.providers import USED_OTHERWISE
from memory import moves as rows
from memory.ctx import Ctx, on_behalf
from tests.memory.rows import as_actor
from tests.memory.test_moves import wanted
from tools.base import Nothing
from tools.deployments import NoSuchBusiness
from tools.moves import MayBePaid, NotRefused
from tools.refusals import RefusalLine, Retry, list_refusals, retry_refusal


async def stuck(worker: Ctx, key: str, kind: str = "transfer", **values: Any) -> UUID:
    """A movement that did not leave."""
    to = {"creator_id": new_id()} if kind == "transfer" else {}
    made = await rows.keep(worker, wanted(kind, key, **to))
    assert made
    await rows.change(worker, made, refused_at=worker.at, **values)
    return made


@asynccontextmanager
async def operator(worker: Ctx) -> AsyncIterator[Ctx]:
    """The same transaction, for whoever runs the installation."""
    async with as_actor(worker, Actor("operator", new_id())) as theirs:
        yield theirs


async def seen(worker: Ctx) -> dict[UUID, RefusalLine]:
    """What an operator is shown of this business."""
    async with operator(worker) as ctx:
        items = (await list_refusals(ctx, Nothing())).items
    return {one.id: one for one in items if one.business_id == worker.business_id}


async def test_an_operator_sees_amounts_and_words_of_ours_alone(worker: Ctx) -> None:
    said = {"status": "refused", "error": "Ada's bank said no.", "reason": "account_closed"}
    fee = await stuck(worker, "release:a:b", **said)
    bonus = await stuck(worker, "bonus:a:b", **said | {"reason": "Ada's bank"})
    away = await stuck(worker, "refund:a:b", "refund", status="failed", attempt=2)
    await stuck(worker, "release:c:d", status="waiting")
    await stuck(worker, "take:a:0", "take", status="refused")
    found = await seen(worker)
    assert "Ada" not in str(found)
    assert {
        one: (it.kind, it.status, it.why, it.reason, it.tries) for one, it in found.items()
    } == {
        fee: ("transfer", "refused", "account", "account_closed", 1),
        bonus: ("bonus", "refused", "other", "", 1),
        away: ("refund", "failed", "other", "", 3),
    }
    assert all(it.since and it.again and it.amount_cents == 500 for it in found.values())


async def test_only_a_refusal_begins_a_new_attempt(worker: Ctx) -> None:
    no = await stuck(worker, "release:a:b", status="refused", reason="account_closed")
    away = await stuck(worker, "refund:a:b", "refund", status="failed")
    odd = await stuck(worker, "release:c:d", status="refused", reason=USED_OTHERWISE)
    assert not (await seen(worker))[odd].again
    assert worker.business_id
    async with operator(worker) as ctx:
        for one in (no, away):
            await retry_refusal(ctx, Retry(business_id=worker.business_id, move_id=one))
        with pytest.raises(MayBePaid):
            await retry_refusal(ctx, Retry(business_id=worker.business_id, move_id=odd))
        for one in (no, away, new_id()):
            with pytest.raises(NotRefused):
                await retry_refusal(ctx, Retry(business_id=worker.business_id, move_id=one))
        async with on_behalf(ctx, worker.actor) as theirs:
            made = [await rows.one(theirs, one) for one in (no, away)]
        assert [(row.status, row.attempt) for row in made] == [("wanted", 1), ("wanted", 0)]
        with pytest.raises(NoSuchBusiness):
            await retry_refusal(ctx, Retry(business_id=new_id(), move_id=no))


async def test_nobody_else_sees_or_retries_them(worker: Ctx) -> None:
    made = await stuck(worker, "release:a:b", status="refused")
    assert worker.business_id
    async with as_actor(worker, Actor("founder", new_id(), worker.business_id)) as founder:
        with pytest.raises(ScopeMissing):
            await list_refusals(founder, Nothing())
        with pytest.raises(ScopeMissing):
            await retry_refusal(founder, Retry(business_id=worker.business_id, move_id=made))
