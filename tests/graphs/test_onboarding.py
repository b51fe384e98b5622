"""An interview asks, hears, keeps β up to date after each turn, and goes on where it was left."""

from sqlalchemy import select

from graphs.onboarding import answer, begin
from memory import people
from memory.ctx import Ctx
from memory.events import events
from tools.onboarding import Said, Thread, read_profile


async def test_beta_is_there_after_the_first_answer(ctx: Ctx) -> None:
    standing = await begin(ctx, "first")
    assert standing.next_question is not None
    said = Said(
        thread_id=standing.thread_id, turn=0, question=standing.next_question.text,
        answer="Quillmark. We write release notes for small software teams.",
    )  # fmt: skip
    after = await answer(ctx, said)
    profile = await people.profile(ctx)
    assert profile.business_name == "Quillmark"
    assert after.coverage > standing.coverage


async def test_an_interview_goes_on_where_it_was_left(ctx: Ctx) -> None:
    standing = await begin(ctx, "again")
    await answer(
        ctx, Said(thread_id=standing.thread_id, turn=0, question="Name?", answer="Quillmark")
    )
    again = await begin(ctx, "again")
    assert (again.thread_id, again.turns) == (standing.thread_id, 1)


async def test_a_skip_is_a_gap_with_no_words(ctx: Ctx) -> None:
    standing = await begin(ctx, "skip")
    said = Said(thread_id=standing.thread_id, turn=0, question="Which CRM do you use?", answer=None)
    await answer(ctx, said)
    result = (await read_profile(ctx, Thread(thread_id=standing.thread_id))).result
    assert any("crm" in gap for gap in result.signals.gaps)


async def test_the_last_turn_closes_the_interview_once(ctx: Ctx) -> None:
    standing = await begin(ctx, "end")
    said = Said(thread_id=standing.thread_id, turn=0, question="Name?", answer="Quillmark")
    await answer(ctx, said, last=True)
    await answer(ctx, said, last=True)
    facts = await ctx.rows(select(events).where(events.c.name == "OnboardingFinished"))
    assert len(facts) == 1
