"""An act that was proposed is decided once, by its person, with that person's scopes."""

from dataclasses import replace
from uuid import UUID

import pytest
from pydantic import ValidationError

from core.ids import new_id
from domain.access import ScopeMissing
from domain.asking import Proposal
from memory import queue, runs
from memory.ctx import Ctx
from tests.memory.rows import as_actor, in_role
from tests.tools.test_runs import asked
from tools.approvals import (
    ApprovalDecided,
    ArgumentsUnfit,
    Decision,
    NoSuchApproval,
    decide,
)
from tools.runs import Pending, RunId, list_approvals, stop_run
from tools.vents import Listing, list_vents

NOTE = Proposal(tool="submit_vent", arguments={"text": "Broken."}, summary="Keep a note.")
JUDGE = Proposal(
    tool="judge_belief",
    arguments={"belief_id": f"{new_id()}", "verdict": "wrong"},
    summary="Judge a belief.",
)


async def proposed(ctx: Ctx, *acts: Proposal) -> list[UUID]:
    """Acts that an answer proposed; the run waits for them."""
    begun = await asked(ctx)
    ids = await runs.propose(ctx, begun.run_id, begun.thread_id, acts)
    await runs.change(ctx, begun.run_id, status="waiting")
    return ids


async def notes(ctx: Ctx) -> list[str]:
    """The notes kept so far."""
    return [one.text for one in (await list_vents(ctx, Listing())).items]


async def test_what_is_accepted_is_done_and_the_run_goes_on(ctx: Ctx) -> None:
    (one,) = await proposed(ctx, NOTE)
    before = await queue.waiting(ctx)
    decided = await decide(ctx, one, Decision(action="accept"))
    assert (decided.status, decided.said, decided.left) == ("accepted", "Done: Keep a note.", 0)
    assert await notes(ctx) == ["Broken."]
    assert await queue.waiting(ctx) == before + 2  # the note is read, the run goes on


async def test_what_is_edited_is_done_with_the_other_arguments(ctx: Ctx) -> None:
    (one,) = await proposed(ctx, NOTE)
    await decide(ctx, one, Decision(action="edit", arguments={"text": "Mended."}))
    assert await notes(ctx) == ["Mended."]


@pytest.mark.parametrize("words", [{"action": "ignore"}, {"action": "respond", "words": "No."}])
async def test_what_is_not_accepted_is_not_done(ctx: Ctx, words: dict[str, str]) -> None:
    (one,) = await proposed(ctx, NOTE)
    await decide(ctx, one, Decision.model_validate(words))
    assert await notes(ctx) == []


async def test_the_second_decision_is_refused(ctx: Ctx) -> None:
    (one,) = await proposed(ctx, NOTE)
    await decide(ctx, one, Decision(action="ignore"))
    with pytest.raises(ApprovalDecided, match="ignored") as caught:
        await decide(ctx, one, Decision(action="accept"))
    assert caught.value.status == 409
    assert await notes(ctx) == []


async def test_the_run_goes_on_when_the_last_act_is_decided(ctx: Ctx) -> None:
    first, second = await proposed(ctx, NOTE, NOTE)
    before = await queue.waiting(ctx)
    assert (await decide(ctx, first, Decision(action="ignore"))).left == 1
    assert await queue.waiting(ctx) == before
    assert (await decide(ctx, second, Decision(action="ignore"))).left == 0
    assert await queue.waiting(ctx) == before + 1


async def test_whoever_may_not_do_the_act_is_refused_and_it_stays_open(ctx: Ctx) -> None:
    (one,) = await proposed(ctx, JUDGE)
    async with as_actor(ctx, in_role(ctx.actor, "team")) as colleague:
        with pytest.raises(ScopeMissing, match="beliefs:write"):
            await decide(colleague, one, Decision(action="accept"))
    (line,) = (await list_approvals(ctx, Pending())).items
    assert line.status == "pending"


async def test_nobody_else_decides(ctx: Ctx) -> None:
    (one,) = await proposed(ctx, NOTE)
    async with as_actor(ctx, replace(ctx.actor, user_id=new_id())) as other:
        for decision in (Decision(action="accept"), Decision(action="ignore")):
            with pytest.raises(NoSuchApproval):
                await decide(other, one, decision)


async def test_arguments_that_do_not_fit_are_named(ctx: Ctx) -> None:
    (one,) = await proposed(ctx, NOTE)
    wrong = {"text": "x", "business_id": "other"}
    with pytest.raises(ArgumentsUnfit, match="business_id"):
        await decide(ctx, one, Decision(action="edit", arguments=wrong))


@pytest.mark.parametrize(
    "given",
    [{"action": "edit"}, {"action": "respond"}, {"action": "accept", "words": "x"},
     {"action": "ignore", "arguments": {}}],
)  # fmt: skip
def test_a_decision_is_whole(given: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Decision.model_validate(given)


async def test_to_stop_a_waiting_run_leaves_its_acts_undone(ctx: Ctx) -> None:
    await proposed(ctx, NOTE, NOTE)
    (first, _) = (await list_approvals(ctx, Pending())).items
    await stop_run(ctx, RunId(run_id=first.run_id))
    assert (await list_approvals(ctx, Pending())).items == []
    assert {one.status for one in (await list_approvals(ctx, Pending(answered=True))).items} == {
        "ignored"
    }
