"""Adapters made by hand, sound or broken, for tests that load none of them."""

import json
from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np

from cdt.training.check import CONFIG, MANIFEST, WEIGHTS, as_text

BASE = "b" * 64
Tensors = dict[str, np.ndarray]
Change = Callable[[Any], Any]


def tensors(layers: int = 2, rank: int = 4, seed: int = 1) -> Tensors:
    """Both halves of two projections in each layer."""
    rng = np.random.default_rng(seed)
    found = {}
    for layer in range(layers):
        for each in ("q_proj", "v_proj"):
            stem = f"base_model.model.model.layers.{layer}.self_attn.{each}.lora"
            found[f"{stem}_A.weight"] = rng.normal(size=(rank, 8)).astype("<f4")
            found[f"{stem}_B.weight"] = rng.normal(size=(8, rank)).astype("<f4")
    return found


def safetensors(given: Mapping[str, np.ndarray]) -> bytes:
    """The bytes of a file of 32-bit numbers."""
    header, end = {}, 0
    for name, one in given.items():
        span = [end, end + one.nbytes]
        header[name] = {"dtype": "F32", "shape": [*one.shape], "data_offsets": span}
        end = span[1]
    text = json.dumps(header).encode()
    return (
        len(text).to_bytes(8, "little") + text + b"".join(one.tobytes() for one in given.values())
    )


def config(rank: int = 4) -> dict[str, Any]:
    """What an adapter of ours says of itself to PEFT."""
    return {
        "peft_type": "LORA", "task_type": "CAUSAL_LM", "r": rank, "lora_alpha": 2 * rank,
        "lora_dropout": 0.0, "target_modules": ["q_proj", "v_proj"], "bias": "none",
        "inference_mode": True, "base_model_name_or_path": "base",
    }  # fmt: skip


def put(
    store: Path,
    weights: bytes | None = None,
    told: Change = lambda it: it,
    manifest: Change = lambda it: it,
    who: str = "0123456789ab",
) -> Path:
    """An adapter in `store`, its checksums right; `told` and `manifest` may change what it says."""
    weights = safetensors(tensors()) if weights is None else weights
    settings = as_text(told(config())).encode()
    sha = sha256(weights).hexdigest()
    says = {
        "name": f"cdt-{who}-v1-{sha[:8]}", "base": BASE, "sha256": sha,
        "config_sha256": sha256(settings).hexdigest(), "rank": 4, "seed": 1, "steps": 40,
        "dataset": "d", "backend": "peft", "loss": 0.5, "fingerprint": {},
    }  # fmt: skip
    folder = store / says["name"]
    folder.mkdir(parents=True)
    (folder / WEIGHTS).write_bytes(weights)
    (folder / CONFIG).write_bytes(settings)
    (folder / MANIFEST).write_text(json.dumps(manifest(says)))
    return folder
