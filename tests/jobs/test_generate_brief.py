"""A bought artifact gets its brief, which names nobody, once."""

from domain.work import GenerateBrief
from jobs import generate_brief
from memory import plans
from memory.ctx import Ctx
from tests.worlds import bought, facts
from tools.briefs import BriefId, read_brief
from tools.onboarding import Description, Tenant, describe_business


async def test_a_brief_is_written_once_and_names_nobody(worker: Ctx) -> None:
    told = Description(business_name="Gaugewren", tenant=Tenant(name="Gaugewren"))
    await describe_business(worker, told)
    (artifact,) = await plans.artifacts_of(worker, await bought(worker))
    for _ in range(2):
        await generate_brief.run(worker, GenerateBrief(artifact_id=artifact.id))
    (row,) = await plans.all_briefs(worker)
    assert (row.status, row.leaks, row.fee_cents) == ("ready", 0, artifact.price_cents)
    assert "gaugewren" not in (await read_brief(worker, BriefId(brief_id=row.id))).text.lower()
    assert await facts(worker, "BriefWritten") == 1
