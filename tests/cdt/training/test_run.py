"""A training is refused with a reason, or comes to the same adapter however often it is killed."""

import json
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from cdt import trainer
from cdt.training import check, plan
from tests.tiny_talk import examples
from tests.trained import planned, run, trained

pytestmark = [pytest.mark.train, pytest.mark.slow]


def begun(folder: Path, base: Path) -> "subprocess.Popen[bytes]":
    """A training that goes on beside us."""
    command = trainer.command("cdt.training.run", "train", folder, base)
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def whole(folder: Path) -> list[Path]:
    """Checkpoints that were written to their end."""
    return [*folder.glob("checkpoints/checkpoint-*/whole")]


def test_killed_in_mid_training_it_goes_on_to_the_same_loss_and_the_same_bytes(
    toy_base: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    straight = trained(toy_base, planned(toy_base, tmp_path / "a", steps=200))
    folder = planned(toy_base, tmp_path / "b", steps=200)
    child = begun(folder, toy_base)
    while not whole(folder):
        time.sleep(0.01)
        assert child.poll() is None
    child.send_signal(signal.SIGKILL)
    child.wait()
    assert not (folder / "adapter").exists()
    resumed = trained(toy_base, folder)
    assert resumed.name == straight.name
    told = [check.read_manifest(each) for each in (straight, resumed)]
    assert told[0] == told[1]
    assert (straight / check.WEIGHTS).read_bytes() == (resumed / check.WEIGHTS).read_bytes()
    with capsys.disabled():
        figure = f"loss {told[0]['loss']:.6f} and {told[1]['loss']:.6f}, same bytes"
        sys.stdout.write(f"\nkill -9 and on: {figure}\n")


def test_what_is_done_is_told_again_without_training(toy_base: Path, tmp_path: Path) -> None:
    folder = planned(toy_base, tmp_path / "a")
    first = run("train", folder, toy_base)
    (folder / plan.ROWS).write_text("")
    assert run("train", folder, toy_base) == first
    assert not (folder / "checkpoints").exists()


def test_a_loss_that_is_no_number_ends_the_training(toy_base: Path, tmp_path: Path) -> None:
    folder = planned(toy_base, tmp_path / "a", rate=float("inf"))
    found = run("train", folder, toy_base)
    assert found["refused"] == "LossNotFinite"
    assert not (folder / "adapter").exists()


def test_a_full_disk_leaves_nothing_that_looks_like_an_adapter(
    toy_base: Path, tmp_path: Path
) -> None:
    folder = planned(toy_base, tmp_path / "a")
    small = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000)); "
    found = run("train", folder, toy_base, before=small)
    assert found["refused"] == "DiskFull"
    assert not (folder / "adapter").exists()
    assert "adapter" in run("train", folder, toy_base)


def test_of_two_trainings_at_once_one_is_refused(toy_base: Path, tmp_path: Path) -> None:
    folder = planned(toy_base, tmp_path / "a", steps=200)
    child = begun(folder, toy_base)
    while not whole(folder):
        time.sleep(0.01)
    assert run("train", folder, toy_base)["refused"] == "TrainsAlready"
    assert child.wait() == 0


def test_a_base_that_changed_since_the_plan_is_refused(toy_base: Path, tmp_path: Path) -> None:
    folder = planned(toy_base, tmp_path / "a")
    told = json.loads((folder / plan.PLAN).read_text())
    (folder / plan.PLAN).write_text(json.dumps(told | {"base": "0" * 64}))
    found = run("train", folder, toy_base)
    assert (found["refused"], found["fields"]["reason"]) == ("AdapterRefused", "base")


@pytest.mark.parametrize(
    ("refused", "change"),
    [
        ("TooFewExamples", lambda rows: rows[:3]),
        ("OneAnswer", lambda rows: [replace(one, response="Buy.") for one in rows]),
    ],
)
def test_a_dataset_that_was_thinned_behind_our_back_is_refused(
    toy_base: Path, tmp_path: Path, refused: str, change: Any
) -> None:
    folder = planned(toy_base, tmp_path / "a")
    rows = change(examples(11, 400))
    text = "".join(json.dumps(vars(one)) + "\n" for one in rows)
    (folder / plan.ROWS).write_text(text)
    assert run("train", folder, toy_base)["refused"] == refused
