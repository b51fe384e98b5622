"""What needs a person comes most pressing first, and nobody is asked what they may not decide."""

from datetime import timedelta

from cdt import beliefs as cdt_beliefs
from core.clock import SimulatedClock
from core.ids import new_id
from domain.access import Actor
from domain.asking import Proposal
from memory import market, plans, releases, runs, threads
from memory.ctx import Ctx
from memory.threads import Saying
from tests import worlds
from tests.memory.rows import as_actor
from tools.base import Nothing
from tools.beliefs import Opinion, Wanted, judge_belief, list_beliefs
from tools.needs import what_needs_me
from tools.plans import Publication, publish_maps


async def kinds(ctx: Ctx) -> list[str]:
    """The kinds of what waits, in order."""
    return [one.kind for one in (await what_needs_me(ctx, Nothing())).items]


async def test_in_an_empty_business_nothing_waits(ctx: Ctx) -> None:
    assert await kinds(ctx) == []


async def test_work_that_is_stuck_comes_before_a_map(ctx: Ctx, worker: Ctx) -> None:
    assignment_id = await worlds.taken(worker)
    other = worlds.Proposal(maps=(worlds.plan(ctx.at.date(), new_id()).model_copy(
        update={"guard": "other", "title": "Another one"}),))  # fmt: skip
    await publish_maps(worker, Publication(week="2026-W45", proposal=other))
    assert await kinds(ctx) == ["map"]
    await market.change_assignment(worker, assignment_id, status="escalated")
    (brief,) = await plans.all_briefs(worker)
    await plans.change_brief(worker, brief.id, status="blocked")
    assert await kinds(ctx) == ["escalated", "blocked_brief", "map"]
    first = (await what_needs_me(ctx, Nothing())).items[0]
    assert (first.id, first.title) == (assignment_id, brief.payload["brief"]["title"])


async def test_an_act_that_an_answer_proposed_comes_first(ctx: Ctx) -> None:
    thread_id = await threads.start(ctx, "chat")
    asked = await threads.say(ctx, thread_id, Saying("user", {"text": "Note it."}, None))
    run_id = await runs.begin(ctx, thread_id, asked, "adaptive")
    act = Proposal(tool="submit_vent", arguments={"text": "x"}, summary="Keep x.")
    await runs.propose(ctx, run_id, thread_id, [act])
    (need,) = (await what_needs_me(ctx, Nothing())).items
    assert (need.kind, need.about, need.title) == ("approval", thread_id, "Keep x.")


async def test_an_offer_is_told_shortly_before_it_runs_out(
    ctx: Ctx, worker: Ctx, simulated: SimulatedClock
) -> None:
    await worlds.offered(worker)
    assert await kinds(ctx) == []
    simulated.move_to(ctx.at + timedelta(hours=20))
    assert await kinds(ctx) == ["offer"]


async def test_a_disputed_belief_that_results_hold_up_is_a_doubt(
    ctx: Ctx, simulated: SimulatedClock
) -> None:
    await worlds.quarter(ctx)
    await cdt_beliefs.weigh_results(ctx)
    lines = (await list_beliefs(ctx, Wanted())).items
    sure = next(line for line in lines if line.status == "active")
    await judge_belief(ctx, Opinion(belief_id=sure.id, verdict="disputed"))
    assert await kinds(ctx) == []
    simulated.move_to(ctx.at + timedelta(days=60))
    await worlds.quarter(ctx, months=("2026-10",))
    await cdt_beliefs.weigh_results(ctx)
    (need,) = (await what_needs_me(ctx, Nothing())).items
    assert (need.kind, need.id, need.title) == ("contradiction", sure.id, sure.claim)


async def test_a_version_that_did_not_go_live_is_told_for_a_week(
    ctx: Ctx, worker: Ctx, simulated: SimulatedClock
) -> None:
    row = {"version": 1, "name": "v1", "verdict": "keep", "reason": "Not better.", "manifest": {},
           "evaluation": {}}  # fmt: skip
    await releases.keep_version(worker, row)
    assert await kinds(ctx) == ["verdict"]
    simulated.move_to(ctx.at + timedelta(days=8))
    assert await kinds(ctx) == []


async def test_a_team_member_is_not_asked_what_only_a_founder_decides(
    ctx: Ctx, worker: Ctx
) -> None:
    other = worlds.Proposal(maps=(worlds.plan(ctx.at.date(), new_id()),))
    await publish_maps(worker, Publication(week="2026-W45", proposal=other))
    member = Actor("team", user_id=new_id(), business_id=ctx.business_id)
    async with as_actor(ctx, member) as theirs:
        assert await kinds(theirs) == []
