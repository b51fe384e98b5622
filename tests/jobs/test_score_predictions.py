"""Every day the predictions whose day is over get their verdict, once."""

from datetime import timedelta

from core.clock import SimulatedClock
from domain.work import ScorePredictions
from jobs import score_predictions
from memory import predictions
from memory.ctx import Ctx
from tests.worlds import bought, facts


async def test_a_verdict_is_written_once_and_stays(worker: Ctx, simulated: SimulatedClock) -> None:
    await bought(worker)
    simulated.move_to(worker.at + timedelta(days=50))
    for day in ("2026-12-21", "2026-12-22"):
        await score_predictions.run(worker, ScorePredictions(day=day))
    (row,) = await predictions.every(worker)
    assert (row.verdict, row.why) == ("unclear", "not_launched")
    assert await facts(worker, "PredictionScored") == 1
