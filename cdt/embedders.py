"""Which model makes vectors of passages: the built-in one, or those that the settings name.

While one generation of the index is live and another is built (`memory.generations`), both models
are asked: the first of the settings is wanted, any further one stays at hand until then.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import numpy as np

from cdt import gateway, routes
from cdt.calls import Meter
from cdt.embed import MODEL, WIDTH, embed, read_tokens
from cdt.failures import BROKEN
from core.errors import Unavailable


class NoSuchEmbedder(Unavailable):
    """No embedding model of this name is set up."""


class EmbeddingFailed(Unavailable):
    """The embedding model did not make vectors of these texts."""


@dataclass(frozen=True)
class Embedding:
    """What is sent to an embedding model: texts alone. It stands in the books under this name."""

    prompt_id: str = "passages/embed"
    version: int = 1
    hash: str = ""


def wanted() -> str:
    """The model that the index shall be of."""
    named = routes.embedding_models()
    return named[0] if named else MODEL


async def tokens_of(texts: Sequence[str]) -> tuple[np.ndarray, list[np.ndarray]]:
    """Vectors and signs of tokens by the built-in model, as `cdt.embed.read_tokens`.

    Raises `EmbeddingFailed`.
    """
    try:
        return await asyncio.to_thread(read_tokens, texts)
    except BROKEN as wrong:
        raise EmbeddingFailed(f"({type(wrong).__name__})") from wrong


async def vectors_of(business_id: UUID, model: str, texts: Sequence[str]) -> np.ndarray:
    """Vectors of unit length, float32, one row a text. Raises `Unavailable` kinds only."""
    if not texts:
        return np.zeros((0, WIDTH), np.float32)
    if model == MODEL:
        try:
            return await asyncio.to_thread(embed, texts)
        except BROKEN as wrong:
            raise EmbeddingFailed(f"({type(wrong).__name__})") from wrong
    if model not in routes.embedding_models():
        remedy = "Name it in REFLEQT_EMBEDDING_MODEL, after the one that is wanted."
        raise NoSuchEmbedder(f"({model})", remedy=remedy, value=model)
    found = await gateway.embed(model, texts, Meter(Embedding(), business_id))
    if len(found) != len(texts):
        raise EmbeddingFailed(f"({len(found)} vectors for {len(texts)} texts)")
    return found / np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-12)
