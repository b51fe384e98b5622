"""An account is its creator's and the worker's; how it stands is written over, its name is not."""

from typing import Any

import pytest
from sqlalchemy.exc import DBAPIError

from core.ids import new_id
from domain.access import Actor
from memory import payees
from memory.ctx import Ctx
from tests.memory.rows import as_actor


def row(creator_id: Any, **more: object) -> dict[str, Any]:
    """An account that was begun."""
    begun = {"creator_id": creator_id, "provider": "stripe", "ref": f"acct_{creator_id}"}
    return {**begun, "state": "started", "country": "DE", "wanted": [], **more}


async def test_it_is_written_over_and_found_by_its_name(worker: Ctx) -> None:
    ada = new_id()
    await payees.keep(worker, row(ada))
    await payees.keep(worker, row(ada, state="ready", ref="acct_other"))
    found = await payees.account(worker, ada, "stripe")
    assert (found.state, found.ref) == ("ready", f"acct_{ada}")
    assert (await payees.by_ref(worker, f"acct_{ada}", "stripe")).creator_id == ada
    assert await payees.account(worker, ada, "stand-in") is None


async def test_nobody_else_reads_or_writes_it(worker: Ctx, ctx: Ctx) -> None:
    ada = new_id()
    await payees.keep(worker, row(ada))
    for other in (Actor("creator", new_id(), None, new_id()), ctx.actor, Actor("operator")):
        async with as_actor(worker, other) as them:
            assert await payees.account(them, ada, "stripe") is None
            with pytest.raises(DBAPIError, match="row-level security"):
                await payees.keep(them, row(ada, state="ready"))
