"""The rows, the file and the fingerprint of an adapter are those of its plan."""

import json
from pathlib import Path

import pytest

from cdt.training import check
from tests.tiny_talk import examples
from tests.trained import planned, trained

pytestmark = [pytest.mark.train, pytest.mark.slow]


def test_one_seed_gives_the_same_bytes_and_another_gives_others(
    toy_base: Path, tmp_path: Path
) -> None:
    rows = examples(11, 400)
    folders = (
        planned(toy_base, tmp_path / "a", rows=rows),
        planned(toy_base, tmp_path / "b", rows=rows[::-1]),
        planned(toy_base, tmp_path / "c", rows=rows, seed=8),
    )
    one, same, other = (trained(toy_base, each).name for each in folders)
    assert one == same
    assert one != other


def test_an_adapter_is_three_files_of_sixteen_bits_that_name_no_place(
    toy_base: Path, tmp_path: Path
) -> None:
    folder = trained(toy_base, planned(toy_base, tmp_path / "a", rank=4))
    assert {path.name for path in folder.iterdir()} == check.FILES
    told = json.loads((folder / check.CONFIG).read_text())
    assert told["base_model_name_or_path"] == check.base_hash(toy_base)
    assert (told["r"], len(told["target_modules"])) == (4, 7)
    manifest = check.check(folder, check.base_hash(toy_base))
    assert (manifest.rank, manifest.backend, manifest.steps) == (4, "peft", 12)
    weights = 2 * 2 * 4 * (4 * 32 + 2 * (32 + 16) + 3 * (32 + 64))
    assert weights / 2 < (folder / check.WEIGHTS).stat().st_size < 2 * weights + 10_000
