"""β never knows what was learned later, shows nobody another's words, and fits its budget."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from cdt.embed import read_tokens
from core.clock import SimulatedClock
from core.ids import new_id
from domain.access import Actor, worker_for
from domain.beta import PARTS, Part
from domain.work import ExtractContext, ReinforceBeliefs
from jobs import extract_context, reinforce_beliefs
from memory.beta import Beta, Question, compose
from memory.ctx import Ctx, acting
from tests import worlds
from tests.memory.test_passages import noted
from tools import onboarding
from tools.calendar import Entries, save_entries
from tools.vents import Vent, VentId, submit_vent, withdraw_vent

ASKED = "Why do people hate the pricing page?"


async def beta(ctx: Ctx, text: str = "", budget: int = 6_000, days: int | None = None) -> Beta:
    """β now, or as of so many days ago."""
    day = None if days is None else ctx.at.date() - timedelta(days=days)
    return await compose(ctx, Question(text, budget, day), read_tokens)


async def heard(worker: Ctx, text: str, at: datetime) -> UUID:
    """A note for the team that was read, and moved beliefs."""
    kept = await submit_vent(worker, Vent(text=text, at=at, visibility="team"))
    await extract_context.run(worker, ExtractContext(source_kind="vent", source_ids=(kept.id,)))
    return kept.id


@pytest.fixture
async def house(worker: Ctx) -> Ctx:
    """A business with results, notes, beliefs and an interview."""
    await worlds.told(worker)
    thread = (await onboarding.start_interview(worker, onboarding.Start(key="first"))).thread_id
    said = onboarding.Said(
        thread_id=thread, turn=0, question="How far along are you?",
        answer="We closed our seed round.",
    )  # fmt: skip
    await onboarding.record_answer(worker, said)
    return worker


@pytest.mark.parametrize("text", ["", ASKED])
async def test_beta_of_a_day_is_the_same_however_late_it_is_composed(
    house: Ctx, simulated: SimulatedClock, text: str
) -> None:
    then = await beta(house, text, 20_000, days=0)
    simulated.move_to(house.at + timedelta(days=10))
    for n in range(4):
        words = f"Email is dead, webinars are great, and pricing hurts again and again, take {n}."
        await heard(house, words, datetime(2026, 10, 20 + n, tzinfo=UTC))
    entry = worlds.CalendarRow(
        id="later", title="Pricing, later", artifact_type="email", status="planned",
        publish_on=house.at.date(),
    )  # fmt: skip
    await save_entries(house, Entries(entries=[entry]))
    await reinforce_beliefs.run(house, ReinforceBeliefs(cause="performance", subject_ids=("late",)))
    now = await beta(house, text, 20_000)
    later = await beta(house, text, 20_000, days=10)
    least = {"said", "recurring"} if text else {"said", "recurring", "beliefs", "results"}
    assert least <= {one.part for one in then.composed.items}
    assert later.composed.items == then.composed.items
    assert later.conditions == then.conditions
    assert (later.tokens_all, later.composed.text) == (then.tokens_all, then.composed.text)
    assert now.tokens_all > then.tokens_all


async def test_nothing_that_was_learned_later_is_in_it(
    house: Ctx, simulated: SimulatedClock
) -> None:
    simulated.move_to(house.at + timedelta(days=10))
    late = await heard(house, "Pricing hurts.", datetime(2026, 10, 1, tzinfo=UTC))
    for days in (10, 3):
        found = await beta(house, ASKED, 50_000, days=days)
        end = house.at - timedelta(days=days - 1)
        assert all(one.learned is None or one.learned <= end for one in found.composed.items)
        assert late not in {one.id for one in found.composed.items}
    assert late in {one.id for one in (await beta(house, ASKED, 50_000)).composed.items}
    assert not (await beta(house, ASKED, days=400)).composed.items


async def test_a_note_taken_back_is_gone_from_every_day(
    house: Ctx, simulated: SimulatedClock
) -> None:
    kept = await heard(house, "Theo wants to leave us over the pricing.", house.at)
    simulated.move_to(house.at + timedelta(days=5))
    assert kept in {one.id for one in (await beta(house, "Theo leaves", days=5)).composed.items}
    await withdraw_vent(house, VentId(id=kept))
    assert kept not in {one.id for one in (await beta(house, "Theo leaves", days=5)).composed.items}


async def test_a_private_note_is_in_nobody_elses_beta_and_off_the_record_in_none(ctx: Ctx) -> None:
    await noted(ctx, "I am tired of the pricing page.", "private")
    await noted(ctx, "Nobody may know of the pricing.", "off_record")
    mine = await beta(ctx, "pricing")
    assert [one.text for one in mine.composed.items] == ["I am tired of the pricing page."]
    other = Actor("team", user_id=new_id(), business_id=ctx.business_id)
    async with acting(ctx.db, other) as colleague:
        theirs = await beta(colleague, "pricing")
        overview = await beta(colleague)
    assert theirs.composed.items == overview.composed.items == ()
    assert theirs.tokens_all == 0


async def test_parts_without_a_scope_are_left_out(house: Ctx) -> None:
    evaluator = replace(worker_for(house.business_id), role="creator")
    async with acting(house.db, evaluator) as stranger:
        found = await beta(stranger, days=0)
    assert {one.part for one in found.conditions} == {"said", "recurring"}


@pytest.mark.parametrize("budget", [300, 1_000, 5_000])
async def test_every_part_is_heard_within_any_budget(house: Ctx, budget: int) -> None:
    found = await beta(house, ASKED, budget)
    assert found.composed.tokens <= budget
    assert found.ratio > 1
    parts: list[Part] = [one.part for one in found.conditions]
    assert parts == [*PARTS]
    assert {"said", "recurring"} <= {one.part for one in found.composed.items}
    for part in parts:
        inside = sum(one.part == part for one in found.composed.items)
        left = found.composed.left_out.get(part, 0)
        assert inside + left <= found.matching[part] <= found.known[part]


async def test_a_theme_is_one_line_for_all_its_quotes(house: Ctx) -> None:
    found = await beta(house)
    themes = [one for one in found.composed.items if one.part == "recurring"]
    assert themes
    for one in themes:
        assert one.count >= 2
        assert len(one.quotes) == one.count
        assert one.quote in one.text
        assert one.since is not None
