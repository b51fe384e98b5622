"""The secret turn of a business's vectors: an orthogonal matrix, drawn from its lasting secret.

Angles between vectors stay, so the nearest stay the nearest; one stored vector alone does not tell
which text it is of. It is a turn and no encryption: who holds as many pairs of plain and turned
vectors as they have numbers can undo it.
"""

import asyncio
from collections import OrderedDict
from hashlib import shake_256

import numpy as np

from memory.tables import held_keys

KEPT_SECONDS = 600.0
MOST_KEPT = 32
"""Matrices in memory at once: 0.6 MB each at 384 numbers."""

_kept: OrderedDict[tuple[bytes, int], np.ndarray] = OrderedDict()


def turned(vectors: np.ndarray, purpose: str) -> np.ndarray:
    """Plain vectors (n, width) as they are stored, float32."""
    return np.asarray(vectors, np.float32) @ matrix(purpose, vectors.shape[1]).T


def plain(vectors: np.ndarray, purpose: str) -> np.ndarray:
    """Stored vectors (n, width) as they were before, float32."""
    return np.asarray(vectors, np.float32) @ matrix(purpose, vectors.shape[1])


def drawn(secret: bytes, width: int) -> np.ndarray:
    """The orthogonal matrix (width, width) of a secret: the same on every machine, float32.

    Normal numbers from SHAKE-256, then the one QR decomposition whose diagonal is positive: drawn
    evenly among all orthogonal matrices.
    """
    count = width * width
    raw = shake_256(secret + b"turn").digest(16 * count)
    even = (np.frombuffer(raw, np.uint64).reshape(2, count) >> np.uint64(11)).astype(np.float64)
    first, second = (even + 0.5) / 2.0**53
    normal = np.sqrt(-2 * np.log(first)) * np.cos(2 * np.pi * second)
    q, r = np.linalg.qr(normal.reshape(width, width))
    return (q * np.sign(np.diag(r))).astype(np.float32)


def matrix(purpose: str, width: int) -> np.ndarray:
    """What `turned` and `plain` multiply by; drawn once, in the keys of the open transaction."""
    key = held_keys().derive(f"vectors:{purpose}"), width
    if key not in _kept:
        _kept[key] = drawn(*key)
        asyncio.get_running_loop().call_later(KEPT_SECONDS, _kept.pop, key, None)
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    _kept.move_to_end(key)
    return _kept[key]
