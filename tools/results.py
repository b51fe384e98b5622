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
from memory import events, people, performance
from memory.ctx import Ctx
from tools.base import Answer, Ask, tool

MODELS = ("first", "last", "linear", "time_decay", "position")
SHOWN = "position"
"""The model by which shares, intervals and returns are told."""
MOST_KEPT, MOST_LISTS = 64, 16


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
_lists: OrderedDict[tuple[Any, ...], list[tuple[Any, ...]]] = OrderedDict()
_ends: OrderedDict[tuple[Any, ...], tuple[int, int]] = OrderedDict()


@tool("performance:read")
async def compare_credit(ctx: Ctx, ask: Slice) -> Account:
    """What each channel and piece earned by five models, how far they differ, what is doubtful."""
    business = await people.business(ctx)
    code = business.currency if business else "USD"
    spent = await performance.costs(ctx, ask.since, ask.until)
    mark = await performance.credit_mark(ctx)
    sums = await _sums(ctx, mark, code, ask)
    every_piece = await _pieces(ctx, mark, code, ask, "")
    listed = await _pieces(ctx, mark, code, ask, ask.channel) if ask.channel else every_piece
    measured, unmatched = await _loose_ends(ctx)
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
    matched = sum(piece[-1] for piece in every_piece)
    return Account(
        currency=code, purchases=sums.purchases, revenue_cents=sums.revenue,
        disagreement=round(sums.apart, 4),
        channels=sorted(channels, key=lambda one: (-one.cents[SHOWN], one.channel)),
        pieces=await _told(ctx, listed[: ask.limit]), pieces_in_all=len(listed),
        months=[Month(month=month, cents=cents) for month, cents in sums.months.items()],
        measured=measured, unmatched=unmatched, direct_cents=every - matched,
    )  # fmt: skip


async def _sums(ctx: Ctx, mark: Any, code: str, ask: Slice) -> _Sums:
    """The sums of a time, worked out once for as long as no credit is added or taken back."""
    key = (ctx.business_id, mark, code, ask.since, ask.until)
    if key not in _kept:
        rows = await performance.credited(ctx, code, ask.since, ask.until)
        _keep(_kept, key, _worked_out(rows), MOST_KEPT)
    return _kept[key]


async def _pieces(
    ctx: Ctx, mark: Any, code: str, ask: Slice, channel: str
) -> list[tuple[Any, ...]]:
    """What each piece was credited in that time, as long as no credit is added or taken back."""
    key = (ctx.business_id, mark, code, ask.since, ask.until, channel)
    if key not in _lists:
        found = await performance.credit_of_pieces(ctx, code, ask.since, ask.until, channel)
        _keep(_lists, key, found, MOST_LISTS)
    return _lists[key]


async def _loose_ends(ctx: Ctx) -> tuple[int, int]:
    """Measured pieces and those without an entry, counted anew after anything happened."""
    key = (ctx.business_id, await events.newest(ctx))
    if key not in _ends:
        _keep(_ends, key, await performance.loose_ends(ctx), MOST_KEPT)
    return _ends[key]


def _keep(
    kept: OrderedDict[tuple[Any, ...], Any], key: tuple[Any, ...], made: Any, most: int
) -> None:
    """Keep something worked out, and let go of what was worked out longest ago."""
    kept[key] = made
    while len(kept) > most:
        kept.popitem(last=False)


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


async def _told(ctx: Ctx, listed: Sequence[tuple[Any, ...]]) -> list[PieceCredit]:
    """Pieces with their titles and costs as they are now."""
    known = await performance.pieces(ctx, [entry for entry, *_rest in listed if entry])
    found = []
    for entry, ref, channel, *amounts in listed:
        row = known.get(entry)
        cents: dict[str, int] = dict(zip(MODELS, amounts, strict=True))
        found.append(
            PieceCredit(
                entry_id=entry, ref=ref, title=(row and row.title) or ref,
                channel=(row and row.channel) or channel, cents=cents,
                back=_back(cents[SHOWN], row.cost_cents if row else 0),
            )
        )  # fmt: skip
    return found
