"""What a creator asks reaches the founder; no answer tells the creator who that is."""

from datetime import timedelta

import pytest

from core.clock import SimulatedClock
from memory.ctx import Ctx
from tests.tools.market_people import creator_of
from tests.worlds import facts, offered
from tools.briefs import TellsWhoseItIs
from tools.offers import Offered
from tools.onboarding import Description, describe_business
from tools.questions import (
    CreatorAnswer,
    CreatorQuestion,
    NoSuchQuestion,
    Nothing,
    NothingToAsk,
    QuestionAnswered,
    TooManyQuestions,
    answer_creator,
    ask_about_brief,
    list_brief_questions,
    list_questions,
)


async def test_a_question_is_answered_once_and_read_by_who_asked(worker: Ctx) -> None:
    assignment_id = await offered(worker)
    async with creator_of(worker, assignment_id) as creator:
        for _ in range(2):
            ask = CreatorQuestion(assignment_id=assignment_id, text="How long may it be?")
            asked = await ask_about_brief(creator, ask)
    assert await facts(worker, "BriefAskedAbout") == 1
    (line,) = (await list_questions(worker, Nothing())).items
    answer = CreatorAnswer(question_id=line.id, text="As the brief says; shorter is fine.")
    await answer_creator(worker, answer)
    with pytest.raises(QuestionAnswered):
        await answer_creator(worker, answer)
    async with creator_of(worker, assignment_id) as creator:
        seen = await list_brief_questions(creator, Offered(assignment_id=assignment_id))
    assert [(one.own, one.answer, one.late) for one in seen.items] == [(True, answer.text, False)]
    assert asked.answer_by == worker.at + timedelta(hours=24)


@pytest.mark.parametrize(
    "said", ["Gaugewren likes it short.", "See gaugewren.com", "We are G-a-u-g-e-w-r-e-n."]
)
async def test_an_answer_that_names_the_business_goes_to_nobody(worker: Ctx, said: str) -> None:
    await describe_business(worker, Description(business_name="Gaugewren"))
    assignment_id = await offered(worker)
    async with creator_of(worker, assignment_id) as creator:
        ask = CreatorQuestion(assignment_id=assignment_id, text="Is this for Gaugewren?")
        question = await ask_about_brief(creator, ask)
    with pytest.raises(TellsWhoseItIs) as refused:
        await answer_creator(worker, CreatorAnswer(question_id=question.id, text=said))
    assert refused.value.status == 422
    assert refused.value.fields["field"] == "text"
    (line,) = (await list_questions(worker, Nothing())).items
    assert line.answer == ""


async def test_a_brief_that_went_to_somebody_else_is_not_asked_about(
    worker: Ctx, simulated: SimulatedClock
) -> None:
    assignment_id = await offered(worker)
    simulated.move_to(worker.at + timedelta(hours=25))
    async with creator_of(worker, assignment_id) as creator:
        with pytest.raises(NothingToAsk):
            await ask_about_brief(
                creator, CreatorQuestion(assignment_id=assignment_id, text="Too late?")
            )


async def test_five_questions_may_wait(worker: Ctx) -> None:
    assignment_id = await offered(worker)
    async with creator_of(worker, assignment_id) as creator:
        for n in range(5):
            ask = CreatorQuestion(assignment_id=assignment_id, text=f"Question {n}?")
            await ask_about_brief(creator, ask)
        with pytest.raises(TooManyQuestions):
            await ask_about_brief(
                creator, CreatorQuestion(assignment_id=assignment_id, text="One more?")
            )


async def test_what_nobody_asked_is_not_answered(worker: Ctx) -> None:
    assignment_id = await offered(worker)
    with pytest.raises(NoSuchQuestion):
        await answer_creator(worker, CreatorAnswer(question_id=assignment_id, text="Yes."))
