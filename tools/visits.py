"""What changed since a person last looked in.

Not in the catalog: a visit is the person's own, and noting it is no act of theirs.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from memory import events, outcomes, receipts, visits
from memory.ctx import Ctx
from tools.base import Answer

FIRST_LOOK = timedelta(days=14)
"""Whoever comes for the first time is told what happened in this time."""
NAMED = 3
SUBJECTS: dict[str, tuple[str, str]] = {
    "BeliefMoved": ("belief", "belief_id"),
    "MapPublished": ("map", "map_id"),
    "MapPurchased": ("map", "map_id"),
    "BriefWritten": ("brief", "brief_id"),
    "BriefBlocked": ("brief", "brief_id"),
    "BriefUnplaced": ("brief", "brief_id"),
    "OfferAccepted": ("assignment", "assignment_id"),
    "DeliverableSubmitted": ("deliverable", "deliverable_id"),
    "DeliverablePassed": ("deliverable", "deliverable_id"),
    "RevisionAsked": ("deliverable", "deliverable_id"),
    "CreatorPaid": ("assignment", "assignment_id"),
    "BonusSettled": ("assignment", "assignment_id"),
    "ChangeNoticed": ("signal", "signal_id"),
}
"""Name of an event → the kind that it is about, and the field that names it."""
OTHERS = (
    "InputKept", "EntriesSuggested", "RevenueAttributed", "CdtTrained", "CdtReleased",
    "NothingProposed", "PolicyUpdated",
)  # fmt: skip
AMOUNTS = {"CreatorPaid": "amount_cents", "BonusSettled": "paid_cents"}
TITLED = frozenset({"belief", "map", "brief", "signal"})
"""Kinds whose text is a title; of the others only the number is told."""


class Subject(Answer):
    """What a change is about."""

    id: UUID
    title: str


class Change(Answer):
    """What happened `count` times: `what` is the name of the event, `of` its kind of input.

    `subjects` are up to three of what it is about, the newest first; `cents` what was paid in all;
    `version` the newest version that it speaks of.
    """

    what: str
    of: str = ""
    count: int
    at: datetime
    subjects: list[Subject] = []
    cents: int = 0
    version: int | None = None


class Visit(Answer):
    """Changes since the visit before, the newest first; `since` is None at the first visit, and
    `first` is True when the person has only just come for the first time, `empty` while the
    business has put nothing in."""

    first: bool
    empty: bool
    since: datetime | None
    changes: list[Change]


async def look_in(ctx: Ctx) -> Visit:
    """Note that the person of `ctx` looks in, and tell what changed since they did before."""
    first = not await visits.known(ctx)
    row = await visits.look_in(ctx, await events.newest(ctx))
    since = None if row.since_at else ctx.at - FIRST_LOOK
    rows = await visits.changes(ctx, [*SUBJECTS, *OTHERS], row.since_seq or 0, since)
    groups: dict[tuple[str, str], list[Any]] = defaultdict(list)
    for each in rows:
        groups[each.name, each.payload.get("kind", "")].append(each)
    told = [await _change(ctx, what, of, own) for (what, of), own in groups.items()]
    empty = not await outcomes.any_input(ctx)
    return Visit(first=first, empty=empty, since=row.since_at, changes=told)


async def _change(ctx: Ctx, what: str, of: str, rows: Sequence[Any]) -> Change:
    """One kind of event as a change; a subject that came up twice counts once."""
    kind, field = SUBJECTS.get(what, ("", ""))
    ids = [*dict.fromkeys(UUID(row.payload[field]) for row in rows)] if field else []
    many = {"EntriesSuggested": "entry_ids"}.get(what)
    count = sum(len(row.payload[many]) for row in rows) if many else len(ids) or len(rows)
    found = await receipts.of_kind(ctx, kind, ids[:NAMED]) if kind in TITLED else []
    cents = sum(row.payload[AMOUNTS[what]] for row in rows) if what in AMOUNTS else 0
    return Change(
        what=what, of=of, count=count, at=rows[0].at, cents=cents,
        subjects=[Subject(id=one.id, title=one.text) for one in found],
        version=rows[0].payload.get("version"),
    )  # fmt: skip
