"""Chroma as the search index: ids and vectors only, one collection per business and generation.

Never any words. It is no security boundary: authorisation and the tenant of each hit are Postgres's
business.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import numpy as np

from core.errors import Unavailable
from core.settings import settings
from memory import server

PAGE = 500


class IndexLost(Unavailable):
    """The search index does not answer, or its files are gone; Postgres is searched meanwhile."""


@lru_cache(maxsize=4)
def _client(host: str, port: int) -> Any:
    import chromadb
    from chromadb.config import Settings

    return chromadb.HttpClient(host=host, port=port, settings=Settings(anonymized_telemetry=False))


def _address() -> tuple[str, int]:
    if settings().chroma_url:
        parts = urlsplit(settings().chroma_url)
        return parts.hostname or "127.0.0.1", parts.port or 8000
    return "127.0.0.1", server.chroma_port()


def reachable() -> bool:
    """Whether an index answers; without one the search scans Postgres exactly."""
    host, port = _address()
    if server.own_chroma() and not server.chroma_is_whole():
        return False
    return bool(port) and server.listens(port, host)


@contextmanager
def _asked() -> Iterator[None]:
    """Whatever a Chroma answers that is gone or broken becomes `IndexLost`."""
    import httpx
    from chromadb.errors import ChromaError

    try:
        yield
    except (ChromaError, httpx.HTTPError, ValueError) as wrong:
        raise IndexLost(f"({type(wrong).__name__})") from wrong


def _name(business_id: UUID, generation: int) -> str:
    return f"business-{business_id}" + (f"-{generation}" if generation else "")


def _collection(business_id: UUID, generation: int) -> Any:
    return _client(*_address()).get_or_create_collection(
        _name(business_id, generation),
        embedding_function=None,
        metadata={"hnsw:space": "cosine"},
    )


def put(business_id: UUID, vectors: Mapping[UUID, Any], generation: int = 0) -> None:
    """Write or replace vectors under their chunk ids."""
    ids = [str(each) for each in vectors]
    rows = [np.asarray(vector, np.float32).tolist() for vector in vectors.values()]
    with _asked():
        for first in range(0, len(ids), PAGE):
            part = slice(first, first + PAGE)
            collection = _collection(business_id, generation)
            collection.upsert(ids=ids[part], embeddings=rows[part])


def missing(business_id: UUID, ids: Sequence[UUID], generation: int = 0) -> set[UUID]:
    """Which of `ids` the index does not hold."""
    if not ids:
        return set()
    found = held(business_id, generation)
    return {each for each in ids if each not in found}


def held(business_id: UUID, generation: int = 0) -> set[UUID]:
    """All ids that the index holds of one business."""
    with _asked():
        found = _collection(business_id, generation).get(include=[])["ids"]
    return {UUID(each) for each in found}


def size(business_id: UUID, generation: int = 0) -> int:
    """How many vectors the index holds of one business."""
    with _asked():
        return int(_collection(business_id, generation).count())


def vectors_of(
    business_id: UUID, ids: Sequence[UUID], generation: int = 0
) -> dict[UUID, np.ndarray]:
    """Id → vector as the index holds it, for those of `ids` that it holds."""
    with _asked():
        found = _collection(business_id, generation).get(
            ids=[str(each) for each in ids], include=["embeddings"]
        )
    rows = zip(found["ids"], found["embeddings"], strict=True)
    return {UUID(one): np.asarray(vector, np.float32) for one, vector in rows}


def search(business_id: UUID, vector: np.ndarray, most: int, generation: int = 0) -> list[UUID]:
    """Ids of the nearest vectors of one business, nearest first."""
    with _asked():
        collection = _collection(business_id, generation)
        count = collection.count()
        if not count:
            return []
        found = collection.query(
            query_embeddings=[vector.tolist()], n_results=min(most, count), include=[]
        )
    return [UUID(each) for each in found["ids"][0]]


def forget(business_id: UUID, ids: Sequence[UUID], generation: int = 0) -> None:
    """Take vectors out again."""
    with _asked():
        for first in range(0, len(ids), PAGE):
            gone = [str(each) for each in ids[first : first + PAGE]]
            _collection(business_id, generation).delete(ids=gone)


def generations_of(business_id: UUID) -> list[int]:
    """The generations of which the index has a collection."""
    with _asked():
        return [number for number, _ in _collections(business_id)]


def drop(business_id: UUID, generation: int | None = None) -> int:
    """Delete a business's collections, or that of one generation; returns how many vectors.

    What is deleted stays in the files of the server (docs/decisions/0009): `memory.remains` says
    whether it does, and `memory.server` `renew_chroma` starts with empty files.
    """
    gone = 0
    with _asked():
        for number, each in _collections(business_id):
            if generation in (None, number):
                gone += each.count()
                _client(*_address()).delete_collection(each.name)
    return gone


def _collections(business_id: UUID) -> list[tuple[int, Any]]:
    whole = _name(business_id, 0)
    every = _client(*_address()).list_collections()
    ours = [one for one in every if one.name == whole or one.name.startswith(f"{whole}-")]
    return [(int(one.name[len(whole) + 1 :] or 0), one) for one in ours]
