"""The boards: trash, versions and undo of the calendar, saved views, feeds, care for vents."""

from pathlib import Path

from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Run the frozen SQL beside this file; a test compares its result with the tables in code."""
    statements = Path(__file__).with_name("boards.sql").read_text().split("\n;;\n")
    for statement in statements:
        op.get_bind().exec_driver_sql(statement.replace("%", "%%"))
