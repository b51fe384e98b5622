"""Files of a business (audio, documents, deliverables): sealed bytes in a folder or an S3 bucket.

A blob is named by a keyed hash of its bytes, so keeping the same bytes twice keeps one blob, and
the name tells nobody what is in it. Rows hold the names; `forget_all` is for erasure.
"""

import hmac
from functools import lru_cache
from typing import Any

import obstore
from obstore.exceptions import NotFoundError
from obstore.store import LocalStore, from_url
from sqlalchemy import func, select

from core.errors import NotFound
from core.keyring import HEADER
from core.security import SealBroken
from core.settings import settings
from memory.ctx import Ctx
from memory.tables import held_keys


class NoSuchBlob(NotFound):
    """This file is not there any more."""


async def put(ctx: Ctx, data: bytes) -> str:
    """Keep bytes, sealed with the business's key; returns the name to fetch them by."""
    ring = held_keys()
    digest = hmac.digest(ring.derive("names of blobs"), data, "sha256").hex()
    name = f"{ctx.business_id}/{digest}"
    await obstore.put_async(_store(), name, ring.seal(data, name))
    return name


async def get(ctx: Ctx, name: str) -> bytes:
    """The bytes of a blob of this business.

    Raises `NoSuchBlob` for what is gone and for another business's, the same.
    """
    if not name.startswith(f"{ctx.business_id}/"):
        raise NoSuchBlob
    try:
        found = await obstore.get_async(_store(), name)
    except (NotFoundError, FileNotFoundError) as wrong:
        raise NoSuchBlob from wrong
    return held_keys().unseal(bytes(await found.bytes_async()), name)


async def head(ctx: Ctx, name: str) -> bytes:
    """What a blob of this business begins with: the number of its key. Empty for what is gone."""
    try:
        found = await obstore.get_range_async(_store(), name, start=0, end=HEADER)
    except (NotFoundError, FileNotFoundError):
        return b""
    return bytes(found) if name.startswith(f"{ctx.business_id}/") else b""


async def reseal(ctx: Ctx, name: str) -> bool:
    """Seal a blob anew with the newest key; False for one that is gone, or that no key opens.

    Who deletes it meanwhile waits until the transaction ends, so that it does not come back.
    """
    await _one_at_a_time(ctx, name)
    try:
        data = await get(ctx, name)
    except (NoSuchBlob, SealBroken):
        return False
    await obstore.put_async(_store(), name, held_keys().seal(data, name))
    return True


async def forget(ctx: Ctx, name: str) -> None:
    """Delete a blob of this business; one that is gone already changes nothing."""
    if name.startswith(f"{ctx.business_id}/"):
        await _delete(ctx, [name])


async def names(ctx: Ctx) -> list[str]:
    """The names of all blobs of this business."""
    found = await obstore.list(_store(), prefix=f"{ctx.business_id}/").collect_async()
    return sorted(each["path"] for each in found)


async def forget_all(ctx: Ctx) -> int:
    """Delete every blob of this business; returns how many there were."""
    found = await names(ctx)
    await _delete(ctx, found)
    return len(found)


async def _one_at_a_time(ctx: Ctx, name: str) -> None:
    await ctx.db.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(name, 0))))


async def _delete(ctx: Ctx, given: list[str]) -> None:
    for name in given:
        await _one_at_a_time(ctx, name)
        try:
            await obstore.delete_async(_store(), name)
        except (NotFoundError, FileNotFoundError):
            continue


def _store() -> Any:
    chosen = settings()
    return _opened(chosen.blobs_url or f"{chosen.blobs.absolute()}")


@lru_cache(maxsize=4)
def _opened(place: str) -> Any:
    return (
        from_url(place) if "://" in place else LocalStore(place, mkdir=True, automatic_cleanup=True)
    )
