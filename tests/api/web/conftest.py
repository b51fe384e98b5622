"""A browser without a browser: cookies, forms and redirects over ASGI."""

from collections.abc import AsyncIterator

import httpx2
import pytest
from fastapi import FastAPI

from api.web import texts
from tests.api.people import Person, register
from tests.api.web.visiting import BROWSER, sign_in


@pytest.fixture(autouse=True)
def _english() -> None:
    """A test that spoke another language speaks for itself alone."""
    texts.speak("en", "UTC")


@pytest.fixture
async def browser(app: FastAPI, client: httpx2.AsyncClient) -> AsyncIterator[httpx2.AsyncClient]:
    """Requests as a browser sends them, nobody signed in."""
    transport = httpx2.ASGITransport(app, raise_app_exceptions=False)
    async with httpx2.AsyncClient(
        transport=transport, base_url="http://refleqt", headers=BROWSER
    ) as it:
        yield it


@pytest.fixture
async def person(client: httpx2.AsyncClient) -> Person:
    """A founder who has just registered."""
    return await register(client)


@pytest.fixture
async def founder_page(browser: httpx2.AsyncClient, person: Person) -> httpx2.AsyncClient:
    """The browser of `person`, signed in."""
    return sign_in(browser, person.tokens)
