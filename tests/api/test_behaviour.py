"""People in the demo act by where things stand, through the tools that everybody uses."""

from datetime import timedelta
from pathlib import Path
from uuid import UUID

from api import behaviour, folder
from api.imports import keep
from core import clock
from domain.access import Actor, worker_for
from domain.work import GenerateMaps
from jobs import schedule, worker
from memory import queue
from memory.ctx import open_ctx
from tests.api.small import small
from tools import briefs, offers, plans


async def standing(founder: Actor) -> list[tuple[str, str]]:
    """Artifact type and state of every offer."""
    async with open_ctx(founder) as ctx:
        lines = (await offers.list_assignments(ctx, offers.Listing())).items
    return [(line.artifact_type, line.status) for line in lines]


async def test_silence_sends_the_offer_on_and_the_work_is_delivered(
    lasting: Actor, simulated: clock.SimulatedClock, tmp_path: Path
) -> None:
    found = folder.read(small(tmp_path))
    async with open_ctx(worker_for(UUID(str(lasting.business_id)))) as ctx:
        await keep(ctx, "creators", found.between("creators", None, clock.now()))
        await keep(ctx, "vents", found.between("vents", None, clock.now()))
    await worker.drain()
    async with open_ctx(lasting) as ctx:
        await queue.enqueue(ctx, [GenerateMaps(week="2026-W45")])
    await worker.drain()
    assert await behaviour.act(lasting, found) is False  # bought; the briefs come first
    await worker.drain()
    for _ in range(24):
        simulated.move_to(clock.now() + timedelta(hours=9))
        await schedule.tick()
        await worker.drain()
        busy = await behaviour.act(lasting, found)
        await worker.drain()
    states = await standing(lasting)
    assert {("email", "passed"), ("blog_post", "passed")} <= set(states)
    # who is asked first follows from the brief's id; the silent one never has the work
    assert {state for _, state in states} <= {"passed", "expired"}
    assert not busy
    async with open_ctx(lasting) as ctx:
        [one] = (await plans.list_maps(ctx, plans.Maps())).items
    assert one.status == "purchased"


async def test_where_nobody_can_be_asked_the_team_makes_the_map(
    lasting: Actor, simulated: clock.SimulatedClock, tmp_path: Path
) -> None:
    found = folder.read(small(tmp_path))
    async with open_ctx(worker_for(UUID(str(lasting.business_id)))) as ctx:
        await keep(ctx, "vents", found.between("vents", None, clock.now()))
    await worker.drain()
    async with open_ctx(lasting) as ctx:
        await queue.enqueue(ctx, [GenerateMaps(week="2026-W45")])
    await worker.drain()
    assert await behaviour.act(lasting, found) is False
    await worker.drain()
    async with open_ctx(lasting) as ctx:
        [one] = (await plans.list_maps(ctx, plans.Maps())).items
        written = (await briefs.list_briefs(ctx, briefs.Listing())).items
    assert one.status == "own"
    assert {brief.status for brief in written} == {"own"}
