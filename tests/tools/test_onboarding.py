"""What is said of a business is kept, field by field, with the words it rests on."""

import pytest
from pydantic import ValidationError

from core.ids import new_id
from memory import outcomes, queue
from memory.ctx import Ctx
from tests.worlds import facts
from tools.onboarding import (
    Description,
    NoSuchInterview,
    Nothing,
    Said,
    Standing,
    Start,
    Tenant,
    Thread,
    describe_business,
    finish_interview,
    read_business,
    read_profile,
    record_answer,
    start_interview,
)


async def begun(ctx: Ctx) -> Standing:
    """An interview with no answer yet."""
    return await start_interview(ctx, Start(key="first"))


def turn(standing: Standing, number: int, answer: str | None) -> Said:
    """One answer to a question about the name."""
    return Said(thread_id=standing.thread_id, turn=number,
                question="What is the business called and what does it do?",
                answer=answer)  # fmt: skip


async def test_a_description_comes_back_and_what_was_not_said_stays(ctx: Ctx) -> None:
    told = Description(business_name="Veltrane", what="Gauges.", products=["Gaugebook"])
    assert (await describe_business(ctx, told)).written == ["business_name", "products"]
    await describe_business(ctx, Description(currency="EUR", tenant=Tenant(city="Ghent")))
    read = await read_business(ctx, Nothing())
    assert (read.name, read.currency, read.timezone) == ("Veltrane", "EUR", "UTC")
    assert read.fields["products"] == ["Gaugebook"]
    assert read.confidence["products"] == 1.0


async def test_a_key_finds_the_interview_that_it_started(ctx: Ctx) -> None:
    first, again = await begun(ctx), await begun(ctx)
    other = await start_interview(ctx, Start(key="second"))
    assert first == again
    assert other.thread_id != first.thread_id
    assert first.next_question is not None


async def test_an_answer_is_kept_once_and_read_later(ctx: Ctx) -> None:
    standing = await begun(ctx)
    for _ in range(2):
        after = await record_answer(ctx, turn(standing, 0, "Veltrane. We make gauges."))
    assert (after.turns, after.coverage > standing.coverage) == (1, True)
    assert (await facts(ctx, "InputKept"), await queue.waiting(ctx) > 0) == (1, True)
    assert await outcomes.fates(ctx) == {("answer", "waiting"): 1}
    result = (await read_profile(ctx, Thread(thread_id=standing.thread_id))).result
    assert result.profile["business_name"].value == "Veltrane"


@pytest.mark.parametrize("answer", [None, "", "  \n"])
async def test_a_skip_is_accounted_for_and_nothing_is_read(ctx: Ctx, answer: str | None) -> None:
    after = await record_answer(ctx, turn(await begun(ctx), 0, answer))
    assert after.turns == 1
    assert await outcomes.fates(ctx) == {("answer", "used"): 1}
    assert await facts(ctx, "InputKept") == 0


async def test_an_interview_ends_once(ctx: Ctx) -> None:
    standing = await begun(ctx)
    for _ in range(2):
        await finish_interview(ctx, Thread(thread_id=standing.thread_id))
    assert await facts(ctx, "OnboardingFinished") == 1


async def test_an_interview_of_nobody_is_named(ctx: Ctx) -> None:
    nobody = new_id()
    thread = Thread(thread_id=nobody)
    said = Said(thread_id=nobody, turn=0, question="Name?", answer="Veltrane")
    for tool, ask in ((finish_interview, thread), (read_profile, thread), (record_answer, said)):
        with pytest.raises(NoSuchInterview, match=str(nobody)):
            await tool(ctx, ask)


def test_a_description_holds_no_field_that_nobody_knows() -> None:
    with pytest.raises(ValidationError, match="Extra inputs"):
        Description.model_validate({"business_id": f"{new_id()}"})
