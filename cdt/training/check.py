"""The checker of adapters: what may be loaded beside the base, and nothing else.

An adapter is a folder of three plain files: `adapter_model.safetensors`, `adapter_config.json` and
`manifest.json`. Whoever makes one, moves one or loads one asks here first. Names of tensors are
held to a list, since a renamed one loads in silence and changes nothing.
"""

import hmac
import json
import math
import re
import stat
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Any

import numpy as np

from core.errors import BadInput, CheckFailed
from core.strict_json import loads

WEIGHTS, CONFIG, MANIFEST = "adapter_model.safetensors", "adapter_config.json", "manifest.json"
FILES = frozenset({WEIGHTS, CONFIG, MANIFEST})
NAME = re.compile(r"cdt-[0-9a-f]{12}-v\d{1,6}-[0-9a-f]{8}")
PROJECTIONS = ("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj")
TENSOR = re.compile(
    rf"base_model\.model\.model\.layers\.(\d{{1,4}})\.(?:self_attn|mlp)\.({'|'.join(PROJECTIONS)})"
    r"\.lora_([AB])\.weight"
)
SIZES = {"F32": 4, "F16": 2, "BF16": 2}
MOST_RANK, MOST_BYTES, MOST_HEADER, MOST_WORDS, HUGE = 64, 512 << 20, 4 << 20, 1 << 20, 100.0
_SETTINGS = frozenset({
    "peft_type", "task_type", "r", "lora_alpha", "lora_dropout", "target_modules", "bias",
    "inference_mode", "base_model_name_or_path",
})  # fmt: skip


class AdapterRefused(CheckFailed):
    """This adapter may not be loaded."""

    status = 409


@dataclass(frozen=True)
class Manifest:
    """What an adapter says of itself: the hashes of its files and its base, and how it was made.

    `fingerprint` holds how it answers three probes, see `cdt.training.weights`; `merged` the name,
    checksum and weight of each adapter that it was merged from.
    """

    name: str
    base: str
    sha256: str
    config_sha256: str
    rank: int
    seed: int
    steps: int
    dataset: str
    backend: str
    loss: float
    fingerprint: Mapping[str, Any]
    merged: Sequence[Mapping[str, Any]] = ()


def check(folder: Path, base: str) -> Manifest:
    """The manifest of an adapter that is fit to be loaded on the base of that hash.

    Raises `AdapterRefused`; its `reason` names the rule, without anything of what was found.
    """
    _plain_files(folder)
    manifest = _manifest(folder)
    if manifest.name != folder.name or not NAME.fullmatch(manifest.name):
        raise _refused("name")
    if manifest.base != base:
        raise _refused("base")
    weights, config = folder / WEIGHTS, folder / CONFIG
    if not _same(digest(config), manifest.config_sha256):
        raise _refused("config checksum")
    if not (
        _same(digest(weights), manifest.sha256) and manifest.name.endswith(manifest.sha256[:8])
    ):
        raise _refused("weights checksum")
    targets = _targets(config, manifest.rank)
    start, tensors = _header(weights)
    _whole(tensors, manifest.rank, targets)
    _sound(weights, start, tensors)
    return manifest


