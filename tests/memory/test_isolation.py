"""No statement of another tenant, or of none, reads or changes a row; the own tenant sees its row.

For every tenant table x {select, insert, update, delete} x {no tenant, wrong tenant, malformed}.
"""

from collections.abc import Awaitable, Callable
from contextlib import suppress

import pytest
from sqlalchemy import Table, delete, insert, literal, select, text, update
from sqlalchemy.exc import DataError, DBAPIError, ProgrammingError

from core.ids import new_id
from core.keyring import of_one
from core.security import SealBroken
from domain.access import Actor
from memory import db, market, people
from memory.ctx import Ctx, acting
from memory.keys import business_keys
from memory.tables import NoDataKey, data_keys, metadata
from tests.memory.rows import (
    NAMES,
    TENANT_TABLES,
    House,
    a_row,
    act_again,
    as_actor,
    count,
    founder_of,
    in_role,
)

CREATORS_OWN = {
    "assignments", "brief_questions", "creator_briefs", "creator_performance", "creator_payments",
    "deliverables", "disputes", "money_moves", "work_drafts",
}  # fmt: skip
EVALUATORS = {
    "analytics_snapshots", "cdt_beliefs", "cdt_training_runs", "cdt_versions", "evaluation_metrics",
    "evaluations", "policy_versions", "predictions",
}  # fmt: skip
APPEND_ONLY = {"creator_payments", "events", "invoices", "ledger_entries", "transfers"}
KEY = of_one(b"k" * 32)


async def _select(house: House, table: Table) -> int:
    query = select(table.c.id).where(table.c.business_id == house.ctx.business_id)
    return len((await house.ctx.db.execute(query)).all())


async def _insert(house: House, table: Table) -> int:
    values = a_row(table, house.ctx.business_id, house.rows, house.user_id, house.creator_id)
    token = data_keys.set(data_keys.get() or KEY)
    try:
        return (await house.ctx.db.execute(insert(table), values)).rowcount
    finally:
        data_keys.reset(token)


async def _update(house: House, table: Table) -> int:
    query = update(table).values(created_at=text("now() - interval '9 days'"))
    return len((await house.ctx.db.execute(query.returning(table.c.id))).all())


async def _delete(house: House, table: Table) -> int:
    return len((await house.ctx.db.execute(delete(table).returning(table.c.id))).all())


Act = Callable[[House, Table], Awaitable[int]]
ACTS: dict[str, Act] = {
    "select": _select,
    "insert": _insert,
    "update": _update,
    "delete": _delete,
}


async def touched(house: House, act: Act, table: Table, tenant: str) -> int:
    """Rows that an act by a founder of `tenant` reads or changes; a refusal touches none."""
    ctx = house.ctx
    savepoint = await ctx.db.begin_nested()
    try:
        await db.act_as(ctx.db, founder_of(None))
        await ctx.db.execute(text("select set_config('app.tenant', :t, true)"), {"t": tenant})
        return await act(house, table)
    except (ProgrammingError, DataError, NoDataKey):
        return 0
    finally:
        await savepoint.rollback()
        await act_again(ctx)


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("name", NAMES)
async def test_no_other_tenant_reads_or_changes_a_row(house: House, name: str, act: str) -> None:
    table = metadata.tables[name]
    for tenant in ("", str(new_id()), "not-a-uuid", "' or true --"):
        assert await touched(house, ACTS[act], table, tenant) == 0
    assert await count(house.ctx.db, table) == 1


async def test_the_own_tenant_sees_each_of_its_rows(house: House) -> None:
    seen = {table.name: await count(house.ctx.db, table) for table in TENANT_TABLES}
    assert seen == dict.fromkeys(NAMES, 1)


async def test_a_row_does_not_move_to_another_tenant(house: House) -> None:
    for table in TENANT_TABLES:
        savepoint = await house.ctx.db.begin_nested()
        with pytest.raises(DBAPIError, match=r"row-level security|append-only|frozen|foreign key"):
            await house.ctx.db.execute(update(table).values(business_id=new_id()))
        await savepoint.rollback()


async def test_a_row_does_not_point_at_another_tenants_row(house: House) -> None:
    stranger = founder_of(new_id())
    async with as_actor(house.ctx, stranger) as other:
        await people.make_business(other, {"name": "Other", "slug": "other"})
        row = a_row(market.assignments, other.business_id, house.rows, new_id(), new_id())
        with pytest.raises(DBAPIError, match="fk_assignments_brief_id"):
            await other.db.execute(insert(market.assignments), row)


async def test_a_creator_sees_own_offers_and_briefs_and_nothing_else(house: House) -> None:
    creator = Actor("creator", user_id=new_id(), creator_id=house.creator_id)
    async with as_actor(house.ctx, creator) as other:
        seen = {table.name for table in TENANT_TABLES if await count(other.db, table)}
        assert await count(other.db, people.businesses) == 0
        assert await count(other.db, business_keys) == 0
    assert seen == CREATORS_OWN


async def test_a_creator_changes_nothing_directly(house: House) -> None:
    creator = Actor("creator", user_id=new_id(), creator_id=house.creator_id)
    async with as_actor(house.ctx, creator):
        for table in TENANT_TABLES:
            if table.name not in APPEND_ONLY:
                assert await _update(house, table) == 0
            assert await _delete(house, table) == 0


