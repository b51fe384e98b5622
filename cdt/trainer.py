"""Start what needs torch in the training interpreter, and hear what came of it.

Nothing of torch comes into this process: Unsloth patches libraries globally, and the weights of a
base would stay in a worker's memory.
"""

import asyncio
import contextlib
import json
import signal
from functools import lru_cache
from pathlib import Path
from typing import Any

from cdt.training.check import base_hash
from core.errors import CheckFailed, Unavailable
from core.settings import settings

BOOT = (
    "import runpy, sys; sys.path.append(sys.argv.pop(1)); import core.start;"
    " runpy.run_module(sys.argv.pop(1), run_name='__main__', alter_sys=True)"
)
"""Our code comes last on the path, so that the interpreter's own libraries are the ones in use."""
ROOT = Path(__file__).parents[1]


class NoTrainer(Unavailable):
    """No adapter can be trained here."""


class TrainingRefused(CheckFailed):
    """The training was refused."""


class TrainingDied(Unavailable):
    """The training ended without a word."""


def command(module: str, *words: str | Path) -> list[str]:
    """How a module of ours is run in the training interpreter. Raises `NoTrainer`."""
    python = settings().train_python
    if python is None:
        raise NoTrainer(remedy="Set REFLEQT_TRAIN_PYTHON (docs/adapters.md).")
    return [str(python), "-P", "-c", BOOT, str(ROOT), module, *map(str, words)]


def base() -> Path:
    """The folder of the base model. Raises `NoTrainer`."""
    folder = settings().base_model_path
    if folder is None:
        raise NoTrainer(remedy="Set REFLEQT_BASE_MODEL_PATH (docs/adapters.md).")
    return folder


async def known_base() -> str:
    """The hash of the base model; large files are read once, and again when they changed."""
    folder = base()
    stamp = tuple(
        (path.name, path.stat().st_mtime_ns, path.stat().st_size) for path in folder.iterdir()
    )
    return await asyncio.to_thread(_hash_of, folder, stamp)


@lru_cache(maxsize=4)
def _hash_of(folder: Path, _stamp: tuple[Any, ...]) -> str:
    return base_hash(folder)


async def train(folder: Path) -> dict[str, Any]:
    """Do what the plan of a run's folder says; `adapter` is its name, `manifest` what it says.

    Goes on where a killed one stopped. Raises `TrainingRefused` with the rule's name as `reason`,
    or `TrainingDied`.
    """
    return await _run("train", folder, base())


async def examine(holdout: Path, adapters: list[Path]) -> dict[str, Any]:
    """How the base and adapters answer the examples of a file (`cdt.training.exam`); raises as
    `train` does."""
    return await _run("examine", base(), holdout, *adapters)


async def _run(verb: str, *paths: Path) -> dict[str, Any]:
    child = await asyncio.create_subprocess_exec(
        *command("cdt.training.run", verb, *(path.absolute() for path in paths)),
        stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL, limit=1 << 26,
    )  # fmt: skip
    try:
        said, _ = await child.communicate()
    finally:
        if child.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                child.send_signal(signal.SIGKILL)
            await child.wait()
    try:
        found = json.loads(said.decode().strip().rpartition("\n")[2])
    except ValueError:
        raise TrainingDied(f"(status {child.returncode})") from None
    if "refused" in found:
        reason = found["fields"].get("reason") or found["refused"]
        raise TrainingRefused(found["sentence"], reason=reason, kind=found["refused"])
    return found
