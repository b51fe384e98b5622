"""One embedded Postgres per test process, one rolled-back transaction per test, the simulated
clock."""

from core import start  # noqa: F401, I001 (environment switches come first)

import asyncio
import socket
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import hypothesis
import psycopg
import pytest
from filelock import FileLock
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling

from cdt import gateway
from cdt.model_says import Brain, Reply
from cdt.model_server import ModelServer, in_order, running
from core import clock, settings
from core.ids import new_id
from domain.access import Actor, worker_for
from memory import db, migrate, people, server
from memory.ctx import Ctx, acting, open_ctx
from tests import trained

hypothesis.settings.register_profile("house", deadline=None)  # a law has no time limit
hypothesis.settings.load_profile("house")

START = datetime(2026, 11, 1, 9, 0, tzinfo=UTC)


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--torture` adds the runs that take many minutes (`make torture`)."""
    parser.addoption("--torture", action="store_true", help="run what takes many minutes too")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the long runs out unless they are asked for."""
    if not config.getoption("--torture"):
        long = [item for item in items if item.get_closest_marker("torture")]
        config.hook.pytest_deselected(items=long)
        items[:] = [item for item in items if not item.get_closest_marker("torture")]


class OneSite(LoadFileScheduling):
    """A file at a time to a test process, and all of `tests/browser` to one: its site takes
    minutes to make."""

    def _split_scope(self, nodeid: str) -> str:
        file = super()._split_scope(nodeid)
        return "tests/browser" if file.startswith("tests/browser/") else file


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadFileScheduling | None:
    """With `--dist loadfile`, the site of the browser's tests is made once."""
    return OneSite(config, log) if config.getoption("dist") == "loadfile" else None


@pytest.fixture(scope="session", autouse=True)
def _loopback_only() -> Iterator[None]:
    """Opening a socket beyond loopback fails the test."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        host = address[0] if isinstance(address, tuple) else "unix"
        if host not in ("unix", "127.0.0.1", "localhost", "::1"):
            raise AssertionError(f"a test opened a connection to {host}")
        connect(self, address)

    socket.socket.connect = guarded
    yield
    socket.socket.connect = connect


@pytest.fixture(scope="session")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A data directory with a running, migrated Postgres."""
    folder = tmp_path_factory.mktemp("data")
    settings.use(data_dir=folder, environment="local")
    with server.held():
        asyncio.run(migrate.migrate())
        yield folder


@pytest.fixture(scope="session")
async def _pool(data_dir: Path) -> AsyncIterator[None]:
    yield
    await db.close()


@pytest.fixture(scope="session")
def train_python() -> Path:
    """The interpreter that has torch; without one the test is skipped."""
    python = settings.settings().train_python
    if python is None or not python.exists():
        pytest.skip("There is no training environment here: `make test-train` makes it.")
    return python


@pytest.fixture(scope="session")
def toy_base(train_python: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A base of two small layers with random weights."""
    folder = tmp_path_factory.mktemp("toy")
    trained.script("tiny_base.py", "llama", "toy", folder, 0)
    return folder


@pytest.fixture(scope="session")
def tiny_base(train_python: Path, tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A base of 1.8 million numbers that learned to talk of marketing; takes two minutes.

    The test processes of one run share it.
    """
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "tiny"
    with FileLock(folder.with_suffix(".lock")):
        if not folder.exists():
            making = tmp_path_factory.mktemp("making")
            trained.script("tiny_base.py", "llama", "tiny", making, trained.PRETRAINED)
            making.rename(folder)
    return folder


@pytest.fixture
def simulated() -> Iterator[clock.SimulatedClock]:
    """A clock that stands at the start of November 2026 until the test moves it."""
    it = clock.SimulatedClock(START)
    with clock.running(it):
        yield it


@pytest.fixture
def founder() -> Actor:
    """A founder of a business that nobody else in the test process has."""
    return Actor("founder", user_id=new_id(), business_id=new_id())


@pytest.fixture
def _idle(_pool: None) -> None:
    """Queue and marketplace are shared by all businesses; each test finds both empty."""
    with psycopg.connect(db.dsn(server.OWNER), autocommit=True) as owner:
        owner.execute("truncate pgqueuer, pgqueuer_log, job_starts, scheduled_work, creators")


@pytest.fixture
async def ctx(
    request: pytest.FixtureRequest,
    _idle: None,
    simulated: clock.SimulatedClock,
    founder: Actor,
) -> AsyncIterator[Ctx]:
    """A founder's Ctx in a transaction that is rolled back when the test ends.

    Where a model is served the business itself is committed, since money is counted in
    transactions apart, and is gone when the test ends.
    """
    house = {"name": "Test House", "slug": "test-house"}
    committed = "served" in request.fixturenames
    if committed:
        async with open_ctx(founder) as ctx:
            await people.make_business(ctx, house)
    async with db.engine().connect() as connection:
        transaction = await connection.begin()
        async with acting(connection, founder) as ctx:
            if not committed:
                await people.make_business(ctx, house)
            yield ctx
        await transaction.rollback()
    if committed:
        _erase(founder)


def _erase(founder: Actor) -> None:
    with psycopg.connect(db.dsn(server.OWNER), autocommit=True) as owner:
        owner.execute("set app.erasing = 'yes'")
        owner.execute("delete from businesses where id = %s", (founder.business_id,))


@pytest.fixture
async def worker(ctx: Ctx) -> AsyncIterator[Ctx]:
    """The worker of the business, in the transaction that the test rolls back."""
    async with acting(ctx.db, worker_for(ctx.business_id)) as worker:
        yield worker


@pytest.fixture
async def lasting(
    _idle: None, simulated: clock.SimulatedClock, founder: Actor
) -> AsyncIterator[Actor]:
    """A founder whose business is committed, for tests of several transactions or processes.

    Nothing else waits when the test begins; the business and every job are gone when it ends.
    """
    async with open_ctx(founder) as ctx:
        name = f"house-{founder.business_id}"
        await people.make_business(ctx, {"name": "Lasting House", "slug": name})
    yield founder
    _erase(founder)
    with psycopg.connect(db.dsn(server.OWNER), autocommit=True) as owner:
        owner.execute("truncate pgqueuer, pgqueuer_log, job_starts")


@pytest.fixture
def served() -> Iterator[Callable[[Brain | Sequence[Reply]], ModelServer]]:
    """Starts a scripted model and configures it; called with a brain or with replies in order."""
    with ExitStack() as stack:

        def serve(answers: Brain | Sequence[Reply]) -> ModelServer:
            brain = in_order(answers) if isinstance(answers, Sequence) else answers
            server = stack.enter_context(running(brain))
            gateway.breaker.cache_clear()  # its port may have been that of a server that failed
            settings.use(
                model="openai/scripted", model_api_base=server.url, model_timeout_seconds=5
            )
            return server

        yield serve
    settings.use(
        model="", model_api_base="", model_timeout_seconds=60,
        model_tokens_per_day=2_000_000, model_usd_per_day=10,
    )  # fmt: skip


def other_business() -> UUID:
    """An id that belongs to nobody in the test."""
    return new_id()
