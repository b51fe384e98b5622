"""A map rests on what is known, says what is missing, and is recorded whole or not at all."""

from datetime import timedelta

import pytest
from langgraph.runtime import Runtime

from agents.cartographer import Evidence, Theme
from cdt import beliefs
from core.ids import new_id
from domain.asking import Mode
from domain.map_text import render
from domain.maps import ExecutionMap, MapUnsound, Proposal, mode_faults
from graphs.base import run
from graphs.mapping import criticise, draft, gather, graph
from memory import plans
from memory.ctx import Ctx
from tests.worlds import creators, facts, plan, quarter
from tools.modes import ModeChoice, choose_modes
from tools.plans import MapId, Nothing, decline_map, last_reason, read_map

WEEK = "2026-W44"
MODES: tuple[Mode, ...] = ("strict", "adaptive", "creative")


async def test_of_an_empty_business_everything_is_missing(ctx: Ctx) -> None:
    state = await run(graph, ctx, {"week": WEEK})
    assert (state["map_ids"], state["proposal"].maps) == ([], ())
    assert len(state["known"].missing) == 6
    assert (await last_reason(ctx, Nothing())).because == state["proposal"].do_nothing


async def test_what_was_measured_is_known_best_first(worker: Ctx) -> None:
    await quarter(worker, per_cell=6)
    await beliefs.weigh_results(worker)
    await creators(worker, "Ada")
    known = (await gather({"week": WEEK}, Runtime(context=worker)))["known"]
    assert known.combinations[0].channel == "webinars"
    assert [one.low for one in known.combinations] == sorted(
        (one.low for one in known.combinations), reverse=True
    )
    assert len(known.results["", "webinars"]) == 12
    assert known.prices == {"email": [35_000]}
    assert [one.split(":")[0] for one in known.missing] == [
        "No revenue data", "No competitor is known.", "No buyer is described in the profile.",
        "No market signal of the last two months.",
    ]  # fmt: skip


async def test_a_declined_map_is_not_proposed_again(worker: Ctx) -> None:
    await quarter(worker, per_cell=8)
    await beliefs.weigh_results(worker)
    first = await run(graph, worker, {"week": WEEK})
    for map_id in first["map_ids"]:
        await decline_map(worker, MapId(map_id=map_id))
    again = await run(graph, worker, {"week": "2026-W45"})
    guards = [row.guard for row in await plans.all_maps(worker)]
    assert first["map_ids"]
    assert not set(first["map_ids"]) & set(again["map_ids"])
    assert len(set(guards)) == len(guards)


async def test_one_unsound_map_keeps_the_whole_proposal_out(ctx: Ctx) -> None:
    evidence, today = new_id(), ctx.at.date()
    sound = plan(today, evidence)
    theme = Theme(evidence, "retention", 4, ())
    known = Evidence(today=today, currency="USD", themes=[theme])
    assert await criticise({"known": known, "proposal": Proposal(maps=(sound,))}) == {}
    late = plan(today - timedelta(days=30), evidence)
    with pytest.raises(MapUnsound, match="due in the past"):
        await criticise({"known": known, "proposal": Proposal(maps=(sound, late))})
    with pytest.raises(MapUnsound, match="is not known"):
        await criticise({"known": known, "proposal": Proposal(maps=(plan(today, new_id()),))})
    assert await facts(ctx, "MapPublished") == 0


async def test_maps_of_one_business_differ_by_the_mode_it_chose(worker: Ctx) -> None:
    await quarter(worker, per_cell=8)
    await beliefs.weigh_results(worker)
    made: dict[Mode, tuple[ExecutionMap, ...]] = {}
    for mode in MODES:
        await choose_modes(worker, ModeChoice(map=mode))
        state = await gather({"week": WEEK}, Runtime(context=worker))
        made[mode] = (await draft(state, Runtime(context=worker)))["proposal"].maps
    assert {mode: {one.mode for one in maps} for mode, maps in made.items()} == {
        mode: {mode} for mode in MODES
    }
    assert all(one.pain is None and one.unknown for one in made["strict"])
    assert any(one.pain for one in made["adaptive"])
    assert not any(one.ideas for one in made["adaptive"])
    assert not any(mode_faults(one) for maps in made.values() for one in maps)
    assert len({render(maps[0]) for maps in made.values()}) == 3


async def test_a_map_keeps_the_mode_that_it_was_made_in(worker: Ctx) -> None:
    await quarter(worker, per_cell=8)
    await beliefs.weigh_results(worker)
    await choose_modes(worker, ModeChoice(map="creative"))
    (map_id, *_) = (await run(graph, worker, {"week": WEEK}))["map_ids"]
    await choose_modes(worker, ModeChoice(map="strict"))
    line = (await read_map(worker, MapId(map_id=map_id))).line
    assert line.plan.mode == "creative"
