"""Taking words out of everything that may have quoted them, within one business.

The input itself and what was read from it go by their ids (`memory.words`); this walks the
rest: maps, briefs, chats, recommendations. It finds sentences letter by letter; a paraphrase that a
model wrote is not found.
"""

import re
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Column, Table, Text, bindparam, delete, select, update
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from domain.stores import TABLES
from memory import whole
from memory.ctx import Ctx
from memory.tables import Sealed

GONE = "[removed]"
LEAST = 20
"""A sentence shorter than that may be anybody's."""

APPEND_ONLY = frozenset({"run_events"})
"""Rows that may not be changed go as a whole; the finished answer is in `messages`."""

_UNTOUCHED = frozenset(
    {"events", "evidence_links", "context_extractions", "context_embeddings", "theme_quotes",
     "ledger_entries", "transfers", "account_balances", "creator_payments", "erasure_requests"}
)  # fmt: skip
_END = re.compile(r"(?<=[.!?…])\s+|\n+")


def sentences(*texts: str) -> tuple[str, ...]:
    """The stretches to look for, longest first: whole texts, and their sentences."""
    found: set[str] = set()
    for text in texts:
        found |= {part.strip() for part in (text, *_END.split(text))}
    return tuple(sorted((one for one in found if len(one) >= LEAST), key=lambda one: -len(one)))


def without(value: Any, wanted: Sequence[str]) -> Any:
    """A JSON value whose texts hold none of the stretches any more; the same object if none did."""
    if isinstance(value, str):
        for one in wanted:
            if one in value:
                value = value.replace(one, GONE)
        return value
    if isinstance(value, list):
        fresh = [without(each, wanted) for each in value]
        return fresh if any(a is not b for a, b in zip(fresh, value, strict=True)) else value
    if isinstance(value, dict):
        told = {key: without(each, wanted) for key, each in value.items()}
        return told if any(told[key] is not value[key] for key in value) else value
    return value


async def redact(ctx: Ctx, *texts: str) -> int:
    """Take the words of `texts` out of every row that quotes them; returns how many rows did."""
    wanted, changed = sentences(*texts), 0
    if not wanted:
        return 0
    for store in TABLES:
        table = whole.tables().get(store.name)
        if table is not None and store.group != "said" and store.name not in _UNTOUCHED:
            changed += await _clean(ctx, table, wanted)
    return changed


async def _clean(ctx: Ctx, table: Table, wanted: Sequence[str]) -> int:
    columns = [column for column in table.columns if _holds_words(column)]
    if not columns:
        return 0
    found: list[dict[str, Any]] = []
    for row in await ctx.rows(select(table.c.id, *columns)):
        values = {column.name: without(row._mapping[column], wanted) for column in columns}
        if any(values[c.name] is not row._mapping[c] for c in columns):
            found.append({"the_id": row.id, **values})
    if not found:
        return 0
    if table.name in APPEND_ONLY:
        await ctx.db.execute(delete(table).where(table.c.id.in_([one["the_id"] for one in found])))
    else:
        await ctx.db.execute(update(table).where(table.c.id == bindparam("the_id")), found)
    return len(found)


def _holds_words(column: Column[Any]) -> bool:
    kind = column.type
    listed = isinstance(kind, ARRAY) and isinstance(kind.item_type, Text)
    return isinstance(kind, Sealed | Text | JSONB) or listed
