"""Routes, limits, calls: what is open counts by its estimate, what is settled by fact."""

from datetime import date, timedelta
from typing import Any

from core.ids import new_id
from memory import models
from memory.ctx import Ctx
from memory.models import Budget

DAY = date(2026, 11, 1)


def a_call(ctx: Ctx, **more: Any) -> dict[str, Any]:
    """A row of a call that is open."""
    return {
        "id": new_id(), "day": DAY, "at": ctx.at, "prompt_id": "area/verb", "prompt_version": 1,
        "prompt_hash": "abc", "model": "openai/a", "outcome": "open", "tokens_estimated": 100,
        "usd_micros_estimated": 7, **more,
    }  # fmt: skip


async def test_an_open_call_counts_by_its_estimate_and_a_settled_one_by_fact(ctx: Ctx) -> None:
    first, second = a_call(ctx), a_call(ctx, usd_micros_estimated=None)
    for call in (first, second, a_call(ctx, day=DAY - timedelta(days=1))):
        await models.keep_call(ctx, call)
    assert await models.budget(ctx, DAY) == Budget(tokens=200, usd_micros=7)
    settled = {"settled": True, "tokens_in": 10, "tokens_out": 5, "usd_micros": 2}
    await models.settle_call(ctx, first["id"], settled)
    assert await models.budget(ctx, DAY) == Budget(tokens=115, usd_micros=2)


async def test_limits_are_changed_one_by_one(ctx: Ctx) -> None:
    await models.keep_limits(ctx, {"tokens_per_day": 500})
    await models.keep_limits(ctx, {"paused": True, "usd_micros_per_day": 9})
    found = await models.budget(ctx, DAY)
    assert (found.tokens_per_day, found.usd_micros_per_day, found.paused) == (500, 9, True)
    await models.keep_limits(ctx, {"tokens_per_day": None})
    assert (await models.budget(ctx, DAY)).tokens_per_day is None


async def test_a_model_that_is_replaced_loses_its_key(ctx: Ctx) -> None:
    row = {"rank": 1, "model": "openai/a", "api_base": "", "enabled": True}
    await models.keep_route(ctx, {**row, "api_key": "sk-one"})
    await models.keep_route(ctx, {**row, "model": "openai/b", "api_base": "http://x"})
    [kept] = await models.routes(ctx)
    assert (kept.model, kept.api_base, kept.api_key) == ("openai/b", "http://x", None)
    assert await models.drop_route(ctx, 1)
    assert not await models.drop_route(ctx, 1)


async def test_costs_are_summed_by_day_prompt_and_model(ctx: Ctx) -> None:
    done = {"outcome": "answered", "settled": True, "tokens_in": 60, "tokens_out": 20}
    for more in ({**done, "usd_micros": 3}, {**done}, {}, {"outcome": "unpaid", "settled": True}):
        await models.keep_call(ctx, a_call(ctx, **more))
    [line] = await models.costs(ctx, DAY)
    assert (line.calls, line.answered, line.refused, line.unsettled) == (4, 2, 1, 1)
    assert (line.tokens, line.usd_micros, line.unpriced) == (260, 10, 2)
    assert (line.estimated, line.counted) == (300, 160)


async def test_the_newest_outcome_of_each_model_is_known(ctx: Ctx) -> None:
    await models.keep_call(ctx, a_call(ctx, outcome="answered"))
    later = ctx.at + timedelta(minutes=1)
    await models.keep_call(ctx, a_call(ctx, outcome="WrongKey", at=later))
    assert await models.last_outcomes(ctx) == {"openai/a": "WrongKey"}
