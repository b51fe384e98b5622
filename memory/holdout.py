"""What is held out may not be looked up either, while somebody is examined."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID

_HIDDEN: ContextVar[frozenset[UUID]] = ContextVar("hidden", default=frozenset())


@contextmanager
def without(ids: Collection[UUID]) -> Iterator[None]:
    """Inside this block, and in tasks begun in it, no search finds a row of these ids."""
    before = _HIDDEN.set(_HIDDEN.get() | frozenset(ids))
    try:
        yield
    finally:
        _HIDDEN.reset(before)


def hidden(one: UUID) -> bool:
    """Whether a row may not be found now."""
    return one in _HIDDEN.get()
