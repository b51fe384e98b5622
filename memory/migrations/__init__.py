"""Alembic steps; one change each, never edited after merge."""
