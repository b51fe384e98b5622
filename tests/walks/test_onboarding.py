"""An interview asks, hears and ends; the profile has its evidence, whoever words the questions."""

from graphs.onboarding import answer, begin
from memory import people
from tests.walks.conftest import Walk
from tools.onboarding import Said, Standing, Thread, read_profile

ANSWERS = {
    "business_name": "Quillmark. We write release notes for small software teams.",
    "industry": "Software for developers.",
    "size": "There are 7 of us.",
    "stage": "Seed.",
    "business_model": None,
}


async def interviewed(walk: Walk) -> tuple[Standing, list[str]]:
    """The interview until the answers run out, and the questions as they were asked."""
    asked = []
    async with walk.open() as ctx:
        standing = await begin(ctx, "first")
    for turn in range(len(ANSWERS)):
        question = standing.next_question
        assert question is not None
        asked.append(question.text)
        said = Said(
            thread_id=standing.thread_id, turn=turn, question=question.text,
            answer=ANSWERS.get(question.field),
        )  # fmt: skip
        async with walk.open() as ctx:
            standing = await answer(ctx, said, last=turn + 1 == len(ANSWERS))
    return standing, asked


async def test_an_interview_makes_a_profile_that_rests_on_words(walk: Walk) -> None:
    standing, asked = await interviewed(walk)
    await walk.work()
    assert standing.turns == len(ANSWERS)
    assert len(set(asked)) == len(ANSWERS)
    async with walk.open() as ctx:
        profile = await people.profile(ctx)
        result = (await read_profile(ctx, Thread(thread_id=standing.thread_id))).result
    assert profile is not None
    assert profile.business_name == "Quillmark"
    assert profile.stage == "seed"
    said = [text for text in ANSWERS.values() if text]
    for mark in result.profile.values():
        assert all(any(one.quote in text for text in said) for one in mark.evidence)
    assert len(await walk.facts("OnboardingFinished")) == 1


async def test_a_question_is_worded_anew_only_where_it_asks_the_same(walk: Walk) -> None:
    _, asked = await interviewed(walk)
    worded = "Which industry would you say Quillmark works in?"
    assert (worded in asked) == walk.refined
    assert "Would you like 500 new customers?" not in asked
    if walk.refined:
        assert await walk.minds() == {"onboarding/ask_next": {"draft", "model"}}
