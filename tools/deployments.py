"""What whoever runs the installation sees of releases, and how they let an earlier version answer.

Ids, numbers and words of ours alone: the reasons that people gave stay with their business.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, get_args
from uuid import UUID

from pydantic import Field

from cdt import release
from core.errors import NotFound
from domain.access import SCOPES, worker_for
from domain.decisions import Act
from domain.release import Decision
from memory import oversight, people
from memory.ctx import Ctx, on_behalf
from tools.base import Answer, Ask, Nothing, tool

OTHER = "other"
STATES = ("candidate", "canary", "live", "archived")


class NoSuchBusiness(NotFound):
    """There is no such business."""


class ReleaseLine(Answer):
    """A version of a business's model: its verdict, its state, and until when it is on trial.

    `share` of the subjects is answered by it now.
    """

    business_id: UUID
    version: int
    verdict: str
    state: str
    live: bool
    share: float
    until: datetime | None
    made_at: datetime
    released_at: datetime | None


class MoveLine(Answer):
    """A release, a way back, or a decision: who (by role), when, and which version answered before
    and after. `act` says why where the rules decided; a person's reason is not shown."""

    business_id: UUID
    number: int
    act: str
    version: int
    gate_said: str
    ruling: str
    live_before: int | None
    live_after: int | None
    role: str
    at: datetime


class ReleaseCounts(Answer):
    """Versions, newest first, how many ended in which verdict, and the moves, newest first."""

    items: list[ReleaseLine]
    verdicts: dict[str, int]
    moves: list[MoveLine]


class GoBack(Ask):
    """A business, the version that shall answer again, and why; the reason is signed."""

    business_id: UUID
    version: int = Field(ge=1)
    reason: str = Field(min_length=10, max_length=2_000)


class WentBack(Answer):
    """Which version answered before, and which answers now."""

    business_id: UUID
    before: int | None
    after: int


@tool("operations:read")
async def count_releases(ctx: Ctx, ask: Nothing) -> ReleaseCounts:
    """Versions of all businesses' models with verdicts and states, and the moves between them."""
    rows = await oversight.releases(ctx)
    lines = _lines(rows)
    return ReleaseCounts(
        items=lines, verdicts=dict(Counter(line.verdict for line in lines)),
        moves=[_move(row) for row in await oversight.moves(ctx)],
    )  # fmt: skip


@tool("operations:write")
async def restore_version(ctx: Ctx, ask: GoBack) -> WentBack:
    """Let a version of a business answer that did so before; signed with the operator's name."""
    if ask.business_id not in await people.all_businesses(ctx):
        raise NoSuchBusiness(field="business_id", value=str(ask.business_id))
    seat = replace(worker_for(ask.business_id), user_id=ctx.actor.user_id)
    async with on_behalf(ctx, seat) as theirs:
        made = await release.rule(
            theirs, ctx.actor, "roll_back", ask.version, "release", ask.reason
        )
    return WentBack(business_id=ask.business_id, before=made.live_before, after=ask.version)


def _lines(rows: Sequence[Any]) -> list[ReleaseLine]:
    tried = {row.business_id for row in rows if row.state == "canary"}
    return [
        ReleaseLine(
            business_id=row.business_id, version=row.version,
            verdict=_ours(row.verdict, get_args(Decision)), state=_ours(row.state, STATES),
            live=row.live, share=release.share_of(row, trial=row.business_id in tried),
            until=release.until(row), made_at=row.made_at, released_at=row.released_at,
        )
        for row in rows
    ]  # fmt: skip


def _move(row: Any) -> MoveLine:
    return MoveLine(
        business_id=row.business_id, number=row.number, act=_ours(row.act, get_args(Act)),
        version=row.version, gate_said=_ours(row.gate_said, get_args(Decision)),
        ruling=_ours(row.ruling, ("release", "keep")), live_before=row.live_before,
        live_after=row.live_after, role=_ours(row.role, [*SCOPES]), at=row.at,
    )  # fmt: skip


def _ours(word: str, known: Sequence[str]) -> str:
    """A word of ours, or `other` for what is none."""
    return word if word in known else OTHER
