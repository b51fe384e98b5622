"""Versions of the customer's model: list them with their verdicts, go back to one."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import Field

from cdt import release
from memory import releases
from memory.ctx import Ctx
from tools.base import Answer, Ask, Nothing, tool


class Number(Ask):
    """A version by its number."""

    version: int = Field(ge=1)


class VersionLine(Answer):
    """A version; `adapter` is none where only the preference model was trained."""

    id: UUID
    version: int
    month: str
    adapter: str | None
    verdict: str
    reason: str
    live: bool
    released_at: datetime | None
    held_out: int


class VersionList(Answer):
    """All versions, oldest first."""

    items: list[VersionLine]


@tool("releases:read")
async def list_versions(ctx: Ctx, ask: Nothing) -> VersionList:
    """Every version of the model, with the gate's verdict on it."""
    return VersionList(items=[version_line(row) for row in await releases.versions(ctx)])


@tool("releases:write")
async def roll_back_version(ctx: Ctx, ask: Number) -> VersionList:
    """Let an earlier version answer again; nothing is deleted."""
    await release.roll_back(ctx, ask.version)
    return await list_versions(ctx, Nothing())


async def one_version(ctx: Ctx, number: int) -> Any:
    """The row of a version. Raises `NoSuchVersion`."""
    row = await releases.version(ctx, number)
    if row is None:
        raise release.NoSuchVersion(f"version {number}", field="version", value=number)
    return row


def version_line(row: Any) -> VersionLine:
    """A version as a line."""
    manifest = row.manifest
    return VersionLine(
        id=row.id, version=row.version, month=manifest.get("month", ""), adapter=row.adapter,
        verdict=row.verdict, reason=row.reason, live=row.live, released_at=row.released_at,
        held_out=len(manifest.get("holdout", ())),
    )  # fmt: skip
