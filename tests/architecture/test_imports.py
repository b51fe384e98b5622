"""Who imports whom: the contracts hold and each of them fails when it should; doors stay light."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.architecture.tree import PACKAGES, ROOT

HEAVY = (
    "litellm",
    "llama_index",
    "deepeval",
    "chromadb",
    "langgraph",
    "pydantic_ai",
    "onnxruntime",
    "slack_bolt",
    "slack_sdk",
    "torch",
)
PLANTED = {
    "river": ("core/planted.py", "import domain.loop\n"),
    "cycles": ("domain/maps_a.py", "import domain.maps_b\n"),
    "pure": ("domain/planted.py", "import sqlalchemy\n"),
    "gateway": ("cdt/planted.py", "import litellm\n"),
    "stores": ("tools/planted.py", "from psycopg import connect\n"),
    "weights": ("cdt/planted.py", "def load():\n    import torch\n"),
    "trainers": ("jobs/planted.py", "from cdt.training import run\n"),
    "doors": ("api/planted.py", "from memory import beliefs\n"),
}


@pytest.mark.parametrize("door", ["api.cli", "core.start", "domain.loop"])
def test_importing_a_door_loads_nothing_heavy(door: str) -> None:
    code = f"import sys, {door}; print([n for n in {HEAVY} if n in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("command", ["extract", "interview"])
def test_a_pure_command_loads_no_database(command: str) -> None:
    stores = ("sqlalchemy", "psycopg", "pgvector", "pgqueuer", *HEAVY)
    code = f"import sys, api.commands.{command}; print([n for n in {stores} if n in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def contracts() -> list[dict[str, Any]]:
    """The import contracts as they stand in the configuration."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]


def breach(root: Path, contract: str) -> str:
    """What import-linter says against the tree; empty when the contract holds."""
    linter = Path(sys.executable).with_name("lint-imports")
    command = [str(linter), "--no-cache", "--contract", contract]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else done.stdout + done.stderr


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The packages and their configuration in a folder of their own."""
    folder = tmp_path_factory.mktemp("copy")
    for package in PACKAGES:
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / package, folder / package, ignore=ignored)
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


@pytest.mark.parametrize("contract", PLANTED)
def test_a_contract_holds_and_fails_on_a_planted_import(copy: Path, contract: str) -> None:
    assert breach(copy, contract) == ""
    path, text = PLANTED[contract]
    planted = [copy / path]
    planted[0].write_text(text)
    if contract == "cycles":
        planted.append(copy / "domain/maps_b.py")
        planted[1].write_text("import domain.maps_a\n")
    assert "BROKEN" in breach(copy, contract)
    for file in planted:
        file.unlink()


def test_every_contract_has_its_planted_violation() -> None:
    assert {contract["id"] for contract in contracts()} == set(PLANTED)
