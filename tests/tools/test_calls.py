"""Every call of a model is told, newest first, page by page."""

from datetime import timedelta

import pytest

from core.ids import new_id
from memory import models
from memory.ctx import Ctx
from tools.base import NoSuchCursor
from tools.calls import CallPage, list_calls


async def called(ctx: Ctx, times: int) -> None:
    """Calls a minute apart."""
    for number in range(times):
        at = ctx.at + timedelta(minutes=number)
        row = {"id": new_id(), "business_id": ctx.business_id, "day": at.date(), "at": at,
               "prompt_id": f"p{number}", "prompt_version": 1, "prompt_hash": "h",
               "model": "openai/a", "outcome": "answered"}  # fmt: skip
        await ctx.db.execute(models.model_calls.insert(), row)


async def test_pages_go_back_in_time_without_a_gap(ctx: Ctx) -> None:
    await called(ctx, 5)
    first = await list_calls(ctx, CallPage(limit=3))
    rest = await list_calls(ctx, CallPage(limit=3, after=first.next))
    told = [one.prompt_id for one in (*first.items, *rest.items)]
    assert told == ["p4", "p3", "p2", "p1", "p0"]
    assert rest.next is None


async def test_a_page_after_nothing_is_refused(ctx: Ctx) -> None:
    with pytest.raises(NoSuchCursor):
        await list_calls(ctx, CallPage(after=new_id()))
