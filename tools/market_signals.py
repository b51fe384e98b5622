"""Market signals: log what was seen outside, change it, take it back; a link is never opened."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import Field

from cdt.unlearning import last_of, unlearn
from core.errors import BadInput, Conflict, NotAllowed, NotFound
from core.ids import content_hash, derived_id
from core.text import kept_text, shorten
from domain.events import InputKept, InputWithdrawn
from domain.market_signals import (
    LONGEST_LINK,
    LONGEST_NAME,
    LONGEST_NOTE,
    Kind,
    link_of,
    same_link,
)
from memory import events, market_signals, outcomes
from memory.ctx import Ctx
from tools.base import Answer, Ask, tool

INPUT = "market_signal"
TAKEN_BACK = "taken back by whoever logged it"


class NoSuchMarketSignal(NotFound):
    """There is no such market signal here."""


class NotTheirSignal(NotAllowed):
    """Only whoever logged a signal, or a founder, may change it."""


class LoggedAlready(Conflict):
    """The same link or note is logged already."""


class NotYet(BadInput):
    """A signal tells what happened, so its day is not ahead."""


class Sighting(Ask):
    """What was seen: its kind, in a sentence or two, when, about whom, and where it can be read.

    `day` defaults to today; `link` is http or https and is never opened by the program.
    """

    kind: Kind
    note: str = Field(min_length=1, max_length=LONGEST_NOTE)
    day: date | None = None
    link: str = Field(default="", max_length=LONGEST_LINK)
    competitor: str = Field(default="", max_length=LONGEST_NAME)


class SightingChange(Sighting):
    """A signal as it shall be."""

    id: UUID


class SignalId(Ask):
    """A market signal by its id."""

    id: UUID


class Signals(Ask):
    """How many of the newest; of one kind, where one is named."""

    kind: Kind | None = None
    limit: int = Field(default=50, ge=1, le=500)


class SignalLine(Answer):
    """A market signal; `mine` where the reader logged it."""

    id: UUID
    kind: Kind
    day: date
    note: str
    link: str
    competitor: str
    at: datetime
    edited_at: datetime | None
    mine: bool


class SignalWithdrawn(SignalLine):
    """A signal that was taken back, and the report of what was unlearned (`read_unlearning`), if
    anything was."""

    unlearning_id: UUID | None


class SignalLogged(Answer):
    """The signal, and whether it is new; the same link twice is the one that is there."""

    signal: SignalLine
    new: bool


class SignalList(Answer):
    """Market signals, the newest day first."""

    items: list[SignalLine]


@tool("inputs:write")
async def log_market_signal(ctx: Ctx, ask: Sighting) -> SignalLogged:
    """Log a competitor's move, a trend, news or a rule; the same link is kept once."""
    row = _row(ctx, ask)
    if await market_signals.keep(ctx, {**row, "at": ctx.at, "author_id": ctx.actor.user_id}):
        await outcomes.account_for(ctx, INPUT, [row["id"]])
        await events.record(ctx, InputKept(kind=INPUT, id=row["id"]))
        return SignalLogged(signal=line(ctx, await _one(ctx, row["id"])), new=True)
    there = await market_signals.by_hash(ctx, row["content_hash"])
    if there is None:
        raise NoSuchMarketSignal(f"{row['id']}.", field="link", value=ask.link[:80])
    if there.deleted_at is not None:
        told = {name: row[name] for name in ("kind", "day", "note", "link", "competitor")}
        told |= {"author_id": ctx.actor.user_id}
        await _read_anew(ctx, there.id, {**told, "deleted_at": None})
        return SignalLogged(signal=line(ctx, await _one(ctx, there.id)), new=True)
    return SignalLogged(signal=line(ctx, there), new=False)


@tool("inputs:read")
async def list_market_signals(ctx: Ctx, ask: Signals) -> SignalList:
    """What was logged of the market, the newest first."""
    rows = [row for row in await market_signals.newest(ctx) if ask.kind in (None, row.kind)]
    return SignalList(items=[line(ctx, row) for row in rows[: ask.limit]])


@tool("inputs:read")
async def read_market_signal(ctx: Ctx, ask: SignalId) -> SignalLine:
    """One market signal; what was taken back is told to whoever logged it."""
    return line(ctx, await _one(ctx, ask.id))


