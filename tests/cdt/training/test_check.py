"""What is corrupt, foreign, oversized or no plain adapter is refused with its reason."""

import json
import os
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from cdt.training.check import (
    CONFIG,
    MANIFEST,
    WEIGHTS,
    AdapterRefused,
    base_hash,
    check,
    read_manifest,
)
from core.errors import BadInput
from tests.adapters import BASE, Tensors, put, safetensors, tensors


def reason(folder: Path, base: str = BASE) -> str:
    """Why an adapter is refused."""
    with pytest.raises(AdapterRefused) as wrong:
        check(folder, base)
    assert wrong.value.status == 409
    return str(wrong.value.fields["reason"])


def test_a_sound_adapter_passes_with_its_manifest(tmp_path: Path) -> None:
    folder = put(tmp_path)
    manifest = check(folder, BASE)
    assert (manifest.name, manifest.rank, manifest.backend) == (folder.name, 4, "peft")
    assert read_manifest(folder)["sha256"] == manifest.sha256


def flipped(folder: Path) -> None:
    """One bit of the weights is another."""
    raw = bytearray((folder / WEIGHTS).read_bytes())
    raw[-5] ^= 1
    (folder / WEIGHTS).write_bytes(raw)


def linked(folder: Path) -> None:
    """The weights lie elsewhere."""
    (folder / WEIGHTS).rename(folder.parent / "elsewhere")
    (folder / WEIGHTS).symlink_to(folder.parent / "elsewhere")


def grown(folder: Path) -> None:
    """A file of more than an adapter may have, without taking the room."""
    with (folder / WEIGHTS).open("r+b") as file:
        file.truncate(600 << 20)


@pytest.mark.parametrize(
    ("name", "harm"),
    [
        ("weights checksum", flipped),
        ("no plain file", linked),
        ("too large", grown),
        ("files", lambda it: (it / "adapter_model.bin").write_bytes(b"\x80\x04.")),
        ("files", lambda it: (it / WEIGHTS).unlink()),
        ("config checksum", lambda it: (it / CONFIG).open("a").write(" ")),
        ("manifest", lambda it: (it / MANIFEST).write_text("[]")),
        ("manifest", lambda it: (it / MANIFEST).write_text('{"name": 1, "name": 2}')),
        ("manifest", lambda it: (it / MANIFEST).write_bytes(b"\xff\xfe")),
        ("no plain file", lambda it: ((it / CONFIG).unlink(), os.mkfifo(it / CONFIG))),
    ],
)
def test_what_was_changed_afterwards_is_refused(
    tmp_path: Path, name: str, harm: Callable[[Path], object]
) -> None:
    folder = put(tmp_path)
    harm(folder)
    assert reason(folder) == name


def renamed(given: Tensors) -> Tensors:
    """Names that PEFT would load in silence, to no effect."""
    return {name.replace("model.model.", "model."): one for name, one in given.items()}


def with_nan(given: Tensors) -> Tensors:
    """One number that is none."""
    next(iter(given.values()))[0, 0] = np.nan
    return given


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("tensor name", renamed),
        ("tensor name", lambda it: it | {"lm_head.weight": np.ones((4, 4), "<f4")}),
        ("not finite", with_nan),
        ("huge", lambda it: {key: one * 1e6 for key, one in it.items()}),
        ("tensors missing", lambda it: dict(list(it.items())[1:])),
        ("rank", lambda it: {key: one.T.copy() for key, one in it.items()}),
        ("rank", lambda _: tensors(rank=8)),
        ("header", lambda _: {}),
    ],
)
def test_weights_that_are_no_adapter_are_refused(
    tmp_path: Path, name: str, change: Callable[[Tensors], Tensors]
) -> None:
    assert reason(put(tmp_path, safetensors(change(tensors())))) == name


@pytest.mark.parametrize("length", [2**60, 0, 5_000_000])
def test_a_header_that_lies_about_its_length_is_refused(tmp_path: Path, length: int) -> None:
    raw = safetensors(tensors())
    assert reason(put(tmp_path, struct.pack("<Q", length) + raw[8:])) == "header"


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("offsets", {"data_offsets": [4, 132]}),
        ("header", {"data_offsets": [0, 64]}),
        ("header", {"dtype": "I64"}),
        ("header", {"shape": [4, 8, 1]}),
        ("header", {"shape": [-4, -8]}),
        ("header", {"more": 1}),
    ],
)
def test_a_tensor_that_lies_about_itself_is_refused(
    tmp_path: Path, name: str, told: dict[str, Any]
) -> None:
    raw = safetensors(tensors())
    length = int.from_bytes(raw[:8], "little")
    header = json.loads(raw[8 : 8 + length])
    header[next(iter(header))].update(told)
    text = json.dumps(header).encode()
    weights = len(text).to_bytes(8, "little") + text + raw[8 + length :]
    assert reason(put(tmp_path, weights)) == name


def test_bytes_after_the_last_tensor_are_refused(tmp_path: Path) -> None:
    assert reason(put(tmp_path, safetensors(tensors()) + b"more")) == "offsets"


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("config", {"modules_to_save": ["lm_head"]}),
        ("config", {"auto_mapping": {"parent_library": "os"}}),
        ("config", {"bias": "all"}),
        ("config", {"peft_type": "IA3"}),
        ("config", {"target_modules": "all-linear"}),
        ("config", {"target_modules": ["embed_tokens"]}),
        ("config", {"lora_alpha": 1e9}),
        ("rank", {"r": 8}),
        ("rank", {"r": True}),
        ("tensors missing", {"target_modules": ["q_proj", "v_proj", "o_proj"]}),
    ],
)
def test_an_unusual_configuration_is_refused(
    tmp_path: Path, name: str, told: dict[str, Any]
) -> None:
    assert reason(put(tmp_path, told=lambda it: it | told)) == name


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("base", {"base": "c" * 64}),
        ("name", {"name": "cdt-0123456789ab-v1-00000000"}),
        ("manifest", {"more": 1}),
        ("manifest", {"rank": "4"}),
        ("rank", {"rank": 8}),
        ("loss", {"loss": "low"}),
    ],
)
def test_a_manifest_that_tells_otherwise_is_refused(
    tmp_path: Path, name: str, told: dict[str, Any]
) -> None:
    assert reason(put(tmp_path, manifest=lambda it: it | told)) == name


def test_a_base_that_changed_refuses_every_adapter_of_the_old_one(tmp_path: Path) -> None:
    base = tmp_path / "base"
    base.mkdir()
    (base / "model.safetensors").write_bytes(b"weights")
    (base / "config.json").write_text("{}")
    before = base_hash(base)
    (base / "README.md").write_text("words change nothing")
    assert base_hash(base) == before
    folder = put(tmp_path / "store", manifest=lambda it: it | {"base": before})
    assert check(folder, before).base == before
    (base / "model.safetensors").write_bytes(b"weightz")
    assert reason(folder, base_hash(base)) == "base"


def test_a_folder_without_safetensors_is_no_base(tmp_path: Path) -> None:
    (tmp_path / "pytorch_model.bin").write_bytes(b"x")
    with pytest.raises(BadInput, match="no safetensors"):
        base_hash(tmp_path)


def test_a_link_to_an_adapter_is_none(tmp_path: Path) -> None:
    folder = put(tmp_path / "a")
    (tmp_path / "b").mkdir()
    link = tmp_path / "b" / folder.name
    link.symlink_to(folder)
    assert reason(link) == "no folder"
    assert reason(tmp_path / "gone") == "no folder"
