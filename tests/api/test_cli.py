"""The table of commands: each is there, shows an example, and is imported only when asked for."""

import subprocess
import sys

import pytest

from api.cli import COMMANDS
from tests.api.commands.running import refleqt

HEAVY = ("litellm", "llama_index", "deepeval", "chromadb", "langgraph", "pydantic_ai", "torch")


def test_every_command_stands_in_the_help() -> None:
    said = refleqt("--help").out
    assert all(name in said for name in COMMANDS)


@pytest.mark.parametrize(
    "name", ["import", "serve", "worker", "doctor", "jobs", "migrate", "costs"]
)
def test_a_command_shows_how_to_use_it_and_its_json(name: str) -> None:
    said = refleqt(name, "--help").out
    assert "Example" in said
    assert "--json" in said


def test_an_unknown_command_is_bad_usage() -> None:
    assert refleqt("frobnicate").code == 2


@pytest.mark.parametrize("module", ["api.cli", "api.app"])
def test_a_door_opens_without_the_heavy_parts(module: str) -> None:
    program = f"import sys, {module}; print([m for m in {HEAVY!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout.strip() == "[]", done.stderr
