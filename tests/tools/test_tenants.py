"""An operator is told ids, counts and names of ours; no word of anybody in any answer."""

from typing import Any

import pytest

from domain.access import Actor
from memory.ctx import open_ctx
from tests.planted import plant
from tools import deployments, operations, tenants
from tools.base import Nothing, Tool

READS: list[tuple[Tool[Any, Any], Any]] = [
    (tenants.list_tenants, Nothing()), (tenants.count_facts, tenants.Since(days=366)),
    (tenants.count_spend, tenants.Since(days=366)), (deployments.count_releases, Nothing()),
    (tenants.watch_erasures, Nothing()), (operations.list_jobs, operations.Which()),
    (operations.list_queues, Nothing()),
]  # fmt: skip


@pytest.mark.usefixtures("_idle", "simulated")
async def test_no_canary_of_any_field_is_in_any_answer() -> None:
    house = await plant(1)
    async with open_ctx(Actor("operator"), read_only=True) as ctx:
        told = "".join([(await tool(ctx, ask)).model_dump_json() for tool, ask in READS])
    assert [mark for mark in house.canaries if mark in told] == []
    assert str(house.business_id) in told
    assert '"other"' in told
