"""What needs a person: decisions that nobody else takes, the most pressing first."""

from datetime import date, datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from memory import market, plans, releases, runs
from memory.ctx import Ctx
from tools.base import Answer, Nothing, tool
from tools.contradictions import list_contradictions

SOON = timedelta(hours=6)
FRESH = timedelta(days=7)
Kind = Literal[
    "approval", "escalated", "blocked_brief", "map", "unplaced_brief", "contradiction",
    "verdict", "offer",
]  # fmt: skip


class Need(Answer):
    """Something that waits for a person. `about` says where it is decided: a chat for an approval,
    else the same as `id`. `title` and `more` are words from the business's own rows."""

    kind: Kind
    id: UUID
    about: UUID
    title: str
    more: str = ""
    due: datetime | date | None = None


class Needs(Answer):
    """Everything that waits, the most pressing first."""

    items: list[Need]


@tool("plans:read")
async def what_needs_me(ctx: Ctx, ask: Nothing) -> Needs:
    """What waits for this person: acts to approve, work to judge, maps to decide, doubts to settle.

    What the person's role may not decide is left out.
    """
    found = [*await _approvals(ctx)] if "chats:write" in ctx.actor.scopes else []
    if "plans:write" in ctx.actor.scopes:
        found += [*await _work(ctx), *await _maps(ctx)]
    if "beliefs:write" in ctx.actor.scopes:
        found += await _doubts(ctx)
    if "releases:write" in ctx.actor.scopes:
        found += await _verdict(ctx)
    order = Kind.__args__
    return Needs(items=sorted(found, key=lambda one: order.index(one.kind)))


async def _approvals(ctx: Ctx) -> list[Need]:
    """Acts that an answer proposed."""
    rows = await runs.approvals_of_person(ctx, None)
    return [
        Need(kind="approval", id=row.id, about=row.thread_id, title=row.summary)
        for row in rows
        if row.status == "pending"
    ]


async def _work(ctx: Ctx) -> list[Need]:
    """Work that was escalated, briefs that would tell too much or that nobody takes, last calls."""
    calls = await market.assignments_that_are(ctx, "escalated", "offered")
    briefs = {row.id: row for row in await plans.briefs(ctx, [row.brief_id for row in calls])}
    found: list[Need] = []
    for row in calls:
        title = _title(briefs.get(row.brief_id))
        if row.status == "escalated":
            found.append(Need(kind="escalated", id=row.id, about=row.brief_id, title=title))
        elif row.status == "offered" and ctx.at <= row.expires_at <= ctx.at + SOON:
            found.append(
                Need(kind="offer", id=row.id, about=row.brief_id, title=title, due=row.expires_at)
            )
    for row in await plans.briefs_that_are(ctx, "blocked", "unplaced"):
        if row.status == "blocked":
            found.append(Need(kind="blocked_brief", id=row.id, about=row.id, title=_title(row)))
        elif row.status == "unplaced" and row.created_at >= ctx.at - 4 * FRESH:
            found.append(Need(kind="unplaced_brief", id=row.id, about=row.id, title=_title(row)))
    return found


async def _maps(ctx: Ctx) -> list[Need]:
    """Maps to buy or decline, the newest first."""
    rows = await plans.proposed_maps(ctx)
    return [Need(kind="map", id=row.id, about=row.id, title=row.title) for row in rows[::-1]]


async def _doubts(ctx: Ctx) -> list[Need]:
    """Beliefs on which owner and results disagree, until somebody looked at them."""
    found = (await list_contradictions(ctx, Nothing())).items
    return [
        Need(kind="contradiction", id=one.line.id, about=one.line.id, title=one.line.claim)
        for one in found
        if one.why == "owner"
    ]


async def _verdict(ctx: Ctx) -> list[Need]:
    """The gate's word on the newest version, where it did not go live by itself."""
    last = await releases.newest(ctx)
    if last is None or last.verdict == "release" or last.created_at < ctx.at - FRESH:
        return []
    return [
        Need(kind="verdict", id=last.id, about=last.id, title=last.reason, more=f"{last.version}")
    ]


def _title(brief: Any) -> str:
    return brief.payload["brief"]["title"] if brief else ""
