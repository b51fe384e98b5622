"""What erasure does to the rows of a business: delete, or keep an amount under a pseudonym.

Everything here acts as the worker of the business, so row-level security keeps it inside one
tenant; nothing here commits.
"""

import secrets
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import LargeBinary, Table, delete, func, select, text, type_coerce, update

from domain.access import STRANGER, Actor
from domain.erasure import KEPT_ACCOUNTS, KEPT_KINDS, OTHER
from domain.facts import Event
from domain.stores import GLOBAL_TABLES, TABLES
from memory import people
from memory.ctx import Ctx, acting
from memory.keys import business_keys
from memory.mail import mail
from memory.remains import marks_of
from memory.tables import Sealed
from memory.whole import in_order, tables

IDS_A_TABLE = 2
WINDOW = slice(12, 44)
"""Of a sealed value: 32 bytes of nonce and ciphertext, which nothing else can hold."""

_AMOUNTS = text(
    "insert into kept_amounts (id, erasure_id, day, kind, account, amount_cents, currency)"
    " select gen_random_uuid(), :erasure, (t.at at time zone 'UTC')::date,"
    " case when t.kind = any(:kinds) then t.kind else :other end,"
    " case when split_part(l.account, ':', 1) = any(:accounts) then split_part(l.account, ':', 1)"
    "   else :other end, l.amount_cents, upper(left(l.currency, 3))"
    " from ledger_entries l join transfers t on t.id = l.transfer_id"
)
_FACTS = text(
    "insert into kept_facts (id, erasure_id, person, day, name, count)"
    " select gen_random_uuid(), :erasure, coalesce(left(encode(sha256(convert_to("
    "   :salt || actor_id::text, 'UTF8')), 'hex'), 16), ''),"
    "   (at at time zone 'UTC')::date, name, count(*)"
    " from (select actor_id, at, case when name = any(:names) then name else :other end as name"
    "     from events"
    "   union all select actor_id, at, 'AskedAModel' from ai_actions) as facts"
    " group by 3, 4, 5"
)
_JOBS = (
    text(
        "delete from job_starts where job_id in (select id from pgqueuer where"
        " dedupe_key like :mark || ':%'"
        " or substring(payload from 1 for 36) = convert_to(:mark, 'UTF8'))"
    ),
    text(
        "delete from pgqueuer_log where job_id in (select id from pgqueuer where"
        " dedupe_key like :mark || ':%'"
        " or substring(payload from 1 for 36) = convert_to(:mark, 'UTF8'))"
    ),
    text(
        "delete from pgqueuer where dedupe_key like :mark || ':%'"
        " or substring(payload from 1 for 36) = convert_to(:mark, 'UTF8')"
    ),
)
_ORPHANS = text(
    "delete from pgqueuer_log where traceback is not null"
    " and job_id not in (select id from pgqueuer)"
)
_CHECKPOINTS = (
    text("delete from checkpoint_writes where starts_with(thread_id, :mark || ':')"),
    text("delete from checkpoint_blobs where starts_with(thread_id, :mark || ':')"),
    text("delete from checkpoints where starts_with(thread_id, :mark || ':')"),
)


def tenant_tables() -> list[Table]:
    """Every table of the manifest, those that others point at last."""
    listed = {each.name for each in TABLES}
    return [table for table in reversed(in_order()) if table.name in listed]


def unlisted() -> list[str]:
    """Tables in code that the manifest of stores does not name."""
    known = {each.name for each in TABLES} | set(GLOBAL_TABLES)
    return sorted({*tables()} - known)


async def counts(ctx: Ctx) -> dict[str, int]:
    """Table → rows of the business."""
    found: dict[str, int] = {}
    for table in tenant_tables():
        query = select(func.count()).where(table.c.business_id == ctx.business_id)
        found[table.name] = int(await ctx.value(query) or 0)
    return found


async def probes(ctx: Ctx) -> tuple[bytes, ...]:
    """Byte strings that only this business has: its id, ids of rows, and pieces of ciphertext."""
    found = [*marks_of(ctx.business_id)]
    for table in tenant_tables():
        sealed = [c for c in table.columns if isinstance(c.type, Sealed)]
        pieces = [func.substring(type_coerce(c, LargeBinary), 13, 32) for c in sealed]
        query = select(table.c.id, *pieces).limit(IDS_A_TABLE)
        for row in await ctx.rows(query):
            found.append(row[0].bytes)
            found += [bytes(each) for each in row[1:] if isinstance(each, bytes | memoryview)]
    found += [bytes(row.wrapped)[WINDOW] for row in await ctx.rows(select(business_keys.c.wrapped))]
    return tuple(dict.fromkeys(each for each in found if len(each) >= 16))


