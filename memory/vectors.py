"""The vector index port: Postgres keeps every vector; Chroma (or Postgres) finds the nearest."""

from pgvector.sqlalchemy import Vector
from sqlalchemy import Column, Integer, Text, Uuid

from memory.tables import moment, sealed, tenant_table, unique

DIMENSIONS = 384

context_embeddings = tenant_table(
    "context_embeddings",
    Column("source_type", Text, nullable=False),
    Column("source_id", Uuid, nullable=False),
    Column("position", Integer, nullable=False, server_default="0"),
    Column("model", Text, nullable=False),
    Column("embedding", Vector(DIMENSIONS), nullable=False),
    sealed("text_chunk", nullable=False),
    moment("said_at", nullable=False),
    unique("source_type", "source_id", "position", "model"),
)
