"""Retention: how long words are kept, by kind, and what was removed so far, in numbers."""

from datetime import datetime

from pydantic import Field

from domain.retention import KINDS, WINDOWS, Kind, check
from memory import retention
from memory.ctx import Ctx
from tools.base import Answer, Ask, Nothing, tool


class KeptFor(Ask):
    """A kind of words and how many days they are kept; null keeps them until they are erased."""

    kind: Kind
    days: int | None = Field(None, ge=0, le=3650)


class WindowLine(Answer):
    """A kind, what it is, its window in days, and whether it has to end."""

    kind: Kind
    what: str
    days: int | None
    must_end: bool
    least: int
    most: int


class RemovalLine(Answer):
    """How much was removed at once, and why: a window, or an erasure."""

    at: datetime
    kind: str
    why: str
    count: int


class Retention(Answer):
    """All windows, and what was removed, newest first."""

    items: list[WindowLine]
    removed: list[RemovalLine]


@tool("data:read")
async def read_retention(ctx: Ctx, ask: Nothing) -> Retention:
    """How long words are kept, and what was removed."""
    rules = await retention.rules(ctx)
    lines = [
        WindowLine(kind=kind, what=WINDOWS[kind].what, days=rules[kind],
                   must_end=WINDOWS[kind].must_end, least=WINDOWS[kind].least,
                   most=WINDOWS[kind].most)
        for kind in KINDS
    ]  # fmt: skip
    removed = [
        RemovalLine(at=row.at, kind=row.kind, why=row.why, count=row.count)
        for row in await retention.told(ctx)
    ]
    return Retention(items=lines, removed=removed)


@tool("data:write")
async def set_retention(ctx: Ctx, ask: KeptFor) -> Retention:
    """Set how long a kind of words is kept; what is older goes in the next night."""
    await retention.keep_rule(ctx, ask.kind, check(ask.kind, ask.days))
    return await read_retention(ctx, Nothing())
