"""The planted order of channels and segments is found, with its doubt."""

import pytest
from sqlalchemy import text

from domain.imports import CalendarRow
from memory.ctx import Ctx
from tests import worlds
from tools.calendar import Entries, save_entries
from tools.mix import (
    GroupAsk,
    PeriodAsk,
    RatingAsk,
    ReturnAsk,
    WeighedAsk,
    channel_concentration,
    channel_returns,
    content_mix,
    engagement_by,
    send_time,
    top_pieces,
)


async def test_the_best_and_the_worst_channel_are_told_apart(ctx: Ctx) -> None:
    await worlds.content(ctx)
    found = await engagement_by(ctx, GroupAsk(group="channel"))
    assert [part.name for part in found.parts] == ["webinars", "email", "Google Ads"]
    assert "clearly differ" in found.said
    query = text(
        "select 1000 * sum(value) filter (where metric = 'conversions')"
        " / sum(value) filter (where metric = 'impressions') from performance_records r"
        " join calendar_entries e on e.id = r.calendar_entry_id where channel = 'webinars'"
    )
    assert found.value == pytest.approx((await ctx.db.execute(query)).scalar(), abs=0.05)


async def test_weekdays_without_an_effect_are_said_to_be_chance(ctx: Ctx) -> None:
    await worlds.content(ctx)
    assert "may all be chance" in (await send_time(ctx, RatingAsk())).said


async def test_one_channel_alone_is_full_concentration(ctx: Ctx) -> None:
    rows = [CalendarRow(id=f"{at}", title="T", artifact_type="email", status="published",
                        channel="email") for at in range(3)]  # fmt: skip
    await save_entries(ctx, Entries(entries=rows))
    found = await channel_concentration(ctx, WeighedAsk())
    assert found.value == 1
    assert "more than half is gone" in found.said


async def test_returns_count_making_and_advertising(ctx: Ctx) -> None:
    await worlds.content(ctx)
    await worlds.buyers(ctx)
    found = await channel_returns(ctx, ReturnAsk())
    assert found.parts[0].name == "email"
    made, spent = 60 * 200 + sum(range(60)), sum(50 + 7 * (at % 6) for at in range(1, 60, 3))
    assert found.figures["cost"] == pytest.approx(made + spent, abs=1)
    one = await channel_returns(ctx, ReturnAsk(of="Google Ads"))
    assert one.said.startswith("Google Ads brought back ")
    assert not (await channel_returns(ctx, ReturnAsk(of="billboards"))).enough


async def test_the_top_pieces_and_the_mix_are_counted(ctx: Ctx) -> None:
    await worlds.content(ctx)
    top = await top_pieces(ctx, RatingAsk())
    assert top.value == 44
    mix = await content_mix(ctx, PeriodAsk())
    assert (mix.n, mix.value) == (60, 100)
