"""A forbidden belief is used nowhere; a pinned one stays in use whatever is measured (D4)."""

from uuid import UUID

import pytest
from langgraph.runtime import Runtime

from agents import suggester
from cdt import beliefs as cdt_beliefs
from cdt import dataset
from domain.maps import Claim, Proposal, Source
from domain.work import TrainCdt
from graphs import briefing, mapping
from graphs.base import run
from jobs import train_cdt
from memory import beliefs, consents, passages, plans, receipts, releases
from memory.ctx import Ctx
from tests.worlds import creators, plan, quarter
from tools.beliefs import BeliefLine, Opinion, Wanted, judge_belief, list_beliefs
from tools.beta import About, compose_context
from tools.plans import Publication, publish_maps
from tools.standing import BeliefAsk, belief_lookup


@pytest.fixture
async def line(worker: Ctx) -> BeliefLine:
    """A sure belief about webinars, forbidden by its owner."""
    await quarter(worker, per_cell=6)
    await cdt_beliefs.weigh_results(worker)
    lines = (await list_beliefs(worker, Wanted())).items
    found = next(one for one in lines if one.claim.startswith("Webinars"))
    assert found.used
    return await judge_belief(worker, Opinion(belief_id=found.id, verdict="forbidden"))


async def test_no_map_rests_on_it(worker: Ctx, line: BeliefLine) -> None:
    known = (await mapping.gather({"week": "2026-W44"}, Runtime(context=worker)))["known"]
    assert line.id not in {one.id for one in known.beliefs}
    state = await run(mapping.graph, worker, {"week": "2026-W44"})
    cited = {source.id for one in state["proposal"].maps for source in one.sources()}
    assert line.id not in cited


async def test_no_brief_is_as_sure_as_it(worker: Ctx, line: BeliefLine) -> None:
    await creators(worker, "Ada")
    why = Claim(text="Webinars.", evidence=(Source(kind="belief", id=line.id),))
    one = plan(worker.at.date(), line.id).model_copy(update={"why_now": (why,)})
    week = Publication(week="2026-W44", proposal=Proposal(maps=(one,)))
    (map_id,) = (await publish_maps(worker, week)).map_ids
    (artifact,) = await plans.artifacts_of(worker, map_id)
    state = await briefing.gather({"artifact_id": artifact.id}, Runtime(context=worker))
    assert (state["known"].confidence, state["known"].n) == (0.5, 0)


async def test_no_suggestion_and_no_pair_of_the_data_set_names_it(
    worker: Ctx, line: BeliefLine
) -> None:
    held = await beliefs.load(worker)
    drafted = suggester.draft(worker.at.date(), held, [])
    assert line.id not in {each for one in drafted for each in one.beliefs}
    await consents.keep(worker, "belief", None, True)
    pairs = (await dataset.gather(worker)).dataset.pairs
    assert f"{line.id}" not in {each for one in pairs for each in one.source_ids}


async def test_no_answer_knows_it(worker: Ctx, line: BeliefLine) -> None:
    told = await belief_lookup(worker, BeliefAsk(about="webinars"))
    assert line.claim not in told.said
    named = (await list_beliefs(worker, Wanted(forbidden=False))).items
    assert line.id not in {one.id for one in named}
    assert line.id not in {one.id for one in await passages.load(worker)}
    packed = await compose_context(worker, About(question="webinars"))
    assert line.claim not in packed.model_dump_json()


async def test_no_version_pins_it(worker: Ctx, line: BeliefLine) -> None:
    await train_cdt.run(worker, TrainCdt(month="2026-10"))
    row = await releases.version(worker, 1)
    pinned = {UUID(one["id"]) for one in row.manifest["beliefs"]}
    linked = {one.to_id for one in await receipts.links_from(worker, [row.id])}
    assert pinned
    assert line.id not in pinned | linked


async def test_a_pinned_belief_stays_in_use_against_the_results(
    worker: Ctx, line: BeliefLine
) -> None:
    pinned = await judge_belief(worker, Opinion(belief_id=line.id, verdict="pinned"))
    (held,) = [one for one in await beliefs.load(worker) if UUID(one.id) == line.id]
    poor = held.model_copy(update={"beta": 40.0})
    await beliefs.keep(worker, [poor])
    after = next(o for o in (await list_beliefs(worker, Wanted())).items if o.id == line.id)
    assert (pinned.used, after.used, after.status) == (True, True, "active")
    assert after.confidence < 0.3
    known = (await mapping.gather({"week": "2026-W44"}, Runtime(context=worker)))["known"]
    assert next(one for one in known.beliefs if one.id == line.id).holds
