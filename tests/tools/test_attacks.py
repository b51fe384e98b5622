"""A brief is attacked with competitors and decoys; where little is known, that is said."""

from domain.leak_report import LeakReport
from memory import people, plans
from memory.ctx import Ctx
from tests.agents.plans import a_brief
from tests.worlds import briefed
from tools.attacks import CANDIDATES, attacked, candidates, reported
from tools.briefs import BriefId, read_brief
from tools.onboarding import Description, describe_business

PROFILE = Description(
    business_name="Quillmark", industry="beekeeping software", products=["Hive log"]
)


async def described(ctx: Ctx) -> None:
    """A business whose founder named two competitors and whom it sells to."""
    await describe_business(ctx, PROFILE)
    known = {"icp_titles": ["beekeepers"], "competitors_direct": ["Waxwing", "Nectarly"]}
    await people.keep_profile(ctx, known, {})


async def test_competitors_stand_beside_decoys(worker: Ctx) -> None:
    await described(worker)
    pool = await candidates(worker)
    kinds = [one.kind for one in pool]
    assert (len(pool), kinds.count("own"), kinds.count("competitor")) == (CANDIDATES, 1, 2)
    found = attacked(pool, a_brief())
    assert found is not None
    assert (found.candidates, found.competitors) == (CANDIDATES, 2)


async def test_a_brief_that_says_what_the_business_sells_comes_near_it(worker: Ctx) -> None:
    await described(worker)
    telling = a_brief().model_copy(
        update={"takeaway": "A log of hives is software that beekeepers open in spring."}
    )
    report = await reported(worker, telling)
    assert report.attack is not None
    assert report.attack.near_us


async def test_a_business_that_said_nothing_is_not_attacked(worker: Ctx) -> None:
    assert await candidates(worker) == []
    assert attacked([], a_brief()) is None
    assert (await reported(worker, a_brief())).attack is None


async def test_the_report_is_kept_with_the_brief(worker: Ctx) -> None:
    await described(worker)
    brief_id = await briefed(worker)
    read = await read_brief(worker, BriefId(brief_id=brief_id))
    assert read.report is not None
    assert read.report.attack is not None
    assert read.report.attack.candidates == CANDIDATES
    row = await plans.brief(worker, brief_id)
    assert LeakReport.model_validate(row.payload["report"]) == read.report
