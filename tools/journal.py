"""How the calendar is written: what was there before is kept with every change, to be undone.

Not in the catalog: the verbs of the calendar and of suggestions write through it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from domain.events import EntriesSaved
from domain.seo import Fault
from memory import entries, events
from memory.ctx import Ctx
from tools.base import Answer


class Touched(Answer):
    """An entry as a change left it."""

    id: UUID
    version: int


class Changed(Answer):
    """The entries that were changed, what to look at, and the change's id for undoing it."""

    change_id: UUID
    items: list[Touched]
    faults: list[Fault] = []


@dataclass
class Written:
    """What is to be written into one entry; `seo` (in a tuple) and `plans` only where named."""

    row: Any
    values: dict[str, Any]
    seo: tuple[dict[str, Any] | None] | None = None
    plans: list[dict[str, Any]] | None = None


async def write_down(ctx: Ctx, verb: str, writes: Sequence[Written]) -> Changed:
    """Write into entries and keep what was there before."""
    edits, items = [], []
    for one in writes:
        before = {name: getattr(one.row, name) for name in one.values}
        edit: dict[str, Any] = {"entry": one.row.id, "before": before}
        if one.seo is not None:
            edit["seo"] = await entries.seo_of(ctx, one.row.id)
            await entries.write_seo(ctx, one.row.id, one.seo[0])
        if one.plans is not None:
            edit["plans"] = await entries.plans_of(ctx, one.row.id)
            await entries.write_plans(ctx, one.row.id, one.plans)
        version = await entries.write(ctx, one.row.id, one.values)
        edits.append(edit | {"version": version})
        items.append(Touched(id=one.row.id, version=version))
    return await _noted(ctx, verb, edits, items)


async def write_new(ctx: Ctx, entry_id: UUID, values: dict[str, Any]) -> Changed:
    """Write a new entry; undoing that puts it into the trash."""
    await entries.add(ctx, entry_id, values)
    edit = {"entry": entry_id, "before": {"deleted_at": ctx.at}, "version": 1}
    return await _noted(ctx, "added", [edit], [Touched(id=entry_id, version=1)])


async def _noted(ctx: Ctx, verb: str, edits: list[dict[str, Any]], items: list[Touched]) -> Changed:
    change_id = await entries.note_change(ctx, verb, edits)
    await events.record(ctx, EntriesSaved(entry_ids=tuple(one.id for one in items)))
    return Changed(change_id=change_id, items=items)
