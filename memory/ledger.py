"""Held funds: append-only double entry.

A trigger refuses a transfer whose postings do not sum to zero.
"""

from sqlalchemy import BigInteger, CheckConstraint, Column, Integer, Text, Uuid

from memory.tables import moment, tenant_table, unique

creator_payments = tenant_table(
    "creator_payments",
    Column("creator_id", Uuid, nullable=False),
    Column("kind", Text, nullable=False),
    Column("amount_cents", BigInteger, nullable=False),
    Column("currency", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("provider_ref", Text),
    moment("paid_at", nullable=False),
    unique("key"),
    unique("assignment_id", "kind"),
    refers={"assignment_id": "assignments"},
)

transfers = tenant_table(
    "transfers",
    Column("kind", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("subject_kind", Text, nullable=False),
    Column("subject_id", Uuid, nullable=False),
    moment("at", nullable=False),
    unique("key"),
)

ledger_entries = tenant_table(
    "ledger_entries",
    Column("position", Integer, nullable=False),
    Column("account", Text, nullable=False),
    Column("amount_cents", BigInteger, nullable=False),
    Column("currency", Text, nullable=False),
    unique("transfer_id", "position"),
    refers={"transfer_id": "transfers"},
)

account_balances = tenant_table(
    "account_balances",
    Column("account", Text, nullable=False),
    Column("currency", Text, nullable=False),
    Column("balance_cents", BigInteger, nullable=False),
    CheckConstraint("account NOT LIKE 'held:%' OR balance_cents >= 0", name="held_never_negative"),
    unique("account", "currency"),
)
