"""Dealing: sealed bids, one holder of a brief, money that no statement can bend."""

from pathlib import Path

from alembic import op

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    """Run the frozen SQL beside this file; a test compares its result with the tables in code."""
    statements = Path(__file__).with_name("dealing.sql").read_text().split("\n;;\n")
    for statement in statements:
        op.get_bind().exec_driver_sql(statement.replace("%", "%%"))
