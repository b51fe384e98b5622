"""An industry's adapter merged with a customer's own: kept only where it is no worse."""

import sys
from pathlib import Path
from typing import Any

import pytest

from cdt.training import check, mixture, plan
from cdt.training.mixture import Method, Mixture, Part
from domain.adapters import Observed, Sat, ruled
from tests.tiny_talk import examples
from tests.trained import STEPS, planned, run, trained

pytestmark = [pytest.mark.train, pytest.mark.slow]
YOUNG = 60
"""Examples of a customer who has not been here for long."""


Shares = tuple[float, float]
OWN, INDUSTRY = (0.7, 0.3), (0.3, 0.7)
"""Weights of the customer's adapter and of the industry's, where either knows more."""


def merged(base: Path, folder: Path, parts: tuple[Path, Path], method: Method, shares: Shares,
           ) -> dict[str, Any]:  # fmt: skip
    """What comes of merging two adapters in a folder of its own."""
    planned(base, folder, seed=7)
    pair = tuple(Part(str(path), share) for path, share in zip(parts, shares, strict=True))
    mixture.write(folder, Mixture(pair, method))
    return run("train", folder, base)


def test_a_merge_is_kept_where_it_is_no_worse_and_not_where_it_forgets(
    tiny_base: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    full = {"steps": STEPS, "save_every": STEPS}
    few = examples(11, YOUNG)
    young = trained(tiny_base, planned(tiny_base, tmp_path / "young", rows=few, steps=STEPS // 4))
    own = trained(tiny_base, planned(tiny_base, tmp_path / "own", **full))
    same = examples(11, 400, seed=5)
    alike = trained(tiny_base, planned(tiny_base, tmp_path / "alike", rows=same, seed=8, **full))
    foreign = trained(tiny_base, planned(tiny_base, tmp_path / "other", 22, **full))
    lines, rulings = [], {}
    ways: list[tuple[str, tuple[Path, Path], Method, Shares]] = [
        *(("young", (young, alike), method, INDUSTRY) for method in mixture.METHODS),
        ("foreign", (own, foreign), "linear", OWN),
    ]
    for name, (mine, other), method, shares in ways:
        folder = tmp_path / f"{name}-{method}"
        told = merged(tiny_base, folder, (mine, other), method, shares)
        made = folder / "adapter" / told["adapter"]
        manifest = check.check(made, check.base_hash(tiny_base))
        assert manifest.backend == f"merge:{method}"
        assert [one["name"] for one in manifest.merged] == [mine.name, other.name]
        assert [one["weight"] for one in manifest.merged] == [*shares]
        found = run("examine", tiny_base, folder / plan.HOLDOUT, made, mine)
        arms = [Sat.model_validate(one) for one in found["arms"]]
        rulings[name, method] = ruled(arms, Observed(), 10, 1)
        rights = [round(one.mean("right"), 3) for one in arms]
        lines.append(f"{name}, {method}: base, merged, own right {rights}: "
                     f"{rulings[name, method].sentence}")  # fmt: skip
    with capsys.disabled():
        sys.stdout.write("\n" + "\n".join(lines) + "\n")
    assert any(rulings["young", method].may_answer for method in mixture.METHODS)
    assert not rulings["foreign", "linear"].may_answer


def test_an_adapter_of_another_base_is_not_merged(
    toy_base: Path, tiny_base: Path, tmp_path: Path
) -> None:
    own = trained(toy_base, planned(toy_base, tmp_path / "own"))
    other = trained(tiny_base, planned(tiny_base, tmp_path / "other"))
    told = merged(toy_base, tmp_path / "both", (own, other), "linear", OWN)
    assert told["refused"] == "AdapterRefused" or "adapter" not in told
    assert told["fields"]["reason"] == "base"
    assert not (tmp_path / "both" / "adapter").exists()
