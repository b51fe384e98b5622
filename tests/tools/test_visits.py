"""What changed since one looked in last is told by kind, with what it is about."""

from datetime import timedelta

from core.clock import SimulatedClock
from core.ids import new_id
from domain.deals import CreatorPaid
from domain.events import BriefBlocked, CdtReleased, EntriesSuggested, InputKept
from memory import events
from memory.ctx import Ctx
from tests import worlds
from tools.visits import look_in


async def test_a_map_that_was_proposed_is_named(ctx: Ctx, worker: Ctx) -> None:
    map_id = await worlds.bought(worker)
    visit = await look_in(ctx)
    told = {change.what: change for change in visit.changes}
    assert (visit.first, visit.since) == (True, None)
    assert not (await look_in(ctx)).first
    assert (told["MapPublished"].count, told["MapPublished"].subjects[0].id) == (1, map_id)
    assert told["MapPublished"].subjects[0].title == "Win quality managers back"


async def test_only_what_is_new_is_told_at_the_next_visit(
    ctx: Ctx, worker: Ctx, simulated: SimulatedClock
) -> None:
    await worlds.bought(worker)
    first = ctx.at
    await look_in(ctx)
    simulated.move_to(ctx.at + timedelta(hours=5))
    await events.record(
        worker,
        CreatorPaid(assignment_id=new_id(), amount_cents=500),
        CreatorPaid(assignment_id=new_id(), amount_cents=700),
        CdtReleased(version=4),
        EntriesSuggested(day="2026-11-01", entry_ids=(new_id(), new_id())),
        InputKept(kind="vent", id=new_id()),
        InputKept(kind="answer", id=new_id()),
        BriefBlocked(brief_id=new_id()),
    )
    visit = await look_in(ctx)
    told = {(change.what, change.of): change for change in visit.changes}
    assert visit.since == first
    assert (told["CreatorPaid", ""].count, told["CreatorPaid", ""].cents) == (2, 1200)
    assert told["CdtReleased", ""].version == 4
    assert told["EntriesSuggested", ""].count == 2
    assert {of for what, of in told if what == "InputKept"} == {"vent", "answer"}
    assert told["BriefBlocked", ""].subjects == []
    assert ("MapPublished", "") not in told
