"""Unsloth's back end makes of a plan what PEFT's makes of it, as far as that shows without CUDA."""

from pathlib import Path

import pytest

from cdt.training import check
from tests.trained import ROOT, planned, run, trained

pytestmark = [pytest.mark.train, pytest.mark.slow]

INSTEAD = (
    f"import sys; sys.path[:0] = [{str(ROOT / 'tests/fakes')!r}]; sys.path += [{str(ROOT)!r}];"
    " from cdt.training import run; run._cuda = lambda: True; "
)
"""The stand-in is found, and the machine says that it has CUDA."""


def test_the_same_plan_gives_the_same_weights_and_names_its_back_end(
    toy_base: Path, tmp_path: Path
) -> None:
    plain = trained(toy_base, planned(toy_base, tmp_path / "a"))
    folder = planned(toy_base, tmp_path / "b")
    code = INSTEAD + "sys.argv.pop(1); sys.argv.pop(1); sys.exit(run.main(sys.argv[1:])); "
    told = run("train", folder, toy_base, before=code)
    assert told["manifest"]["backend"] == "unsloth"
    made = folder / "adapter" / told["adapter"]
    assert (made / check.WEIGHTS).read_bytes() == (plain / check.WEIGHTS).read_bytes()


def test_without_cuda_it_is_not_taken(toy_base: Path, tmp_path: Path) -> None:
    told = run("train", planned(toy_base, tmp_path / "a"), toy_base)
    assert told["manifest"]["backend"] == "peft"
