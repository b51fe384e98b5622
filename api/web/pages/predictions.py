"""The scorecard of what was predicted before launch, however it came out."""

from collections.abc import Iterable
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from api.web import charts, phrases, shell
from api.web.session import Visitor, having
from api.web.texts import gettext as _
from domain.claims import words
from domain.predictions import Output, Score
from tools.beliefs import Wanted, list_beliefs
from tools.predictions import Narrowed, Scorecard, list_predictions, score_card

router = APIRouter()
Reader = Annotated[Visitor, having("plans:read")]
MOST_BELIEFS = 12
Row = tuple[str, str, Score]
"""Words, address or "", score."""


@router.get("/results/predictions")
async def predictions(
    request: Request, visitor: Reader, output: Annotated[str, Query(max_length=20)] = "",
    version: Annotated[str, Query(max_length=6)] = "",
    limit: Annotated[int, Query(ge=1, le=5000)] = 40,
) -> Response:  # fmt: skip
    """Brier score, coverage, the reliability chart, the groups, and every prediction."""
    ask = Narrowed(output=_output(output), version=int(version) if version.isdecimal() else None)
    async with visitor.reading() as ctx:
        card = await score_card(ctx, ask)
        whole = await score_card(ctx, Narrowed())
        items = (await list_predictions(ctx, ask)).items[::-1]
        held = []
        if visitor.may("beliefs:read"):
            held = (await list_beliefs(ctx, Wanted(limit=1000))).items
    claims = {f"{one.id}": one.claim for one in held}
    named = {"output": ask.output, "version": ask.version}
    same = {name: value for name, value in named.items() if value is not None}
    more = urlencode({**same, "limit": min(limit * 4, 5000)})
    return shell.page(
        request, "results/predictions.html",
        {
            "card": card, "ask": ask, "items": items[:limit], "in_all": len(items),
            "chart": charts.reliability(card.curve), "groups": [*_groups(card, claims)],
            "versions": sorted(int(one.group) for one in whole.versions),
            "fates": phrases.FATES, "whys": phrases.UNCLEAR, "outputs": phrases.OUTPUTS,
            "metric": phrases.metric,
            "more": f"/results/predictions?{more}#all" if len(items) > limit else "",
        },
    )  # fmt: skip


def _groups(card: Scorecard, claims: dict[str, str]) -> Iterable[tuple[str, str, list[Row]]]:
    """(title, what a row is, rows) of each table."""
    outputs = [(_(phrases.OUTPUTS[one.group]), "", one) for one in card.outputs]
    formats = [(words(one.group).capitalize(), "", one) for one in card.formats]
    versions = [_version(one) for one in card.versions]
    believed = [
        (claims[one.group], f"/beliefs/{one.group}", one)
        for one in card.beliefs
        if one.group in claims
    ]
    yield _("By what predicted it"), _("Output"), outputs
    yield _("By version of the model"), _("Version"), versions
    yield _("By kind of piece"), _("Piece"), formats
    yield _("By the belief it rests on"), _("Belief"), believed[:MOST_BELIEFS]


def _version(one: Score) -> Row:
    if one.group == "0":
        return _("before any version"), "", one
    return _("Version %(version)s") % {"version": one.group}, f"/model/{one.group}", one


def _output(given: str) -> Output | None:
    """A kind of output of the address; what is none counts as left out."""
    return given if given in ("map", "suggestion", "brief") else None
