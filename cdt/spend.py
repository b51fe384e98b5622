"""Money before and after a call: held by the estimate, settled by what the provider counted.

Each step is a short transaction of its own, so that a call stays in the books whatever becomes of
the work that asked for it. The day is UTC by the machine's clock, never by a simulated one: a month
that a demo skips is not a month that a provider forgets.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import date
from typing import Any
from uuid import UUID

from cdt.calls import Call, Meter, ModelsPaused, SpendExhausted
from core import clock
from core.errors import Unavailable
from core.ids import new_id
from core.settings import settings
from core.telemetry import logger
from domain.access import worker_for
from domain.models import MICROS, Cap, Estimate, answer_tokens, tokens_of
from memory import db, models
from memory.ctx import open_ctx

_log = logger("spend")


class BooksClosed(Unavailable):
    """What a call costs cannot be written down just now, so it is not made."""


def today() -> date:
    """The UTC day that money is counted by."""
    return clock.REAL.now().date()


def cap() -> Cap:
    """The most that the deployment lets one business use on one day."""
    chosen = settings()
    return Cap(chosen.model_tokens_per_day, round(chosen.model_usd_per_day * MICROS))


async def hold(meter: Meter, call: Call, estimate: Estimate) -> UUID | None:
    """Write the call with its estimate before it is made; returns its id.

    Raises `SpendExhausted` or `ModelsPaused` (both stay in the books as refused), `BooksClosed`.
    """
    if meter.business_id is None:
        return None
    call_id = new_id()
    try:
        async with open_ctx(worker_for(meter.business_id), aside=True) as ctx:
            await models.hold_budget(ctx)
            used = await models.budget(ctx, today())
            limit = cap().within(used.tokens_per_day, used.usd_micros_per_day)
            fits = limit.leaves_room(used.tokens, used.usd_micros, estimate)
            outcome = "paused" if used.paused else "open" if fits else "unpaid"
            row = replace(call, outcome=outcome, settled=outcome != "open")
            about = {"action_id": meter.action_id, "run_id": meter.run_id}
            at = {"id": call_id, "day": today(), "at": clock.REAL.now()}
            await models.keep_call(ctx, {**asdict(row), **about, **at})
    except (*db.LOST, *db.UNKNOWN) as wrong:
        raise BooksClosed(f"({type(wrong).__name__})") from None
    if outcome == "paused":
        raise ModelsPaused(remedy="A founder resumes them: refleqt models resume.")
    if outcome == "unpaid":
        raise SpendExhausted(
            f"Used today: {used.tokens:,} of {limit.tokens:,} tokens and "
            f"{used.usd_micros / MICROS:.2f} of {limit.usd_micros / MICROS:.2f} US dollars; this "
            f"call may take {estimate.tokens:,} tokens.",
            remedy="It begins anew at midnight UTC; a founder sets the limits "
            "(refleqt models limit), within those of the deployment.",
        )
    return call_id


async def settle(meter: Meter, call_id: UUID | None, call: Call) -> None:
    """Write what became of a call. Where that fails the call stays open and keeps its estimate."""
    if call_id is None or meter.business_id is None:
        return
    news = {
        name: getattr(call, name)
        for name in (
            "outcome", "settled", "tokens_in", "tokens_out", "usd_micros", "seconds", "retries",
        )
    }  # fmt: skip
    try:
        async with open_ctx(worker_for(meter.business_id), aside=True) as ctx:
            await models.settle_call(ctx, call_id, news)
    except db.LOST as wrong:
        _log.warning("a call stays open in the books", reason=type(wrong).__name__)


def tokens_in(body: Mapping[str, Any]) -> int:
    """About how many tokens a request sends."""
    sent = [body.get(name) or "" for name in ("messages", "tools", "response_format", "input")]
    words = json.dumps(sent, ensure_ascii=False, default=str)
    return tokens_of(len(words.encode("utf-8", "replace")))


def most_tokens(body: Mapping[str, Any]) -> int:
    """How many tokens its answer may have."""
    given = body.get("max_tokens") or body.get("max_completion_tokens")
    return int(given or answer_tokens(tokens_in(body), settings().model_answer_tokens))
