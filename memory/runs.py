"""Runs: one question being answered, its durable log of events, and what waits for approval."""

from sqlalchemy import BigInteger, Column, Integer, Text, Uuid

from memory.tables import moment, sealed, tenant_table, unique

runs = tenant_table(
    "runs",
    Column("status", Text, nullable=False, server_default="queued"),
    Column("mode", Text, nullable=False),
    Column("user_id", Uuid),
    Column("role", Text, nullable=False),
    Column("starts", Integer, nullable=False, server_default="0"),
    Column("error", Text),
    Column("answer_id", Uuid),
    moment("started_at"),
    moment("stop_asked_at"),
    moment("ended_at"),
    refers={"thread_id": "threads", "question_id": "messages"},
)

run_events = tenant_table(
    "run_events",
    Column("seq", BigInteger, nullable=False),
    Column("type", Text, nullable=False),
    sealed("payload", nullable=False),
    moment("at", nullable=False),
    unique("thread_id", "seq"),
    refers={"thread_id": "threads", "run_id": "runs"},
)

approvals = tenant_table(
    "approvals",
    Column("tool", Text, nullable=False),
    sealed("arguments", nullable=False),
    sealed("summary", nullable=False),
    Column("status", Text, nullable=False, server_default="pending"),
    Column("answered_by", Uuid),
    moment("answered_at"),
    sealed("answer"),
    sealed("result"),
    refers={"thread_id": "threads", "run_id": "runs"},
)
