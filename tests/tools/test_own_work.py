"""The team makes a map itself: briefs and tracking as ever, no offer, no money."""

import pytest

from domain.maps import Proposal
from domain.work import GenerateBrief, OfferBrief
from jobs import generate_brief, offer_brief
from memory import calendar, ledger, market, plans
from memory.ctx import Ctx
from tests.agents.plans import a_map
from tests.worlds import creators, facts
from tools.own_work import take_on_map
from tools.payments import purchase_map
from tools.plans import MapDecidedAlready, MapId, Publication, publish_maps


async def proposed(worker: Ctx) -> MapId:
    ask = Publication(week="2026-W44", proposal=Proposal(maps=(a_map(),)))
    (map_id,) = (await publish_maps(worker, ask)).map_ids
    return MapId(map_id=map_id)


async def test_the_pieces_are_planned_with_their_tags_and_nothing_is_held(worker: Ctx) -> None:
    one = await proposed(worker)
    taken = await take_on_map(worker, one)
    rows = {row.id: row for row in await calendar.entries(worker, taken.entry_ids)}
    for entry_id, artifact in zip(taken.entry_ids, a_map().artifacts, strict=True):
        row = rows[entry_id]
        assert artifact.tags
        assert (row.utm_source, row.utm_campaign, row.utm_content) == (
            artifact.tags.source, artifact.tags.campaign, artifact.tags.content,
        )  # fmt: skip
        assert (row.owner, row.status, row.publish_on) == ("team", "planned", artifact.out_on)
    assert await ledger.postings(worker) == []
    assert (await plans.one_map(worker, one.map_id)).status == "own"


async def test_its_briefs_are_written_and_offered_to_nobody(worker: Ctx) -> None:
    await creators(worker, "Ada")
    one = await proposed(worker)
    await take_on_map(worker, one)
    for artifact in await plans.artifacts_of(worker, one.map_id):
        await generate_brief.run(worker, GenerateBrief(artifact_id=artifact.id))
    for brief in await plans.all_briefs(worker):
        assert brief.status == "own"
        await offer_brief.run(worker, OfferBrief(brief_id=brief.id))
    assert await market.all_assignments(worker) == []
    assert await facts(worker, "BriefWritten") == 0


async def test_it_is_decided_once(worker: Ctx) -> None:
    one = await proposed(worker)
    await take_on_map(worker, one)
    for act in (take_on_map, purchase_map):
        with pytest.raises(MapDecidedAlready, match="own"):
            await act(worker, one)