@tool("inputs:write")
async def edit_market_signal(ctx: Ctx, ask: SightingChange) -> SignalLine:
    """Write a signal anew; what was read from the old words is unlearned."""
    before = await _own(ctx, ask.id)
    if before.deleted_at is not None:
        raise NoSuchMarketSignal(f"{ask.id}.", field="id", value=str(ask.id))
    row = _row(ctx, ask)
    other = await market_signals.by_hash(ctx, row["content_hash"])
    if other is not None and other.id != before.id:
        raise LoggedAlready(
            remedy="Change that one, or leave the link out.", field="link" if ask.link else "note",
            value=str(other.id),
        )  # fmt: skip
    told = {k: row[k] for k in ("kind", "day", "note", "link", "competitor", "content_hash")}
    await _read_anew(ctx, before.id, {**told, "edited_at": ctx.at})
    return line(ctx, await _one(ctx, before.id))


@tool("inputs:write")
async def withdraw_market_signal(ctx: Ctx, ask: SignalId) -> SignalWithdrawn:
    """Take a signal back: nothing rests on it any more; it can be restored."""
    row = await _own(ctx, ask.id)
    if row.deleted_at is None:
        await market_signals.change(ctx, row.id, deleted_at=ctx.at)
        await unlearn(ctx, INPUT, row.id)
        await outcomes.account_anew(ctx, INPUT, row.id, "set_aside", TAKEN_BACK)
        await events.record(ctx, InputWithdrawn(kind=INPUT, id=row.id))
    told = line(ctx, await _one(ctx, row.id)).model_dump()
    return SignalWithdrawn(**told, unlearning_id=(await last_of(ctx, row.id)).id)


@tool("inputs:write")
async def restore_market_signal(ctx: Ctx, ask: SignalId) -> SignalLine:
    """Bring a signal back that was taken back; it is read again."""
    row = await _own(ctx, ask.id)
    if row.deleted_at is not None:
        await _read_anew(ctx, row.id, {"deleted_at": None})
    return line(ctx, await _one(ctx, row.id))


async def _read_anew(ctx: Ctx, one: UUID, values: dict[str, Any]) -> None:
    await unlearn(ctx, INPUT, one)
    await events.record(ctx, InputWithdrawn(kind=INPUT, id=one))
    await market_signals.change(ctx, one, **values)
    await outcomes.account_anew(ctx, INPUT, one, "waiting")
    await events.record(ctx, InputKept(kind=INPUT, id=one))


def _row(ctx: Ctx, ask: Sighting) -> dict[str, Any]:
    note, link = kept_text(ask.note, field="note", limit=LONGEST_NOTE).strip(), link_of(ask.link)
    day = ask.day or ctx.at.date()
    if day > ctx.at.date():
        raise NotYet(f"{day}.", field="day", value=str(day), remedy="Choose an earlier day.")
    key = content_hash("market link", same_link(link)) if link else content_hash(note, day)
    return {
        "id": derived_id(ctx.business_id, INPUT, key), "kind": ask.kind, "day": day,
        "note": note, "link": link or None, "content_hash": key,
        "competitor": shorten(ask.competitor, LONGEST_NAME) or None,
    }  # fmt: skip


async def _one(ctx: Ctx, one: UUID, *, held: bool = False) -> Any:
    row = await market_signals.signal(ctx, one, held=held)
    gone = row is not None and row.deleted_at is not None and not _may(ctx, row)
    if row is None or gone or (row.deleted_at is not None and not row.note):
        raise NoSuchMarketSignal(f"{one}.", field="id", value=str(one))
    return row


async def _own(ctx: Ctx, one: UUID) -> Any:
    """A signal that the actor may change, held until the transaction ends."""
    row = await _one(ctx, one, held=True)
    if not _may(ctx, row):
        raise NotTheirSignal(field="id", value=str(one))
    return row


def _may(ctx: Ctx, row: Any) -> bool:
    mine = row.author_id in (None, ctx.actor.user_id)
    return mine or "data:write" in ctx.actor.scopes


def line(ctx: Ctx, row: Any) -> SignalLine:
    """A signal's row as a reader sees it."""
    return SignalLine(
        id=row.id, kind=row.kind, day=row.day, note=row.note, link=row.link or "",
        competitor=row.competitor or "", at=row.at, edited_at=row.edited_at,
        mine=row.author_id in (None, ctx.actor.user_id),
    )  # fmt: skip
