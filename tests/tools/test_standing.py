"""Beliefs are worded as surely as they stand; facts come with the answer they were said in."""

import pytest

from cdt import beliefs as cdt_beliefs
from memory import people
from memory.ctx import Ctx, as_worker
from tests import worlds
from tools.base import Nothing
from tools.onboarding import Said, Start, record_answer, start_interview
from tools.standing import (
    BeliefAsk,
    FactAsk,
    NoSuchField,
    belief_lookup,
    predictions_status,
    profile_gaps,
    read_fact,
    team_activity,
)


async def test_a_belief_is_found_by_what_it_is_about(ctx: Ctx) -> None:
    await worlds.quarter(ctx)
    await cdt_beliefs.weigh_results(ctx)
    found = await belief_lookup(ctx, BeliefAsk(about="webinars"))
    assert "ebinars bring more than our other channels" in found.said
    assert "speak for it" in found.said or "speaks for it" in found.said
    nothing = await belief_lookup(ctx, BeliefAsk(about="the weather on the moon"))
    assert not nothing.enough


async def test_a_fact_is_read_with_the_answer_it_was_said_in(ctx: Ctx) -> None:
    begun = await start_interview(ctx, Start(key="i"))
    question = "Which tools do you use: website, email, CRM, analytics, social?"
    said = Said(thread_id=begun.thread_id, turn=0, question=question, answer="We use HubSpot.")
    await record_answer(ctx, said)
    found = await read_fact(ctx, FactAsk(field="which CRM do we use"))
    assert "HubSpot" in found.said
    assert found.evidence[0].kind == "answer"
    assert found.evidence[0].quote in "We use HubSpot."
    gaps = await profile_gaps(ctx, Nothing())
    assert gaps.value == 35 - len(gaps.parts)


async def test_a_field_that_nobody_knows_is_refused(ctx: Ctx) -> None:
    with pytest.raises(NoSuchField, match="prices"):
        await read_fact(ctx, FactAsk(field="zzzz qqqq"))


async def test_an_open_prediction_is_told_with_its_range(ctx: Ctx) -> None:
    await worlds.bought(ctx)
    found = await predictions_status(ctx, Nothing())
    assert "conversions between 20 and 60" in found.said


async def test_an_exercise_is_told_with_who_took_part(ctx: Ctx) -> None:
    async with as_worker(ctx) as worker:
        await worlds.notes(worker)
    found = await team_activity(ctx, Nothing())
    assert "Theo took part every time" in found.said


async def answered(ctx: Ctx, question: str, answer: str) -> None:
    """An interview in which one question was answered."""
    begun = await start_interview(ctx, Start(key="i"))
    await record_answer(
        ctx, Said(thread_id=begun.thread_id, turn=0, question=question, answer=answer)
    )


async def test_several_fields_are_told_together_without_those_that_are_not_known(ctx: Ctx) -> None:
    tools = "The site is on Webflow. HubSpot is the CRM."
    await answered(ctx, "Which tools do you use: website, email, CRM, analytics, social?", tools)
    found = await read_fact(ctx, FactAsk(field="tools"))
    assert "website system: Webflow; CRM tool: HubSpot" in found.said
    assert "email" not in found.said
    nothing = await read_fact(ctx, FactAsk(field="voice"))
    assert not nothing.enough
    assert "Not known yet: voice, formal" in nothing.said


async def test_where_the_profile_only_guesses_the_words_come_first(ctx: Ctx) -> None:
    words = "Seven of us."
    await answered(ctx, "How many people work in the business?", words)
    await people.keep_profile(ctx, {"size": 9}, {"size": 0.6})
    found = await read_fact(ctx, FactAsk(field="number of people who work on it"))
    assert found.said.startswith(f"In the interview it was: “{words}”")
    assert "guessed number of people who work on it" in found.said
