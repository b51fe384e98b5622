"""All pages: what stands before each of them, the list of page modules, and the static files."""

from pathlib import Path
from typing import Any

from fastapi import APIRouter, Depends, FastAPI, Request
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import Response
from starlette.staticfiles import StaticFiles

from api.beginnings import gated
from api.web import live, session, texts
from api.web.pages import (
    access,
    annotations,
    applications,
    ask,
    beliefs,
    calendar,
    cases,
    comments,
    costs,
    data,
    datasets,
    deliverables,
    derived,
    entry,
    evaluations,
    history,
    imports,
    invitations,
    invoices,
    knowledge,
    mail,
    maps,
    model,
    notifications,
    operations,
    payouts,
    predictions,
    production,
    receipts,
    recovery,
    results,
    reviews,
    search,
    settings,
    sheets,
    slack,
    studio,
    subscriptions,
    team,
    themes,
    today,
    vents,
    vetting,
    voice,
    welcome,
)

PAGES = (
    access,
    annotations,
    applications,
    ask,
    beliefs,
    calendar,
    cases,
    comments,
    costs,
    data,
    datasets,
    deliverables,
    derived,
    entry,
    evaluations,
    history,
    imports,
    invitations,
    knowledge,
    mail,
    maps,
    model,
    notifications,
    operations,
    predictions,
    invoices,  # before production, whose addresses may be any word
    production,
    receipts,
    recovery,
    results,
    reviews,
    search,
    settings,
    sheets,
    slack,
    payouts,
    studio,
    subscriptions,
    team,
    themes,
    today,
    vents,
    vetting,
    voice,
    welcome,
)
"""Page modules, each with a `router`."""

STATIC = Path(__file__).parent / "static"


class Files(StaticFiles):
    """Static files; one that is asked for by its hash never changes."""

    def file_response(self, *given: Any, **options: Any) -> Response:
        """As the library answers, with how long it may be kept."""
        answer = super().file_response(*given, **options)
        asked_by_hash = b"v=" in given[2].get("query_string", b"") if len(given) > 2 else False
        kept = "public, max-age=31536000, immutable" if asked_by_hash else "no-cache"
        answer.headers["cache-control"] = kept
        return answer


def add(app: FastAPI) -> None:
    """Put the pages and their files into the app."""
    pages = APIRouter(
        include_in_schema=False, dependencies=[Depends(speak), Depends(session.same_site)]
    )
    for module in PAGES:
        pages.include_router(gated(module.router))
    app.include_router(pages)
    app.include_router(live.router)
    files = GZipMiddleware(Files(directory=STATIC), minimum_size=1000)
    app.mount("/static", files, name="static")


async def speak(request: Request) -> None:
    """Speak the reader's language and count by their clock, as their cookies or browser say."""
    accepted = request.headers.get("accept-language", "")
    chosen = texts.choose(request.cookies.get(session.LANGUAGE), accepted)
    texts.speak(chosen, request.cookies.get(session.ZONE, "UTC"))
