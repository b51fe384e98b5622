"""What passages mean, opened: plain vectors of the live generation, and the signs of tokens.

Kept in this process for as long as the index of the business is held (`memory.lexical`).
"""

import asyncio
import hashlib
from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np
from sqlalchemy import LargeBinary, Select, func, select

from memory import generations, turning
from memory.ctx import Ctx
from memory.generations import Generation
from memory.tables import among
from memory.vectors import Key, context_embeddings, of_generation

AT_ONCE = 2_000
VECTOR_HEAD = 4
"""Bytes before the numbers of a vector as Postgres sends it: how many there are, and a spare."""
SIGNS = 48
"""Bytes of a token's signs: 384 bits, of the built-in model whatever the generation's is."""


@dataclass(frozen=True)
class Meaning:
    """A passage's vector, the signs of its tokens' vectors (tokens, 48), a digest of its words.

    `id` is the passage's in the vault, where it is kept there.
    """

    vector: np.ndarray
    signs: np.ndarray | None
    digest: bytes
    id: UUID | None = None


_meanings: dict[UUID, dict[UUID, tuple[Key, Meaning]]] = {}
"""By business and passage."""


def digest(words: str) -> bytes:
    """By which a vector knows the words that it was made of."""
    return hashlib.blake2b(words.encode(), digest_size=16).digest()


def packed(signs: np.ndarray) -> str:
    """Signs as they are kept."""
    return b64encode(signs.tobytes()).decode()


async def meanings(ctx: Ctx) -> tuple[Generation, dict[Key, Meaning]]:
    """The live generation, and the meaning of every passage of it by its place.

    Passages never change, so that only what was not opened before is read. A new data key changes
    none of this: it seals the same words.
    """
    it, table = await generations.live(ctx), context_embeddings
    known = _meanings.setdefault(ctx.business_id, {})
    there = {row.id for row in await ctx.rows(select(table.c.id).where(*of_generation(it)))}
    for gone in known.keys() - there:
        del known[gone]
    fresh = [*(there - known.keys())]
    turn = turning.matrix(it.purpose, it.width) if it.purpose and fresh else None
    for first in range(0, len(fresh), AT_ONCE):
        batch = among(table.c.id, fresh[first : first + AT_ONCE])
        rows = await ctx.rows(_read().where(batch).order_by(table.c.created_at))
        if rows:
            known.update(await asyncio.to_thread(_opened, rows, turn))
    return it, dict(known.values())


def _read() -> Select[*tuple[Any, ...]]:
    """Vectors come as bytes: reading them as text takes ten times as long."""
    table = context_embeddings
    vector = func.vector_send(table.c.embedding, type_=LargeBinary).label("sent")
    return select(
        table.c.id, table.c.source_type, table.c.source_id, table.c.position, table.c.signs,
        table.c.text_chunk, vector,
    )  # fmt: skip


def let_go(business_id: UUID) -> None:
    """Drop the opened meanings of a business from memory."""
    _meanings.pop(business_id, None)


def _opened(rows: Sequence[Any], turn: np.ndarray | None) -> dict[UUID, tuple[Key, Meaning]]:
    sent = [np.frombuffer(row.sent, ">f4", offset=VECTOR_HEAD) for row in rows]
    vectors = np.stack(sent).astype(np.float32)
    if turn is not None:
        vectors = vectors @ turn
    return {
        row.id: (
            (row.source_type, row.source_id, row.position),
            Meaning(
                vector,
                np.frombuffer(b64decode(row.signs), np.uint8).reshape(-1, SIGNS)
                if row.signs is not None else None,
                digest(row.text_chunk), row.id,
            ),
        )
        for row, vector in zip(rows, vectors, strict=True)
    }  # fmt: skip
