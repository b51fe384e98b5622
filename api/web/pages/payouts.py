"""Getting paid: the creator's account with the payment provider, and what waits for it."""

from typing import Annotated, Any

from babel import Locale
from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.web import forms, shell
from api.web.session import Visitor, having
from api.web.texts import gettext as _
from api.web.texts import language
from core.errors import RefleqtError
from memory.ctx import open_ctx
from tools import invoices, payouts
from tools.base import Everywhere, Tool
from tools.payouts import PLACE

router = APIRouter()
NO_LAND = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})
"""Codes of Babel's that are no country."""
Earns = Annotated[Visitor, having("earnings:read")]
SetsUp = Annotated[Visitor, having("payouts:write")]


@router.get(PLACE)
async def account(request: Request, visitor: Earns) -> Response:
    """How the account stands."""
    return await _shown(request, visitor)


@router.post(PLACE)
async def set_up(request: Request, visitor: SetsUp) -> Response:
    """Open the account, or go on with it: the provider's own page asks for the rest."""
    form = await forms.read(request, payouts.PayoutSetup)
    if not form.ask:
        return await _shown(request, visitor, form, 422)
    try:
        async with visitor.writing() as ctx:
            read = await payouts.set_up_payouts(ctx, form.ask)
    except RefleqtError as wrong:
        return shell.back(request, PLACE, str(wrong), bad=True)
    if read.provider != "stripe":
        return shell.back(request, PLACE, _("Your account is begun."))
    return await _shown(request, visitor, link=read.link)


@router.post(f"{PLACE}/look")
async def look(request: Request, visitor: SetsUp) -> Response:
    """Ask the provider how the account stands."""
    return await _done(request, visitor, payouts.refresh_payouts, Everywhere())


@router.post(f"{PLACE}/stand-in")
async def answer(request: Request, visitor: SetsUp) -> Response:
    """Answer for the account where no provider is set."""
    form = await forms.read(request, payouts.StandInAnswer)
    if not form.ask:
        return await _shown(request, visitor, None, 422)
    return await _done(request, visitor, payouts.answer_stand_in, form.ask)


async def _done(request: Request, visitor: Visitor, tool: Tool[Any, Any], ask: Any) -> Response:
    try:
        async with visitor.writing() as ctx:
            await tool(ctx, ask)
    except RefleqtError as wrong:
        return shell.back(request, PLACE, str(wrong), bad=True)
    return shell.back(request, PLACE, _("This is how your account stands now."))


async def _shown(
    request: Request, visitor: Visitor, form: Any = None, status: int = 200, link: str = ""
) -> Response:
    async with open_ctx(visitor.actor, read_only=True) as ctx:
        read = await payouts.read_payouts(ctx, Everywhere())
        details = await invoices.read_payee(ctx, Everywhere())
    names = {str(code): str(name) for code, name in Locale(language()).territories.items()}
    codes = [code for code in names if len(code) == 2 and code not in NO_LAND]
    lands = sorted((names[code], code) for code in codes)
    data = {
        "read": read, "form": form or forms.blank(payouts.PayoutSetup, country=read.country),
        "link": link, "details": forms.blank(invoices.Payee, **details.model_dump()),
        "lands": lands, "land": names.get(read.country, read.country),
    }  # fmt: skip
    return shell.page(request, "studio/payouts.html", data, status=status)
