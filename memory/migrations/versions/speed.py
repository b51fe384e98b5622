"""Who asks is found out once for a query instead of once for each row; indexes that pages need."""

from pathlib import Path

from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Run the frozen SQL beside this file; a test compares its result with the tables in code."""
    statements = Path(__file__).with_name("speed.sql").read_text().split("\n;;\n")
    for statement in statements:
        op.get_bind().exec_driver_sql(statement.replace("%", "%%"))
