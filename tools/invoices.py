"""Invoices, credit notes and remittances: issued once for each fact of the ledger, listed, read.

`issue` is not in the catalog: a job calls it (`jobs/issue_invoices.py`).
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import Field

from core.errors import NotFound
from core.settings import settings
from domain import invoices as rules
from domain.invoices import Due, Kind, Paper, Party, Piece, Tax, numbered
from memory import invoices, ledger, market, people, plans
from memory.ctx import Ctx
from tools.base import Answer, Ask, Everywhere, Nothing, tool
from tools.earnings import creator_of


class NoSuchInvoice(NotFound):
    """There is no such document here."""


class Billing(Ask):
    """What stands on documents as the own name, address and tax id; empty where it shall not."""

    legal_name: str = Field(default="", max_length=200)
    address: str = Field(default="", max_length=500)
    tax_id: str = Field(default="", max_length=60)


class Payee(Everywhere):
    """What stands on a creator's documents; empty where it shall not."""

    legal_name: str = Field(default="", max_length=200)
    address: str = Field(default="", max_length=500)
    tax_id: str = Field(default="", max_length=60)


class Details(Answer):
    """What stands on documents from now on; those that were issued stay as they are."""

    legal_name: str = ""
    address: str = ""
    tax_id: str = ""


class InvoiceId(Ask):
    """An invoice or a credit note by its id."""

    invoice_id: UUID


class RemittanceId(Everywhere):
    """A remittance by its id."""

    remittance_id: UUID


class InvoiceRead(Answer):
    """One document. `at` is when the money moved, `issued_at` when the document was written."""

    id: UUID
    number: str
    kind: Kind
    at: datetime
    issued_at: datetime
    amount_cents: int
    currency: str
    map_id: UUID | None = None
    paper: Paper


class InvoiceList(Answer):
    """Documents, first issued first."""

    items: list[InvoiceRead]


@tool("money:read")
async def list_invoices(ctx: Ctx, ask: Nothing) -> InvoiceList:
    """Your invoices and credit notes, numbered, first issued first."""
    return InvoiceList(items=[_of_business(row) for row in await invoices.of_business(ctx)])


@tool("money:read")
async def read_invoice(ctx: Ctx, ask: InvoiceId) -> InvoiceRead:
    """One of your invoices or credit notes, with its lines and parties as they were at issue."""
    found = (await list_invoices(ctx, Nothing())).items
    return _one(found, ask.invoice_id, "invoice_id")


@tool("money:read")
async def read_billing(ctx: Ctx, ask: Nothing) -> Details:
    """The name, address and tax id that stand on your invoices."""
    return Details.model_validate(await invoices.billing(ctx))


@tool("money:write")
async def set_billing(ctx: Ctx, ask: Billing) -> Details:
    """Say which name, address and tax id stand on your invoices from now on."""
    await invoices.keep_billing(ctx, ask.model_dump())
    return await read_billing(ctx, Nothing())


@tool("earnings:read")
async def list_remittances(ctx: Ctx, ask: Everywhere) -> InvoiceList:
    """Your numbered receipts of what you were paid, from whomever, first issued first."""
    rows = await invoices.of_creator(ctx, creator_of(ctx))
    return InvoiceList(items=[_of_creator(row) for row in rows])


@tool("earnings:read")
async def read_remittance(ctx: Ctx, ask: RemittanceId) -> InvoiceRead:
    """One of your receipts, with its lines and your details as they were at issue."""
    found = (await list_remittances(ctx, Everywhere())).items
    return _one(found, ask.remittance_id, "remittance_id")


@tool("earnings:read")
async def read_payee(ctx: Ctx, ask: Everywhere) -> Details:
    """The name, address and tax id that stand on your receipts."""
    return Details.model_validate(await invoices.payee(ctx, creator_of(ctx)))


@tool("payouts:write")
async def set_payee(ctx: Ctx, ask: Payee) -> Details:
    """Say which name, address and tax id stand on your receipts from now on."""
    await invoices.keep_payee(ctx, creator_of(ctx), ask.model_dump())
    return await read_payee(ctx, Everywhere())


