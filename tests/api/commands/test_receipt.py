"""`refleqt receipt`: a chain for a reader; a clear word where the id is wrong."""

import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import pytest

from api.commands.receipt import lines
from tools.receipts import Pointer, Receipt, Step


def run(data: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "api.cli", "receipt", *arguments, "--data-dir", str(data)]
    return subprocess.run(command, capture_output=True, check=False, text=True)


def test_the_way_back_is_told_step_by_step() -> None:
    one, two, three = uuid4(), uuid4(), uuid4()
    steps = [
        Step(kind="map", id=one, at=None, text="Answer it", why="what was asked for"),
        Step(kind="sentence", id=two, at=None, text="They leave.", why="read from this vent"),
    ]
    forward = [Pointer(kind="brief", id=three)]
    told = lines(Receipt(id=one, kind="map", chain=steps, forward=forward))
    assert told[0] == "map (what was asked for)"
    assert told[3] == "  sentence (read from this vent)"
    assert f"  brief {three}" in told


@pytest.mark.slow
def test_a_wrong_id_is_refused_with_a_way_out(data_dir: Path) -> None:
    wrong = run(data_dir, "abc")
    assert wrong.returncode == 2
    assert "Got 'abc'" in wrong.stderr
    unknown = run(data_dir, str(uuid4()), "--json")
    assert unknown.returncode == 2
    assert "Take an id from any output" in unknown.stderr
