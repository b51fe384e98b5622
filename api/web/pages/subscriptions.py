"""Subscriptions to the calendar: secret addresses that other calendars read, made and ended."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.web import forms, shell
from api.web.session import Visitor, having
from api.web.texts import gettext as _
from tools import feeds
from tools.base import Nothing

router = APIRouter()
Reader = Annotated[Visitor, having("calendar:read")]
Writer = Annotated[Visitor, having("calendar:write")]


@router.get("/calendar/feeds")
async def shown(request: Request, visitor: Reader) -> Response:
    """One's own feeds."""
    return await _page(request, visitor)


@router.post("/calendar/feeds")
async def make(request: Request, visitor: Writer) -> Response:
    """Make a feed; its address is shown on this page and never again."""
    form = await forms.read(request, feeds.NewFeed)
    if form.ask is None:
        return await _page(request, visitor, status=422)
    ask = form.ask
    async with visitor.writing() as ctx:
        done = await forms.done_once(ctx, form, "feed", lambda: feeds.make_feed(ctx, ask))
    made = f"{str(request.base_url).rstrip('/')}{done.body['path']}"
    return await _page(request, visitor, made=made, status=201)


@router.post("/calendar/feeds/{feed_id:uuid}/end")
async def end(request: Request, visitor: Writer, feed_id: UUID) -> Response:
    """End a feed for good."""
    async with visitor.writing() as ctx:
        await feeds.end_feed(ctx, feeds.FeedId(feed_id=feed_id))
    said = _("The feed is ended; its address gives nothing any more.")
    return shell.back(request, "/calendar/feeds", said)


@router.get("/calendar/feed/{token}.ics")
async def feed(request: Request, token: str) -> Response:
    """The calendar for whoever has the address."""
    text = await feeds.read_feed(token, str(request.base_url).rstrip("/"))
    headers = {"content-disposition": 'inline; filename="refleqt.ics"'}
    return Response(text, media_type="text/calendar; charset=utf-8", headers=headers)


async def _page(
    request: Request, visitor: Visitor, *, made: str = "", status: int = 200
) -> Response:
    async with visitor.reading() as ctx:
        found = await feeds.list_feeds(ctx, Nothing())
    data = {"feeds": found.items, "made": made, "may_write": visitor.may("calendar:write")}
    return shell.page(request, "calendar/feeds.html", data, status=status)
