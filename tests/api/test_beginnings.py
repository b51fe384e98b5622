"""A router is looked through only for paths that begin as one of its own does."""

import httpx2
import pytest
from fastapi import APIRouter, FastAPI

from api.beginnings import ByBeginning, first_of, gated


def vents() -> APIRouter:
    """A router with two pages of one beginning."""
    made = APIRouter()

    @made.get("/vents")
    async def board() -> str:
        return "board"

    @made.get("/vents/{one}")
    async def note(one: str) -> str:
        return one

    return made


@pytest.mark.parametrize(
    ("path", "status"), [("/vents", 200), ("/vents/4", 200), ("/ventssss", 404), ("/", 404)]
)
async def test_what_begins_alike_is_found_and_nothing_else(path: str, status: int) -> None:
    app = FastAPI()
    app.include_router(gated(vents()))
    transport = httpx2.ASGITransport(app=app)
    async with httpx2.AsyncClient(transport=transport, base_url="http://test") as client:
        assert (await client.get(path)).status_code == status


async def test_a_path_that_is_there_for_another_method_says_so() -> None:
    app = FastAPI()
    app.include_router(gated(vents()))
    transport = httpx2.ASGITransport(app=app)
    async with httpx2.AsyncClient(transport=transport, base_url="http://test") as client:
        assert (await client.post("/vents")).status_code == 405


def test_a_router_that_takes_any_beginning_stays_as_it_is() -> None:
    made = vents()

    @made.get("/{anything}")
    async def rest(anything: str) -> str:
        return anything

    assert gated(made) is made
    assert isinstance(gated(vents()), ByBeginning)


@pytest.mark.parametrize(
    ("path", "first"), [("/", ""), ("/vents", "vents"), ("/vents/4/5", "vents"), ("*", "*")]
)
def test_the_first_part_of_a_path(path: str, first: str) -> None:
    assert first_of(path) == first
