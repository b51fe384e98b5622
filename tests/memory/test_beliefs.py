"""Beliefs come back as they were kept, with the evidence that counted."""

from datetime import timedelta

from core.ids import new_id
from domain.beliefs import Belief, Burst, Scope
from memory import beliefs
from memory.ctx import Ctx
from tests.conftest import START
from tests.memory.rows import as_actor, founder_of

SCOPE = Scope(category="messaging", subject="price", segment="office_manager")


def a_belief(ctx: Ctx, scope: Scope = SCOPE) -> Belief:
    """A belief with every field filled."""
    return Belief(
        id=str(beliefs.belief_id(ctx, scope)), scope=scope, claim="They answer to price.",
        direction=-1, alpha=3.25, beta=1.5, heaviest_vent=0.2, as_of=START,
        bursts=(Burst(author="founder", began=START),), evidence_count=4, counter_count=1,
        first_observed=START - timedelta(days=90), last_reinforced=START, status="weakening",
        low_cycles=1, last_cycle="2026-10", owner_verdict="pinned",
    )  # fmt: skip


async def test_a_belief_comes_back_as_it_was_kept(ctx: Ctx) -> None:
    await beliefs.keep(ctx, [a_belief(ctx)])
    assert await beliefs.load(ctx) == [a_belief(ctx)]


async def test_a_belief_that_moved_replaces_itself(ctx: Ctx) -> None:
    await beliefs.keep(ctx, [a_belief(ctx)])
    await beliefs.keep(ctx, [a_belief(ctx).model_copy(update={"alpha": 9.0, "status": "active"})])
    await beliefs.keep(ctx, [])
    (row,) = await beliefs.load(ctx)
    assert (row.alpha, row.status) == (9.0, "active")


async def test_the_same_evidence_is_written_once_and_listed_by_time(ctx: Ctx) -> None:
    belief = a_belief(ctx)
    await beliefs.keep(ctx, [belief])
    keys = ["results:2026-09", "said:1"]
    for key, day in ((keys[1], 2), (keys[0], 1), (keys[1], 2)):
        row = {"belief_id": beliefs.belief_id(ctx, SCOPE), "key": key, "source_kind": "vent",
               "supports": True, "alignment": 0.7, "weight": 0.3, "confidence_after": 0.6,
               "at": START + timedelta(days=day)}  # fmt: skip
        await beliefs.keep_evidence(ctx, [row])
    await beliefs.keep_evidence(ctx, [])
    (found,) = await beliefs.load(ctx)
    assert found.evidence_ids == tuple(keys)


async def test_a_scope_has_one_id_in_each_business(ctx: Ctx) -> None:
    other = Scope(category="messaging", subject="price", segment="bakers")
    assert beliefs.belief_id(ctx, SCOPE) == beliefs.belief_id(ctx, SCOPE.model_copy())
    assert beliefs.belief_id(ctx, SCOPE) != beliefs.belief_id(ctx, other)
    async with as_actor(ctx, founder_of(new_id())) as stranger:
        assert beliefs.belief_id(stranger, SCOPE) != beliefs.belief_id(ctx, SCOPE)
