"""Any id of the business becomes a line, and a pointer that leads nowhere is found."""

from datetime import timedelta

import pytest

from core.ids import new_id
from domain.work import AttributeRevenue
from jobs import attribute_revenue
from memory import outcomes, receipts
from memory.ctx import Ctx
from tests.memory.rows import House, as_actor, founder_of
from tests.worlds import passed
from tools.performance import JourneyRow, Journeys, Touch, import_journeys
from tools.vents import Vent, submit_vent


@pytest.mark.parametrize("kind", sorted(set(receipts.KINDS) - {"brief", "reply"}))
async def test_a_row_of_every_kind_has_a_line(house: House, kind: str) -> None:
    row_id = house.rows[receipts.KINDS[kind].table.name]["id"]
    (found,) = await receipts.of_kind(house.ctx, kind, [row_id])
    assert (found.kind, found.id) == (kind, row_id)
    assert found.text
    assert await receipts.anything(house.ctx, row_id) == found


async def test_lines_come_in_the_order_of_their_ids_and_unknown_ones_are_left_out(
    ctx: Ctx,
) -> None:
    first, second = [(await submit_vent(ctx, Vent(text=text))).id for text in ("One.", "Two.")]
    found = await receipts.of_kind(ctx, "vent", [second, new_id(), first])
    assert [one.text for one in found] == ["Two.", "One."]
    assert await receipts.of_kind(ctx, "horoscope", [first]) == []


@pytest.mark.parametrize(("visibility", "private"), [("private", True), ("team", False)])
async def test_whether_words_are_private_is_told_with_them(
    ctx: Ctx, visibility: str, private: bool
) -> None:
    vent = await submit_vent(ctx, Vent(text="We lose money.", visibility=visibility))
    found = await receipts.anything(ctx, vent.id)
    assert found is not None
    assert (found.private, found.author) == (private, ctx.actor.user_id)


async def test_an_id_of_another_business_stands_for_nothing(house: House) -> None:
    vent_id = house.rows["vent_entries"]["id"]
    async with as_actor(house.ctx, founder_of(new_id())) as stranger:
        assert await receipts.anything(stranger, vent_id) is None
        assert await receipts.links_to(stranger, vent_id) == []


async def test_a_link_with_an_end_that_does_not_exist_is_found(ctx: Ctx) -> None:
    one, two = [(await submit_vent(ctx, Vent(text=text))).id for text in ("One.", "Two.")]
    await outcomes.link(ctx, "vent", one, [("vent", two, "says the same")])
    assert await receipts.unresolved(ctx) == (1, [])
    await outcomes.link(ctx, "vent", two, [("theme", new_id(), "gone")])
    total, (broken,) = await receipts.unresolved(ctx)
    assert (total, broken.from_id, broken.why) == (2, two, "gone")
    assert [row.to_id for row in await receipts.links_from(ctx, [one])] == [two]


async def test_paid_work_leads_back_whole(worker: Ctx) -> None:
    assignment_id = await passed(worker)
    total, broken = await receipts.unresolved(worker)
    gone = {link.to_kind for link in broken}
    resting = {link.from_kind for link in await receipts.links_to(worker, assignment_id)}
    assert total > len(broken)
    assert gone <= {"theme"}  # the world's map cites a theme that nobody voiced
    assert resting == {"deliverable", "payment"}


async def test_the_largest_revenue_is_found_where_no_map_had_a_part(ctx: Ctx) -> None:
    assert await receipts.revenue_with_receipt(ctx) is None
    touch = Touch(at=ctx.at - timedelta(days=1), channel="seo", artifact_id="a1")
    rows = [
        JourneyRow(id=name, touches=[touch], converted_at=ctx.at, value_cents=cents)
        for name, cents in (("small", 100), ("large", 90_000))
    ]
    await import_journeys(ctx, Journeys(journeys=rows))
    await attribute_revenue.run(ctx, AttributeRevenue(batch="journeys:1"))
    wanted = await receipts.revenue_with_receipt(ctx)
    assert wanted is not None
    found = await receipts.anything(ctx, wanted)
    assert found is not None
    assert (found.kind, found.text) == ("journey", "revenue of USD 900.00")
