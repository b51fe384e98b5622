"""A judged version is tracked by a job of its own."""

from cdt import tracking
from domain.access import Actor
from domain.work import TrackTraining
from jobs import track_training
from memory.ctx import open_ctx
from tests.cdt.test_release import trained
from tests.cdt.test_tracking_store import read


async def test_a_version_is_tracked_once_however_often_it_is_asked_for(lasting: Actor) -> None:
    async with open_ctx(lasting) as ctx:
        await trained(ctx, "2026-09")
        business_id = ctx.business_id
    for _ in range(2):
        await track_training.run(lasting, TrackTraining(version=1))
    (found,) = read(tracking.store(business_id).absolute())
    assert found["tags"]["kind"] == "preference model"
    await track_training.given_up(lasting, TrackTraining(version=1), "because")
