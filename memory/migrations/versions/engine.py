"""What each token of a passage means, as signs, for comparing word by word."""

from pathlib import Path

from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Run the frozen SQL beside this file; a test compares its result with the tables in code."""
    statements = Path(__file__).with_name("engine.sql").read_text().split("\n;;\n")
    for statement in statements:
        op.get_bind().exec_driver_sql(statement.replace("%", "%%"))
