"""Sentence vectors: all-MiniLM-L6-v2 by onnxruntime, without torch and without network.

In: texts. Out: float32, one row of 384 numbers of unit length for each; `read` adds what each token
means where it stands, `read_tokens` the signs of that. Texts beyond 256 tokens are cut. Loaded at
first use, safe to call from several threads; recent texts are remembered.
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from contextlib import suppress
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import numpy as np

from cdt.minilm_graph import cached, weights_folder
from core.ids import new_id
from core.settings import settings
from core.text import clean_text
from domain.language.lines import fixed_lines
from domain.language.meanings import Read, Reader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

T = TypeVar("T")

MODEL = "all-MiniLM-L6-v2@53aa5117"
WIDTH = 384
MAX_TOKENS = 256
BATCH = 16
REMEMBERED = 4096
READS = 256
"""Passages whose tokens are remembered: some 100 KB each at the most."""
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
        out = np.zeros((len(texts), WIDTH), np.float32)
        for rows, (vectors,), _ in self._run(texts, ["emb"]):
            out[rows] = vectors
        return out

    def read(self, texts: Sequence[str]) -> list[Read]:
        found: dict[int, Read] = {}
        for rows, (vectors, tokens), entries in self._run(texts, ["emb", "tokens"]):
            for place, (row, entry) in enumerate(zip(rows, entries, strict=True)):
                inner = tokens[place, 1 : len(entry.ids) - 1]
                found[row] = Read(
                    vectors[place], inner.astype(np.float16), np.packbits(inner > 0, axis=1),
                    np.array(entry.offsets[1:-1], np.int64).reshape(-1, 2),
                )  # fmt: skip
        return [found[row] for row in range(len(texts))]

    def _run(
        self, texts: Sequence[str], wanted: list[str]
    ) -> Iterator[tuple[list[int], list[np.ndarray], list[Any]]]:
        """Rows that went together, what the graph says of them, and their encodings."""
        entries = self.tokenizer.encode_batch(list(texts))
        for rows in buckets([len(entry.ids) for entry in entries]):
            longest = max(len(entries[row].ids) for row in rows)
            ids = np.zeros((len(rows), longest), np.int64)
            mask = np.zeros_like(ids)
            for place, row in enumerate(rows):
                ids[place, : len(entries[row].ids)] = entries[row].ids
                mask[place, : len(entries[row].ids)] = 1
            found = self.session.run(wanted, {"ids": ids, "mask": mask})
            yield rows, [np.asarray(each) for each in found], [entries[row] for row in rows]


class _Memory(Generic[T]):
    """What the last `most` texts were read as."""

    def __init__(self, most: int) -> None:
        self.rows: OrderedDict[str, T] = OrderedDict()
        self.most = most
        self.lock = threading.Lock()

    def get(self, texts: Sequence[str]) -> dict[str, T]:
        with self.lock:
            found = {text: self.rows[text] for text in texts if text in self.rows}
            for text in found:
                self.rows.move_to_end(text)
            return found

    def put(self, texts: Sequence[str], found: Iterable[T]) -> None:
        with self.lock:
            self.rows.update(zip(texts, found, strict=True))
            while len(self.rows) > self.most:
                self.rows.popitem(last=False)


_memory: _Memory[np.ndarray] = _Memory(REMEMBERED)
_reads: _Memory[Read] = _Memory(READS)
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


def read(texts: Sequence[str]) -> list[Read]:
    """Each of `texts` as the model reads it, with its tokens in context, in order."""
    cleaned = [clean_text(text) for text in texts]
    known = _reads.get(cleaned)
    fresh = list(dict.fromkeys(text for text in cleaned if text not in known))
    if fresh:
        found = _loaded().read(fresh)
        _reads.put(fresh, found)
        known.update(zip(fresh, found, strict=True))
    return [known[text] for text in cleaned]


def read_tokens(texts: Sequence[str]) -> tuple[np.ndarray, list[np.ndarray]]:
    """Vectors of `texts`, and for each the signs of its tokens' vectors: bits, (tokens, 48) uint8.

    A token's vector keeps its direction well enough by its 384 signs, in a thirtieth of the room.
    """
    found = read(texts)
    vectors = [one.vector for one in found]
    return np.stack(vectors) if vectors else embed([]), [one.signs for one in found]


def embed(texts: Sequence[str]) -> np.ndarray:
    """Vectors of `texts` in their order: float32, (n, 384), each of length 1; (0, 384) for none."""
    if not texts:
        return np.zeros((0, WIDTH), np.float32)
    cleaned = [clean_text(text) for text in texts]
    known = _memory.get(cleaned)
    fresh = list(dict.fromkeys(text for text in cleaned if text not in known))
    if fresh:
        vectors = _loaded().encode(fresh)
        _memory.put(fresh, [vector.copy() for vector in vectors])
        known.update(zip(fresh, vectors, strict=True))
    return np.stack([known[text] for text in cleaned])


READER = Reader(embed, read)


def _loaded() -> _Model:
    with _loading:  # lru_cache alone may build twice when two threads come first
        return _model()
