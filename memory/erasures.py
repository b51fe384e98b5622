"""Erasures: what was asked for (with the business), and how far each is (apart from it).

The steps are told outside the tenant, since the tenant goes: an erasure knows its business by a
sealed note alone, which its last step destroys. After that nothing leads from the id of an erasure,
the pseudonym, to a business or a person.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Text,
    Uuid,
    insert,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert as upsert

from core import security
from core.ids import new_id
from memory.ctx import Ctx
from memory.tables import created, document, global_table, moment, tenant_table

erasure_requests = tenant_table(
    "erasure_requests",
    Column("what", Text, nullable=False),
    Column("mode", Text, nullable=False),
    Column("subject_kind", Text),
    Column("subject_id", Uuid),
    Column("asked_by", Uuid),
    moment("asked_at", nullable=False),
    moment("due_at", nullable=False),
    moment("called_off_at"),
    moment("begun_at"),
    moment("done_at"),
    document("counts"),
    Column("erasure_id", Uuid),
)

erasures = global_table(
    "erasures",
    "how far the erasure of a business is; it outlives the business and does not name it",
    Column("id", Uuid, primary_key=True),
    Column("subject", LargeBinary),
    Column("status", Text, nullable=False, server_default="running"),
    Column("remains", Integer),
    moment("begun_at", nullable=False),
    moment("finished_at"),
    created(),
)

erasure_steps = global_table(
    "erasure_steps",
    "which steps of an erasure are done, with counts",
    Column("erasure_id", Uuid, nullable=False),
    Column("step", Text, nullable=False),
    Column("position", Integer, nullable=False),
    document("counts"),
    moment("done_at", nullable=False),
    PrimaryKeyConstraint("erasure_id", "step"),
)

kept_amounts = global_table(
    "kept_amounts",
    "amounts that the law asks for, under the pseudonym of an erased business",
    Column("id", Uuid, primary_key=True),
    Column("erasure_id", Uuid, nullable=False),
    Column("day", Date, nullable=False),
    Column("kind", Text, nullable=False),
    Column("account", Text, nullable=False),
    Column("amount_cents", BigInteger, nullable=False),
    Column("currency", Text, nullable=False),
)

kept_facts = global_table(
    "kept_facts",
    "how often which kind of fact happened on a day, under a pseudonym; no ids, no words",
    Column("id", Uuid, primary_key=True),
    Column("erasure_id", Uuid, nullable=False),
    Column("person", Text, nullable=False),
    Column("day", Date, nullable=False),
    Column("name", Text, nullable=False),
    Column("count", Integer, nullable=False),
)


@dataclass(frozen=True)
class Subject:
    """What an erasure erases: the business, and byte strings that must be found nowhere after."""

    business_id: UUID
    probes: tuple[bytes, ...] = ()


async def ask(ctx: Ctx, row: Mapping[str, Any]) -> UUID:
    """Write down what shall be erased once its grace is over."""
    values = {"id": new_id(), "business_id": ctx.business_id, "asked_by": ctx.actor.user_id,
              "asked_at": ctx.at, **row}  # fmt: skip
    await ctx.db.execute(insert(erasure_requests).values(values))
    return values["id"]


async def request(ctx: Ctx, request_id: UUID) -> Any:
    """A request, locked until the transaction ends, or None."""
    query = select(erasure_requests).where(erasure_requests.c.id == request_id)
    return await ctx.row(query if ctx.read_only else query.with_for_update())


async def requests(ctx: Ctx) -> list[Any]:
    """All requests of the business, newest first."""
    table = erasure_requests
    return await ctx.rows(select(table).order_by(table.c.asked_at.desc(), table.c.id.desc()))


async def waiting(ctx: Ctx, what: str, subject_id: UUID | None) -> Any:
    """A request for the same thing that waits or is at work, or None."""
    table = erasure_requests
    query = select(table).where(
        table.c.what == what, table.c.subject_id.is_not_distinct_from(subject_id),
        table.c.called_off_at.is_(None), table.c.done_at.is_(None),
    )  # fmt: skip
    return await ctx.row(query)


async def change_request(ctx: Ctx, request_id: UUID, **values: Any) -> None:
    """Write fields of a request."""
    table = erasure_requests
    await ctx.db.execute(update(table).where(table.c.id == request_id).values(**values))


async def begin(ctx: Ctx, subject: Subject) -> UUID:
    """An erasure of a business; returns its id, the pseudonym."""
    erasure_id = new_id()
    row = {"id": erasure_id, "subject": _sealed(erasure_id, subject), "begun_at": ctx.at}
    await ctx.db.execute(insert(erasures).values(row))
    return erasure_id


async def note(ctx: Ctx, erasure_id: UUID, subject: Subject) -> None:
    """Write the sealed note of an erasure anew."""
    query = update(erasures).where(erasures.c.id == erasure_id)
    await ctx.db.execute(query.values(subject=_sealed(erasure_id, subject)))


async def subject_of(ctx: Ctx, erasure_id: UUID) -> Subject | None:
    """What an erasure erases; None once it is finished, or where there is none."""
    query = select(erasures.c.subject).where(erasures.c.id == erasure_id)
    sealed = await ctx.value(query)
    if sealed is None:
        return None
    opened = security.unseal(security.master_key(), bytes(sealed), f"erasure:{erasure_id}")
    known = json.loads(opened)
    return Subject(UUID(known["business"]), tuple(bytes.fromhex(each) for each in known["probes"]))


async def done(ctx: Ctx, erasure_id: UUID) -> set[str]:
    """The steps that are done."""
    table = erasure_steps
    rows = await ctx.rows(select(table.c.step).where(table.c.erasure_id == erasure_id))
    return {row.step for row in rows}


async def tick_off(
    ctx: Ctx, erasure_id: UUID, step: str, position: int, counts: Mapping[str, int]
) -> None:
    """Write down that a step is done, and its counts."""
    row = {"erasure_id": erasure_id, "step": step, "position": position, "counts": dict(counts),
           "done_at": ctx.at}  # fmt: skip
    await ctx.db.execute(upsert(erasure_steps).values(row).on_conflict_do_nothing())


async def change(ctx: Ctx, erasure_id: UUID, **values: Any) -> None:
    """Write fields of an erasure."""
    await ctx.db.execute(update(erasures).where(erasures.c.id == erasure_id).values(**values))


async def all_of_them(ctx: Ctx) -> list[Any]:
    """Every erasure, newest first."""
    return await ctx.rows(select(erasures).order_by(erasures.c.begun_at.desc()).limit(200))


async def steps(ctx: Ctx, erasure_id: UUID) -> list[Any]:
    """The steps of an erasure that are done, in order."""
    table = erasure_steps
    query = select(table).where(table.c.erasure_id == erasure_id)
    return await ctx.rows(query.order_by(table.c.position))


def _sealed(erasure_id: UUID, subject: Subject) -> bytes:
    note_ = {"business": str(subject.business_id), "probes": [p.hex() for p in subject.probes]}
    return security.seal(security.master_key(), json.dumps(note_).encode(), f"erasure:{erasure_id}")
