"""Bytes are found wherever they lie, across blocks and in names; logs lose their lines."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.ids import new_id
from memory import remains


@pytest.fixture
def litter(data_dir: Path) -> Path:
    """A file in the data directory that the manifest does not know; gone when the test ends."""
    path = data_dir / "litter.json"
    yield path
    path.unlink(missing_ok=True)


def test_a_probe_is_found_across_the_edge_of_a_block(litter: Path) -> None:
    mark = new_id()
    litter.write_bytes(b"\0" * (remains.BLOCK - 7) + mark.bytes + b"\0" * 100)
    assert remains.search(remains.marks_of(mark)) == {"ours": 1}


def test_a_name_counts_too_and_what_is_not_there_is_not_found(data_dir: Path) -> None:
    mark = new_id()
    folder = data_dir / "blobs" / str(mark)
    folder.mkdir(parents=True)
    assert remains.search(remains.marks_of(mark)) == {"blobs": 1}
    folder.rmdir()
    assert remains.search(remains.marks_of(mark)) == {}


def test_keys_of_the_installation_are_not_read(data_dir: Path) -> None:
    key = data_dir / "master.key"
    kept = key.read_bytes() if key.exists() else None
    key.write_bytes(kept or os.urandom(32))
    assert remains.search([key.read_bytes()]) == {}


@given(st.binary(max_size=300), st.lists(st.binary(min_size=4, max_size=20), max_size=5))
def test_it_finds_what_a_plain_search_finds(data: bytes, probes: list[bytes]) -> None:
    wanted = remains._Wanted(probes)
    assert wanted._in(data) == any(probe in data for probe in probes)


def test_a_log_loses_the_lines_that_name_a_business(tmp_path: Path) -> None:
    log = tmp_path / "a.log"
    log.write_text("one\ntwo secret\nthree\n")
    assert remains.lines_with(log, [b"secret"]) == 1
    assert log.read_text() == "one\nthree\n"
    assert remains.lines_with(tmp_path / "none.log", [b"secret"]) == 0
