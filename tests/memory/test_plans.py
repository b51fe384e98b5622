"""Maps, artifacts, predictions and briefs are kept once and found in their order."""

from uuid import UUID

from core.ids import new_id
from memory import calendar, plans
from memory.ctx import Ctx


async def a_map(ctx: Ctx, guard: str = "w44:bakers") -> UUID:
    """A proposed map with two artifacts."""
    map_id = new_id()
    row = {"id": map_id, "guard": guard, "title": "Win back bakers", "payload": {"why_now": "x"}}
    assert await plans.keep_map(ctx, row)
    artifacts = [
        {"id": new_id(), "map_id": map_id, "position": place, "artifact_type": "email",
         "title": f"Mail {place}", "outline": {"points": []}}
        for place in (2, 1)
    ]  # fmt: skip
    await plans.keep_artifacts(ctx, artifacts)
    return map_id


async def test_the_same_proposal_is_made_once(ctx: Ctx) -> None:
    await a_map(ctx)
    again = {"id": new_id(), "guard": "w44:bakers", "title": "Again", "payload": {}}
    assert not await plans.keep_map(ctx, again)
    assert [row.title for row in await plans.all_maps(ctx)] == ["Win back bakers"]


async def test_artifacts_stand_in_their_order(ctx: Ctx) -> None:
    map_id = await a_map(ctx)
    titles = [row.title for row in await plans.artifacts_of(ctx, map_id)]
    assert titles == ["Mail 1", "Mail 2"]


async def test_a_bought_map_says_when_and_a_declined_one_does_not(ctx: Ctx) -> None:
    bought, declined = await a_map(ctx), await a_map(ctx, "other")
    await plans.decide_map(ctx, bought, "purchased")
    await plans.decide_map(ctx, declined, "declined")
    assert (await plans.one_map(ctx, bought)).purchased_at == ctx.at
    row = await plans.one_map(ctx, declined)
    assert (row.status, row.decided_at, row.purchased_at) == ("declined", ctx.at, None)
    assert await plans.one_map(ctx, new_id()) is None


async def test_a_published_artifact_names_its_entry(ctx: Ctx) -> None:
    map_id = await a_map(ctx)
    artifact = (await plans.artifacts_of(ctx, map_id))[0].id
    (entry,) = await calendar.keep_entries(ctx, [{"id": "e", "title": "t", "artifact_type": "ad"}])
    await plans.publish_artifact(ctx, artifact, entry)
    assert (await plans.artifact(ctx, artifact)).calendar_entry_id == entry


async def test_an_artifact_has_one_brief(ctx: Ctx) -> None:
    artifact = (await plans.artifacts_of(ctx, await a_map(ctx)))[0].id
    row = {"id": new_id(), "artifact_id": artifact, "artifact_type": "email", "fee_cents": 40_000,
           "payload": {"summary": "A mail"}}  # fmt: skip
    assert await plans.keep_brief(ctx, row)
    assert not await plans.keep_brief(ctx, {**row, "id": new_id()})
    assert (await plans.brief(ctx, row["id"])).payload == {"summary": "A mail"}
    assert [each.id for each in await plans.all_briefs(ctx)] == [row["id"]]
