"""What is held is paid once, or goes back; nobody pays for work that has not passed."""

import pytest

from core.ids import new_id
from domain.access import ScopeMissing
from domain.assignments import NotPassed
from domain.escrow import AlreadyReleased
from memory import ledger, plans
from memory.ctx import Ctx
from tests.memory.rows import as_actor, in_role
from tests.worlds import bought, facts, passed, taken
from tools.payments import AssignmentId, Nothing, Purchase, funds, pay_creator, purchase_map
from tools.plans import MapDecidedAlready, NoSuchMap


async def test_a_bought_map_holds_the_price_and_the_bonus(worker: Ctx) -> None:
    map_id = await bought(worker)
    account = await funds(worker, Nothing())
    (artifact,) = await plans.artifacts_of(worker, map_id)
    assert account.still_held == account.held > artifact.price_cents
    assert (account.sum, account.released) == (0, 0)
    assert await facts(worker, "FundsHeld") == 1


async def test_a_map_is_bought_once(worker: Ctx) -> None:
    map_id = await bought(worker)
    with pytest.raises(MapDecidedAlready, match="purchased"):
        await purchase_map(worker, Purchase(map_id=map_id))
    with pytest.raises(NoSuchMap):
        await purchase_map(worker, Purchase(map_id=new_id()))


async def test_work_that_has_not_passed_is_not_paid(worker: Ctx) -> None:
    assignment_id = await taken(worker)
    with pytest.raises(NotPassed):
        await pay_creator(worker, AssignmentId(assignment_id=assignment_id))
    assert (await funds(worker, Nothing())).released == 0


async def test_passed_work_is_paid_once_and_the_book_sums_to_zero(worker: Ctx) -> None:
    assignment_id = await passed(worker)
    account = await funds(worker, Nothing())
    with pytest.raises(AlreadyReleased):
        await pay_creator(worker, AssignmentId(assignment_id=assignment_id))
    assert account.released > 0
    assert account.sum == 0
    entries = [e for posting in await ledger.postings(worker) for e in posting.entries]
    assert sum(entry.amount for entry in entries) == 0


async def test_only_who_may_spend_spends(worker: Ctx) -> None:
    map_id = await bought(worker)
    async with as_actor(worker, in_role(worker.actor, "team")) as team:
        with pytest.raises(ScopeMissing, match="money:write"):
            await purchase_map(team, Purchase(map_id=map_id))
