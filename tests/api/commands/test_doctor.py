"""`refleqt doctor`: well on a new directory, and a way out for everything that is not."""

import socket
from pathlib import Path

import pytest

from core import settings
from tests.api.commands.running import Done, refleqt


def finding(done: Done, check: str) -> dict[str, str | bool]:
    """What one check found."""
    (found,) = [one for one in done.document["findings"] if one["check"] == check]
    return found


@pytest.mark.slow
def test_on_a_new_directory_it_says_what_to_do_first(tmp_path: Path) -> None:
    done = refleqt("doctor", "--data-dir", tmp_path / "new", "--json")
    assert done.code == 1
    schema = finding(done, "schema")
    assert (schema["ok"], schema["fix"]) == (False, "Run `refleqt migrate`.")
    assert refleqt("migrate", "--data-dir", tmp_path / "new", "--json").document["changed"]
    assert refleqt("doctor", "--data-dir", tmp_path / "new").code == 0


def test_every_finding_that_is_not_well_has_a_way_out(data_dir: Path, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        settings.use(port=taken.getsockname()[1])
        try:
            done = refleqt("doctor", "--json")
        finally:
            settings.use(port=8321)
    port = finding(done, "port")
    assert done.code == 1
    assert not port["ok"]
    assert "serve --port" in str(port["fix"])
    assert all(one["fix"] for one in done.document["findings"] if not one["ok"])
    assert "port" in done.err
