"""An ASGI client in this process, a real server for streams, and a founder."""

import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx2
import pytest
from fastapi import FastAPI
from sqlalchemy import text

from api.app import build
from core import settings
from memory import db, server
from tests.api.people import Person, register


@pytest.fixture(scope="session")
def app(data_dir: Path) -> FastAPI:
    """The API; its rate limits are out of the way, so that tests do not wait for each other."""
    settings.use(requests_per_minute=10_000_000, sign_ins_per_minute=10_000_000)
    return build()


@pytest.fixture
async def client(app: FastAPI, _pool: None) -> AsyncIterator[httpx2.AsyncClient]:
    """Requests to the API without a network."""
    transport = httpx2.ASGITransport(app, raise_app_exceptions=False)
    async with httpx2.AsyncClient(transport=transport, base_url="http://refleqt") as it:
        yield it
    async with db.engine().begin() as connection:  # doors commit; other tests count the queue
        await connection.execute(text("delete from pgqueuer"))


@pytest.fixture
async def ada(client: httpx2.AsyncClient) -> Person:
    """A founder who has just registered."""
    return await register(client)


@pytest.fixture(scope="session")
def address(app: FastAPI) -> Iterator[str]:
    """Address of the API in a process of its own, over the same database."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "api.cli", "serve", "--api-only", "--port", str(port)]
    child = subprocess.Popen(command)
    while not server.listens(port):
        assert child.poll() is None, "the API ended before it listened"
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}"
    child.terminate()
    child.wait()
