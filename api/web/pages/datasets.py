"""The card of a data set: what a model is, or would be, trained on, and what stays out and why."""

from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import PlainTextResponse, Response

from api import data_cards
from api.web import phrases, shell
from api.web.session import Visitor, having
from api.web.texts import gettext as _
from cdt.release import NoSuchVersion
from tools.base import Nothing
from tools.datasets import DataCard, preview_data
from tools.releases import Number
from tools.training import read_version

router = APIRouter()
Reader = Annotated[Visitor, having("beliefs:read")]
Looker = Annotated[Visitor, having("releases:read")]
Version = Annotated[int, Path(ge=1, le=2**31 - 1)]


@router.get("/model/data")
async def today(request: Request, visitor: Reader) -> Response:
    """What would be trained on today."""
    async with visitor.reading() as ctx:
        card = await preview_data(ctx, Nothing())
    return _page(request, card)


@router.get("/model/{version}/data")
async def of_version(request: Request, visitor: Looker, version: Version) -> Response:
    """What a version was trained on."""
    return _page(request, await _card(visitor, version))


@router.get("/model/{version}/data.md")
async def as_text(visitor: Looker, version: Version) -> Response:
    """The same as Markdown."""
    told = data_cards.told(await _card(visitor, version))
    named = {"content-disposition": f'attachment; filename="data-set-{version}.md"'}
    return PlainTextResponse(told, headers={**shell.HEADERS, **named})


async def _card(visitor: Visitor, version: int) -> DataCard:
    async with visitor.reading() as ctx:
        found = await read_version(ctx, Number(version=version))
    if found.run is None or found.run.data is None:
        raise NoSuchVersion(f"version {version}", field="version", value=version)
    return found.run.data


def _page(request: Request, card: DataCard) -> Response:
    ordered = sorted(card.sources, key=lambda one: (-one.share, one.source))
    words = {name: _(said) for name, said in phrases.TRAINED_ON.items()}
    why = {name: _(said) for name, said in phrases.STAYED_OUT.items()}
    return shell.page(
        request, "model/data.html", {"card": card, "items": ordered, "sources": words, "why": why}
    )
