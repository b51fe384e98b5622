"""`refleqt adapters`: what became of a month, what servers may load, and a server of our own."""

import json
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

import httpx
import pytest

from cdt import adapters as registry
from cdt.adapters import Made
from cdt.training import check
from core.ids import new_id
from domain.access import worker_for
from domain.adapters import public_id
from memory.ctx import open_ctx
from tests.adapters import put
from tests.api.commands.running import refleqt
from tests.trained import script
from tools import businesses


@pytest.fixture
async def house(_pool: None, tmp_path: Path) -> AsyncIterator[UUID]:
    """A business with an adapter."""
    async with open_ctx(businesses.keeper(None)) as ctx:
        made = await businesses.found(ctx, f"House {new_id()}")
    async with open_ctx(worker_for(made.id)) as ctx:
        folder = put(tmp_path, who=public_id(made.id))
        told = check.read_manifest(folder)
        one = Made(folder, told, {"arms": {}}, status="kept", sentence="It may answer.")
        await registry.keep(ctx, "2026-10", one)
    yield made.id
    registry.withdraw(made.id)


async def test_adapters_are_listed_lost_restored_and_checked(house: UUID) -> None:
    (line,) = refleqt("adapters", "list", "--business", house, "--json").document["items"]
    assert (line["month"], line["status"], line["rank"]) == ("2026-10", "kept", 4)
    registry.withdraw(house)
    done = refleqt("adapters", "restore", "--business", house, "--json")
    assert [one["name"] for one in done.document["items"]] == [line["name"]]
    assert "Nothing was missing." in refleqt("adapters", "restore", "--business", house).out
    told = refleqt("adapters", "check", "--json").document["items"]
    assert {"name": line["name"], "status": "sound", "reason": ""} in told


async def test_without_a_base_a_month_is_judged_and_says_so(house: UUID) -> None:
    done = refleqt("adapters", "train", "--business", house, "--month", "2026-09")
    assert (done.code, done.out.strip()) == (
        0, "No adapter: no base model is set (docs/adapters.md).",
    )  # fmt: skip


def test_serving_without_what_it_needs_is_refused(data_dir: Path) -> None:
    assert refleqt("adapters", "serve").code == 1
    open_door = refleqt("adapters", "serve", "--host", "192.0.2.1")
    assert (open_door.code, "loopback" in open_door.err) == (2, True)


@pytest.mark.train
@pytest.mark.slow
def test_the_command_becomes_the_server(toy_base: Path, train_python: Path, tmp_path: Path) -> None:
    script("toy_adapters.py", toy_base, tmp_path / "adapters", 1)
    told = {
        "REFLEQT_BASE_MODEL": "toy", "REFLEQT_BASE_MODEL_PATH": f"{toy_base}",
        "REFLEQT_TRAIN_PYTHON": f"{train_python}", "REFLEQT_BASE_MODEL_API_KEY": "secret",
    }  # fmt: skip
    surroundings = ["env", *(f"{name}={value}" for name, value in told.items())]
    command = [*surroundings, sys.executable, "-m", "api.cli", "adapters", "serve"]
    child = subprocess.Popen(
        [*command, "--port", "0", "--data-dir", str(tmp_path)], stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert child.stdout
    url = json.loads(child.stdout.readline())["url"]
    headers = {"authorization": "Bearer secret"}
    models = httpx.get(f"{url}/models", headers=headers, trust_env=False, timeout=60).json()
    child.terminate()
    child.wait()
    assert [one["id"][:4] for one in models["data"]] == ["toy", "cdt-"]
