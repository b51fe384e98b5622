"""The same write, sent twice with one key, happens once and answers the same (`Idempotency-Key`).

Not a tool of its own: doors wrap a tool's call in `once`.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from core.errors import Conflict
from core.ids import content_hash
from memory import people
from memory.ctx import Ctx

REMEMBERING = frozenset({"founder", "team"})
"""Roles whose keys are kept; they are rows of a business, which the other roles do not have."""


class KeyUsedOtherwise(Conflict):
    """This Idempotency-Key belongs to another request."""


@dataclass(frozen=True)
class Outcome:
    """What a write answered, as JSON, and whether that was now or before."""

    body: Any
    replayed: bool


async def once(
    ctx: Ctx, key: str | None, request: object, write: Callable[[], Awaitable[BaseModel]]
) -> Outcome:
    """Do `write` unless `key` did it before; then give that answer again.

    `request` is whatever makes two requests the same. A write that fails leaves no key behind.
    Raises `KeyUsedOtherwise` when the key came with another request.
    """
    if key is None or ctx.actor.role not in REMEMBERING:
        return Outcome((await write()).model_dump(mode="json"), replayed=False)
    known = await people.take_key(ctx, key)
    digest = content_hash(request)
    if known is None:
        body = (await write()).model_dump(mode="json")
        await people.keep_key(ctx, key, digest, 200, body)
        return Outcome(body, replayed=False)
    if known.request_hash != digest:
        raise KeyUsedOtherwise(
            remedy="Send the first request's body again, or choose a new key.",
            field="Idempotency-Key",
            value=key,
        )
    return Outcome(known.response, replayed=True)
