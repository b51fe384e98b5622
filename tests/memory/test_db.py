"""Who acts is told to each transaction and forgotten with it."""

import pytest
from sqlalchemy import text

from core.ids import new_id
from core.settings import settings, use
from domain.access import Actor
from memory import db, server
from memory.ctx import Ctx

READ = text(
    "select current_setting('app.tenant', true), current_setting('app.actor', true),"
    " current_setting('app.user', true), current_setting('app.creator', true)"
)


async def test_the_actor_is_gone_when_the_transaction_ends(ctx: Ctx) -> None:
    actor = Actor("creator", user_id=new_id(), business_id=new_id(), creator_id=new_id())
    async with db.engine().connect() as connection:
        async with connection.begin():
            await db.act_as(connection, actor)
            said = tuple((await connection.execute(READ)).one())
            assert said == (
                str(actor.business_id), "creator", str(actor.user_id), str(actor.creator_id)
            )  # fmt: skip
        assert set((await connection.execute(READ)).one()) <= {"", None}


async def test_the_application_is_no_superuser_and_owns_nothing(ctx: Ctx) -> None:
    query = text(
        "select rolsuper or rolbypassrls, (select count(*) from pg_tables where tableowner = "
        "current_user) from pg_roles where rolname = current_user"
    )
    assert tuple((await ctx.db.execute(query)).one()) == (False, 0)


@pytest.mark.parametrize("role", [server.APP, server.OWNER])
def test_the_embedded_default_is_reached_by_its_socket(role: str, ctx: Ctx) -> None:
    assert db.dsn(role) == f"host={server.socket_folder()} user={role} dbname=refleqt"


def test_a_server_is_reached_by_its_addresses() -> None:
    before = settings().data_dir
    use(database_url="postgresql://app@db/x", owner_database_url="postgresql://owner@db/x")
    try:
        assert db.dsn() == "postgresql://app@db/x"
        assert db.dsn(server.OWNER) == "postgresql://owner@db/x"
        use(owner_database_url="")
        assert db.dsn(server.OWNER) == "postgresql://app@db/x"
    finally:
        use(database_url="", owner_database_url="", data_dir=before)
