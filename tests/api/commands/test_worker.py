"""`refleqt worker`: with --drain what is due is done, and it ends."""

import pytest

from core.ids import new_id
from domain.access import Actor
from memory import queue
from memory.ctx import open_ctx
from tests.api.commands.running import refleqt
from tools import businesses
from tools.vents import Vent, submit_vent


@pytest.mark.usefixtures("_pool")
async def test_a_worker_drains_what_is_due_and_ends() -> None:
    async with open_ctx(businesses.keeper(None)) as ctx:
        await businesses.found(ctx, f"House {new_id()}")
        await submit_vent(ctx, Vent(text="Our ads bring clicks and no customers."))
    done = refleqt("worker", "--drain", "--json")
    assert done.code == 0, done.err
    assert done.document["jobs"] >= 1
    async with open_ctx(Actor("operator")) as other:
        assert await queue.waiting(other) == 0
