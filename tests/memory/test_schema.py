"""The schema is what the seed asks for, what the code says, and closed to whoever is not meant."""

from pathlib import Path
from typing import Any, LiteralString

import psycopg
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, pool

from core.ids import new_id
from domain.access import Actor, worker_for
from domain.work import EndHold
from memory import db, migrate, schedule, server
from memory.ctx import open_ctx
from memory.tables import GLOBAL, Sealed, metadata
from tests import worlds
from tests.memory.rows import NAMES, TENANT_TABLES

SEED = {
    "businesses", "business_profiles", "team_members", "calendar_entries", "seo_metadata",
    "distribution_plans", "performance_records", "activities", "activity_artifacts",
    "context_extractions", "vent_entries", "tooling_connections", "tooling_extractions", "signals",
    "cdt_beliefs", "cdt_versions", "cdt_training_runs", "execution_maps", "map_artifacts",
    "creator_briefs", "creators", "creator_performance", "creator_payments",
    "recommendation_outcomes", "analytics_snapshots", "context_embeddings",
}  # fmt: skip
"""Seed 001, section 9."""
NAMED_IN_ITS_TEXT = {
    "onboarding_responses", "brand_assets", "inferred_segments", "recommendation_history",
    "competitive_intelligence", "campaigns", "keywords",
}  # fmt: skip
"""Product IN1: names that the seed's text uses and its list omits."""
ENGINES = {
    "alembic_version", "job_starts", "pgqueuer", "pgqueuer_log", "pgqueuer_statistics",
    "pgqueuer_schedules", "checkpoints", "checkpoint_blobs", "checkpoint_writes",
    "checkpoint_migrations",
}  # fmt: skip
"""Tables of the queue, the checkpoints and the migrations: no words in them, no tenant column."""
DEFINERS = {
    "all_businesses", "cost_counts", "creator_of", "due_work", "evaluations_open_to",
    "fact_counts", "feed_of", "houses_of_creator", "index_health", "invitation_of",
    "link_of", "login_of",
    "members", "memberships_of", "next_due", "operators", "refused_moves", "release_counts",
    "release_moves", "session_of", "slack_business", "tenant_activity", "tenant_rows",
}  # fmt: skip
"""The narrow functions that may look past row-level security."""


def rows(owner: psycopg.Connection[Any], query: LiteralString, *values: Any) -> list[Any]:
    """All rows of a query."""
    return owner.execute(query, values).fetchall()


def column(owner: psycopg.Connection[Any], query: LiteralString, *values: Any) -> set[str]:
    """The first column of all rows of a query."""
    return {row[0] for row in rows(owner, query, *values)}


def test_every_table_of_the_seed_exists(owner: psycopg.Connection[Any]) -> None:
    query = "select table_name from information_schema.tables where table_schema = 'public'"
    assert column(owner, query) >= SEED | NAMED_IN_ITS_TEXT
    assert len(SEED) == 26


def test_the_migrated_database_is_what_the_code_says(data_dir: Path) -> None:
    engine = create_engine(
        "postgresql+psycopg://",
        creator=lambda: psycopg.connect(db.dsn(server.OWNER)),
        poolclass=pool.NullPool,
    )
    options = {
        "compare_type": True,
        "include_name": lambda name, kind, _: kind != "table" or name not in ENGINES,
    }
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, metadata) == []
        heads = ScriptDirectory(str(Path(migrate.__file__).parent / "migrations")).get_heads()
        assert context.get_current_heads() == tuple(heads)


def test_a_table_without_a_tenant_is_named_with_its_reason(owner: psycopg.Connection[Any]) -> None:
    query = """
        select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = 'public' and c.relkind in ('r', 'p') and not exists (
          select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'business_id'
          and a.attnotnull and not a.attisdropped)"""
    assert column(owner, query) <= (set(GLOBAL) | ENGINES)
    assert all(reason for reason in GLOBAL.values())


def test_every_table_of_ours_forces_row_level_security(owner: psycopg.Connection[Any]) -> None:
    query = """
        select relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = 'public' and c.relkind in ('r', 'p')
        and not (c.relrowsecurity and c.relforcerowsecurity)"""
    open_tables = column(owner, query)
    assert open_tables & (set(NAMES) | set(GLOBAL)) == set()
    assert open_tables <= ENGINES
    assert open_tables & {"checkpoints", "checkpoint_blobs", "checkpoint_writes"} == set()


def test_every_tenant_table_has_a_tenant_policy_and_a_restrictive_one_on_the_actor(
    owner: psycopg.Connection[Any],
) -> None:
    found = rows(owner, "select tablename, policyname, permissive from pg_policies")
    for name in NAMES:
        assert (name, "tenant", "PERMISSIVE") in found
        assert (name, "actor", "RESTRICTIVE") in found


