"""Billing: numbered invoices, credit notes and remittances; facts of before get theirs."""

from pathlib import Path

from alembic import op

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    """Run the frozen SQL beside this file; a test compares its result with the tables in code."""
    statements = Path(__file__).with_name("billing.sql").read_text().split("\n;;\n")
    for statement in statements:
        op.get_bind().exec_driver_sql(statement.replace("%", "%%"))
