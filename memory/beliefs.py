"""Beliefs of a CDT and the evidence that moved each.

Nothing is deleted, a belief only changes status.
"""

from sqlalchemy import Boolean, Column, Float, Integer, Text, Uuid

from memory.tables import moment, tenant_table, unique

cdt_beliefs = tenant_table(
    "cdt_beliefs",
    Column("cdt_version", Integer),
    Column("belief_category", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("segment", Text, nullable=False, server_default=""),
    Column("belief_text", Text, nullable=False),
    Column("alpha", Float, nullable=False),
    Column("beta", Float, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("evidence_count", Integer, nullable=False, server_default="0"),
    Column("counter_count", Integer, nullable=False, server_default="0"),
    moment("first_observed"),
    moment("last_reinforced"),
    Column("status", Text, nullable=False),
    Column("low_cycles", Integer, nullable=False, server_default="0"),
    Column("verdict", Text),
    moment("valid_from"),
    moment("valid_to"),
    unique("belief_category", "subject", "segment"),
)

belief_evidence = tenant_table(
    "belief_evidence",
    Column("source_kind", Text, nullable=False),
    Column("source_id", Uuid, nullable=False),
    Column("supports", Boolean, nullable=False),
    Column("alignment", Float, nullable=False),
    Column("weight", Float, nullable=False),
    Column("confidence_after", Float, nullable=False),
    moment("at", nullable=False),
    unique("belief_id", "source_kind", "source_id"),
    refers={"belief_id": "cdt_beliefs"},
)
