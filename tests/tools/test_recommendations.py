"""What was recommended is told from its own rows, with what became of it and how right it was."""

from core.ids import new_id
from domain.access import Actor
from domain.imports import CalendarRow
from memory import outcomes, predictions
from memory.ctx import Ctx, acting
from tests.tools.test_plans import proposal
from tests.worlds import passed
from tools.plans import MapId, decline_map, publish_maps
from tools.recommendations import History, RecommendationHistory, list_recommendations
from tools.suggestions import Choice, Ghost, Ghosts, answer_suggestion, suggest_entries


async def told(ctx: Ctx, **ask: object) -> RecommendationHistory:
    """The history."""
    return await list_recommendations(ctx, History.model_validate(ask))


async def test_nothing_recommended_is_an_empty_history(ctx: Ctx) -> None:
    found = await told(ctx)
    assert (found.items, found.in_all) == ([], 0)
    assert [(one.kind, one.n, one.taken.enough) for one in found.rates] == [
        ("map", 0, False), ("suggestion", 0, False), ("brief", 0, False), ("proposal", 0, False),
    ]  # fmt: skip


async def test_a_bought_map_and_its_brief_are_taken_done_and_held_to_their_word(
    worker: Ctx,
) -> None:
    await passed(worker)
    found = {one.kind: one for one in (await told(worker)).items}
    assert {*found} == {"map", "brief"}
    assert (found["map"].fate, found["map"].done, found["map"].right) == ("accepted", True, None)
    assert (found["brief"].fate, found["brief"].done) == ("accepted", True)
    assert (found["map"].expected, found["map"].metric) == (40, "conversions")
    for one in await predictions.every(worker):
        await predictions.score(worker, one.id, verdict="worked", outcome=25.0)
    found = {one.kind: one for one in (await told(worker)).items}
    assert (found["map"].measured, found["map"].right) == (25.0, True)
    assert found["brief"].right
    rates = {one.kind: one for one in (await told(worker)).rates}
    assert (rates["map"].right.n, rates["map"].right.of, rates["map"].right.enough) == (1, 1, False)


async def test_a_declined_map_and_answered_suggestions_are_told(ctx: Ctx) -> None:
    (map_id,) = (await publish_maps(ctx, proposal(ctx))).map_ids
    assert [(one.kind, one.fate) for one in (await told(ctx)).items] == [("map", "waiting")]
    await decline_map(ctx, MapId(map_id=map_id))
    ghosts = [
        Ghost(entry=CalendarRow(id=f"g{n}", title=f"Idea {n}", artifact_type="email"),
              why="There is a gap.", beliefs=[new_id()])
        for n in range(3)
    ]  # fmt: skip
    shown = await suggest_entries(ctx, Ghosts(day=ctx.at.date(), ghosts=ghosts))
    for one, action in zip(shown.entry_ids, ("accepted", "modified", "ignored"), strict=True):
        ask = {
            "entry_id": one,
            "action": action,
            "title": "Better" if action == "modified" else None,
        }
        await answer_suggestion(ctx, Choice.model_validate(ask))
    found = await told(ctx)
    assert [(one.kind, one.fate) for one in (await told(ctx, kind="map")).items] == [
        ("map", "declined")
    ]
    assert sorted(one.fate for one in found.items) == ["accepted", "declined", "edited", "ignored"]
    assert [one.title for one in (await told(ctx, fate="ignored")).items] == ["Idea 2"]
    assert (await told(ctx, limit=1)).in_all == 4
    rates = {one.kind: one for one in found.rates}["suggestion"]
    assert (rates.n, rates.taken.n, rates.edited.n, rates.ignored.n) == (3, 2, 1, 1)


async def test_nothing_is_kept_twice(ctx: Ctx) -> None:
    await publish_maps(ctx, proposal(ctx))
    before = await outcomes.recommendations(ctx)
    await told(ctx)
    assert await outcomes.recommendations(ctx) == before


async def test_the_team_may_read_it(ctx: Ctx) -> None:
    other = Actor("team", user_id=new_id(), business_id=ctx.business_id)
    async with acting(ctx.db, other) as colleague:
        assert (await told(colleague)).in_all == 0
