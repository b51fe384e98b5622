"""Build the app: doors, one handler for errors, health, metrics and the description of itself."""

from core import start  # noqa: F401, I001 (environment switches come first)

import asyncio
import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from math import ceil

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api import auth, docs, limits, openapi, problems, stream
from api.routes import catalog, chat, files, imports, payments, persons, slack
from api.beginnings import gated
from api.web import session, shell, site
from core import clock, security, telemetry
from core.errors import RefleqtError
from core.settings import settings
from memory import db

HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"x-frame-options", b"DENY"),
    (b"cache-control", b"no-store"),
)


class Health(BaseModel):
    """Whether the process answers."""

    status: str = "ok"


def build() -> FastAPI:
    """The whole API."""
    app = FastAPI(
        title="Refleqt",
        version="1",
        description="A closed loop of marketing intelligence. Errors are application/problem+json.",
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan,
    )
    app.state.people = limits.Buckets(_share(settings().requests_per_minute))
    app.state.addresses = limits.Buckets(_share(settings().sign_ins_per_minute))
    app.state.streams = limits.Streams()
    doors = (auth, persons, imports, stream, chat, files, payments, slack)
    for router in (catalog.router(), *(door.router for door in doors)):
        app.include_router(gated(router))
    site.add(app)
    _add_service_routes(app)
    _add_error_handlers(app)
    app.add_middleware(RequestBodyLimitMiddleware, max_body_size=limits.MAX_BODY)
    app.add_middleware(session.Cookies)
    app.add_middleware(Edge)
    app.openapi = lambda: openapi.describe(app)
    return app


@asynccontextmanager
async def _lifespan(_app: FastAPI) -> AsyncIterator[None]:
    telemetry.configure()
    _spare_the_collector()
    await asyncio.to_thread(security.password_matches, "", None)  # the first login is not slower
    yield
    await db.close()


def _share(allowance: int) -> int:
    """What each of the processes that answer allows of an allowance."""
    return ceil(allowance / settings().apis)


def _spare_the_collector() -> None:
    """Let the garbage collector pass by what stays for ever: looking through all of the code again
    and again holds up whoever waits for a page."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 100)


def _add_error_handlers(app: FastAPI) -> None:
    """Each kind of error as a problem for programs, and as a calm page for people."""
    kinds = [
        (RefleqtError, problems.ours),
        (RequestValidationError, problems.invalid),
        (HTTPException, problems.by_status),
        *((lost, problems.store_lost) for lost in db.LOST),
        *((beyond, problems.unfit) for beyond in db.UNFIT),
        *((loose, problems.unlinked) for loose in db.UNLINKED),
    ]
    for kind, told in kinds:
        app.add_exception_handler(kind, shell.or_page(told))


def _add_service_routes(app: FastAPI) -> None:
    @app.get("/healthz", tags=["service"])
    async def healthz() -> Health:
        """The process answers."""
        return Health()

    @app.get("/readyz", tags=["service"])
    async def readyz() -> Health:
        """The process can serve: Postgres answers."""
        await db.answers()
        return Health()

    @app.get("/metrics", tags=["service"], include_in_schema=False)
    async def metrics() -> Response:
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    @app.get("/docs", include_in_schema=False)
    async def described() -> HTMLResponse:
        headers = {"Content-Security-Policy": docs.POLICY}
        return HTMLResponse(docs.page(app.openapi()), headers=headers)


class Edge:
    """Around everything: counts, headers that harden, and an answer for what nobody foresaw."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began, started = clock.elapsed(), False

        async def sending(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                given = {name.lower() for name, _ in message["headers"]}
                own = [each for each in HEADERS if each[0] not in given]
                took = clock.elapsed() - began
                timing = (b"server-timing", f"app;dur={1000 * took:.1f}".encode())
                message["headers"] = [*message["headers"], *own, timing]
                _count(scope, message["status"], took)
            await send(message)

        try:
            await self.app(scope, receive, sending)
        except Exception as wrong:  # noqa: BLE001 (the edge: logged, and answered by a number)
            response: Response = problems.unforeseen(wrong)
            request = Request(scope)
            if shell.is_page(request):
                response = shell.as_page(request, response)
            if not started:
                await response(scope, receive, sending)


def _count(scope: Scope, status: int, seconds: float) -> None:
    route = getattr(scope.get("route"), "path", "none")
    telemetry.http_requests.labels(route, scope["method"], str(status)).inc()
    telemetry.http_seconds.labels(route).observe(seconds)
