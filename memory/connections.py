"""Tools of the customer: connections, versioned pulls, the readings in them, and the changes
flagged."""

from sqlalchemy import Column, Date, Float, Text

from memory.tables import document, moment, sealed, tenant_table, unique

tooling_connections = tenant_table(
    "tooling_connections",
    Column("tool", Text, nullable=False),
    Column("category", Text, nullable=False),
    Column("grant", Text, nullable=False, server_default="one_shot"),
    Column("status", Text, nullable=False, server_default="closed"),
    sealed("credentials"),
    moment("expires_at"),
    unique("tool"),
)

tooling_extractions = tenant_table(
    "tooling_extractions",
    Column("tool", Text, nullable=False),
    Column("month", Text, nullable=False),
    moment("extraction_date", nullable=False),
    sealed("raw", nullable=False),
    Column("completeness", Text, nullable=False, server_default="complete"),
    unique("tool", "month"),
)

readings = tenant_table(
    "readings",
    Column("source", Text, nullable=False),
    Column("project", Text, nullable=False, server_default=""),
    Column("metric_name", Text, nullable=False),
    Column("date", Date, nullable=False),
    Column("value", Float, nullable=False),
    Column("unit", Text, nullable=False, server_default="count"),
    Column("currency", Text),
    Column("timezone", Text, nullable=False, server_default="UTC"),
    unique("source", "project", "metric_name", "date"),
    refers={"extraction_id": "tooling_extractions"},
)

signals = tenant_table(
    "signals",
    Column("signal_type", Text, nullable=False),
    Column("metric_name", Text, nullable=False),
    Column("magnitude", Float, nullable=False),
    Column("source", Text, nullable=False),
    Column("period", Text, nullable=False),
    document("payload"),
    unique("signal_type", "metric_name", "source", "period"),
    refers={"extraction_id": "tooling_extractions"},
)
