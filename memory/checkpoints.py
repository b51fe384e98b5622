"""LangGraph's checkpoints of a thread, apart from its row: this file alone imports LangGraph."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, cast
from uuid import UUID

from langgraph.checkpoint.postgres.aio import AsyncPostgresSaver
from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer
from psycopg import AsyncConnection
from psycopg.rows import DictRow, dict_row

from memory import db
from memory.ctx import Ctx


def key_of(ctx: Ctx, thread_id: UUID) -> str:
    """The thread id that LangGraph sees; it begins with the tenant, which the policy compares."""
    return f"{ctx.business_id}:{thread_id}"


@asynccontextmanager
async def checkpoints(ctx: Ctx) -> AsyncIterator[AsyncPostgresSaver]:
    """LangGraph's checkpointer on a connection of its own.

    It must autocommit (else all checkpoints are lost), so the tenant is set for the session; the
    connection is closed afterwards and never given to anybody else. Only plain values are read
    back: no class may be named in a checkpoint.
    """
    plain = JsonPlusSerializer(allowed_msgpack_modules=[])
    async with await AsyncConnection[DictRow].connect(
        db.dsn(), autocommit=True, row_factory=cast(Any, dict_row), prepare_threshold=0
    ) as connection:
        await connection.execute(
            "select set_config('app.tenant', %s, false)", (str(ctx.business_id),)
        )
        yield AsyncPostgresSaver(connection, serde=plain)
