"""Conversations: a thread is a graph run that can be resumed; its id is never made by a caller."""

from sqlalchemy import Column, Text, Uuid

from memory.tables import document, moment, tenant_table

threads = tenant_table(
    "threads",
    Column("kind", Text, nullable=False),
    Column("status", Text, nullable=False, server_default="open"),
    Column("user_id", Uuid),
    document("state"),
    moment("updated_at"),
)
