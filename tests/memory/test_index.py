"""Chroma holds ids and vectors, one collection a business, and can be filled again from nothing."""

from pathlib import Path
from uuid import UUID

import numpy as np
import pytest

from core.ids import new_id
from memory import index, server

RANDOM = np.random.default_rng(7)


@pytest.fixture(autouse=True)
def _running(data_dir: Path) -> None:
    server.ensure_chroma()


def vectors(count: int) -> dict[UUID, np.ndarray]:
    """Ids with vectors of unit length."""
    made = RANDOM.normal(size=(count, 384)).astype(np.float32)
    made /= np.linalg.norm(made, axis=1, keepdims=True)
    return {new_id(): vector for vector in made}


def test_a_vector_is_its_own_nearest() -> None:
    business, held = new_id(), vectors(20)
    index.put(business, held)
    for each, vector in held.items():
        assert index.search(business, vector, 1) == [each]


def test_businesses_do_not_share_a_collection() -> None:
    mine, other, held = new_id(), new_id(), vectors(3)
    index.put(mine, held)
    assert index.search(other, next(iter(held.values())), 3) == []


def test_what_is_missing_is_named_and_what_is_forgotten_is_missing() -> None:
    business, held = new_id(), vectors(3)
    first, *rest = held
    index.put(business, held)
    index.forget(business, [first])
    index.forget(business, [])
    assert index.missing(business, list(held)) == {first}
    assert set(index.search(business, held[first], 9)) == set(rest)
    assert index.missing(business, []) == set()


def test_writing_again_replaces() -> None:
    business, held = new_id(), vectors(2)
    one, two = held
    index.put(business, held)
    index.put(business, {one: held[two], two: held[one]})
    assert index.search(business, held[one], 1) == [two]


def test_more_than_one_batch_is_written() -> None:
    business, held = new_id(), vectors(1001)
    index.put(business, held)
    assert index.missing(business, list(held)) == set()


def test_an_index_that_answers_is_reachable() -> None:
    assert index.reachable()
    server.stop_chroma()
    (server.settings().data_dir / "chroma.port").unlink()
    assert not index.reachable()
