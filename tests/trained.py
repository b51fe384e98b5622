"""What needs the training interpreter: small bases, adapters on them, the local server."""

import json
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from cdt import trainer
from cdt.training import check, plan
from cdt.training.plan import Example, Plan
from core.settings import settings
from tests.tiny_talk import examples

ROOT = Path(__file__).parents[1]
STEPS, PRETRAINED = 260, 450
"""Steps of a customer's training, and of the base that learns to talk."""


def script(name: str, *words: object) -> None:
    """Run a script of `tests/` in the training interpreter."""
    command = [str(settings().train_python), str(ROOT / "tests" / name), *map(str, words)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2_000:]


def planned(
    base: Path, folder: Path, world: int = 11, rows: Sequence[Example] | None = None, **more: Any
) -> Path:
    """The folder of a run for one customer of the made-up talk, with what is held out."""
    told: dict[str, Any] = {
        "name": f"cdt-{world:012x}-v1", "dataset": "d", "base": check.base_hash(base), "seed": 7,
        "steps": 12, "rate": 5e-3, "length": 96, "save_every": 4, "warmup": 4,
    }  # fmt: skip
    held = examples(world, 60, noise=0, seed=1)
    given = examples(world, 400) if rows is None else rows
    plan.write(folder, Plan(**told | more), given, held)
    return folder


def run(*words: object, before: str = "") -> dict[str, Any]:
    """What `cdt.training.run` says; `before` is Python that is done first in its process."""
    command = trainer.command("cdt.training.run", *map(str, words))
    command[3] = before + trainer.BOOT
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stdout.strip(), done.stderr[-2_000:]
    return json.loads(done.stdout.strip().rpartition("\n")[2])


def trained(base: Path, folder: Path) -> Path:
    """The adapter that a run's plan makes."""
    told = run("train", folder, base)
    assert "adapter" in told, told
    return folder / "adapter" / told["adapter"]


@contextmanager
def serving(base: Path, store: Path, **more: Any) -> Iterator[httpx.Client]:
    """The local server, as a client that knows its address and key."""
    told = {"base": str(base), "store": str(store), "name": "base", "key": "k", **more}
    child = subprocess.Popen(
        trainer.command("cdt.serve_local"), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    assert child.stdin
    assert child.stdout
    try:
        child.stdin.write(json.dumps(told) + "\n")
        child.stdin.flush()
        url = json.loads(child.stdout.readline())["url"]
        headers = {"authorization": f"Bearer {told['key']}"}
        limits = httpx.Limits(max_connections=64)
        with httpx.Client(
            base_url=url, headers=headers, timeout=600, limits=limits, trust_env=False
        ) as client:
            yield client
    finally:
        child.kill()
        child.wait()


def chat(client: httpx.Client, model: str, text: str, **more: Any) -> httpx.Response:
    """One question."""
    told = {"model": model, "messages": [{"role": "user", "content": text}], **more}
    return client.post("/chat/completions", json=told)


def words(reply: httpx.Response) -> str:
    """What was answered."""
    assert reply.status_code == 200, reply.text
    return reply.json()["choices"][0]["message"]["content"]
