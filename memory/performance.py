"""What happened: metrics per artifact and day, customer journeys, and the credit each touch
earned."""

from sqlalchemy import BigInteger, Boolean, Column, Date, Float, Integer, Text

from memory.tables import moment, tenant_table, unique

performance_records = tenant_table(
    "performance_records",
    Column("artifact_ref", Text, nullable=False),
    Column("metric", Text, nullable=False),
    Column("date", Date, nullable=False),
    Column("source", Text, nullable=False),
    Column("value", Float, nullable=False),
    Column("unit", Text, nullable=False, server_default="count"),
    unique("artifact_ref", "metric", "date", "source"),
    refers={"calendar_entry_id": "calendar_entries"},
)

journeys = tenant_table(
    "journeys",
    Column("external_id", Text, nullable=False),
    moment("converted_at"),
    Column("value_cents", BigInteger, nullable=False, server_default="0"),
    Column("currency", Text, nullable=False, server_default="USD"),
    Column("attributed", Boolean, nullable=False, server_default="false"),
    unique("external_id"),
)

touchpoints = tenant_table(
    "touchpoints",
    Column("position", Integer, nullable=False),
    moment("touch_at", nullable=False),
    Column("channel", Text, nullable=False),
    Column("artifact_ref", Text, nullable=False, server_default=""),
    unique("journey_id", "position"),
    refers={"journey_id": "journeys", "calendar_entry_id": "calendar_entries"},
)

credits = tenant_table(
    "credits",
    Column("model", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("artifact_ref", Text, nullable=False, server_default=""),
    Column("amount_cents", BigInteger, nullable=False),
    Column("currency", Text, nullable=False),
    unique("touchpoint_id", "model"),
    refers={
        "journey_id": "journeys",
        "touchpoint_id": "touchpoints",
        "calendar_entry_id": "calendar_entries",
    },
)
