"""Each part tells how whole it is, what is wanting, and what was so at the moment asked for."""

from datetime import timedelta
from typing import Any

import pytest

from core.clock import SimulatedClock
from core.ids import new_id
from domain.access import Actor
from domain.beta import Asked, Held, Part
from domain.choices import Choice
from domain.derived import Piece
from domain.work import AnalyzePatterns
from jobs import analyze_patterns
from memory import derived, inputs, parts, people, receipts, stated
from memory.ctx import Ctx, acting
from tests import worlds
from tests.memory.test_passages import noted
from tools.beliefs import Opinion, Wanted, judge_belief, list_beliefs

READERS: dict[Part, Any] = {part: read for part, _, read in parts.PARTS}


async def read(ctx: Ctx, part: Part, days: int = 0) -> Held:
    """A part as it is, or was known so many days ago."""
    then = ctx.at - timedelta(days=days)
    said = tuple(await stated.stated(ctx, then))
    asked = Asked(frozenset(), then.date(), then, days > 0, said)
    return parts.of_profile(asked) if part == "stated" else await READERS[part](ctx, asked)


def found(name: str, *pieces: Piece) -> dict[str, Any]:
    """Something that was stated, as it is derived, with its evidence."""
    return {"key": name, "name": name, "names": [name], "stated": True, "pieces": pieces}


@pytest.fixture
async def house(worker: Ctx) -> Ctx:
    """A business with results, notes and beliefs, whose nightly work was done."""
    await worlds.told(worker)
    await analyze_patterns.run(worker, AnalyzePatterns(day=f"{worker.at:%Y-%m-%d}"))
    return worker


async def test_the_profile_names_what_it_lacks(house: Ctx) -> None:
    held = await read(house, "stated")
    assert {"products", "industry"} <= {one.about for one in held.items}
    assert "pricing" in held.wanting
    assert 0 < held.coverage < 1


async def test_every_item_leads_to_a_receipt(house: Ctx) -> None:
    seen = 0
    for part in READERS:
        held = await read(house, part)
        for one in held.items[:5]:
            assert await receipts.of_kind(house, one.kind, [one.id]), (part, one.kind)
            seen += 1
    assert seen > 10


async def test_nothing_was_known_before_anything_came_in(
    house: Ctx, simulated: SimulatedClock
) -> None:
    simulated.move_to(house.at + timedelta(days=3))
    for part in READERS:
        assert (await read(house, part, 4)).items == (), part


async def test_channels_have_their_months_and_money_is_shown_as_money(house: Ctx) -> None:
    held = await read(house, "results")
    ads = [one for one in held.items if one.text.startswith("google ads, ")]
    assert ads
    assert all("USD" in one.text for one in ads)
    assert held.coverage == 1


async def test_a_forbidden_belief_is_left_out_and_each_says_how_sure_it_is(house: Ctx) -> None:
    held = await read(house, "beliefs")
    known = {line.id: line for line in (await list_beliefs(house, Wanted())).items}
    for one in held.items:
        assert one.confidence == pytest.approx(known[one.id].confidence, abs=1e-3)
        assert one.state == known[one.id].status
    first = held.items[0].id
    await judge_belief(house, Opinion(belief_id=first, verdict="forbidden"))
    assert first not in {one.id for one in (await read(house, "beliefs")).items}


async def test_a_rival_that_the_profile_names_and_nobody_speaks_of_is_wanting(house: Ctx) -> None:
    await people.keep_profile(house, {"competitors_direct": ["Brasswick", "Fennmark"]}, {})
    await derived.replace(house, "competitor", [found("Brasswick")])
    held = await read(house, "competitors")
    assert [one.text for one in held.items] == ["Brasswick"]
    assert (held.coverage, held.wanting) == (0.5, ("Fennmark",))


async def test_an_audience_that_entries_name_and_nothing_was_inferred_of_is_wanting(
    house: Ctx,
) -> None:
    [first, second, *_] = await inputs.heard_vents(house)
    pieces = [Piece(kind="vent", id=one.id, at=one.at) for one in (first, second)]
    await derived.replace(house, "segment", [found("quality_manager", *pieces)])
    held = await read(house, "segments")
    assert [one.text for one in held.items] == ["quality manager, 2 pieces of evidence"]
    assert held.wanting == ("shop_owner",)
    assert held.coverage == 0.5


async def test_what_a_founder_hid_or_made_part_of_another_is_left_out(house: Ctx) -> None:
    names = ("Brasswick", "Fennmark", "Brasswick Ltd")
    await derived.replace(house, "competitor", [found(name) for name in names])
    await derived.keep_choice(house, "competitor", "Fennmark", Choice(hidden=True))
    await derived.keep_choice(house, "competitor", "Brasswick Ltd", Choice(into="Brasswick"))
    await derived.keep_choice(house, "competitor", "Brasswick", Choice(name="Brasswick & Sons"))
    held = await read(house, "competitors")
    assert [one.text for one in held.items] == ["Brasswick & Sons"]


async def test_what_too_little_speaks_for_is_in_no_part(ctx: Ctx) -> None:
    await noted(ctx, "Toolroom leads again, and Fennmark.")
    [row] = await inputs.heard_vents(ctx)
    piece = Piece(kind="vent", id=row.id, at=row.at, framed=True)
    both: tuple[tuple[derived.About, Part], ...] = (
        ("segment", "segments"), ("competitor", "competitors"),
    )  # fmt: skip
    for about, part in both:
        await derived.replace(ctx, about, [{**found("once", piece), "stated": False}])
        assert (await read(ctx, part)).items == ()
        await derived.keep_choice(ctx, about, "once", Choice(added=True))
        assert [one.about for one in (await read(ctx, part)).items] == ["once"]


async def test_what_is_part_of_another_brings_its_evidence(ctx: Ctx) -> None:
    await noted(ctx, "Brasswick.")
    await noted(ctx, "The Brasswick people.")
    first, second = [
        Piece(kind="vent", id=one.id, at=one.at) for one in await inputs.heard_vents(ctx)
    ]
    both = [found("Brasswick", first), found("Brasswick people", second)]
    await derived.replace(ctx, "competitor", both)
    await derived.keep_choice(ctx, "competitor", "Brasswick people", Choice(into="Brasswick"))
    held = await read(ctx, "competitors")
    assert [one.text for one in held.items] == ["Brasswick, 2 pieces of evidence"]


async def test_what_rests_on_private_words_alone_is_derived_for_nobody_else(ctx: Ctx) -> None:
    await noted(ctx, "Brasswick again.", "private")
    [row] = await inputs.heard_vents(ctx)
    piece = Piece(kind="vent", id=row.id, at=row.at)
    await derived.replace(ctx, "segment", [found("toolroom_lead", piece)])
    assert (await read(ctx, "segments")).items
    other = Actor("team", user_id=new_id(), business_id=ctx.business_id)
    async with acting(ctx.db, other) as colleague:
        assert (await read(colleague, "segments")).items == ()
