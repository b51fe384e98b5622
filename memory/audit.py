"""Audit cards: what an agent did, on what evidence, by which of our words, at what cost."""

from sqlalchemy import BigInteger, Column, Integer, Text, Uuid

from memory.tables import created, document, global_table, moment, tenant_table, texts

ai_actions = tenant_table(
    "ai_actions",
    Column("prompt_id", Text, nullable=False),
    Column("prompt_version", Integer, nullable=False),
    Column("prompt_hash", Text, nullable=False),
    Column("by", Text, nullable=False),
    texts("dropped"),
    texts("models"),
    Column("adapter", Text, nullable=False, server_default="none"),
    document("evidence", default="[]"),
    Column("calls", Integer, nullable=False, server_default="0"),
    Column("tokens", Integer, nullable=False, server_default="0"),
    Column("usd_micros", BigInteger),
    Column("actor_id", Uuid),
    Column("actor_role", Text, nullable=False),
    Column("run_id", Uuid),
    moment("at", nullable=False),
)

prompt_texts = global_table(
    "prompt_texts",
    "our own prompts by their hash, so that any past answer can be replayed; nobody's words",
    Column("hash", Text, primary_key=True),
    Column("prompt_id", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("answer", Text, nullable=False),
    Column("inputs", Text, nullable=False),
    Column("instructions", Text, nullable=False),
    Column("material", Text, nullable=False),
    created(),
)
