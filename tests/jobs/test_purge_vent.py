"""The trash is emptied when its time is over, and not before; what was restored stays."""

from datetime import timedelta

from core.clock import SimulatedClock
from domain.work import PurgeVent
from jobs import purge_vent
from memory import inputs
from memory.ctx import Ctx
from tools.vents import RESTORE_WINDOW, Vent, VentId, restore_vent, submit_vent, withdraw_vent


async def test_words_go_when_the_window_has_closed(worker: Ctx, simulated: SimulatedClock) -> None:
    vent = await submit_vent(worker, Vent(text="Nobody answers our mails."))
    await withdraw_vent(worker, VentId(id=vent.id))
    work = PurgeVent(vent_id=vent.id, until=(worker.at + RESTORE_WINDOW).isoformat())
    for day, left in ((29, "Nobody answers our mails."), (30, ""), (31, "")):
        simulated.move_to(simulated.now() + timedelta(days=29 if day == 29 else 1))
        await purge_vent.run(worker, work)
        assert (await inputs.vent(worker, vent.id)).text == left


async def test_a_restored_vent_is_left_alone(worker: Ctx, simulated: SimulatedClock) -> None:
    vent = await submit_vent(worker, Vent(text="Nobody answers our mails."))
    await withdraw_vent(worker, VentId(id=vent.id))
    await restore_vent(worker, VentId(id=vent.id))
    simulated.move_to(worker.at + 2 * RESTORE_WINDOW)
    await purge_vent.run(worker, PurgeVent(vent_id=vent.id, until="2026-12-01"))
    assert (await inputs.vent(worker, vent.id)).text
