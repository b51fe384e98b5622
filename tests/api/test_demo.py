"""The demo on a small business: the loop closes, a second run changes nothing, a kill costs
nothing."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.api.small import small

GUARD = """
import socket, sys
def audit(event, arguments):
    if event == "socket.connect":
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) else "unix"
        if host not in ("unix", "127.0.0.1", "localhost", "::1"):
            raise RuntimeError(f"connection to {host}")
sys.addaudithook(audit)
from api.cli import main
sys.argv = ["refleqt", *sys.argv[1:]]
main()
"""


def command(source: Path, data: Path) -> list[str]:
    """`refleqt demo` in a process of its own that may not leave this machine."""
    told = ["demo", "--from", str(source), "--data-dir", str(data), "--json"]
    return [sys.executable, "-c", GUARD, *told]


def told(source: Path, data: Path) -> dict[str, Any]:
    """What a whole run says; the data directory is given as it is."""
    done = subprocess.run(command(source, data), capture_output=True, check=False, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


def counts(account: dict[str, Any]) -> dict[str, Any]:
    """All of an account but the seconds it took."""
    return {name: value for name, value in account.items() if name != "seconds"}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, dict[str, Any]]:
    """The folder, the data directory and the account of an uninterrupted run."""
    folder = tmp_path_factory.mktemp("small")
    source, data = small(folder / "loafline"), folder / "data"
    return source, data, told(source, data)


@pytest.mark.slow
def test_the_loop_closes_on_a_dozen_inputs(whole: tuple[Path, Path, dict[str, Any]]) -> None:
    account = whole[2]
    assert [one["topic"] for one in account["recurring"]] == ["retention"]
    assert account["recurring"][0]["count"] >= 4
    assert [one["status"] for one in account["maps"]] == ["purchased"]
    assert all(one["leaks"] == 0 for one in account["briefs"])
    states = {(one["creator"], one["status"]) for one in account["matches"]}
    assert ("Creator c-1", "expired") in states
    assert ("Creator c-2", "passed") in states
    assert account["payments"]["released"] > 0
    assert account["payments"]["sum"] == account["external_calls"] == 0
    assert account["evidence"]["resolved"] == account["evidence"]["total"] > 20
    assert account["receipt"][-1]["kind"] == "sentence"
    assert {one["verdict"] for one in account["cdt"]} == {"not_enough_evidence"}
    assert "no revenue data: attribution skipped" in account["missing"]


@pytest.mark.slow
def test_a_second_run_changes_nothing(whole: tuple[Path, Path, dict[str, Any]]) -> None:
    source, data, account = whole
    assert counts(told(source, data)) == counts(account)


@pytest.mark.slow
@pytest.mark.parametrize("after", [5.0])
def test_a_killed_demo_goes_on_to_the_same_account(
    after: float, whole: tuple[Path, Path, dict[str, Any]], tmp_path: Path
) -> None:
    source, _, account = whole
    data = tmp_path / "data"
    child = subprocess.Popen(
        command(source, data), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    time.sleep(after)
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    assert counts(told(source, data)) == counts(account)


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    done = subprocess.run(
        command(tmp_path / "nowhere", tmp_path), capture_output=True, check=False, text=True
    )
    assert done.returncode == 2
    assert "nowhere: no such folder" in done.stderr
