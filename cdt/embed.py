"""Sentence vectors: all-MiniLM-L6-v2 by onnxruntime, without torch and without network.

In: texts. Out: float32, one row of 384 numbers of unit length for each; `read_tokens` adds what
each token means where it stands, as signs. Texts beyond 256 tokens are cut. Loaded at first use,
safe to call from several threads; recent texts are remembered.
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from contextlib import suppress
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from cdt.minilm_graph import cached, weights_folder
from core.ids import new_id
from core.settings import settings
from core.text import clean_text
from domain.language.lines import fixed_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

MODEL = "all-MiniLM-L6-v2@53aa5117"
WIDTH = 384
MAX_TOKENS = 256
BATCH = 16
REMEMBERED = 4096
THREADS = 2


class _Model:
    def __init__(self) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        folder = weights_folder()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = THREADS
        options.log_severity_level = 3
        # threads that wait by spinning cost twice the time of the work, and starve their neighbours
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        graph = cached(folder, settings().data_dir / "models")
        self.session = onnxruntime.InferenceSession(
            str(graph), options, providers=["CPUExecutionProvider"]
        )
        self.tokenizer: Any = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.enable_truncation(MAX_TOKENS)
        self.tokenizer.no_padding()

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        return self.read(texts, ["emb"])[0]

    def read(self, texts: Sequence[str], wanted: list[str]) -> tuple[np.ndarray, list[np.ndarray]]:
        tokens = [entry.ids for entry in self.tokenizer.encode_batch(list(texts))]
        out = np.zeros((len(texts), WIDTH), np.float32)
        signs: list[np.ndarray] = [np.zeros((0, WIDTH // 8), np.uint8)] * len(texts)
        for rows in buckets([len(ids) for ids in tokens]):
            longest = max(len(tokens[row]) for row in rows)
            ids = np.zeros((len(rows), longest), np.int64)
            mask = np.zeros_like(ids)
            for place, row in enumerate(rows):
                ids[place, : len(tokens[row])] = tokens[row]
                mask[place, : len(tokens[row])] = 1
            found = self.session.run(wanted, {"ids": ids, "mask": mask})
            out[rows] = np.asarray(found[0])
            for place, row in enumerate(rows if len(found) > 1 else []):
                inner = np.asarray(found[1])[place, 1 : len(tokens[row]) - 1]
                signs[row] = np.packbits(inner > 0, axis=1)
        return out, signs


class _Memory:
    """The last `REMEMBERED` vectors by text."""

    def __init__(self) -> None:
        self.rows: OrderedDict[str, np.ndarray] = OrderedDict()
        self.lock = threading.Lock()

    def get(self, texts: Sequence[str]) -> dict[str, np.ndarray]:
        with self.lock:
            found = {text: self.rows[text] for text in texts if text in self.rows}
            for text in found:
                self.rows.move_to_end(text)
            return found

    def put(self, texts: Sequence[str], vectors: np.ndarray) -> None:
        with self.lock:
            for text, vector in zip(texts, vectors, strict=True):
                self.rows[text] = vector.copy()
            while len(self.rows) > REMEMBERED:
                self.rows.popitem(last=False)


_memory = _Memory()
_loading = threading.Lock()


@lru_cache(maxsize=1)
def _model() -> _Model:
    model = _Model()
    lines = fixed_lines()
    _memory.put(lines, kept(lines, model.encode, settings().data_dir / "models"))
    return model


def kept(
    lines: Sequence[str], encode: Callable[[Sequence[str]], np.ndarray], folder: Path
) -> np.ndarray:
    """Vectors of lines that never change: from a file of `folder`, which the first call writes."""
    digest = hashlib.sha256("\n".join([MODEL, *lines]).encode()).hexdigest()
    path = folder / f"lines-{digest[:16]}.npy"
    with suppress(OSError, ValueError):
        vectors = np.load(path)
        if vectors.shape == (len(lines), WIDTH):
            return vectors
    vectors = encode(lines)
    part = path.with_suffix(f".{new_id().hex}.npy")
    with suppress(OSError):  # a read-only data directory only costs the time of the next start
        np.save(part, vectors)
        part.replace(path)
    return vectors


def buckets(lengths: Sequence[int], batch: int = BATCH) -> Iterator[list[int]]:
    """Row numbers in groups of similar length, so that little is wasted on padding."""
    group: list[int] = []
    shortest = 0
    for row in sorted(range(len(lengths)), key=lambda row: lengths[row]):
        if group and (len(group) >= batch or lengths[row] > 1.4 * shortest + 8):
            yield group
            group = []
        if not group:
            shortest = lengths[row]
        group.append(row)
    if group:
        yield group


def read_tokens(texts: Sequence[str]) -> tuple[np.ndarray, list[np.ndarray]]:
    """Vectors of `texts`, and for each the signs of its tokens' vectors: bits, (tokens, 48) uint8.

    A token's vector keeps its direction well enough by its 384 signs, in a thirtieth of the room.
    """
    cleaned = [clean_text(text) for text in texts]
    if not cleaned:
        return embed([]), []
    with _loading:
        model = _model()
    vectors, signs = model.read(cleaned, ["emb", "tokens"])
    _memory.put(cleaned, vectors)
    return vectors, signs


def embed(texts: Sequence[str]) -> np.ndarray:
    """Vectors of `texts` in their order: float32, (n, 384), each of length 1; (0, 384) for none."""
    if not texts:
        return np.zeros((0, WIDTH), np.float32)
    cleaned = [clean_text(text) for text in texts]
    known = _memory.get(cleaned)
    fresh = list(dict.fromkeys(text for text in cleaned if text not in known))
    if fresh:
        with _loading:  # lru_cache alone may build twice when two threads come first
            model = _model()
        vectors = model.encode(fresh)
        _memory.put(fresh, vectors)
        known.update(zip(fresh, vectors, strict=True))
    return np.stack([known[text] for text in cleaned])
