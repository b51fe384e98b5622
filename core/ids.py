"""Identifiers: time-ordered for what happens once, derived for what may be said twice."""

import os
from datetime import datetime
from hashlib import sha256
from uuid import UUID, uuid5

from core import clock

NAMESPACE = UUID("5f0ba2c6-3d0e-5f64-9d5c-2b8f1f6a7a10")


def new_id(at: datetime | None = None) -> UUID:
    """A fresh UUIDv7 whose first 48 bits are the millisecond of `at` (default: now)."""
    millis = int((at or clock.now()).timestamp() * 1000) & ((1 << 48) - 1)
    tail = int.from_bytes(os.urandom(10), "big")
    value = (
        millis << 80 | 0x7 << 76 | (tail >> 68 & 0xFFF) << 64 | 0b10 << 62 | tail & ((1 << 62) - 1)
    )
    return UUID(int=value)


def derived_id(*parts: object) -> UUID:
    """The same id for the same parts, for ever: makes a repeated write land on its first row."""
    name = "\x1f".join(str(part) for part in parts)
    try:
        return uuid5(NAMESPACE, name)
    except UnicodeEncodeError:  # a lone surrogate has no bytes in UTF-8
        return uuid5(NAMESPACE, content_hash(name))


def content_hash(*parts: object) -> str:
    """SHA-256, in hex, of the parts; used in unique keys and manifests."""
    return sha256(
        "\x1f".join(str(part) for part in parts).encode("utf-8", "surrogatepass")
    ).hexdigest()
