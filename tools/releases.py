"""Versions of the customer's model: list them, go back to one, override a verdict with a reason."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import Field

from cdt import release
from domain.decisions import Act, Check, Ruling
from memory import releases
from memory.ctx import Ctx
from tools.base import Answer, Ask, Nothing, tool
from tools.grants import NotOpened, looking


class Number(Ask):
    """A version by its number, and why one goes back to it."""

    version: int = Field(ge=1)
    reason: str = Field(default="", max_length=2_000)


class Override(Ask):
    """Let a version answer, or hold it back, against what the gate said; the reason is signed."""

    version: int = Field(ge=1)
    ruling: Ruling
    reason: str = Field(min_length=10, max_length=2_000)


class VersionLine(Answer):
    """A version; `adapter` is none where only the preference model was trained.

    `state` is candidate, canary (on trial, for a share of requests), live or archived. `share` of
    the subjects is answered by it now; `until` is when its trial ends.
    """

    id: UUID
    version: int
    month: str
    adapter: str | None
    verdict: str
    reason: str
    live: bool
    state: str
    released_at: datetime | None
    held_out: int
    share: float = 0.0
    until: datetime | None = None


class VersionList(Answer):
    """All versions, oldest first."""

    items: list[VersionLine]


class DecisionLine(Answer):
    """What a person decided over a version. The gate's verdict stands as it was: `gate_said`.

    `check` says whether the signature holds over exactly these fields, by this installation's key,
    in this order. `reason` is empty where it is `withheld`.
    """

    id: UUID
    number: int
    act: Act
    version: int
    gate_said: str
    ruling: Ruling
    reason: str
    withheld: bool
    live_before: int | None
    live_after: int | None
    user_id: UUID | None
    who: str
    role: str
    at: datetime
    signature: str
    public_key: str
    check: Check


class DecisionList(Answer):
    """Decisions in the order of deciding."""

    items: list[DecisionLine]


@tool("releases:read")
async def list_versions(ctx: Ctx, ask: Nothing) -> VersionList:
    """Every version of the model, with the gate's verdict on it."""
    async with looking(ctx, "metrics", "versions") as look:
        return VersionList(items=version_lines(await releases.heads(look.ctx)))


@tool("releases:write")
async def roll_back_version(ctx: Ctx, ask: Number) -> VersionList:
    """Let an earlier version answer again; nothing is deleted, and it is recorded signed."""
    await release.rule(ctx, ctx.actor, "roll_back", ask.version, "release", ask.reason)
    return await list_versions(ctx, Nothing())


@tool("releases:override")
async def override_verdict(ctx: Ctx, ask: Override) -> DecisionLine:
    """Decide over a version against the gate's verdict, which stays to be seen; signed."""
    async with looking(ctx, "metrics", "override", ask.version) as look:
        if not look.may_override:
            raise NotOpened("Your grant does not let you override.", wanted="override")
        made = await release.rule(
            look.ctx, ctx.actor, "override", ask.version, ask.ruling, ask.reason
        )
        rows = await release.verified(look.ctx)
        row, check = next(each for each in rows if each[0].number == made.number)
        return _decision(row, check, told=True)


@tool("evaluations:read")
async def list_decisions(ctx: Ctx, ask: Nothing) -> DecisionList:
    """What people decided over versions, each with whether its signature holds."""
    async with looking(ctx, "metrics", "decisions") as look:
        rows = await release.verified(look.ctx)
        items = [
            _decision(row, check, told=look.words or row.user_id == ctx.actor.user_id)
            for row, check in rows
        ]
    return DecisionList(items=items)


def _decision(row: Any, check: Check, *, told: bool) -> DecisionLine:
    fields = {**row._mapping, "check": check, "withheld": not told}
    return DecisionLine.model_validate(fields if told else fields | {"reason": ""})


def version_lines(rows: Sequence[Any]) -> list[VersionLine]:
    """The heads of all versions as lines."""
    trial = any(row.state == "canary" for row in rows)
    return [_line(row, trial=trial) for row in rows]


def _line(row: Any, *, trial: bool) -> VersionLine:
    return VersionLine(
        id=row.id, version=row.version, month=row.month, adapter=row.adapter,
        verdict=row.verdict, reason=row.reason, live=row.live, state=row.state,
        released_at=row.released_at, held_out=row.held_out,
        share=release.share_of(row, trial=trial), until=release.until(row),
    )  # fmt: skip
