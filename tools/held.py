"""Held forms: what somebody sent when their session had ended comes back once they signed in.

The sign-in page carries the form sealed; nobody but this installation can read or forge it, and it
is never sent again by itself.
"""

import base64
import json
import zlib
from datetime import datetime, timedelta
from uuid import UUID

from pydantic import BaseModel, ValidationError

from core import clock, security
from core.errors import BadInput
from memory import held
from memory.ctx import Ctx

MOST_BYTES = 400_000
LASTS = timedelta(days=1)
_ABOUT = "a form on its way"


class FormLost(BadInput):
    """This form cannot be given back."""


class HeldForm(BaseModel):
    """A form: whose, the page that it stood on, where it was sent, its fields in order, and when.

    `owner` is None where it is not known whose session had ended.
    """

    owner: UUID | None = None
    page: str
    action: str
    fields: list[tuple[str, str]]
    at: datetime

    @property
    def values(self) -> dict[str, list[str]]:
        """The values of each field."""
        found: dict[str, list[str]] = {}
        for name, value in self.fields:
            found.setdefault(name, []).append(value)
        return found


def pack(form: HeldForm) -> str:
    """A form sealed for the way through the sign-in page; empty where it is too large for that."""
    words = form.model_dump_json().encode()
    if len(words) > MOST_BYTES:
        return ""
    sealed = security.seal(_key(), zlib.compress(words), _ABOUT)
    return base64.urlsafe_b64encode(sealed).decode()


def unpack(packed: str) -> HeldForm:
    """The form again. Raises `FormLost` for what we did not seal and for what is too old."""
    try:
        sealed = base64.urlsafe_b64decode(packed.encode())
        form = HeldForm.model_validate_json(
            zlib.decompress(security.unseal(_key(), sealed, _ABOUT))
        )
    except (ValueError, zlib.error, security.SealBroken, ValidationError) as wrong:
        raise FormLost from wrong
    if clock.now() - form.at > LASTS:
        raise FormLost
    return form


async def keep(ctx: Ctx, form: HeldForm) -> bool:
    """Keep a form for the person of `ctx` until its page is shown; False if it is another's."""
    if form.owner not in (None, ctx.actor.user_id):
        return False
    await held.keep(ctx, json.loads(form.model_dump_json()))
    return True


async def take(ctx: Ctx) -> HeldForm | None:
    """The form that waits for the person of `ctx`, once."""
    found = await held.take(ctx)
    return HeldForm.model_validate(found) if found else None


def _key() -> bytes:
    return security.installation_key("form")
