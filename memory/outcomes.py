"""Lineage: every recommendation with what became of it, every input's fate, every claim's
receipt."""

from sqlalchemy import Column, Float, Index, Integer, Text, Uuid

from memory.tables import document, moment, sealed, tenant_table, unique

recommendation_outcomes = tenant_table(
    "recommendation_outcomes",
    Column("recommendation_type", Text, nullable=False),
    Column("recommendation_id", Uuid, nullable=False),
    sealed("recommendation_content", nullable=False),
    moment("recommended_at", nullable=False),
    Column("user_action", Text),
    moment("action_timestamp"),
    document("context_extracted"),
    Column("context_quality_score", Float),
    document("downstream_impact"),
    Column("recommendation_model_version", Integer),
    Column("propensity", Float),
    Column("shown_position", Integer),
    Column("policy_version", Integer, nullable=False, server_default="1"),
    unique("recommendation_type", "recommendation_id"),
)

policy_versions = tenant_table(
    "policy_versions",
    Column("version", Integer, nullable=False),
    Column("month", Text, nullable=False),
    document("weights"),
    document("answers"),
    unique("version"),
    unique("month"),
)

input_ledger = tenant_table(
    "input_ledger",
    Column("input_kind", Text, nullable=False),
    Column("input_id", Uuid, nullable=False),
    Column("fate", Text, nullable=False),
    Column("reason", Text, nullable=False, server_default=""),
    moment("at", nullable=False),
    unique("input_kind", "input_id"),
)

evidence_links = tenant_table(
    "evidence_links",
    Column("from_kind", Text, nullable=False),
    Column("from_id", Uuid, nullable=False),
    Column("to_kind", Text, nullable=False),
    Column("to_id", Uuid, nullable=False),
    Column("why", Text, nullable=False),
    unique("from_kind", "from_id", "to_kind", "to_id"),
)
Index("ix_evidence_links_to", evidence_links.c.business_id, evidence_links.c.to_id)
