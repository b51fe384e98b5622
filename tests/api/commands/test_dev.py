"""`refleqt dev model-server` serves a script and says which settings point to it."""

import subprocess
import sys
from pathlib import Path

import httpx
from typer.testing import CliRunner

from api.commands.dev import app
from prompts import library


def test_the_server_prints_its_settings_and_answers(tmp_path: Path) -> None:
    script = tmp_path / "script.toml"
    script.write_text('[[rules]]\nsay = "scripted words"\n')
    command = [sys.executable, "-m", "api.cli", "dev", "model-server", "--script", str(script)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        model, _, url = server.stdout.readline().strip().rpartition("REFLEQT_MODEL_API_BASE=")
        body = {"model": "m", "messages": [{"role": "user", "content": "hi"}]}
        reply = httpx.post(f"{url}/chat/completions", json=body).json()
        server.terminate()
    assert model.strip() == "REFLEQT_MODEL=openai/scripted"
    assert reply["choices"][0]["message"]["content"] == "scripted words"


def test_a_broken_script_is_refused(tmp_path: Path) -> None:
    script = tmp_path / "script.toml"
    script.write_text("[[rules]]\n")
    done = CliRunner().invoke(app, ["model-server", "--script", str(script)])
    assert done.exit_code != 0
    assert "one of change, give, say, use, fault is needed" in str(done.exception)


def test_locking_prompts_that_did_not_change_changes_nothing() -> None:
    before = (library.FOLDER / library.LOCK).read_text()
    done = CliRunner().invoke(app, ["lock-prompts"])
    assert done.exit_code == 0
    assert "prompts are locked" in done.stdout
    assert (library.FOLDER / library.LOCK).read_text() == before
