"""`refleqt migrate`: safe at any time."""

from pathlib import Path

from tests.api.commands.running import refleqt


def test_a_database_that_is_up_to_date_stays_as_it_is(data_dir: Path) -> None:
    done = refleqt("migrate", "--json")
    assert (done.code, done.document) == (0, {"changed": False})


def test_help_shows_how_to_use_it(data_dir: Path) -> None:
    assert "REFLEQT_DATABASE_URL" in refleqt("migrate", "--help").out
