"""Pieces of content come with their groups and their sums."""

from datetime import date

from memory.ctx import Ctx
from tests import worlds
from tools.pieces import PeriodAsk, days_of, grouped, pieces


async def test_pieces_are_grouped_by_what_they_are(ctx: Ctx) -> None:
    await worlds.content(ctx)
    every = await pieces(ctx)
    assert len(every) == 60
    assert {k: len(v) for k, v in grouped(every, "channel").items()} == {
        "webinars": 20, "Google Ads": 20, "email": 20,
    }  # fmt: skip
    assert set(grouped(every, "stage")) == {"awareness", "decision"}
    assert every[0].pair("conversions") == (40, 2000)


async def test_a_period_is_cut_by_the_day_of_publication(ctx: Ctx) -> None:
    await worlds.content(ctx)
    until = date(2025, 12, 1)
    some = await pieces(ctx, PeriodAsk(until=until))
    assert days_of(some)[1] <= until
    assert len(some) == 5
