"""Recommendation history: all that was recommended, what became of it, and how often it was right.

It is read from the rows of maps, suggestions, briefs and proposals; nothing of it is kept twice.
"""

from collections import defaultdict
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import Field

from cdt import beliefs as cdt_beliefs
from domain.recommendations import KINDS, Fate, Kind, Recommended, rates
from domain.records import TAKEN
from memory import calendar, market, outcomes, plans, predictions, runs
from memory.ctx import Ctx
from tools.base import Answer, Ask, tool
from tools.segments import Share, share_of

SAID: dict[str | None, Fate] = {
    None: "waiting", "accepted": "accepted", "modified": "edited", "rejected": "declined",
    "ignored": "ignored", "pending": "waiting", "edited": "edited", "responded": "declined",
}  # fmt: skip
"""What the rows say → what became of it."""
DONE_BRIEF = ("passed", "closed")
MEASURED = "outcome, from 0 for the weakest to 1 for the best piece"


class History(Ask):
    """Which recommendations: of one kind, with one fate, at most `limit`."""

    kind: Kind | None = None
    fate: Fate | None = None
    limit: int = Field(default=50, ge=1, le=500)


class RecommendationLine(Answer):
    """A recommendation and what became of it.

    `expected` was frozen before launch and `measured` after it, both in `metric`.
    """

    kind: Kind
    id: UUID
    title: str
    at: datetime
    fate: Fate
    done: bool
    expected: float | None
    measured: float | None
    metric: str
    right: bool | None


class RateLine(Answer):
    """What became of one kind: shares of those answered, with their 90 % ranges.

    `done` is of those taken, `right` of those that were measured against a prediction.
    """

    kind: Kind
    n: int
    waiting: int
    taken: Share
    edited: Share
    declined: Share
    ignored: Share
    done: Share
    right: Share


class RecommendationHistory(Answer):
    """Rates of every kind, and recommendations, the newest first, of `in_all`."""

    rates: list[RateLine]
    items: list[RecommendationLine]
    in_all: int


@tool("plans:read")
async def list_recommendations(ctx: Ctx, ask: History) -> RecommendationHistory:
    """What was recommended, what became of it, and how what came out compares with what was said.

    Proposals of chats are those that were made to oneself.
    """
    every = [*await _logged(ctx), *await _briefs(ctx), *await _proposals(ctx)]
    fits = [one for one in every if ask.kind in (None, one.kind) and ask.fate in (None, one.fate)]
    newest = sorted(fits, key=lambda one: (one.at, str(one.id)), reverse=True)
    told = [rates(kind, every) for kind in KINDS]
    return RecommendationHistory(
        rates=[
            RateLine(
                kind=one.kind, n=one.n, waiting=one.waiting,
                **{name: share_of(getattr(one, name)) for name in
                   ("taken", "edited", "declined", "ignored", "done", "right")},
            )
            for one in told
        ],
        items=[RecommendationLine(**vars(one)) for one in newest[: ask.limit]], in_all=len(fits),
    )  # fmt: skip


async def _logged(ctx: Ctx) -> list[Recommended]:
    """Maps and suggestions, as they were logged when they were shown."""
    maps = {row.id: row for row in await plans.all_maps(ctx)}
    scored = _scored(await predictions.every(ctx), "map_id")
    rows = await outcomes.recommendations(ctx)
    ids = [row.recommendation_id for row in rows if row.recommendation_type != "execution_map"]
    entries = {row.id: row for row in await calendar.entries(ctx, ids, ghosts=True, trashed=True)}
    did = {one.entry_id: one.outcome for one in await cdt_beliefs.measured(ctx)}
    found = []
    for row in rows:
        one, fate = row.recommendation_id, SAID.get(row.user_action, "waiting")
        title = str(row.recommendation_content.get("title", ""))
        if row.recommendation_type == "execution_map":
            plan = maps.get(one)
            found.append(_map(row, plan, fate, title, scored.get(one)))
        elif row.recommendation_type == "calendar_suggestion":
            entry = entries.get(one)
            done = entry is not None and entry.status == "published"
            measured = did.get(one)
            metric = MEASURED if measured is not None else ""
            found.append(Recommended("suggestion", one, title, row.recommended_at, fate, done,
                                     measured=measured, metric=metric))  # fmt: skip
    return found


def _map(row: Any, plan: Any, fate: Fate, title: str, scored: Any) -> Recommended:
    if plan is not None and plan.status in ("approved", "purchased", "own") and fate != "declined":
        fate = "edited" if plan.version > 1 else "accepted"
    done = plan is not None and plan.status in ("purchased", "own")
    return Recommended(
        "map", row.recommendation_id, title, row.recommended_at, fate, done, **_outcome(scored)
    )


async def _briefs(ctx: Ctx) -> list[Recommended]:
    """Briefs: taken where a creator took one, done where the work passed."""
    states: dict[UUID, set[str]] = defaultdict(set)
    for row in await market.stands(ctx):
        states[row.brief_id].add(row.status)
    scored = _scored(await predictions.every(ctx), "subject_id")
    found = []
    for row in await plans.all_briefs(ctx):
        fate: Fate = "waiting"
        if states[row.id] & TAKEN:
            fate = "edited" if row.version > 1 else "accepted"
        elif row.status in ("withdrawn", "unplaced"):
            fate = "declined" if row.status == "withdrawn" else "ignored"
        found.append(
            Recommended("brief", row.id, row.payload["brief"]["title"], row.created_at, fate,
                        bool(states[row.id] & {*DONE_BRIEF}),
                        **_outcome(scored.get(row.id)))
        )  # fmt: skip
    return found


async def _proposals(ctx: Ctx) -> list[Recommended]:
    """What answers of chats proposed to this person."""
    return [
        Recommended(
            "proposal", row.id, row.summary, row.created_at, SAID.get(row.status, "waiting"),
            row.result is not None,
        )
        for row in await runs.approvals_of_person(ctx, None)
    ]  # fmt: skip


def _scored(rows: list[Any], by: str) -> dict[UUID, Any]:
    """The first prediction of each that was scored, or else the first."""
    found: dict[UUID, Any] = {}
    for row in rows:
        one = getattr(row, by)
        if one not in found or (found[one].outcome is None and row.outcome is not None):
            found[one] = row
    return found


def _outcome(row: Any) -> dict[str, Any]:
    if row is None:
        return {}
    right = None if row.outcome is None else row.verdict == "worked"
    return {
        "expected": row.expected, "measured": row.outcome, "metric": row.metric, "right": right,
    }  # fmt: skip
