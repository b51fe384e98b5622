"""The card of a data set is told before a training, after it, and for one that kept little."""

from domain.work import TrainCdt
from jobs import train_cdt
from memory.ctx import Ctx
from tests.worlds import quarter
from tools.base import Nothing
from tools.datasets import card_of, preview_data
from tools.releases import Number
from tools.training import read_version


async def test_what_would_be_trained_on_is_what_the_version_says_it_was_trained_on(
    ctx: Ctx,
) -> None:
    await quarter(ctx, per_cell=6)
    before = await preview_data(ctx, Nothing())
    await train_cdt.run(ctx, TrainCdt(month="2026-10"))
    run = (await read_version(ctx, Number(version=1))).run
    assert run is not None
    assert run.data is not None
    assert run.data.data_hash == before.data_hash
    assert run.data.sources == before.sources
    assert (before.version, run.data.version, run.data.month) == (None, 1, "2026-10")


def test_a_run_that_kept_its_shares_alone_has_a_card_with_gaps() -> None:
    card = card_of(1, "2026-08", {"pairs": 9, "shares": {"vent": 1.0}}, "abc")
    assert [(one.source, one.share, one.weight, one.pairs) for one in card.sources] == [
        ("vent", 1.0, None, None)
    ]
    assert card.cap is None
