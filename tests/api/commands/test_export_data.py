"""`refleqt export` writes one archive with everything in it."""

import zipfile
from pathlib import Path

import pytest

from domain.access import Actor
from tests.api.commands.running import refleqt


@pytest.mark.slow
async def test_it_writes_an_archive(data_dir: Path, tmp_path: Path, lasting: Actor) -> None:
    out = tmp_path / "house.zip"
    where = ("--business", lasting.business_id, "--data-dir", data_dir)
    told = refleqt("export", "--out", out, "--json", *where).document
    assert told["bytes"] == out.stat().st_size
    assert "data/vent_entries.jsonl" in zipfile.ZipFile(out).namelist()
    nowhere = refleqt("export", "--out", tmp_path / "no" / "a.zip", *where)
    assert (nowhere.code, "cannot be written" in nowhere.err) == (2, True)
