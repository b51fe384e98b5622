"""A map and a brief in the store are scored with all that the store knows of them."""

from uuid import UUID

import pytest

from core.ids import new_id
from domain.maps import Proposal
from memory import plans
from memory.ctx import Ctx
from tests.worlds import briefed, plan
from tools.briefs import BriefId, NoSuchBrief
from tools.plans import MapId, NoSuchMap, Publication, publish_maps
from tools.scores import score_brief, score_map


async def test_a_thin_map_is_held_at_its_gate_and_says_what_is_missing(worker: Ctx) -> None:
    proposal = Proposal(maps=(plan(worker.at.date(), new_id()),))
    published = await publish_maps(worker, Publication(week="2026-W44", proposal=proposal))
    found = await score_map(worker, MapId(map_id=published.map_ids[0]))
    assert (found.kind, found.score <= 64, found.missing[0].cap) == ("map", True, 64)
    assert {"M03", "M28"} <= {one.id for one in found.missing}
    assert found.met + len(found.missing) == found.checked


async def test_a_brief_is_scored_with_whose_it_is_and_its_evidence(worker: Ctx) -> None:
    found = await score_brief(worker, BriefId(brief_id=await briefed(worker)))
    assert found.score >= 85
    assert {one.id for one in found.unchecked} == {"B18"}
    row = (await plans.all_briefs(worker))[0]
    told = row.payload["brief"] | {"takeaway": "TBD"}
    await plans.change_brief(worker, row.id, payload=row.payload | {"brief": told})
    spoilt = await score_brief(worker, BriefId(brief_id=row.id))
    assert (spoilt.score, spoilt.cap, spoilt.missing[0].id) == (49, 49, "B28")


async def test_what_is_not_there_is_told(worker: Ctx) -> None:
    with pytest.raises(NoSuchMap):
        await score_map(worker, MapId(map_id=UUID(int=1)))
    with pytest.raises(NoSuchBrief):
        await score_brief(worker, BriefId(brief_id=UUID(int=1)))
