"""Facets as they are stored: a keyed hash of name and value, different for every business.

Who reads the database sees which passages share a value, and not which value it is.
"""

import hmac
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Column, ColumnElement, and_

from domain.facets import VISIBILITIES, Facet, Facets, pairs
from memory.tables import held_keys

LENGTH = 10
"""Bytes of a stored hash: a million values of a business meet by chance once in a million cases."""


def blinded(facets: Mapping[Facet, Iterable[str]]) -> list[str]:
    """The stored form of facets, in the keys of the open transaction's business."""
    key = held_keys().derive("facets")
    return [_hash(key, name, value) for name, value in pairs(facets)]


def fits(column: Column[Any], facets: Facets) -> ColumnElement[bool]:
    """The condition that a row has one of the values of every facet that is named."""
    return and_(True, *[column.overlap(blinded({name: facets[name]})) for name in facets])


def any_visibility() -> list[str]:
    """The stored forms of every visibility there is."""
    return blinded({"visibility": VISIBILITIES})


def _hash(key: bytes, name: str, value: str) -> str:
    return hmac.digest(key, f"{name}={value}".encode(), "sha256")[:LENGTH].hex()
