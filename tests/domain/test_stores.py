"""The manifest names every table and everything in a served data directory, and nothing twice."""

from pathlib import Path

import pytest

from domain.stores import ENTRIES, GLOBAL_TABLES, GROUPS, OTHER, TABLES, entry_of
from memory import whole, wiping
from memory.tables import GLOBAL


def test_every_table_in_code_is_in_the_manifest() -> None:
    assert wiping.unlisted() == []


def test_the_manifest_names_no_table_that_is_gone() -> None:
    assert {each.name for each in TABLES} == set(whole.tables()) - set(GLOBAL)
    assert len({each.name for each in TABLES}) == len(TABLES)


def test_what_is_not_handed_out_says_why() -> None:
    assert [one.name for one in TABLES if not one.exported and not one.why] == []
    assert {one.group for one in TABLES} == set(GROUPS)


def test_every_other_table_and_entry_belongs_to_a_store() -> None:
    assert set(GLOBAL_TABLES.values()) | {each.store for each in ENTRIES} <= set(OTHER)


def test_everything_in_a_data_directory_is_named(data_dir: Path) -> None:
    assert [path.name for path in data_dir.iterdir() if entry_of(path.name) is None] == []


@pytest.mark.parametrize(
    "name",
    ["chroma", "chroma.log", "demo-1.json", "master.key", "blobs", "adapters", "training",
     "tracking", "models", "chroma.port"],
)  # fmt: skip
def test_an_entry_is_found_by_its_pattern(name: str) -> None:
    assert entry_of(name) is not None


def test_an_unknown_entry_is_no_store() -> None:
    assert entry_of("secrets.db") is None
