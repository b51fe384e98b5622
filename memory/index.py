"""Chroma as the search index: ids and vectors only, one collection per business, never any words.

It is no security boundary: authorisation and the tenant of each hit are Postgres's business.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import numpy as np

from core.settings import settings
from memory import server


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
    return bool(port) and server.listens(port, host)


def _collection(business_id: UUID) -> Any:
    return _client(*_address()).get_or_create_collection(
        f"business-{business_id}", embedding_function=None, metadata={"hnsw:space": "cosine"}
    )


def put(business_id: UUID, vectors: Mapping[UUID, Any]) -> None:
    """Write or replace vectors under their chunk ids."""
    ids = [str(each) for each in vectors]
    rows = [np.asarray(vector, np.float32).tolist() for vector in vectors.values()]
    for first in range(0, len(ids), 500):
        _collection(business_id).upsert(
            ids=ids[first : first + 500], embeddings=rows[first : first + 500]
        )


def missing(business_id: UUID, ids: Sequence[UUID]) -> set[UUID]:
    """Which of `ids` the index does not hold."""
    if not ids:
        return set()
    found = held(business_id)
    return {each for each in ids if each not in found}


def held(business_id: UUID) -> set[UUID]:
    """All ids that the index holds of one business."""
    return {UUID(each) for each in _collection(business_id).get(include=[])["ids"]}


def search(business_id: UUID, vector: np.ndarray, most: int) -> list[UUID]:
    """Ids of the nearest vectors of one business, nearest first."""
    collection = _collection(business_id)
    count = collection.count()
    if not count:
        return []
    found = collection.query(
        query_embeddings=[vector.tolist()], n_results=min(most, count), include=[]
    )
    return [UUID(each) for each in found["ids"][0]]


def forget(business_id: UUID, ids: Sequence[UUID]) -> None:
    """Take vectors out again."""
    if ids:
        _collection(business_id).delete(ids=[str(each) for each in ids])


def drop(business_id: UUID) -> int:
    """Delete a business's collection; returns how many vectors it held.

    What is deleted stays in the files of the server (docs/decisions/0009): `memory.remains` says
    whether it does, and `memory.server` `renew_chroma` starts with empty files.
    """
    client, name = _client(*_address()), f"business-{business_id}"
    if name not in {each.name for each in client.list_collections()}:
        return 0
    held = _collection(business_id).count()
    client.delete_collection(name)
    return held
