"""Passages are quoted exactly, once per row, with words that nobody uses named."""

from datetime import date

from agents.finding import found_passages
from domain.language.questions import read
from memory.ctx import Ctx
from tests.memory.test_passages import noted

TODAY = date(2026, 11, 21)


async def test_the_quote_that_answers_is_cut_out_of_its_note(ctx: Ctx) -> None:
    await noted(ctx, "Half the week was support. Plumbline dropped their starter plan to $59. Hm.")
    asked = read("What does Plumbline charge for its starter plan?", TODAY)
    found = await found_passages(ctx, asked, "Test House")
    assert found.shown[0].quote == "Plumbline dropped their starter plan to $59."
    assert found.shown[0].quote in found.evidence[0].text
    assert found.shown[0].fit > 0.72


async def test_what_the_business_never_says_is_named(ctx: Ctx) -> None:
    await noted(ctx, "The ads cost too much.")
    found = await found_passages(ctx, read("What do the ads on TikTok cost?", TODAY), "Test House")
    assert found.absent == ("TikTok",)
    assert all(one.fit < 0.72 for one in found.shown)


async def test_the_same_words_twice_are_shown_once(ctx: Ctx) -> None:
    await noted(ctx, "The ads cost too much.")
    await noted(ctx, "The ads cost too much!")
    found = await found_passages(ctx, read("What do the ads cost?", TODAY), "Test House")
    assert len(found.shown) == 1
