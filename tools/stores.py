"""What is kept of a business, and where: the manifest of stores with counts."""

from domain.stores import OTHERS, TABLE
from memory import blobs, wiping
from memory.ctx import Ctx
from tools.base import Answer, Nothing, tool


class StoreLine(Answer):
    """A store: what it holds, how much of it, how it is handed out and what erasure does there."""

    name: str
    group: str
    holds: str
    count: int | None
    exported: str
    erased: str


class Stores(Answer):
    """Every place where something of the business lies."""

    items: list[StoreLine]
    rows: int
    files: int


@tool("data:read")
async def list_stores(ctx: Ctx, ask: Nothing) -> Stores:
    """What is kept of this business, where, and what becomes of it."""
    counts, files = await wiping.counts(ctx), len(await blobs.names(ctx))
    lines = [
        StoreLine(
            name=name, group=TABLE[name].group, holds=TABLE[name].holds, count=count,
            exported="in the archive" if TABLE[name].exported else f"not: {TABLE[name].why}",
            erased="deleted; amounts stay under a pseudonym"
            if TABLE[name].erased == "pseudonym"
            else "deleted",
        )
        for name, count in counts.items()
    ]  # fmt: skip
    lines.sort(key=lambda line: [*TABLE].index(line.name))
    lines += [
        StoreLine(name=one.name, group="elsewhere", holds=one.holds,
                  count=files if one.name == "blobs" else None,
                  exported=one.exported, erased=one.erased)
        for one in OTHERS
    ]  # fmt: skip
    return Stores(items=lines, rows=sum(counts.values()), files=files)
