"""What the CDT proposes: execution maps, their artifacts, predictions frozen before launch,
briefs."""

from sqlalchemy import BigInteger, Column, Date, Float, Integer, Text

from memory.tables import moment, sealed, tenant_table, unique

execution_maps = tenant_table(
    "execution_maps",
    Column("guard", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("status", Text, nullable=False, server_default="proposed"),
    Column("segment", Text),
    Column("cost_low_cents", BigInteger, nullable=False, server_default="0"),
    Column("cost_high_cents", BigInteger, nullable=False, server_default="0"),
    Column("currency", Text, nullable=False, server_default="USD"),
    Column("cdt_version", Integer),
    sealed("payload", nullable=False),
    moment("decided_at"),
    moment("purchased_at"),
    unique("guard"),
)

map_artifacts = tenant_table(
    "map_artifacts",
    Column("position", Integer, nullable=False),
    Column("artifact_type", Text, nullable=False),
    Column("channel", Text),
    Column("title", Text, nullable=False),
    Column("due_on", Date),
    Column("price_cents", BigInteger, nullable=False, server_default="0"),
    sealed("outline", nullable=False),
    unique("map_id", "position"),
    refers={"map_id": "execution_maps", "calendar_entry_id": "calendar_entries"},
)

predictions = tenant_table(
    "predictions",
    Column("subject_kind", Text, nullable=False),
    Column("metric", Text, nullable=False),
    Column("expected", Float, nullable=False),
    Column("low", Float, nullable=False),
    Column("high", Float, nullable=False),
    Column("probability", Float, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("cdt_version", Integer),
    Column("outcome", Float),
    Column("verdict", Text),
    unique("map_id", "artifact_id", "metric"),
    refers={"map_id": "execution_maps", "artifact_id": "map_artifacts"},
)

creator_briefs = tenant_table(
    "creator_briefs",
    Column("status", Text, nullable=False, server_default="ready"),
    Column("artifact_type", Text, nullable=False),
    Column("specialization", Text, nullable=False, server_default=""),
    Column("fee_cents", BigInteger, nullable=False),
    Column("bonus_cents", BigInteger, nullable=False, server_default="0"),
    Column("score", Float),
    Column("leaks", Integer, nullable=False, server_default="0"),
    sealed("payload", nullable=False),
    unique("artifact_id"),
    refers={"artifact_id": "map_artifacts"},
)
