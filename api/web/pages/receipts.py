"""Receipts: from anything back to the words it rests on, and on to all that came of it."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.web import phrases, shell
from api.web.session import Visitor, having
from tools.receipts import (
    Effects,
    NothingByThatId,
    OneId,
    Receipt,
    follow_evidence,
    read_fate,
    read_receipt,
)

router = APIRouter()
Reader = Annotated[Visitor, having("outcomes:read")]
SHOWN = 6
"""Of each kind on a step onward, so many are shown at once; the others unfold."""


@router.get("/receipts/{one}")
async def receipt(
    request: Request, visitor: Reader, one: UUID, way: Literal["back", "on"] = "back"
) -> Response:
    """What something rests on, or what came of it; and a calm note where it was deleted."""
    ask = OneId(id=one)
    found: Receipt | None = None
    effects: Effects | None = None
    async with visitor.reading() as ctx:
        try:
            if way == "on":
                effects = await follow_evidence(ctx, ask)
            else:
                found = await read_receipt(ctx, ask)
        except NothingByThatId:
            fate = await read_fate(ctx, ask)
            return shell.page(
                request, "receipts/gone.html", {"fate": fate, "kind": phrases.kind}, status=410
            )
    head = found or effects
    data = {
        "id": one,
        "way": way,
        "kind_of_all": head.kind if head else "",
        "receipt": found,
        "effects": effects,
        "steps": _by_step(effects) if effects else [],
        "kind": phrases.kind,
        "icon_of": phrases.icon_of,
        "own_page": phrases.own_page,
        "shown": SHOWN,
    }
    return shell.page(request, "receipts/receipt.html", data)


def _by_step(effects: Effects) -> list[dict[str, list[object]]]:
    """What came of something by how many steps away it is, and then by kind."""
    steps: list[dict[str, list[object]]] = []
    for one in effects.items:
        while len(steps) < one.depth:
            steps.append({})
        steps[one.depth - 1].setdefault(one.kind, []).append(one)
    return steps