def digest(path: Path) -> str:
    """SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def base_hash(folder: Path) -> str:
    """What a base model is known by: the hash over weights, configuration and tokenizer."""
    found = sorted(
        path for path in folder.iterdir() if path.suffix in (".safetensors", ".json", ".model")
    )
    if not any(path.suffix == ".safetensors" for path in found):
        raise BadInput(
            "There are no safetensors in the folder of the base model.",
            remedy="Name a folder with config.json, tokenizer.json and *.safetensors.",
            field="base", value=folder.name,
        )  # fmt: skip
    lines = "".join(f"{path.name} {digest(path)}\n" for path in found)
    return sha256(lines.encode()).hexdigest()


def _refused(reason: str) -> AdapterRefused:
    return AdapterRefused(f"({reason})", remedy="Train it anew.", reason=reason)


def _same(found: str, told: str) -> bool:
    return hmac.compare_digest(found.encode(), told.encode())


def _plain_files(folder: Path) -> None:
    """Three files, no link, no device, nothing beside them, none too large."""
    if folder.is_symlink() or not folder.is_dir():
        raise _refused("no folder")
    found = {path.name: path.lstat() for path in folder.iterdir()}
    if found.keys() != FILES:
        raise _refused("files")
    if not all(stat.S_ISREG(one.st_mode) for one in found.values()):
        raise _refused("no plain file")
    if found[WEIGHTS].st_size > MOST_BYTES:
        raise _refused("too large")
    if max(found[CONFIG].st_size, found[MANIFEST].st_size) > MOST_WORDS:
        raise _refused("too large")


def _manifest(folder: Path) -> Manifest:
    told = _object(folder / MANIFEST, "manifest")
    try:
        manifest = Manifest(**told)
    except TypeError:
        raise _refused("manifest") from None
    texts = (manifest.name, manifest.base, manifest.sha256, manifest.config_sha256)
    if not all(isinstance(each, str) for each in texts):
        raise _refused("manifest")
    if type(manifest.rank) is not int or not isinstance(manifest.fingerprint, dict):
        raise _refused("manifest")
    if type(manifest.loss) not in (int, float) or not math.isfinite(manifest.loss):
        raise _refused("loss")
    return manifest


def _object(path: Path, reason: str) -> dict[str, Any]:
    try:
        found = loads(path.read_text())
    except (BadInput, UnicodeDecodeError):
        raise _refused(reason) from None
    if not isinstance(found, dict):
        raise _refused(reason)
    return found


def _targets(path: Path, rank: int) -> frozenset[str]:
    """The projections that an adapter changes; its configuration may say nothing unusual."""
    told = _object(path, "config")
    usual = {"peft_type": "LORA", "task_type": "CAUSAL_LM", "bias": "none", "lora_dropout": 0.0}
    if told.keys() != _SETTINGS or any(told[name] != value for name, value in usual.items()):
        raise _refused("config")
    if type(told["r"]) is not int or not 1 <= told["r"] <= MOST_RANK or told["r"] != rank:
        raise _refused("rank")
    alpha = told["lora_alpha"]
    if type(alpha) not in (int, float) or not 0 < alpha <= 8 * MOST_RANK:
        raise _refused("config")
    targets = told["target_modules"]
    if not isinstance(targets, list) or not targets or not set(targets) <= set(PROJECTIONS):
        raise _refused("config")
    return frozenset(targets)


def _header(path: Path) -> tuple[int, dict[str, Any]]:
    """Where the numbers begin, and the tensors by name, their bytes without gap or overlap."""
    size = path.stat().st_size
    with path.open("rb") as file:
        length = int.from_bytes(file.read(8), "little")
        if not 2 <= length <= min(MOST_HEADER, size - 8):
            raise _refused("header")
        try:
            tensors = loads(file.read(length).decode())
        except (BadInput, UnicodeDecodeError):
            raise _refused("header") from None
    if not isinstance(tensors, dict):
        raise _refused("header")
    tensors.pop("__metadata__", None)
    if not tensors or not all(map(_described, tensors.values())):
        raise _refused("header")
    end = 0
    for begin, stop in sorted(tuple(one["data_offsets"]) for one in tensors.values()):
        if begin != end:
            raise _refused("offsets")
        end = stop
    if end != size - 8 - length:
        raise _refused("offsets")
    return 8 + length, tensors


def _described(one: Any) -> bool:
    """Whether a tensor says its type, a shape of two sides, and as many bytes as that takes."""
    if not isinstance(one, dict) or one.keys() != {"dtype", "shape", "data_offsets"}:
        return False
    shape, span = one["shape"], one["data_offsets"]
    for pair in (shape, span):
        if not isinstance(pair, list) or len(pair) != 2 or any(type(n) is not int for n in pair):
            return False
    if one["dtype"] not in SIZES or min(shape) < 1 or min(span) < 0:
        return False
    return span[1] - span[0] == shape[0] * shape[1] * SIZES[one["dtype"]]


def _whole(tensors: Mapping[str, Any], rank: int, targets: frozenset[str]) -> None:
    """Every named layer has both halves of every target, of the told rank, and nothing else."""
    halves = set()
    for name, one in tensors.items():
        known = TENSOR.fullmatch(name)
        if not known:
            raise _refused("tensor name")
        layer, projection, half = int(known[1]), known[2], known[3]
        if one["shape"][0 if half == "A" else 1] != rank:
            raise _refused("rank")
        halves.add((layer, projection, half))
    layers = range(max(layer for layer, _, _ in halves) + 1)
    if halves != {(layer, each, half) for layer in layers for each in targets for half in "AB"}:
        raise _refused("tensors missing")


def _sound(path: Path, start: int, tensors: Mapping[str, Any]) -> None:
    """No number that is none, or so large that it could only break the base."""
    body = np.memmap(path, dtype=np.uint8, mode="r", offset=start)
    for one in tensors.values():
        begin, stop = one["data_offsets"]
        raw = np.asarray(body[begin:stop])
        if one["dtype"] == "BF16":
            numbers = (raw.view("<u2").astype("<u4") << 16).view("<f4")
        else:
            numbers = raw.view("<f4" if one["dtype"] == "F32" else "<f2").astype("<f4")
        if not np.isfinite(numbers).all():
            raise _refused("not finite")
        if np.abs(numbers).max() > HUGE:
            raise _refused("huge")


def read_manifest(folder: Path) -> dict[str, Any]:
    """What a manifest tells, unchecked; for listings. Raises `AdapterRefused`."""
    try:
        return _object(folder / MANIFEST, "manifest")
    except OSError:
        raise _refused("manifest") from None


def read_config(folder: Path) -> dict[str, Any]:
    """What an adapter's configuration tells, unchecked. Raises `AdapterRefused`."""
    return _object(folder / CONFIG, "config")


def as_text(told: Mapping[str, Any]) -> str:
    """A configuration or manifest as it is written."""
    return json.dumps(told, indent=1, sort_keys=True)