async def test_another_creator_sees_none_of_it(house: House) -> None:
    stranger = Actor("creator", user_id=new_id(), creator_id=new_id())
    async with as_actor(house.ctx, stranger) as other:
        assert [t.name for t in TENANT_TABLES if await count(other.db, t)] == []


async def test_an_evaluator_sees_versions_and_no_words(house: House) -> None:
    async with as_actor(house.ctx, in_role(house.ctx.actor, "evaluator")) as other:
        seen = {table for table in TENANT_TABLES if await count(other.db, table)}
    assert {table.name for table in seen} == EVALUATORS
    assert [c for table in seen for c in table.columns if "Sealed" in repr(c.type)] == []


@pytest.mark.parametrize("role", ["evaluator", "operator"])
@pytest.mark.parametrize("act", ["insert", "update", "delete"])
async def test_whoever_only_reads_changes_nothing(house: House, role: str, act: str) -> None:
    # an operator marks what they were told as read; the rows of the house tell somebody else
    someone = in_role(
        house.ctx.actor, role, **({"user_id": new_id()} if role == "operator" else {})
    )
    for table in TENANT_TABLES:
        savepoint = await house.ctx.db.begin_nested()
        await db.act_as(house.ctx.db, someone)
        try:
            changed = await ACTS[act](house, table)
        except ProgrammingError:
            changed = 0
        await savepoint.rollback()
        await act_again(house.ctx)
        assert changed == 0, table.name


@pytest.mark.parametrize("role", ["creator", "reviewer"])
async def test_who_works_for_a_business_erases_nothing_of_it(house: House, role: str) -> None:
    actor = in_role(house.ctx.actor, role, creator_id=house.creator_id)
    async with as_actor(house.ctx, actor):
        for table in TENANT_TABLES:
            assert await _delete(house, table) == 0, table.name


async def test_an_operator_sees_no_tenant_rows_even_with_a_tenant_set(house: House) -> None:
    stranger = in_role(house.ctx.actor, "operator", user_id=new_id())
    async with as_actor(house.ctx, stranger) as other:
        assert [t.name for t in TENANT_TABLES if await count(other.db, t)] == []


async def test_an_operator_reads_what_they_are_told_and_writes_nothing_of_it(house: House) -> None:
    told = in_role(house.ctx.actor, "operator")
    async with as_actor(house.ctx, told) as other:
        assert [t.name for t in TENANT_TABLES if await count(other.db, t)] == ["notifications"]
    (table,) = [table for table in TENANT_TABLES if table.name == "notifications"]
    for act in (_insert, _delete):
        async with as_actor(house.ctx, told):
            with suppress(ProgrammingError):
                assert await act(house, table) == 0


async def test_a_view_shows_the_own_tenant_only(house: House) -> None:
    query = text("select count(*) from recommendation_history")
    assert await house.ctx.value(query) == 1
    async with as_actor(house.ctx, founder_of(new_id())) as other:
        assert await other.value(query) == 0


async def test_sealed_words_do_not_open_with_another_tenants_key(house: House) -> None:
    token = data_keys.set(KEY)
    try:
        for table in TENANT_TABLES:
            for column in table.columns:
                if "Sealed" in repr(column.type) and house.rows[table.name][column.name]:
                    with pytest.raises(SealBroken):
                        await house.ctx.rows(select(column))
    finally:
        data_keys.reset(token)


async def test_sealed_words_do_not_open_in_another_column(house: House) -> None:
    await house.ctx.db.execute(
        text("update activities set notes = (select text from vent_entries)")
    )
    with pytest.raises(SealBroken):
        await house.ctx.rows(select(metadata.tables["activities"].c.notes))


async def test_without_a_business_words_neither_open_nor_close(ctx: Ctx) -> None:
    async with as_actor(ctx, Actor("operator")) as nobody:
        with pytest.raises(NoDataKey):
            await nobody.rows(select(literal("words", metadata.tables["vent_entries"].c.text.type)))


async def test_a_thread_of_the_checkpoints_belongs_to_its_tenant(house: House) -> None:
    write = text(
        "insert into checkpoints (thread_id, checkpoint_ns, checkpoint_id, checkpoint, metadata)"
        " values (:thread, '', '1', '{}', '{}')"
    )
    await house.ctx.db.execute(write, {"thread": f"{house.ctx.business_id}:onboarding"})
    query = text("select count(*) from checkpoints")
    assert await house.ctx.value(query) == 1
    async with as_actor(house.ctx, founder_of(new_id())) as other:
        assert await other.value(query) == 0
        with pytest.raises(ProgrammingError, match="row-level security"):
            await other.db.execute(write, {"thread": f"{house.ctx.business_id}:stolen"})


async def test_settings_end_with_the_transaction(house: House) -> None:
    async with db.engine().begin() as connection:
        async with acting(connection, house.ctx.actor):
            pass
        raw = await connection.scalar(text("select pg_backend_pid()"))
    async with db.engine().begin() as connection:
        assert await connection.scalar(text("select pg_backend_pid()")) == raw
        assert not await connection.scalar(text("select current_setting('app.tenant', true)"))
