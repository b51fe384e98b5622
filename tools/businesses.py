"""Which business a command means, for whoever runs the installation.

These are not in the catalog: no agent and no door to the outside may call them.
"""

import re
from dataclasses import dataclass
from uuid import UUID

from core.errors import BadInput, NotFound
from core.ids import new_id
from core.text import kept_text
from domain.access import Actor, worker_for
from memory import people
from memory.ctx import Ctx, open_ctx

MAKE_ONE = "Run `refleqt demo`, bring one in with `refleqt import --business NAME`, or sign up."


class NoSuchBusiness(BadInput):
    """No business here has this name."""


class WhichBusiness(BadInput):
    """There are several businesses."""


class NoBusinessYet(NotFound):
    """There is no business here yet."""


@dataclass(frozen=True)
class Business:
    """A business of this installation."""

    id: UUID
    name: str
    slug: str

    def answers_to(self, name: str) -> bool:
        """Whether `name` is its id, slug or name."""
        return name.strip().lower() in (str(self.id), self.slug, self.name.lower())

    def __str__(self) -> str:
        return f"{self.slug} ({self.id})"


async def listed() -> list[Business]:
    """All businesses, oldest first."""
    async with open_ctx(Actor("operator"), read_only=True) as ctx:
        ids = await people.all_businesses(ctx)
    return [await _one(business_id) for business_id in ids]


async def named(name: str | None) -> Business | None:
    """The business of that id, slug or name; without a name the only one. None: there is none yet.

    Raises `NoSuchBusiness`, or `WhichBusiness` where the name fits several.
    """
    all_of_them = await listed()
    if not all_of_them:
        return None
    fits = [each for each in all_of_them if name is None or each.answers_to(name)]
    known = ", ".join(map(str, all_of_them))
    if len(fits) > 1:
        raise WhichBusiness(f"They are {known}.", remedy="Choose one with --business.")
    if name is not None and not fits:
        raise NoSuchBusiness(f"{name!r} is not among {known}.", field="business", value=name)
    return fits[0] if fits else None


async def known(name: str | None) -> Business:
    """As `named`, for whoever cannot go on without one. Raises `NoBusinessYet` too."""
    one = await named(name)
    if one is None:
        raise NoBusinessYet(remedy=MAKE_ONE)
    return one


async def founder_of(business: Business) -> Actor:
    """Who acts from the command line: whoever was first in the business."""
    return Actor("founder", await owner(business), business.id)


def keeper(business: Business | None, owner: UUID | None = None) -> Actor:
    """The actor that keeps a command's input; for no business, that of a new one."""
    if business is None:
        return worker_for(new_id())
    return Actor("worker", user_id=owner, business_id=business.id)


async def owner(business: Business | None) -> UUID | None:
    """The person who was first in a business, if it has anybody."""
    if business is None:
        return None
    async with open_ctx(worker_for(business.id), read_only=True) as ctx:
        return await people.first_member(ctx)


async def found(ctx: Ctx, name: str) -> Business:
    """Make the business of `ctx`."""
    name = kept_text(name, field="business", limit=200)
    await people.make_business(ctx, {"name": name, "slug": slug(name)})
    return Business(ctx.business_id, name, slug(name))


def slug(name: str) -> str:
    """A name as it stands in commands and addresses."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "business"


async def _one(business_id: UUID) -> Business:
    async with open_ctx(worker_for(business_id), read_only=True) as ctx:
        row = await people.business(ctx)
    return Business(business_id, row.name, row.slug) if row else Business(business_id, "", "")
