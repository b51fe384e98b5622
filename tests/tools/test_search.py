"""Search tells why each hit came up, keeps to its facets, and shows nobody another's words."""

from datetime import date

import pytest

from core.ids import new_id
from domain.access import Actor
from memory.ctx import Ctx, acting
from tests.memory.test_passages import noted
from tools.activities import Activity, submit_activity
from tools.search import DaysReversed, NoSuchKind, NoSuchTopic, Question, search_context

TALK = """Nora: Why did Kestrel leave?
Piet: Their export never worked, they said so twice.
Nora: And the price?
Piet: Nobody named it."""


async def talked(ctx: Ctx) -> None:
    """Two people talk about a customer who left."""
    activity = {"kind": "retro", "notes": TALK, "at": "2026-10-05T10:00:00Z"}
    await submit_activity(ctx, Activity.model_validate(activity))


async def test_a_hit_says_who_said_it_and_why_it_came_up(ctx: Ctx) -> None:
    await talked(ctx)
    await noted(ctx, "The dog sleeps.")
    found = await search_context(ctx, Question(query="What did Piet say about the export?"))
    best = found.items[0]
    assert (best.speaker, best.source_type) == ("Piet", "activity")
    assert "export" in best.text
    assert any("export" in why for why in best.why)
    assert any("Piet" in why for why in best.why)
    assert {part.name for part in best.parts} >= {"words", "closeness", "speaker"}


async def test_facets_limit_what_is_found(ctx: Ctx) -> None:
    await talked(ctx)
    await noted(ctx, "The export again.")

    async def kinds(**facets: object) -> set[str]:
        ask = Question.model_validate({"query": "export", **facets})
        return {one.source_type for one in (await search_context(ctx, ask)).items}

    assert await kinds() == {"activity", "vent"}
    assert await kinds(kinds=["vent"]) == {"vent"}
    assert await kinds(since="2026-10-06") == {"vent"}
    assert await kinds(until="2026-10-06") == {"activity"}
    assert await kinds(speaker="piet") == {"activity"}
    assert await kinds(topic="pricing") == set()


async def test_a_note_said_again_and_again_is_not_all_that_is_found(ctx: Ctx) -> None:
    for _ in range(3):
        await noted(ctx, "The export failed for Kestrel." + " " * _)
    await noted(ctx, "An export that fails is why they cancel.")
    found = await search_context(ctx, Question(query="export failed", limit=2))
    assert len({one.text.strip() for one in found.items}) == 2


async def test_nobody_finds_what_they_may_not_read(ctx: Ctx) -> None:
    await noted(ctx, "I am tired of the export.", "private")
    ask = Question(query="tired of the export")
    assert (await search_context(ctx, ask)).items
    other = Actor("team", user_id=new_id(), business_id=ctx.business_id)
    async with acting(ctx.db, other) as colleague:
        assert (await search_context(colleague, ask)).items == []


@pytest.mark.parametrize(
    ("facets", "wrong"),
    [
        ({"kinds": ["tweet"]}, NoSuchKind),
        ({"topic": "weather"}, NoSuchTopic),
        ({"since": date(2026, 2, 1), "until": date(2026, 1, 1)}, DaysReversed),
    ],
)
def test_facets_that_do_not_exist_are_refused_with_a_way_out(
    facets: dict[str, object], wrong: type[Exception]
) -> None:
    with pytest.raises(wrong, match=r"Choose|Swap"):
        Question.model_validate({"query": "ads", **facets})


@pytest.mark.parametrize(
    "query", ["???", "的价格", "🙂", "a" * 2000, "<script>alert(1)</script>", "the"]
)
async def test_odd_words_find_something_or_nothing_and_break_nothing(ctx: Ctx, query: str) -> None:
    await talked(ctx)
    found = await search_context(ctx, Question(query=query))
    assert len(found.items) <= 10
