"""`refleqt jobs`: work that failed for good is listed and replayed."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import text

from core.ids import new_id
from domain.access import Actor
from memory import queue
from memory.ctx import open_ctx
from tests.api.commands.running import refleqt
from tools import businesses


@pytest.fixture
async def buried(_pool: None) -> AsyncIterator[int]:
    """Number of a job that failed for good: it names a vent that is not there."""
    async with open_ctx(businesses.keeper(None)) as ctx:
        house = await businesses.found(ctx, f"House {new_id()}")
        payload = queue.pack(
            house.id, queue.BY_NAME["compute_delta"].model_validate({"month": "x"})
        )
        number = await ctx.value(
            text(
                "insert into pgqueuer (priority, entrypoint, payload, status, execute_after)"
                " values (1, 'compute_delta', :payload, 'failed', now()) returning id"
            ).bindparams(payload=payload)
        )
    yield number
    async with open_ctx(Actor("operator")) as ctx:
        await ctx.db.execute(text("delete from pgqueuer"))


async def test_a_buried_job_is_listed_and_replayed(buried: int) -> None:
    listed = refleqt("jobs", "--json")
    assert [one["id"] for one in listed.document["dead"]] == [buried]
    again = refleqt("jobs", "--replay", buried, "--json")
    assert (again.document["replayed"], again.document["dead"]) == (1, [])
    assert again.document["waiting"][0] == {
        "job": "compute_delta", "status": "queued", "count": 1,
    }  # fmt: skip


async def test_a_number_that_no_job_has_is_refused(buried: int) -> None:
    assert refleqt("jobs", "--replay", "999999999").code == 2
    assert refleqt("jobs", "--replay", "soon").code == 2
