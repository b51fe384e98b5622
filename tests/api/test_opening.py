"""A command opens the stores and leaves them to whoever else uses them."""

from pathlib import Path

from memory import server
from tests.api.commands.running import refleqt


def test_a_command_that_ends_leaves_the_store_to_others(data_dir: Path) -> None:
    assert refleqt("jobs", "--json").code == 0
    assert server.postgres_lives()  # this test process holds it


def test_the_data_directory_may_be_given_by_option(data_dir: Path) -> None:
    done = refleqt("jobs", "--json", "--data-dir", data_dir)
    assert done.code == 0, done.err
