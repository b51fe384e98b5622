"""Versions of a CDT and the training runs that made them; one row is live, none is ever deleted."""

from sqlalchemy import Boolean, Column, Index, Integer, Text, text

from memory.tables import document, moment, tenant_table, unique

cdt_training_runs = tenant_table(
    "cdt_training_runs",
    Column("month", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("data_hash", Text, nullable=False),
    Column("code_hash", Text, nullable=False),
    document("parameters"),
    document("metrics"),
    document("dataset"),
    moment("started_at", nullable=False),
    moment("finished_at"),
    unique("month"),
)

cdt_versions = tenant_table(
    "cdt_versions",
    Column("version", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("adapter", Text),
    Column("verdict", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("live", Boolean, nullable=False, server_default="false"),
    document("manifest"),
    document("evaluation"),
    moment("released_at"),
    moment("archived_at"),
    unique("version"),
    refers={"run_id": "cdt_training_runs"},
)
Index(
    "uq_cdt_versions_one_live",
    cdt_versions.c.business_id,
    unique=True,
    postgresql_where=text("live"),
)
