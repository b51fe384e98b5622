"""Results: five models side by side, what is doubtful, what came back; the ledger of inputs."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import partial
from typing import Annotated, Any, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from api.web import charts, phrases, shell, texts
from api.web.session import Visitor, having
from api.web.texts import gettext as _
from core import clock
from tools import inputs, receipts
from tools.base import Nothing
from tools.predictions import Narrowed, PredictionLine, list_predictions
from tools.results import MODELS, Account, Slice, compare_credit

router = APIRouter()
Reader = Annotated[Visitor, having("performance:read")]
Keeper = Annotated[Visitor, having("outcomes:read")]
PERIODS = {"30": texts.later("30 days"), "90": texts.later("90 days"),
           "365": texts.later("A year"), "": texts.later("All")}  # fmt: skip
SHOWN = 6
"""Predictions on this page; the others stand on their own."""
Day = Annotated[str, Query(max_length=10)]
Channel = Annotated[str, Query(max_length=200)]
Limit = Annotated[int, Query(ge=1, le=1000)]


@router.get("/results")
async def results(
    request: Request, visitor: Reader, since: Day = "", until: Day = "", channel: Channel = "",
    limit: Limit = 25,
) -> Response:  # fmt: skip
    """What each channel and piece earned, in a time that the address names."""
    ask = Slice(since=_day(since), until=_day(until), channel=channel, limit=limit)
    async with visitor.reading() as ctx:
        account = await compare_credit(ctx, ask)
        whole = account if not channel else await compare_credit(ctx, Slice(limit=1))
        predicted = await list_predictions(ctx, Narrowed()) if visitor.may("plans:read") else None
        told = visitor.may("outcomes:read")
        revenue = (await receipts.find_revenue(ctx, Nothing())).id if told else None
    today = clock.now().astimezone(texts.zone()).date()
    return shell.page(
        request, "results/results.html",
        {
            "account": account,
            "ask": ask,
            "channels": [(one.channel, phrases.channel(one.channel)) for one in whole.channels],
            "channel": phrases.channel,
            "whole": partial(texts.whole_money, currency=account.currency),
            "models": [(name, _(phrases.MODELS[name])) for name in MODELS],
            "periods": _periods(ask, today),
            "address": _query(ask),
            "more": f"/results?{_query(ask, limit=min(limit * 4, 1000))}#pieces"
            if account.pieces_in_all > len(account.pieces) else "",
            "doubt": phrases.disagreement(account.disagreement),
            "most": _most(account),
            "chart": charts.months(account.months, visitor.seen.currency)
            if len(account.months) > 1 else None,
            "predicted": predicted,
            "revenue": revenue,
            "latest": _latest(predicted.items if predicted else []),
            "fates": phrases.FATES, "whys": phrases.UNCLEAR, "outputs": phrases.OUTPUTS,
            "metric": phrases.metric,
        },
    )  # fmt: skip


@router.get("/results.csv")
async def export(
    visitor: Reader, what: Literal["channels", "pieces", "predictions"] = "channels",
    since: Day = "", until: Day = "", channel: Channel = "",
) -> Response:  # fmt: skip
    """One of the tables as CSV, with the same filters."""
    ask = Slice(since=_day(since), until=_day(until), channel=channel, limit=10_000)
    async with visitor.reading() as ctx:
        if what == "predictions":
            visitor.actor.must("plans:read")
            rows = _prediction_rows((await list_predictions(ctx, Narrowed())).items)
        else:
            account = await compare_credit(ctx, ask)
            rows = _channel_rows(account) if what == "channels" else _piece_rows(account)
    return _csv(rows, f"refleqt-{what}.csv")


@router.get("/results/inputs")
async def ledger(request: Request, visitor: Keeper) -> Response:
    """What became of everything that was put in."""
    async with visitor.reading() as ctx:
        account = await receipts.account_for_inputs(ctx, Nothing())
        reasons = (await inputs.list_input_reasons(ctx, Nothing())).items
    return shell.page(
        request, "results/inputs.html",
        {"account": account, "reasons": reasons, "kind": phrases.kind, "icon_of": phrases.icon_of,
         "words": {name: _(said) for name, said in _LEDGER.items()}},
    )  # fmt: skip


@router.get("/results/inputs/{kind}/{fate}")
async def inputs_of(
    request: Request, visitor: Keeper, kind: str, fate: inputs.Fate, limit: Limit = 50
) -> Response:
    """The inputs of one kind that met one fate."""
    async with visitor.reading() as ctx:
        found = await inputs.list_inputs(
            ctx, inputs.Which(kind=kind[:100], fate=fate, limit=min(limit, 500))
        )
    more = f"{request.url.path}?limit={min(limit * 4, 500)}"
    return shell.page(
        request, "results/fates.html",
        {"items": found.items, "kind": phrases.kind(kind), "fate": _(_LEDGER[fate]),
         "more": more if len(found.items) == limit < 500 else ""},
    )  # fmt: skip


_LEDGER = {
    "used": texts.later("Used"),
    "waiting": texts.later("Waiting"),
    "set_aside": texts.later("Set aside"),
}


def _latest(items: Sequence[PredictionLine]) -> list[PredictionLine]:
    """The predictions that came out last, and those that are due next where these are few."""
    told = [one for one in items if one.scored_on is not None][-SHOWN:]
    ahead = [one for one in items if one.scored_on is None][: SHOWN - len(told)]
    return [*told[::-1], *ahead]


def _day(given: str) -> date | None:
    """A day of the address; what is none counts as left out."""
    try:
        return date.fromisoformat(given)
    except ValueError:
        return None


def _query(ask: Slice, **changed: Any) -> str:
    """The filters as they stand in an address, with some of them changed."""
    kept: dict[str, Any] = {"since": ask.since, "until": ask.until, "channel": ask.channel}
    kept |= changed
    return urlencode({name: f"{value}" for name, value in kept.items() if value})


def _periods(ask: Slice, today: date) -> list[tuple[str, str, bool]]:
    """(address, words, whether it is the one shown) of the usual periods."""
    found = []
    for days, words in PERIODS.items():
        since = today - timedelta(days=int(days)) if days else None
        here = ask.since == since and ask.until is None
        found.append((f"/results?{_query(ask, since=since, until=None)}", _(words), here))
    return found


def _most(account: Account) -> dict[str, int]:
    """The largest amount of each table, from which its bars are drawn."""
    tables = {"channels": account.channels, "pieces": account.pieces}
    return {
        name: max((cents for row in rows for cents in row.cents.values()), default=1) or 1
        for name, rows in tables.items()
    }


def _channel_rows(account: Account) -> Iterable[Sequence[Any]]:
    yield ["channel", "currency", *MODELS, "share", "low", "high", "more_purchases_needed",
           "cost", "roas", "roi"]  # fmt: skip
    for one in account.channels:
        back = one.back
        yield [one.channel, account.currency, *(_major(one.cents[name]) for name in MODELS),
               one.share, one.low, one.high, one.need, *_returns(back)]  # fmt: skip


def _piece_rows(account: Account) -> Iterable[Sequence[Any]]:
    yield ["piece", "title", "channel", "currency", *MODELS, "cost", "roas", "roi"]
    for one in account.pieces:
        yield [one.ref, one.title, one.channel, account.currency,
               *(_major(one.cents[name]) for name in MODELS), *_returns(one.back)]  # fmt: skip


def _prediction_rows(lines: Sequence[PredictionLine]) -> Iterable[Sequence[Any]]:
    names = ("output", "title", "metric", "expected", "low", "high", "probability", "bar", "chance",
             "basis", "version", "due_on", "outcome", "fate", "why", "scored_on")  # fmt: skip
    yield names
    for one in lines:
        yield [getattr(one, name) for name in names]


def _returns(back: Any) -> list[Any]:
    return [_major(back.cost_cents), back.roas, back.roi] if back else ["", "", ""]


def _major(cents: int) -> str:
    return f"{cents / 100:.2f}"


def _csv(rows: Iterable[Sequence[Any]], name: str) -> Response:
    """Rows as CSV; a cell that a spreadsheet would take for a formula is quoted as words."""
    told = io.StringIO()
    csv.writer(told).writerows([_plain(each) for each in row] for row in rows)
    headers = {"content-disposition": f'attachment; filename="{name}"', **shell.HEADERS}
    return Response(told.getvalue(), media_type="text/csv; charset=utf-8", headers=headers)


def _plain(value: Any) -> Any:
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return value if value.lstrip("-").replace(".", "", 1).isdigit() else f"'{value}"
    return "" if value is None else value