async def keep_pseudonyms(ctx: Ctx, erasure_id: UUID) -> dict[str, int]:
    """Keep amounts and kinds of facts under the erasure's id, persons under a hash whose salt is
    thrown away."""
    known = {"erasure": erasure_id, "other": OTHER}
    ours = {"kinds": [*KEPT_KINDS], "accounts": [*KEPT_ACCOUNTS]}
    amounts = await ctx.db.execute(_AMOUNTS, known | ours)
    names = [each.__name__ for each in Event.__subclasses__()]
    facts = await ctx.db.execute(_FACTS, known | {"salt": secrets.token_hex(32), "names": names})
    return {"amounts": amounts.rowcount, "facts": facts.rowcount}


async def clear_queue(ctx: Ctx) -> dict[str, int]:
    """Delete the business's jobs with what the engine wrote of them, and log lines of failed jobs
    that no job owns any more, since nobody can tell whose they were."""
    mark = {"mark": str(ctx.business_id)}
    gone = [(await ctx.db.execute(each, mark)).rowcount for each in _JOBS]
    orphans = await ctx.db.execute(_ORPHANS)
    return {"jobs": gone[-1], "log lines": orphans.rowcount}


async def clear_checkpoints(ctx: Ctx) -> dict[str, int]:
    """Delete where interviews and answers of the business stand."""
    mark = {"mark": str(ctx.business_id)}
    return {"checkpoints": sum([(await ctx.db.execute(q, mark)).rowcount for q in _CHECKPOINTS])}


async def clear_rows(ctx: Ctx) -> dict[str, int]:
    """Delete every row of every tenant table; returns table → rows, where there were any."""
    await _may_erase(ctx)
    found: dict[str, int] = {}
    for table in tenant_tables():
        gone = await ctx.db.execute(delete(table).where(table.c.business_id == ctx.business_id))
        if gone.rowcount:
            found[table.name] = gone.rowcount
    mailed = await ctx.db.execute(delete(mail).where(mail.c.business_id == ctx.business_id))
    return found | ({"mail": mailed.rowcount} if mailed.rowcount else {})


async def members(ctx: Ctx) -> Sequence[UUID]:
    """The people of the business."""
    return [row.user_id for row in await ctx.rows(select(people.team_members.c.user_id))]


async def sign_out(ctx: Ctx, user_id: UUID) -> None:
    """End every session of a person."""
    table = people.refresh_tokens
    async with acting(ctx.db, Actor(STRANGER, user_id=user_id)) as mine:
        await mine.db.execute(update(table).where(table.c.user_id == user_id)
                              .values(revoked_at=mine.at))  # fmt: skip
    await _act_again(ctx)


async def drop_person(ctx: Ctx, user_id: UUID) -> bool:
    """Delete an account that belongs to this business alone (or, of somebody without a business,
    to none); False for one that is needed."""
    places = await people.memberships_of(ctx, user_id)
    elsewhere = [business for business, _ in places if business != ctx.actor.business_id]
    creator = await people.creator_of(ctx, user_id)
    async with acting(ctx.db, Actor(STRANGER, user_id=user_id)) as mine:
        needed = await people.is_operator(mine) or await people.vets(mine)
        alone = not (elsewhere or creator or needed)
        if alone:
            table = people.users
            await mine.db.execute(delete(table).where(table.c.id == user_id))
    await _act_again(ctx)
    return alone


async def drop_business(ctx: Ctx) -> dict[str, int]:
    """Destroy the data key, and delete the business itself."""
    await _may_erase(ctx)
    keys, table = business_keys, people.businesses
    gone = await ctx.db.execute(delete(keys).where(keys.c.business_id == ctx.business_id))
    await ctx.db.execute(delete(table).where(table.c.id == ctx.business_id))
    return {"keys": gone.rowcount}


async def _may_erase(ctx: Ctx) -> None:
    """Append-only tables let rows go in a transaction that says that it erases."""
    await ctx.db.execute(text("select set_config('app.erasing', 'yes', true)"))


async def _act_again(ctx: Ctx) -> None:
    async with acting(ctx.db, ctx.actor):
        pass
