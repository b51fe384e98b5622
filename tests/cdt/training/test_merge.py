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


def merged(base: Path, folder: Path, parts: tuple[Path, Path], method: Method) -> dict[str, Any]:
    """What comes of merging two adapters in a folder of its own."""
    planned(base, folder, seed=7)
    pair = (Part(str(parts[0]), 0.7), Part(str(parts[1]), 0.3))
    mixture.write(folder, Mixture(pair, method))
    return run("train", folder, base)


def test_a_merge_is_kept_where_it_is_no_worse_and_not_where_it_forgets(
    tiny_base: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = trained(tiny_base, planned(tiny_base, tmp_path / "own", steps=STEPS, save_every=STEPS))
    same = examples(11, 400, seed=5)
    alike = trained(
        tiny_base,
        planned(tiny_base, tmp_path / "alike", rows=same, steps=STEPS, save_every=STEPS, seed=8),
    )
    foreign = trained(
        tiny_base, planned(tiny_base, tmp_path / "other", 22, steps=STEPS, save_every=STEPS)
    )
    lines, rulings = [], {}
    ways: list[tuple[str, Path, Method]] = [
        ("alike", alike, "linear"), ("alike", alike, "cat"), ("alike", alike, "ties"),
        ("foreign", foreign, "linear"),
    ]  # fmt: skip
    for name, other, method in ways:
        folder = tmp_path / f"{name}-{method}"
        told = merged(tiny_base, folder, (own, other), method)
        made = folder / "adapter" / told["adapter"]
        manifest = check.check(made, check.base_hash(tiny_base))
        assert manifest.backend == f"merge:{method}"
        assert [one["name"] for one in manifest.merged] == [own.name, other.name]
        assert [one["weight"] for one in manifest.merged] == [0.7, 0.3]
        found = run("examine", tiny_base, folder / plan.HOLDOUT, made, own)
        arms = [Sat.model_validate(one) for one in found["arms"]]
        rulings[name, method] = ruled(arms, Observed(), 10, 1)
        rights = [round(one.mean("right"), 3) for one in arms]
        lines.append(f"{name}, {method}: base, merged, own right {rights}: "
                     f"{rulings[name, method].sentence}")  # fmt: skip
    with capsys.disabled():
        sys.stdout.write("\n" + "\n".join(lines) + "\n")
    assert any(rulings["alike", method].may_answer for method in mixture.METHODS)
    assert not rulings["foreign", "linear"].may_answer


def test_an_adapter_of_another_base_is_not_merged(
    toy_base: Path, tiny_base: Path, tmp_path: Path
) -> None:
    own = trained(toy_base, planned(toy_base, tmp_path / "own"))
    other = trained(tiny_base, planned(tiny_base, tmp_path / "other"))
    told = merged(toy_base, tmp_path / "both", (own, other), "linear")
    assert told["refused"] == "AdapterRefused" or "adapter" not in told
    assert told["fields"]["reason"] == "base"
    assert not (tmp_path / "both" / "adapter").exists()
