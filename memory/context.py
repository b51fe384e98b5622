"""What was read out of the words.

Extractions, themes that recur, snapshots, segments, competitors.
"""

from sqlalchemy import Column, Date, Float, Integer, Text, Uuid

from memory.tables import document, moment, sealed, tenant_table, texts, unique

context_extractions = tenant_table(
    "context_extractions",
    Column("source_kind", Text, nullable=False),
    Column("source_id", Uuid, nullable=False),
    Column("version", Text, nullable=False),
    sealed("payload", nullable=False),
    texts("topics"),
    Column("sentiment", Float),
    Column("charge", Float),
    Column("confidence", Text),
    Column("recurrence", Integer, nullable=False, server_default="1"),
    moment("said_at", nullable=False),
    unique("source_kind", "source_id", "version"),
)

themes = tenant_table(
    "themes",
    Column("topic", Text, nullable=False),
    sealed("label", nullable=False),
    Column("count", Integer, nullable=False, server_default="0"),
    moment("first_at", nullable=False),
    moment("last_at", nullable=False),
)

theme_quotes = tenant_table(
    "theme_quotes",
    sealed("quote", nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    moment("said_at", nullable=False),
    unique("theme_id", "extraction_id"),
    refers={"theme_id": "themes", "extraction_id": "context_extractions"},
)

analytics_snapshots = tenant_table(
    "analytics_snapshots",
    Column("kind", Text, nullable=False),
    Column("day", Date, nullable=False),
    document("payload"),
    unique("kind", "day"),
)

inferred_segments = tenant_table(
    "inferred_segments",
    Column("segment", Text, nullable=False),
    Column("evidence_count", Integer, nullable=False),
    document("payload"),
    unique("segment"),
)

competitive_intelligence = tenant_table(
    "competitive_intelligence",
    Column("competitor", Text, nullable=False),
    Column("mentions", Integer, nullable=False),
    moment("last_at"),
    document("payload"),
    unique("competitor"),
)
