"""All tables of seed 001 §9 and those its text names, with row-level security on each."""

from pathlib import Path

from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Run the frozen SQL beside this file; a test compares its result with the tables in code."""
    statements = Path(__file__).with_name("first.sql").read_text().split("\n;;\n")
    for statement in statements:
        if statement.strip():
            op.get_bind().exec_driver_sql(statement.replace("%", "%%"))
