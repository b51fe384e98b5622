"""The profile is told as it was known: before a correction, before a choice."""

from datetime import timedelta

import pytest

from core.clock import SimulatedClock
from core.ids import new_id
from domain.access import Actor
from memory import profile_choices
from memory.ctx import Ctx, acting
from memory.stated import stated
from tools import onboarding
from tools.interviews import Correction, correct_answer


@pytest.fixture
async def answered(ctx: Ctx) -> onboarding.Standing:
    """An interview with one answer."""
    begun = await onboarding.start_interview(ctx, onboarding.Start(key="first"))
    said = onboarding.Said(
        thread_id=begun.thread_id, turn=0, question="How far along are you?",
        answer="We closed our seed round.",
    )  # fmt: skip
    return await onboarding.record_answer(ctx, said)


async def test_a_field_rests_on_the_answer_and_its_words(
    ctx: Ctx, answered: onboarding.Standing
) -> None:
    assert answered.turns == 1
    (one,) = await stated(ctx, ctx.at)
    assert (one.field, one.value, one.kind) == ("stage", "seed", "answer")
    assert "seed round" in one.quote
    other = Actor("team", user_id=new_id(), business_id=ctx.business_id)
    async with acting(ctx.db, other) as colleague:
        (theirs,) = await stated(colleague, ctx.at)
    assert (theirs.value, theirs.kind, theirs.quote) == ("seed", "profile", "")


async def test_a_choice_holds_from_the_day_it_was_made(
    ctx: Ctx, answered: onboarding.Standing, simulated: SimulatedClock
) -> None:
    before = ctx.at
    simulated.move_to(before + timedelta(days=5))
    thread = answered.thread_id
    await profile_choices.keep(ctx, thread, "stage", value="growth", source="chosen")
    assert [one.value for one in await stated(ctx, ctx.at)] == ["growth"]
    assert [one.value for one in await stated(ctx, before)] == ["seed"]
    assert await stated(ctx, before - timedelta(days=1)) == []


async def test_before_a_correction_the_earlier_words_stood(
    ctx: Ctx, answered: onboarding.Standing, simulated: SimulatedClock
) -> None:
    assert answered.turns == 1
    before = ctx.at
    simulated.move_to(before + timedelta(days=5))
    await correct_answer(
        ctx, Correction(thread_id=answered.thread_id, turn=0, answer="We have no revenue yet.")
    )
    assert [one.value for one in await stated(ctx, before)] == ["seed"]
    assert [one.value for one in await stated(ctx, ctx.at)] == ["pre_revenue"]