async def issue(ctx: Ctx) -> int:
    """Write every document that the business's ledger calls for and that is not there yet, in
    order of time; returns how many. Needs the worker's Ctx."""
    await ledger.lock(ctx, f"invoices:{ctx.business_id}")
    wanted = await _missing(ctx)
    if not wanted:
        return 0
    known = {row.fact: numbered(row.kind, row.year, row.number)
             for row in await invoices.of_business(ctx)}  # fmt: skip
    now = ctx.at
    by_kind: dict[Kind, list[Due]] = defaultdict(list)
    for one in wanted:
        by_kind[one.kind].append(one)
    firsts = {}
    for kind in sorted(by_kind):  # in one order, so that two who issue never wait for each other
        firsts[kind] = await invoices.claim(ctx, rules.SERIES[kind], now.year, len(by_kind[kind]))
    numbers = {
        one.fact: firsts[kind] + place
        for kind, several in by_kind.items()
        for place, one in enumerate(several)
    }
    known |= {one.fact: numbered(one.kind, now.year, numbers[one.fact]) for one in wanted}
    for one in wanted:
        await _write(ctx, one, now, numbers[one.fact], known.get(one.about, ""))
    return len(wanted)


async def _missing(ctx: Ctx) -> list[Due]:
    pieces = {
        str(row.id): Piece(row.title, row.artifact_type, row.price_cents)
        for hold in await ledger.holds(ctx)
        for row in await plans.artifacts_of(ctx, UUID(hold))
    }
    every = rules.due(await ledger.postings(ctx), pieces)
    there = {row.fact for row in await invoices.of_business(ctx)}
    ids = [invoices.remittance_id(ctx, one.fact) for one in every if one.creator]
    told = await invoices.issued(ctx, ids)
    return [
        one for one in every
        if one.fact not in there and invoices.remittance_id(ctx, one.fact) not in told
    ]  # fmt: skip


async def _write(ctx: Ctx, one: Due, now: datetime, number: int, about: str) -> None:
    house = Party(name=settings().issuer_name, address=settings().issuer_address,
                  tax_id=settings().issuer_tax_id)  # fmt: skip
    row: dict[str, Any] = {"year": now.year, "number": number, "at": one.at, "issued_at": now,
                           "currency": one.currency}  # fmt: skip
    if one.creator:
        creator_id = UUID(one.creator)
        tax = Tax(percent=settings().remittance_tax_percent, note=settings().remittance_tax_note)
        known = await market.creator(ctx, creator_id)
        theirs = _party(await invoices.payee(ctx, creator_id), known.name if known else "")
        paper = Paper(seller=theirs, buyer=house, lines=one.lines, tax=tax)
        row |= {"id": invoices.remittance_id(ctx, one.fact), "creator_id": creator_id,
                "amount_cents": paper.total, "paper": paper.model_dump(mode="json")}  # fmt: skip
        await invoices.keep_remittance(ctx, row)
        return
    tax = Tax(percent=settings().invoice_tax_percent, note=settings().invoice_tax_note)
    business = await people.business(ctx)
    theirs = _party(await invoices.billing(ctx), business.name if business else "")
    paper = Paper(seller=house, buyer=theirs, lines=one.lines, tax=tax, about=about)
    row |= {"kind": one.kind, "fact": one.fact, "hold": one.hold, "amount_cents": paper.total,
            "paper": paper.model_dump(mode="json")}  # fmt: skip
    await invoices.keep_invoice(ctx, row)


def _party(details: dict[str, str], name: str) -> Party:
    """Somebody as they want to be named; without a legal name by the one that is known."""
    return Party(name=details.get("legal_name") or name, address=details.get("address", ""),
                 tax_id=details.get("tax_id", ""))  # fmt: skip


def _of_business(row: Any) -> InvoiceRead:
    return InvoiceRead(
        id=row.id, number=numbered(row.kind, row.year, row.number), kind=row.kind, at=row.at,
        issued_at=row.issued_at, amount_cents=row.amount_cents, currency=row.currency,
        map_id=UUID(row.hold), paper=Paper.model_validate(row.paper),
    )  # fmt: skip


def _of_creator(row: Any) -> InvoiceRead:
    return InvoiceRead(
        id=row.id, number=numbered("remittance", row.year, row.number), kind="remittance",
        at=row.at, issued_at=row.issued_at, amount_cents=row.amount_cents, currency=row.currency,
        paper=Paper.model_validate(row.paper),
    )  # fmt: skip


def _one(found: Sequence[InvoiceRead], wanted: UUID, field: str) -> InvoiceRead:
    one = next((each for each in found if each.id == wanted), None)
    if one is None:
        raise NoSuchInvoice(f"{wanted}.", remedy="List them.", field=field, value=str(wanted))
    return one
