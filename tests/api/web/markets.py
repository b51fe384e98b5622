"""A marketplace that is committed, and the people in it as browsers."""

from uuid import UUID

import httpx2

from api.web.session import ACCESS
from core import security
from core.ids import new_id
from core.security import Claims
from domain.access import worker_for
from memory import market
from memory.ctx import open_ctx
from tests import worlds
from tests.api.people import Person
from tests.api.web.visiting import HOST

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"


async def offered(person: Person) -> UUID:
    """An offer to the only creator, committed; returns the assignment's id."""
    async with open_ctx(worker_for(person.business_id)) as worker:
        return await worlds.offered(worker)


async def taken(person: Person) -> UUID:
    """An assignment that its creator took, committed."""
    async with open_ctx(worker_for(person.business_id)) as worker:
        return await worlds.taken(worker)


async def passed(person: Person) -> UUID:
    """An assignment whose work has passed and is paid, committed."""
    async with open_ctx(worker_for(person.business_id)) as worker:
        return await worlds.passed(worker)


async def as_creator(
    browser: httpx2.AsyncClient, person: Person, assignment_id: UUID
) -> httpx2.AsyncClient:
    """The browser, signed in as the creator of an assignment."""
    async with open_ctx(worker_for(person.business_id)) as worker:
        row = await market.assignment(worker, assignment_id)
    return seated(browser, Claims(new_id(), "creator", None, row.creator_id))


def seated(browser: httpx2.AsyncClient, claims: Claims) -> httpx2.AsyncClient:
    """The browser with the access token of somebody's seat."""
    browser.cookies.set(ACCESS, security.access_token(claims), domain=HOST)
    return browser
