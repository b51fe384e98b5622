"""What was earned by whom: five models side by side, how far they differ, and what is doubtful."""

from collections import OrderedDict, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import numpy as np
from pydantic import Field

from domain import attribution
from memory import people, performance
from memory.ctx import Ctx
from tools.base import Answer, Ask, tool

MODELS = ("first", "last", "linear", "time_decay", "position")
SHOWN = "position"
"""The model by which shares, intervals and returns are told."""
MOST_KEPT = 64


class Slice(Ask):
    """Which purchases: those of a time (days in UTC, both ends count); which channel's pieces."""

    since: date | None = None
    until: date | None = None
    channel: str = Field(default="", max_length=200)
    limit: int = Field(default=25, ge=1, le=10_000)


class Return(Answer):
    """What came back for what was spent. `roas` 2.0: two back for one spent; `roi` 1.0: the cost
    earned once over."""

    cost_cents: int
    roas: float
    roi: float


class ChannelCredit(Answer):
    """A channel's cents by model; `low` to `high` is the 95 % range of its `share` by position.

    `need` is how many more purchases it takes to know the share within ten points; 0 for enough.
    """

    channel: str
    cents: dict[str, int]
    share: float
    low: float
    high: float
    need: int
    back: Return | None


class PieceCredit(Answer):
    """A piece's cents by model; without an entry it is known by its `ref` alone."""

    entry_id: UUID | None
    ref: str
    title: str
    channel: str
    cents: dict[str, int]
    back: Return | None


class Month(Answer):
    """Credit by the position model in one month, by channel."""

    month: str
    cents: dict[str, int]


class Account(Answer):
    """All credit of a time. `disagreement`: 0 where the five models agree, 1 where they share
    nothing. `unmatched` of `measured` pieces fit no calendar entry; `direct_cents` was earned
    without any piece. `pieces` are at most `limit` of `pieces_in_all`."""

    currency: str
    purchases: int
    revenue_cents: int
    disagreement: float
    channels: list[ChannelCredit]
    pieces: list[PieceCredit]
    pieces_in_all: int
    months: list[Month]
    measured: int
    unmatched: int
    direct_cents: int


@dataclass(frozen=True)
class _Sums:
    """What takes long to work out, by channel and month."""

    purchases: int
    revenue: int
    apart: float
    channels: tuple[str, ...]
    cents: dict[str, dict[str, int]]
    ranges: tuple[attribution.Interval, ...]
    months: dict[str, dict[str, int]]


_kept: OrderedDict[tuple[Any, ...], _Sums] = OrderedDict()


@tool("performance:read")
async def compare_credit(ctx: Ctx, ask: Slice) -> Account:
    """What each channel and piece earned by five models, how far they differ, what is doubtful."""
    business = await people.business(ctx)
    code = business.currency if business else "USD"
    sums = await _sums(ctx, code, ask)
    spent = await performance.costs(ctx, ask.since, ask.until)
    rows = await performance.credit_of_pieces(
        ctx, code, ask.since, ask.until, ask.channel, ask.limit
    )
    measured, unmatched = await performance.loose_ends(ctx)
    channels = [
        ChannelCredit(
            channel=name, cents=sums.cents[name], share=round(found.estimate, 4),
            low=round(found.low, 4), high=round(found.high, 4), need=found.need,
            back=_back(sums.cents[name][SHOWN], spent.get(name, 0)),
        )
        for name, found in zip(sums.channels, sums.ranges, strict=True)
        if ask.channel in ("", name)
    ]  # fmt: skip
    every = sum(one[SHOWN] for one in sums.cents.values())
    matched = await performance.credited_to_pieces(ctx, code, ask.since, ask.until)
    return Account(
        currency=code, purchases=sums.purchases, revenue_cents=sums.revenue,
        disagreement=round(sums.apart, 4),
        channels=sorted(channels, key=lambda one: (-one.cents[SHOWN], one.channel)),
        pieces=[_piece(row) for row in rows], pieces_in_all=rows[0].pieces if rows else 0,
        months=[Month(month=month, cents=cents) for month, cents in sums.months.items()],
        measured=measured, unmatched=unmatched, direct_cents=every - matched,
    )  # fmt: skip


async def _sums(ctx: Ctx, code: str, ask: Slice) -> _Sums:
    """The sums of a time, worked out once for as long as no credit is added."""
    marks = await performance.credit_mark(ctx), code, ask.since, ask.until
    key = (ctx.business_id, *marks)
    if key not in _kept:
        _kept[key] = _worked_out(await performance.credited(ctx, code, ask.since, ask.until))
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    _kept.move_to_end(key)
    return _kept[key]


def _worked_out(rows: Sequence[Any]) -> _Sums:
    journeys = {
        row.journey_id: at for at, row in enumerate({r.journey_id: r for r in rows}.values())
    }
    channels = {name: at for at, name in enumerate(sorted({row.channel for row in rows}))}
    models = {name: at for at, name in enumerate(MODELS)}
    cents = np.zeros((len(journeys), len(MODELS), len(channels)))
    months: dict[str, dict[str, int]] = defaultdict(dict)
    for row in rows:
        cents[journeys[row.journey_id], models[row.model], channels[row.channel]] += int(row.cents)
        if row.model == SHOWN:
            of_month = months[f"{row.day:%Y-%m}"]
            of_month[row.channel] = of_month.get(row.channel, 0) + int(row.cents)
    own = cents[:, models[SHOWN], :]
    whole = own.sum(axis=1)
    by_model = cents.sum(axis=0)
    return _Sums(
        purchases=len(journeys), revenue=int(whole.sum()), apart=attribution.distance(cents),
        channels=tuple(channels),
        cents={
            name: {model: int(by_model[models[model], at]) for model in MODELS}
            for name, at in channels.items()
        },
        ranges=tuple(attribution.intervals(own, whole, np.random.default_rng(7))),
        months=dict(sorted(months.items())),
    )  # fmt: skip


def _back(revenue: int, cost: int) -> Return | None:
    if cost <= 0:
        return None
    found = attribution.returns(revenue, cost)
    return Return(cost_cents=cost, roas=round(found.roas, 4), roi=round(found.roi, 4))


def _piece(row: Any) -> PieceCredit:
    cents = {model: int(getattr(row, model)) for model in MODELS}
    return PieceCredit(
        entry_id=row.calendar_entry_id, ref=row.artifact_ref, title=row.title or row.artifact_ref,
        channel=row.channel, cents=cents, back=_back(cents[SHOWN], row.cost_cents or 0),
    )  # fmt: skip
