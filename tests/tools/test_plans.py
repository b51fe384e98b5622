"""A map is proposed once, answered once, and its predictions are scored once."""

import pytest

from core.ids import new_id
from domain.maps import Proposal
from memory import outcomes, predictions
from memory.ctx import Ctx
from tests.worlds import facts, plan
from tools.plans import (
    MapDecidedAlready,
    MapId,
    Maps,
    NoSuchMap,
    Publication,
    decline_map,
    list_artifacts,
    list_maps,
    publish_maps,
)


def proposal(ctx: Ctx) -> Publication:
    """The week's one map."""
    return Publication(week="2026-W44", proposal=Proposal(maps=(plan(ctx.at.date(), new_id()),)))


async def test_the_same_map_is_proposed_once(ctx: Ctx) -> None:
    first = await publish_maps(ctx, proposal(ctx))
    again = await publish_maps(ctx, proposal(ctx))
    assert (len(first.map_ids), again.map_ids) == (1, [])
    assert (await facts(ctx, "MapPublished"), await facts(ctx, "NothingProposed")) == (1, 1)
    assert [line.plan.title for line in (await list_maps(ctx, Maps())).items] == [
        "Win quality managers back"
    ]


async def test_to_do_nothing_has_its_reason(ctx: Ctx) -> None:
    nothing = Proposal(do_nothing="nothing recurs yet")
    said = await publish_maps(ctx, Publication(week="2026-W44", proposal=nothing))
    assert said.do_nothing == "nothing recurs yet"
    assert await facts(ctx, "NothingProposed") == 1


async def test_a_no_is_final(ctx: Ctx) -> None:
    (map_id,) = (await publish_maps(ctx, proposal(ctx))).map_ids
    await decline_map(ctx, MapId(map_id=map_id))
    with pytest.raises(MapDecidedAlready, match="declined"):
        await decline_map(ctx, MapId(map_id=map_id))
    (row,) = await outcomes.recommendations(ctx)
    assert row.user_action == "rejected"


async def test_artifacts_are_listed_before_they_are_entries(ctx: Ctx) -> None:
    (map_id,) = (await publish_maps(ctx, proposal(ctx))).map_ids
    (line,) = (await list_artifacts(ctx, MapId(map_id=map_id))).items
    assert (line.artifact_type, line.entry_id, line.price_cents > 0) == ("email", None, True)


async def test_an_unknown_map_has_no_list_of_artifacts(ctx: Ctx) -> None:
    nobody = new_id()
    with pytest.raises(NoSuchMap, match=str(nobody)) as refused:
        await list_artifacts(ctx, MapId(map_id=nobody))
    assert refused.value.status == 404


async def test_each_artifact_of_a_map_has_its_prediction(ctx: Ctx) -> None:
    (map_id,) = (await publish_maps(ctx, proposal(ctx))).map_ids
    (row,) = await predictions.every(ctx)
    assert (row.map_id, row.metric, row.low, row.bar, row.chance) == (
        map_id, "conversions", 20, 20, 0.9,
    )  # fmt: skip


async def test_a_map_that_rests_on_no_figures_says_whether_it_will_be_taken(ctx: Ctx) -> None:
    bare = plan(ctx.at.date(), new_id())
    mail = bare.artifacts[0].model_copy(update={"forecast": None})
    ask = Proposal(maps=(bare.model_copy(update={"artifacts": (mail,)}),))
    await publish_maps(ctx, Publication(week="2026-W44", proposal=ask))
    (row,) = await predictions.every(ctx)
    assert (row.metric, row.chance, row.due_on) == ("taken", 0.5, bare.quote_valid_until)
