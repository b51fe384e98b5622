"""A brief stands where its assignment does, and a question of a creator comes first."""

from memory.ctx import Ctx
from tests.tools.market_people import creator_of
from tests.worlds import offered
from tools.base import Nothing
from tools.progress import list_progress
from tools.questions import CreatorQuestion, ask_about_brief


async def test_a_brief_that_was_offered_is_offered_until_a_creator_asks(worker: Ctx) -> None:
    assignment_id = await offered(worker)
    before = {one.state for one in (await list_progress(worker, Nothing())).items}
    assert "offered" in before
    assert "question" not in before
    async with creator_of(worker, assignment_id) as creator:
        ask = CreatorQuestion(assignment_id=assignment_id, text="How long may it be?")
        await ask_about_brief(creator, ask)
    (asked,) = [one for one in (await list_progress(worker, Nothing())).items if one.asked]
    assert (asked.state, asked.asked, asked.offers) == ("question", 1, 1)
    assert asked.creator_id is not None
    assert asked.title


async def test_without_briefs_there_is_no_progress(ctx: Ctx) -> None:
    assert (await list_progress(ctx, Nothing())).items == []
