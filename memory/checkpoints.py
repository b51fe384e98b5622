"""LangGraph's checkpoints of a thread, apart from its row: this file alone imports LangGraph."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

from langgraph.checkpoint.postgres.aio import AsyncPostgresSaver
from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer
from psycopg import AsyncCursor
from psycopg.rows import DictRow, dict_row

from memory import db
from memory.ctx import Ctx


class _Saver(AsyncPostgresSaver):
    """A saver that borrows a connection for each use and acts as one tenant on it."""

    def __init__(self, tenant: UUID) -> None:
        # Only plain values are read back: no class may be named in a checkpoint.
        super().__init__(conn=_NONE, serde=JsonPlusSerializer(allowed_msgpack_modules=[]))
        self.tenant = tenant

    @asynccontextmanager
    async def _cursor(self, *, pipeline: bool = False) -> AsyncIterator[AsyncCursor[DictRow]]:
        async with self.lock, db.beside(self.tenant) as connection:
            if pipeline:
                async with (
                    connection.pipeline(),
                    connection.cursor(binary=True, row_factory=dict_row) as cursor,
                ):
                    yield cursor
            else:
                async with connection.cursor(binary=True, row_factory=dict_row) as cursor:
                    yield cursor


_NONE: Any = None


def key_of(ctx: Ctx, thread_id: UUID) -> str:
    """The thread id that LangGraph sees; it begins with the tenant, which the policy compares."""
    return key_in(ctx.business_id, thread_id)


def key_in(business_id: UUID, thread_id: UUID) -> str:
    """As `key_of`, where no transaction is open."""
    return f"{business_id}:{thread_id}"


def saver(business_id: UUID) -> AsyncPostgresSaver:
    """LangGraph's checkpointer for a business.

    It must autocommit (else all checkpoints are lost), so each use borrows a connection of
    `memory.db` `beside`, with the tenant set for as long as it is borrowed.
    """
    return _Saver(business_id)
