"""`refleqt serve`: everything comes up, answers, works, and goes down without a trace."""

import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx2
import psutil
import pytest

from tests.api.commands.running import refleqt
from tests.api.people import PASSWORD, bearer


def started(folder: Path, *words: str) -> tuple[subprocess.Popen[str], dict[str, Any]]:
    """`refleqt serve` on a data directory of its own, once it says where it is."""
    command = [sys.executable, "-m", "api.cli", "serve", "--port", "0", "--json"]
    child = subprocess.Popen(
        [*command, "--data-dir", str(folder), *words], stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    return child, json.loads(child.stdout.readline())


def belonging(folder: Path) -> list[str]:
    """Processes that have something to do with a data directory."""
    found = []
    for process in psutil.process_iter(["cmdline", "status"]):
        words = process.info["cmdline"] or []
        if any(str(folder) in word for word in words):
            found.append(" ".join(words))
    return found


@pytest.mark.slow
def test_it_comes_up_works_and_goes_down_without_a_trace(tmp_path: Path) -> None:
    child, said = started(tmp_path)
    try:
        with httpx2.Client(base_url=said["address"], timeout=30) as client:
            assert client.get("/readyz").status_code == 200
            person = {"email": "a@example.com", "password": PASSWORD, "business_name": "Gaugewren"}
            token = client.post("/api/v1/accounts/register", json=person).json()["access_token"]
            assert f"{said['address']}/verify/" in client.get("/operations/mail").text
            vent = {"text": "Our ads bring clicks and no customers."}
            path = "/api/v1/vents/submit_vent"
            assert client.post(path, json=vent, headers=bearer(token)).status_code == 200
            names = []
            with client.stream("GET", "/api/v1/events", headers=bearer(token)) as stream:
                for line in stream.iter_lines():
                    names += [line[6:].strip()] if line.startswith("event:") else []
                    if "ContextExtracted" in names:  # the worker has read it
                        break
        assert len(belonging(tmp_path)) >= 3
    finally:
        child.send_signal(signal.SIGINT)
    assert child.wait() == 0
    assert belonging(tmp_path) == []


@pytest.mark.slow
def test_a_directory_is_served_once_and_a_taken_port_is_named(tmp_path: Path) -> None:
    child, said = started(tmp_path)
    try:
        twice = refleqt("serve", "--port", "0", "--data-dir", tmp_path)
        port = said["address"].rpartition(":")[2]
        taken = refleqt("serve", "--port", port, "--data-dir", tmp_path / "other")
    finally:
        child.send_signal(signal.SIGTERM)
    assert child.wait() == 0
    assert (twice.code, taken.code) == (2, 2)
    assert "--data-dir" in twice.err
    assert port in taken.err
    assert "--port" in taken.err
