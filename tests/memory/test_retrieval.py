"""Words and meaning together find passages; nobody finds what they may not read."""

from datetime import date

from cdt.embed import read_tokens
from core.ids import new_id
from domain.access import Actor
from domain.language.terms import roots
from memory.ctx import Ctx, acting
from memory.retrieval import Wanted, retrieve
from tests.memory.test_passages import noted


def wanted(text: str, first: date | None = None, last: date | None = None) -> Wanted:
    """What a question looks for."""
    return Wanted(text, tuple(roots(text)), first, last)


async def test_the_note_that_speaks_of_it_comes_first(ctx: Ctx) -> None:
    for text in ("The dog sleeps.", "Plumbline dropped its starter plan to $59.", "It rained."):
        await noted(ctx, text)
    _, hits = await retrieve(ctx, wanted("What does Plumbline charge?"), read_tokens)
    assert "Plumbline" in hits[0].passage.text


async def test_a_private_note_is_found_by_its_author_alone(ctx: Ctx) -> None:
    await noted(ctx, "I am tired of being the brand.", "private")
    _, own = await retrieve(ctx, wanted("tired of the brand"), read_tokens)
    assert len(own) == 1
    other = Actor("team", user_id=new_id(), business_id=ctx.business_id)
    async with acting(ctx.db, other) as colleague:
        _, theirs = await retrieve(colleague, wanted("tired of the brand"), read_tokens)
    assert theirs == []


async def test_the_days_that_are_asked_about_go_first(ctx: Ctx) -> None:
    await noted(ctx, "The ads cost too much.")
    _, inside = await retrieve(
        ctx, wanted("ads", date(2026, 10, 1), date(2026, 10, 31)), read_tokens
    )
    _, outside = await retrieve(
        ctx, wanted("ads", date(2025, 1, 1), date(2025, 1, 31)), read_tokens
    )
    assert inside[0].score > outside[0].score


async def test_nothing_is_found_in_nothing(ctx: Ctx) -> None:
    _, hits = await retrieve(ctx, wanted("anything"), read_tokens)
    assert hits == []