def test_the_application_role_owns_nothing_and_bypasses_nothing(
    owner: psycopg.Connection[Any],
) -> None:
    role = (
        "select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb from pg_roles where rolname=%s"
    )
    assert rows(owner, role, server.APP) == [(False, False, False, False)]
    owned = "select relname from pg_class where pg_get_userbyid(relowner) = %s"
    assert column(owner, owned, server.APP) == set()
    members = """select 1 from pg_auth_members where member =
        (select oid from pg_roles where rolname = %s)"""
    assert rows(owner, members, server.APP) == []


def test_the_application_role_may_not_truncate_refer_or_trigger(
    owner: psycopg.Connection[Any],
) -> None:
    query = """select table_name, privilege_type from information_schema.table_privileges
        where grantee in (%s, 'PUBLIC') and table_schema = 'public'
        and privilege_type in ('TRUNCATE', 'REFERENCES', 'TRIGGER')"""
    assert rows(owner, query, server.APP) == []
    hidden = "select has_table_privilege(%s, 'alembic_version', 'select')"
    assert rows(owner, hidden, server.APP) == [(False,)]


def test_views_ask_with_the_rights_of_the_reader(owner: psycopg.Connection[Any]) -> None:
    query = """
        select c.relname, c.relkind, coalesce(c.reloptions::text, '') from pg_class c
        join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = 'public' and c.relkind in ('v', 'm')"""
    found = rows(owner, query)
    assert found
    assert [name for name, kind, options in found if kind == "m"] == []
    assert [name for name, kind, options in found if "security_invoker=true" not in options] == []


def test_definer_functions_are_the_listed_ones_with_a_fixed_path(
    owner: psycopg.Connection[Any],
) -> None:
    query = """
        select p.proname, coalesce(p.proconfig::text, '') from pg_proc p
        join pg_namespace n on n.oid = p.pronamespace
        where n.nspname = 'public' and p.prosecdef"""
    found = dict(rows(owner, query))
    assert set(found) == DEFINERS
    assert all("search_path=public, pg_temp" in config for config in found.values())


def test_a_key_between_tenant_tables_names_the_tenant_on_both_sides(
    owner: psycopg.Connection[Any],
) -> None:
    query = """
        select k.conname, k.conrelid::regclass::text, k.confrelid::regclass::text,
               a.attname, b.attname
        from pg_constraint k
        join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
        join pg_attribute b on b.attrelid = k.confrelid and b.attnum = k.confkey[1]
        where k.contype = 'f' and k.connamespace = 'public'::regnamespace"""
    between = [row for row in rows(owner, query) if row[2] in NAMES]
    assert len(between) > 20
    assert [row for row in between if row[3:] != ("business_id", "business_id")] == []


def test_a_unique_key_reveals_nothing_of_another_tenant(owner: psycopg.Connection[Any]) -> None:
    query = """
        select i.indrelid::regclass::text, i.indexrelid::regclass::text, a.attname
        from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
        where i.indisunique and not i.indisprimary"""
    ours = [row for row in rows(owner, query) if row[0] in NAMES and row[2] != "business_id"]
    assert ours == [("events", "uq_events_seq", "seq")]  # an identity that the server makes


def test_words_of_people_are_sealed_columns() -> None:
    sealed = {
        f"{table.name}.{each.name}"
        for table in TENANT_TABLES
        for each in table.columns
        if isinstance(each.type, Sealed)
    }
    assert {
        "vent_entries.text", "activities.notes", "onboarding_responses.answer",
        "context_extractions.payload", "theme_quotes.quote", "context_embeddings.text_chunk",
        "tooling_connections.credentials", "creator_briefs.payload", "deliverables.text",
    } <= sealed  # fmt: skip


async def test_a_hold_of_before_gets_its_end(
    owner: psycopg.Connection[Any], lasting: Actor
) -> None:
    async with open_ctx(worker_for(lasting.business_id or new_id())) as worker:
        work = EndHold(map_id=await worlds.bought(worker))
        due = await schedule.waiting(worker, work)
    owner.execute("delete from scheduled_work")
    steps = Path(migrate.__file__).parent / "migrations" / "versions" / "paying.sql"
    (backfill,) = [s for s in steps.read_text().split("\n;;\n") if s.startswith("INSERT")]
    for _ in range(2):
        owner.execute(backfill.encode())
    async with open_ctx(worker_for(lasting.business_id or new_id()), read_only=True) as worker:
        assert await schedule.waiting(worker, work) == due is not None
