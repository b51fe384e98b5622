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

from core import security
from core.errors import NotFound
from core.settings import settings
from memory.ctx import Ctx
from memory.tables import NoDataKey, data_key


class NoSuchBlob(NotFound):
    """This file is not there any more."""


async def put(ctx: Ctx, data: bytes) -> str:
    """Keep bytes, sealed with the business's key; returns the name to fetch them by."""
    name = f"{ctx.business_id}/{hmac.digest(_key(), data, 'sha256').hex()}"
    await obstore.put_async(_store(), name, security.seal(_key(), data, name))
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
    return security.unseal(_key(), bytes(await found.bytes_async()), name)


async def forget(ctx: Ctx, name: str) -> None:
    """Delete a blob of this business; one that is gone already changes nothing."""
    if name.startswith(f"{ctx.business_id}/"):
        await _delete([name])


async def names(ctx: Ctx) -> list[str]:
    """The names of all blobs of this business."""
    found = await obstore.list(_store(), prefix=f"{ctx.business_id}/").collect_async()
    return sorted(each["path"] for each in found)


async def forget_all(ctx: Ctx) -> int:
    """Delete every blob of this business; returns how many there were."""
    found = await names(ctx)
    await _delete(found)
    return len(found)


async def _delete(given: list[str]) -> None:
    for name in given:
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


def _key() -> bytes:
    key = data_key.get()
    if key is None:
        raise NoDataKey
    return key
