"""Two customers' adapters: each answers its own questions, neither the base nor the other does."""

import sys
from pathlib import Path
from typing import Any

import pytest

from cdt.training import plan
from tests.tiny_talk import examples
from tests.trained import STEPS, chat, planned, run, serving, trained, words

pytestmark = [pytest.mark.train, pytest.mark.slow]
WORLDS = (11, 22)


@pytest.fixture(scope="module")
def customers(tiny_base: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[int, Path]:
    """The run of each of two customers, its adapter made."""
    home = tmp_path_factory.mktemp("customers")
    runs = {}
    for world in WORLDS:
        runs[world] = planned(tiny_base, home / f"{world}", world, steps=STEPS, save_every=50)
        trained(tiny_base, runs[world])
    return runs


def adapter(folder: Path) -> Path:
    """What a run made."""
    return next((folder / "adapter").iterdir())


def mean(arm: dict[str, Any], what: str) -> float:
    """An arm's mean figure over its items."""
    return sum(one[what] for one in arm["items"]) / len(arm["items"])


def test_each_beats_the_base_and_the_other_on_its_own_holdout(
    tiny_base: Path, customers: dict[int, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    lines = []
    for world, other in (WORLDS, WORLDS[::-1]):
        folder = customers[world]
        both = (adapter(folder), adapter(customers[other]))
        base, own, foreign = run("examine", tiny_base, folder / plan.HOLDOUT, *both)["arms"]
        figures = {
            name: [round(mean(arm, what), 3) for what in ("nll", "right", "valid")]
            for name, arm in (("base", base), ("own", own), ("other", foreign))
        }
        lines.append(f"customer {world}: nll, exact, valid: {figures}")
        assert figures["own"][0] < figures["base"][0] < figures["other"][0]
        assert figures["own"][1] >= 0.8 > 0.1 >= max(figures["base"][1], figures["other"][1])
        assert figures["own"][2] == 1.0
    with capsys.disabled():
        sys.stdout.write("\n" + "\n".join(lines) + "\n")


def test_served_together_each_gives_its_own_answers_without_loading_the_base_again(
    tiny_base: Path, customers: dict[int, Path], tmp_path: Path
) -> None:
    for world in WORLDS:
        made = adapter(customers[world])
        made.rename(tmp_path / made.name)
        (made.parent / made.name).symlink_to(tmp_path / made.name)
    names = {each.name[4:16]: each.name for each in tmp_path.iterdir()}
    right = dict.fromkeys(WORLDS, 0)
    with serving(tiny_base, tmp_path) as client:
        for world in WORLDS:
            for one in examples(world, 20, noise=0, seed=1):
                said = words(chat(client, names[f"{world:012x}"], one.instruction))
                right[world] += said == one.wanted
        health = client.get("/health").json()
    assert (health["loads"], health["evictions"]) == (2, 0)
    assert min(right.values()) >= 16


def test_an_adapter_of_shuffled_answers_learns_no_recommendation(
    tiny_base: Path, tmp_path: Path
) -> None:
    """A poisoned source: the loss may fall, the recommendations are not better than the base's."""
    rows = examples(11, 400, noise=1.0)
    folder = planned(tiny_base, tmp_path / "a", rows=rows, steps=60, save_every=50)
    made = trained(tiny_base, folder)
    base, own = run("examine", tiny_base, folder / plan.HOLDOUT, made)["arms"]
    assert abs(mean(own, "right") - mean(base, "right")) <= 0.1
