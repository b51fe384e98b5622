"""Where ideas are welcome an answer gets one that a tool found, or none."""

from agents.answerer import draft, faults, gather
from domain.asking import Asked
from memory.ctx import Ctx, as_worker
from tests import worlds
from tests.memory.test_passages import noted
from tests.tools.test_suggestions import shown

TEXT = "What should we write about next?"


async def test_nothing_found_is_no_idea(ctx: Ctx) -> None:
    await noted(ctx, "The dog sleeps.")
    found = await gather(ctx, Asked(text=TEXT, mode="creative"))
    assert found.idea is None


async def test_a_point_without_a_keyword_makes_an_idea_that_cites_it(ctx: Ctx) -> None:
    await worlds.content(ctx)
    async with as_worker(ctx) as worker:
        await worlds.notes(worker)
    found = await gather(ctx, Asked(text=TEXT, mode="creative"))
    reply = draft(found)
    assert "An idea: write about “" in reply.text
    assert reply.text.endswith("].")
    assert faults(found, reply) == []


async def test_a_suggested_entry_is_an_idea_in_the_creative_mode_alone(ctx: Ctx) -> None:
    await shown(ctx, "g1")
    found = await gather(ctx, Asked(text=TEXT, mode="creative"))
    assert "An idea: publish “Ghost g1” on 10 November 2026" in draft(found).text
    assert (await gather(ctx, Asked(text=TEXT))).idea is None
