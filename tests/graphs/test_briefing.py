"""A brief is made from its map; what still names the business is kept from creators."""

from uuid import UUID

import pytest

from graphs.base import run
from graphs.briefing import graph
from memory import market, plans
from memory.ctx import Ctx
from tests.worlds import bought, creators, facts
from tools.onboarding import Description, Tenant, describe_business


async def artifact_id(worker: Ctx) -> UUID:
    """The one artifact of a bought map."""
    (artifact,) = await plans.artifacts_of(worker, await bought(worker))
    return artifact.id


async def test_a_brief_carries_the_artifact_its_field_and_its_price(worker: Ctx) -> None:
    await describe_business(worker, Description(industry="saas_manufacturing"))
    await creators(worker, "Ada")
    wanted = await artifact_id(worker)
    state = await run(graph, worker, {"artifact_id": wanted})
    (row,) = await plans.all_briefs(worker)
    assert (row.status, row.specialization) == ("ready", "saas_manufacturing")
    assert (row.artifact_id, row.fee_cents) == (wanted, 40_000)
    assert str(row.id) == state["brief"].id


@pytest.mark.parametrize("name", ["The Record House", "Lost Mail"])
async def test_an_ordinary_name_does_not_stand_in_the_brief(worker: Ctx, name: str) -> None:
    await describe_business(worker, Description(business_name=name, tenant=Tenant(name=name)))
    state = await run(graph, worker, {"artifact_id": await artifact_id(worker)})
    assert state["faults"] == []
    assert name.lower() not in state["brief"].model_dump_json().lower()


async def test_a_founder_whose_own_words_are_in_the_title_blocks_the_brief(worker: Ctx) -> None:
    facts_told = ["The record that was lost"]
    await describe_business(worker, Description(tenant=Tenant(name="Veltrane", facts=facts_told)))
    await creators(worker, "Ada")
    state = await run(graph, worker, {"artifact_id": await artifact_id(worker)})
    (row,) = await plans.all_briefs(worker)
    assert (row.status, row.leaks) == ("blocked", len(state["faults"]))
    assert "The record that was lost" in state["faults"][0]
    assert (await facts(worker, "BriefBlocked"), await facts(worker, "BriefWritten")) == (1, 0)
    assert await market.all_assignments(worker) == []


async def test_the_same_artifact_gets_the_same_brief_once(worker: Ctx) -> None:
    wanted = await artifact_id(worker)
    first, again = [await run(graph, worker, {"artifact_id": wanted}) for _ in range(2)]
    assert first["brief"] == again["brief"]
    assert await facts(worker, "BriefWritten") == 1
