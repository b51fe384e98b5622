"""One training, in a process and an interpreter of its own: plan in, checked adapter out.

`python -m cdt.training.run train FOLDER BASE` does what the folder's plan says and moves the
adapter to `FOLDER/adapter/<name>` at the very end; `examine` tells how adapters answer. The last
line of the output is one JSON object: what came out, or which rule refused it.
"""

# pyright: reportMissingImports=false
import fcntl
import json
import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from cdt.training import check, mixture, plan
from core.errors import Conflict, RefleqtError, Unavailable

ADAPTER, LOCK = "adapter", "lock"
_FULL = ("No space left", "File too large", "os error 28", "os error 27", "PytorchStreamWriter")


class TrainsAlready(Conflict):
    """A training is under way in this folder."""


class DiskFull(Unavailable):
    """The disk is full, so nothing was written."""


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold the folder's lock; a killed process lets go of it. Raises `TrainsAlready`."""
    with (folder / LOCK).open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise TrainsAlready(value=folder.name) from None
        yield


def train(folder: Path, base: Path) -> dict[str, Any]:
    """Do what the plan in `folder` says; what is done already is told again.

    Raises `TrainsAlready`, `DiskFull`, `AdapterRefused` and what the back end raises.
    """
    with alone(folder), full_disk():
        wanted = plan.read(folder)
        done = _finished(folder, wanted)
        if done is None:
            base_now = check.base_hash(base)
            if base_now != wanted.base:
                raise check.AdapterRefused("(the base changed)", reason="base")
            done = _made(folder, wanted, base)
        shutil.rmtree(folder / "checkpoints", ignore_errors=True)
        return {"adapter": done.name, "manifest": asdict(check.check(done, wanted.base))}


def _finished(folder: Path, wanted: plan.Plan) -> Path | None:
    found = list((folder / ADAPTER).glob(f"{wanted.name}-*"))
    return found[0] if found else None


def _made(folder: Path, wanted: plan.Plan, base: Path) -> Path:
    """Train, write the manifest, check, and only then take the place of nothing."""
    from cdt.training import peft_backend

    mixed = mixture.read(folder)
    if mixed is not None:
        return _mixed(folder, wanted, mixed, base)
    examples = plan.read_rows(folder / plan.ROWS)
    plan.refuse_poor(examples)
    name, backend = "peft", peft_backend.train
    if find_spec("unsloth") and _cuda():
        from cdt.training import unsloth_backend

        name, backend = "unsloth", unsloth_backend.train
    loss = backend(folder, wanted, examples, base)
    manifest = check.Manifest(
        name=wanted.name, base=wanted.base, sha256="", config_sha256="", rank=wanted.rank,
        seed=wanted.seed, steps=wanted.steps, dataset=wanted.dataset, backend=name, loss=loss,
        fingerprint={},
    )  # fmt: skip
    return _moved(folder, manifest, base)


def _mixed(folder: Path, wanted: plan.Plan, mixed: mixture.Mixture, base: Path) -> Path:
    """Merge what the folder's mixture names; the manifest says where both came from."""
    from cdt.training import merge

    parts = [check.check(Path(part.folder), wanted.base) for part in mixed.parts]
    merge.merge(folder, wanted, mixed, base)
    told = [
        {"name": one.name, "sha256": one.sha256, "weight": part.weight}
        for one, part in zip(parts, mixed.parts, strict=True)
    ]
    manifest = check.Manifest(
        name=wanted.name, base=wanted.base, sha256="", config_sha256="",
        rank=merge.rank_of(folder / "made"), seed=wanted.seed, steps=0, dataset=wanted.dataset,
        backend=f"merge:{mixed.method}", loss=merge.losses(parts, mixed), fingerprint={},
        merged=told,
    )  # fmt: skip
    return _moved(folder, manifest, base)


def _moved(folder: Path, manifest: check.Manifest, base: Path) -> Path:
    final = described(folder / "made", manifest, base)
    (folder / ADAPTER).mkdir(exist_ok=True)
    return final.rename(folder / ADAPTER / final.name)


def described(made: Path, manifest: check.Manifest, base: Path) -> Path:
    """Weights with the manifest that names them by their content, checked and on disk.

    They move from `made` to a folder of their name beside it. Raises `AdapterRefused`.
    """
    sha, config = check.digest(made / check.WEIGHTS), check.digest(made / check.CONFIG)
    whole = replace(manifest, name=f"{manifest.name}-{sha[:8]}", sha256=sha, config_sha256=config)
    final = made.parent / "part" / whole.name
    shutil.rmtree(final.parent, ignore_errors=True)
    final.parent.mkdir()
    made.rename(final)
    (final / check.MANIFEST).write_text(check.as_text(asdict(whole)))
    check.check(final, whole.base)
    whole = replace(whole, fingerprint=weights_seen(base, final))
    (final / check.MANIFEST).write_text(check.as_text(asdict(whole)))
    for path in final.iterdir():
        with path.open("rb") as file:
            os.fsync(file.fileno())
    return final


def weights_seen(base: Path, final: Path) -> dict[str, Any]:
    """The fingerprint of a fresh adapter; torch loads here."""
    from cdt.training import weights

    return weights.seen(base, final)


def _cuda() -> bool:
    import torch

    return torch.cuda.is_available()


@contextmanager
def full_disk() -> Iterator[None]:
    """Raise `DiskFull` for whatever a library says when no more can be written."""
    from safetensors import SafetensorError

    try:
        yield
    except (OSError, RuntimeError, SafetensorError) as wrong:
        if any(sign in str(wrong) for sign in _FULL):
            raise DiskFull(remedy="Make room and start it again.") from wrong
        raise


def examine(base: Path, holdout: Path, adapters: Sequence[Path]) -> dict[str, Any]:
    """How base and adapters answer the examples of a file, and how likely the first adapter finds
    the canaries among the rows beside it."""
    from cdt.training import exam

    rows = plan.read_rows(holdout)
    taught = plan.read_rows(holdout.with_name(plan.ROWS))
    planted = [one for one in taught if one.id.startswith(plan.CANARY)]
    return exam.examine(base, check.base_hash(base), adapters, rows, planted)


def main(given: Sequence[str]) -> int:
    """Do what the words on the command line say; 0 done, 1 refused."""
    verb, *paths = given
    places = [Path(each) for each in paths]
    try:
        if verb == "train":
            found = train(places[0], places[1])
        else:
            found = examine(places[0], places[1], places[2:])
    except RefleqtError as wrong:
        found = {"refused": wrong.name, "sentence": str(wrong), "fields": wrong.fields}
    sys.stdout.write(f"\n{json.dumps(found, default=str)}\n")
    return int("refused" in found)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
