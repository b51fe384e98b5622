"""A brief is kept once with its price and bonus; a leaking one is kept from creators."""

import pytest

from core.ids import new_id
from memory import outcomes, plans
from memory.ctx import Ctx
from tests.agents.plans import a_brief
from tests.worlds import bought, facts
from tools.briefs import (
    BriefId,
    Listing,
    NoSuchBrief,
    WrittenBrief,
    keep_brief,
    list_briefs,
    read_brief,
    tenant_of,
)
from tools.onboarding import Description, Tenant, describe_business
from tools.vents import Vent, submit_vent


async def written(worker: Ctx, *faults: str) -> WrittenBrief:
    """A brief of a bought map's artifact, with what is wrong with it."""
    (artifact,) = await plans.artifacts_of(worker, await bought(worker))
    return WrittenBrief(artifact_id=artifact.id, brief=a_brief(), faults=[*faults])


async def test_a_brief_is_kept_once_with_its_money_and_its_map(worker: Ctx) -> None:
    ask = await written(worker)
    kept, again = [await keep_brief(worker, ask) for _ in range(2)]
    assert kept == again
    read = await read_brief(worker, BriefId(brief_id=kept.id))
    assert (read.status, read.fee_cents, read.bonus_cents) == ("ready", 40_000, 8_000)
    assert read.brief.takeaway in read.text
    assert await facts(worker, "BriefWritten") == 1
    links = await worker.rows(
        outcomes.evidence_links.select().where(outcomes.evidence_links.c.from_id == kept.id)
    )
    assert {link.to_kind for link in links} == {"map", "artifact"}


async def test_a_leaking_brief_waits_for_the_founder(worker: Ctx) -> None:
    kept = await keep_brief(worker, await written(worker, "“Veltrane” points to the name"))
    (line,) = (await list_briefs(worker, Listing())).items
    assert (kept.status, line.status, line.leaks) == ("blocked", "blocked", 1)
    assert (await facts(worker, "BriefBlocked"), await facts(worker, "BriefWritten")) == (1, 0)


async def test_a_brief_of_nobody_is_named(ctx: Ctx) -> None:
    nobody = new_id()
    with pytest.raises(NoSuchBrief, match=str(nobody)):
        await read_brief(ctx, BriefId(brief_id=nobody))


async def test_what_no_brief_may_hold_is_what_the_founder_said(worker: Ctx) -> None:
    await submit_vent(worker, Vent(text="Nothing sells itself but the blue gauge."))
    told = Description(business_name="Veltrane", products=["Gaugebook"],
                       tenant=Tenant(people=["Odalys Brandt"]))  # fmt: skip
    await describe_business(worker, told)
    tenant = await tenant_of(worker)
    assert tenant.people == ("Odalys Brandt",)
    assert tenant.corpus == ("Nothing sells itself but the blue gauge.",)


async def test_a_business_that_told_nothing_is_known_by_its_name(ctx: Ctx) -> None:
    assert (await tenant_of(ctx)).name == ("Test House",)
