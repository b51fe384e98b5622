"""Numbered documents: a business's invoices with the details that stand on them, and the PDF of
each document for whom it is; a creator's stand on their own money pages."""

import asyncio
from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.web import forms, shell, statements
from api.web.session import Visitor, having
from api.web.texts import gettext as _
from domain.invoices import as_csv
from memory.ctx import open_ctx
from tools import invoices
from tools.base import Everywhere, Nothing
from tools.invoices import InvoiceId, InvoiceRead, RemittanceId

router = APIRouter()
PLACE = "/production/invoices"
RECEIPTS = "/studio/receipts"
DETAILS = "/studio/payouts/details"
Reads = Annotated[Visitor, having("money:read")]
Writes = Annotated[Visitor, having("money:write")]
Earns = Annotated[Visitor, having("earnings:read")]
SetsUp = Annotated[Visitor, having("payouts:write")]


@router.get(PLACE)
async def listed(request: Request, visitor: Reads) -> Response:
    """Every invoice and credit note, and what stands on the next one."""
    return await _shown(request, visitor)


@router.post(PLACE)
async def detailed(request: Request, visitor: Writes) -> Response:
    """Keep name, address and tax id for the documents to come."""
    form = await forms.read(request, invoices.Billing)
    if not form.ask:
        return await _shown(request, visitor, form, 422)
    async with visitor.writing() as ctx:
        await invoices.set_billing(ctx, form.ask)
    return shell.back(request, PLACE, _("Kept. The next document says it."))


@router.get(f"{PLACE}.csv")
async def table(visitor: Reads) -> Response:
    """The same list for a spreadsheet."""
    async with visitor.reading() as ctx:
        items = (await invoices.list_invoices(ctx, Nothing())).items
    return _csv(items, "refleqt-invoices.csv")


@router.get(PLACE + "/{invoice_id}.pdf")
async def printed(visitor: Reads, invoice_id: UUID) -> Response:
    """One invoice or credit note as a document."""
    async with visitor.reading() as ctx:
        read = await invoices.read_invoice(ctx, InvoiceId(invoice_id=invoice_id))
    return await _pdf(read)


@router.post(DETAILS)
async def told(request: Request, visitor: SetsUp) -> Response:
    """Keep a creator's name, address and tax id for the receipts to come."""
    form = await forms.read(request, invoices.Payee)
    back = "/studio/payouts"
    if not form.ask:
        return shell.back(request, back, " ".join(form.errors.values()), bad=True)
    async with open_ctx(visitor.actor) as ctx:
        await invoices.set_payee(ctx, form.ask)
    return shell.back(request, back, _("Kept. The next document says it."))


@router.get(f"{RECEIPTS}.csv")
async def their_table(visitor: Earns) -> Response:
    """A creator's receipts for a spreadsheet."""
    async with open_ctx(visitor.actor, read_only=True) as ctx:
        items = (await invoices.list_remittances(ctx, Everywhere())).items
    return _csv(items, "refleqt-receipts.csv")


@router.get(RECEIPTS + "/{remittance_id}.pdf")
async def their_print(visitor: Earns, remittance_id: UUID) -> Response:
    """One receipt of a creator's as a document."""
    async with open_ctx(visitor.actor, read_only=True) as ctx:
        ask = RemittanceId(remittance_id=remittance_id)
        read = await invoices.read_remittance(ctx, ask)
    return await _pdf(read)


async def _shown(
    request: Request,
    visitor: Visitor,
    form: forms.Form[invoices.Billing] | None = None,
    status: int = 200,
) -> Response:
    async with visitor.reading() as ctx:
        items = (await invoices.list_invoices(ctx, Nothing())).items
        details = await invoices.read_billing(ctx, Nothing())
    known = forms.blank(invoices.Billing, **details.model_dump())
    data = {"items": items[::-1], "form": form or known, "place": PLACE,
            "business": visitor.seen.business}  # fmt: skip
    return shell.page(request, "production/invoices.html", data, status=status)


async def _pdf(read: InvoiceRead) -> Response:
    body = await asyncio.to_thread(statements.of_document, read)
    return _file(body, "application/pdf", f"refleqt-{read.number}.pdf")


def _csv(items: Sequence[InvoiceRead], name: str) -> Response:
    rows = [
        {"number": one.number, "kind": one.kind, "issued_on": f"{one.issued_at:%Y-%m-%d}",
         "day": f"{one.at:%Y-%m-%d}", "amount_cents": one.amount_cents, "currency": one.currency,
         "about": one.paper.about}
        for one in items
    ]  # fmt: skip
    return _file(as_csv(rows), "text/csv; charset=utf-8", name)


def _file(body: str | bytes, media: str, name: str) -> Response:
    headers = {**shell.HEADERS, "Content-Disposition": f'attachment; filename="{name}"'}
    return Response(body, headers=headers, media_type=media)
