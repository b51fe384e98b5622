"""The daily look at briefs leaves alone what tells nothing."""

from domain.work import RecheckBriefs
from jobs import recheck_briefs
from memory.ctx import Ctx
from tests.worlds import offered
from tools.offers import open_offer


async def test_an_offer_whose_brief_tells_nothing_waits_on(worker: Ctx) -> None:
    assignment_id = await offered(worker)
    await recheck_briefs.run(worker, RecheckBriefs(cause="2026-11-02"))
    assert (await open_offer(worker, assignment_id)).status == "offered"
