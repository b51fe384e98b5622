"""A signal is kept once, sealed, and is found until it is taken back."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import text

from core.ids import new_id
from memory import market_signals
from memory.ctx import Ctx

DAY = date(2026, 10, 20)


def row(ctx: Ctx, note: str, day: date = DAY) -> dict[str, Any]:
    """A signal that is not there yet."""
    return {"id": new_id(), "kind": "news", "day": day, "note": note, "at": ctx.at,
            "author_id": ctx.actor.user_id, "content_hash": note}  # fmt: skip


async def test_the_same_signal_is_kept_once(ctx: Ctx) -> None:
    first = row(ctx, "Prices rise.")
    assert await market_signals.keep(ctx, first)
    assert not await market_signals.keep(ctx, row(ctx, "Prices rise."))
    there = await market_signals.by_hash(ctx, "Prices rise.")
    assert there is not None
    assert there.id == first["id"]


async def test_signals_are_listed_by_their_day_and_go_when_taken_back(ctx: Ctx) -> None:
    made = [row(ctx, f"{n}", DAY - timedelta(days=n)) for n in range(3)]
    for one in made:
        await market_signals.keep(ctx, one)
    assert [one.note for one in await market_signals.newest(ctx)] == ["0", "1", "2"]
    assert [one.note for one in await market_signals.newest(ctx, 1)] == ["0"]
    assert [one.note for one in await market_signals.newest(ctx, since=DAY)] == ["0"]
    gone = made[0]["id"]
    await market_signals.change(ctx, gone, deleted_at=ctx.at)
    ids = [one["id"] for one in made]
    assert {one.note for one in await market_signals.named(ctx, ids)} == {"1", "2"}


async def test_words_are_sealed(ctx: Ctx) -> None:
    await market_signals.keep(ctx, row(ctx, "Acme is for sale."))
    stored = (await ctx.db.execute(text("select note from market_signals"))).scalar()
    assert b"Acme" not in bytes(stored)
