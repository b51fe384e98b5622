"""The creator's door: offers, one offer with its work, earnings, the record, and how to get in."""

import asyncio
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.web import forms, session, shell, statements
from api.web.session import Anyone, Visitor, having
from api.web.texts import gettext as _
from core.errors import BadInput, RefleqtError
from domain import earnings as books
from domain import records
from domain.assignments import AT_WORK, FREE, OPEN
from domain.costs import TABLE
from domain.uploads import MOST_BYTES
from memory.ctx import open_ctx
from tools import (
    applications,
    bids,
    deliverables,
    departures,
    disputes,
    earnings,
    invoices,
    offers,
    questions,
)
from tools.base import Everywhere, Nothing, Tool
from tools.briefs import Listing
from tools.desks import places

router = APIRouter()
LINES = Listing(text=False)
Looks = Annotated[Visitor, having("offers:read")]
Answers = Annotated[Visitor, having("offers:answer")]
Delivers = Annotated[Visitor, having("work:deliver")]
Earns = Annotated[Visitor, having("earnings:read")]
Leaves = Annotated[Visitor, having("creators:leave")]


async def everywhere(visitor: Visitor, tool: Tool[Any, Any], ask: Any) -> list[Any]:
    """The items of a list over every business that the question concerns."""
    found: list[Any] = []
    for place in await places(visitor.actor, ask):
        async with open_ctx(place, read_only=True) as ctx:
            found += (await tool(ctx, ask)).items
    return found


async def at_desk(visitor: Visitor, tool: Tool[Any, Any], ask: Any) -> Any:
    """A tool done in the business that the question names."""
    place, *_rest = await places(visitor.actor, ask)
    async with open_ctx(place, read_only=not tool.writes) as ctx:
        return await tool(ctx, ask)


@router.get("/studio")
async def studio(request: Request, visitor: Looks) -> Response:
    """Offers that wait for an answer, work in hand, and what is over."""
    lines = sorted(await everywhere(visitor, offers.list_offers, LINES),
                   key=lambda one: one.offered_at, reverse=True)  # fmt: skip
    now = shell.clock.now()
    waiting = [one for one in lines if one.status in OPEN and now < one.answer_by]
    working = [one for one in lines if one.status in AT_WORK | {"bid"}]
    shown = {one.id for one in (*waiting, *working)}
    data: dict[str, Any] = {
        "waiting": sorted(waiting, key=lambda one: one.answer_by),
        "working": sorted(working, key=lambda one: one.due),
        "over": [one for one in lines if one.id not in shown],
    }
    async with visitor.reading() as ctx:
        data["vetted"] = await applications.is_vetted(ctx)
    return shell.page(request, "studio/offers.html", data)


@router.get("/studio/offers/{assignment_id}")
async def offer(request: Request, visitor: Looks, assignment_id: UUID) -> Response:
    """One offer: the blind brief, the fee, the bonus, questions, versions."""
    return await _offer(request, visitor, assignment_id)


@router.post("/studio/offers/{assignment_id}/answer")
async def answer(request: Request, visitor: Answers, assignment_id: UUID) -> Response:
    """Take the offer, or decline it without penalty."""
    form = await forms.read(request, offers.OfferAnswer, assignment_id=assignment_id)
    said = _("It is yours. Good luck with it.")
    if form.ask and not form.ask.accept:
        said = _("Declined. That costs you nothing, and the next in rank is asked.")
    return await _done(request, visitor, offers.answer_offer, form, said)


@router.post("/studio/offers/{assignment_id}/bid")
async def bid(request: Request, visitor: Answers, assignment_id: UUID) -> Response:
    """Send a sealed bid, written as people write amounts."""
    typed = await request.form()
    cents = _cents(str(typed.get("amount") or ""))
    form = await forms.read(
        request, bids.SealedBid, assignment_id=assignment_id, amount_cents=cents
    )
    for names in (form.typed, form.errors):
        if "amount_cents" in names:
            names["amount"] = names.pop("amount_cents")
    form.typed["amount"] = typed.get("amount")
    said = _("Your bid is sealed. You hear of the choice when all have answered.")
    return await _done(request, visitor, bids.place_bid, form, said)


@router.post("/studio/offers/{assignment_id}/questions")
async def ask(request: Request, visitor: Answers, assignment_id: UUID) -> Response:
    """Ask something about the brief."""
    form = await forms.read(request, questions.CreatorQuestion, assignment_id=assignment_id)
    said = _("Your question is with the founder. An answer comes within 24 hours.")
    return await _done(request, visitor, questions.ask_about_brief, form, said)


@router.post("/studio/offers/{assignment_id}/text")
async def deliver(request: Request, visitor: Delivers, assignment_id: UUID) -> Response:
    """Hand in a version as text."""
    form = await forms.read(request, offers.Work, assignment_id=assignment_id)
    return await _done(request, visitor, offers.deliver, form, _("Handed in. The review follows."))


@router.post("/studio/offers/{assignment_id}/file")
async def deliver_file(request: Request, visitor: Delivers, assignment_id: UUID) -> Response:
    """Hand in a version as a file."""
    form = await _with_file(request, deliverables.FileWork, assignment_id)
    said = _("Handed in. The review follows.")
    return await _done(request, visitor, deliverables.deliver_file, form, said)


@router.post("/studio/offers/{assignment_id}/drafts")
async def draft(request: Request, visitor: Delivers, assignment_id: UUID) -> Response:
    """Keep a draft as evidence of work."""
    form = await _with_file(request, deliverables.DraftFile, assignment_id)
    return await _done(request, visitor, deliverables.add_draft, form, _("Your draft is kept."))


@router.post("/studio/offers/{assignment_id}/dispute")
async def dispute(request: Request, visitor: Delivers, assignment_id: UUID) -> Response:
    """Say that a review is wrong."""
    form = await forms.read(request, disputes.Objection, assignment_id=assignment_id)
    said = _("A person looks at it now. Without an answer in seven days you are paid.")
    return await _done(request, visitor, disputes.open_dispute, form, said)


@router.get("/studio/earnings")
async def earned(request: Request, visitor: Earns) -> Response:
    """What is held, what was paid, which bonuses may still come."""
    lines = await everywhere(visitor, earnings.list_earnings, Nothing())
    receipts = (await at_desk(visitor, invoices.list_remittances, Everywhere())).items
    data = {
        "receipts": receipts[::-1], "lines": lines[::-1], "totals": books.totals(lines),
        "movements": books.movements(lines),
    }  # fmt: skip
    return shell.page(request, "studio/earnings.html", data)


@router.get("/studio/earnings/statement.csv")
async def statement(visitor: Earns) -> Response:
    """The ledger as CSV."""
    lines = await everywhere(visitor, earnings.list_earnings, Nothing())
    return _file(books.statement(lines), "text/csv; charset=utf-8", "refleqt-statement.csv")


@router.get("/studio/earnings/statement.pdf")
async def printed(visitor: Earns) -> Response:
    """The same as a document."""
    lines = await everywhere(visitor, earnings.list_earnings, Nothing())
    body = await asyncio.to_thread(
        statements.of_creator, visitor.seen.name, lines, shell.clock.now()
    )
    return _file(body, "application/pdf", "refleqt-statement.pdf")


@router.get("/studio/record")
async def record(request: Request, visitor: Earns) -> Response:
    """The creator's own record."""
    read = await at_desk(visitor, earnings.read_record, Everywhere())
    return shell.page(request, "studio/record.html", {"read": read})


@router.get("/studio/record.{kind}")
async def export(visitor: Earns, kind: str) -> Response:
    """The record to take along, as JSON or CSV."""
    read = await at_desk(visitor, earnings.read_record, Everywhere())
    if kind == "csv":
        body = records.as_csv(read.briefs)
        return _file(body, "text/csv; charset=utf-8", "refleqt-record.csv")
    return _file(read.model_dump_json(indent=2), "application/json", "refleqt-record.json")


@router.get("/studio/leave")
async def departure(request: Request, visitor: Leaves) -> Response:
    """What goes and what stays when the creator leaves, and what has to be settled first."""
    return await _departure(request, visitor, forms.blank(departures.Leaving))


@router.post("/studio/leave")
async def leave(request: Request, visitor: Leaves) -> Response:
    """Leave for good; every session ends."""
    form = await forms.read(request, departures.Leaving)
    if form.ask:
        try:
            async with visitor.writing() as ctx:
                await departures.leave_refleqt(ctx, form.ask)
        except RefleqtError as wrong:
            form.blame(wrong)
        else:
            session.end(request)
            return shell.back(request, "/sign-in", _("You left Refleqt. Take care."))
    return await _departure(request, visitor, form, 422)


@router.get("/studio/apply")
async def apply(request: Request, visitor: Anyone) -> Response:
    """The application form, and what became of an earlier one."""
    return await _apply(request, visitor, None)


@router.post("/studio/apply")
async def applied(request: Request, visitor: Anyone) -> Response:
    """Send an application."""
    typed = await request.form()
    given = {
        "specializations": _listed(typed.get("specializations")),
        "languages": _listed(typed.get("languages")),
        "price_cents": _prices(typed),
        "samples": _samples(typed),
    }
    form = await forms.read(request, applications.Application, **given)
    if form.ask:
        try:
            async with visitor.writing() as ctx:
                line = await applications.apply_as_creator(ctx, form.ask)
        except RefleqtError as wrong:
            form.blame(wrong)
        else:
            said = _("Thank you. You have an answer within seven days.")
            if line.status == "accepted":
                said = _("You are a creator now. Sign in again to find your offers.")
            return shell.back(request, "/studio/apply", said)
    return await _apply(request, visitor, form)


async def _departure(
    request: Request, visitor: Visitor, form: forms.Form[departures.Leaving], status: int = 200
) -> Response:
    async with visitor.reading() as ctx:
        read = await departures.read_departure(ctx, Everywhere())
    settled = not (read.disputes or read.work or read.bids or read.unpaid)
    data = {"read": read, "form": form, "settled": settled}
    return shell.page(request, "studio/leave.html", data, status=status)


async def _apply(
    request: Request, visitor: Visitor, form: forms.Form[applications.Application] | None
) -> Response:
    async with visitor.reading() as ctx:
        sent = (await applications.list_applications(ctx, Nothing())).items
        vetted = await applications.is_vetted(ctx)
    mine = next((one for one in sent if one.user_id == visitor.actor.user_id), None)
    begin = {"name": visitor.seen.name, "languages": "en", "capacity": 2}
    if mine:
        begin = {
            **mine.model_dump(include={"name", "capacity", "about", "artifact_types"}),
            "specializations": mine.specializations, "languages": mine.languages,
            "price_cents": mine.price_cents, "samples": mine.samples,
        }  # fmt: skip
    data = {
        "form": form or forms.blank(applications.Application, **begin), "mine": mine,
        "kinds": sorted(TABLE), "vetted": vetted, "currency": visitor.seen.currency,
    }  # fmt: skip
    return shell.page(request, "studio/apply.html", data, status=422 if form else 200)


async def _offer(
    request: Request, visitor: Visitor, assignment_id: UUID, form: Any = None, status: int = 200
) -> Response:
    one = offers.Offered(assignment_id=assignment_id)
    detail = await at_desk(visitor, offers.read_offer, one)
    data = {
        "detail": detail,
        "line": detail.line,
        "questions": (await at_desk(visitor, questions.list_brief_questions, one)).items,
        "versions": (await at_desk(visitor, deliverables.list_deliverables, one)).items,
        "drafts": (await at_desk(visitor, deliverables.list_drafts, one)).items,
        "dispute": (await at_desk(visitor, disputes.read_dispute, one)).dispute,
        "form": form or forms.blank(offers.Work),
        "over": detail.line.status in FREE or (
            detail.line.status in OPEN and not detail.open_now
        ),
        "most_megabytes": MOST_BYTES // 2**20,
    }  # fmt: skip
    return shell.page(request, "studio/offer.html", data, status=status)


async def _done(
    request: Request, visitor: Visitor, tool: Tool[Any, Any], form: forms.Form[Any], said: str
) -> Response:
    """Do what a form of an offer asks for; what does not fit is shown beside what was typed.

    A second click, the back button, an offer that ran out meanwhile: the page as it stands now,
    and why.
    """
    assignment_id = form.typed["assignment_id"]
    to = f"/studio/offers/{assignment_id}"
    if form.ask:
        try:
            await at_desk(visitor, tool, form.ask)
        except BadInput as wrong:
            form.blame(wrong)
        except RefleqtError as wrong:
            if wrong.status not in (409, 429):
                raise
            return shell.back(request, to, str(wrong), bad=True)
        else:
            return shell.back(request, to, said)
    code = 413 if any("limit" in each for each in form.errors.values()) else 422
    return await _offer(request, visitor, assignment_id, form, code)


async def _with_file(request: Request, model: Any, assignment_id: UUID) -> forms.Form[Any]:
    """A form with a file in it; more than is taken is read no further."""
    given = (await request.form()).get("file")
    data, name = b"", ""
    if given is not None and not isinstance(given, str):
        data, name = await given.read(MOST_BYTES + 1), (given.filename or "")[:300]
    form = await forms.read(request, model, assignment_id=assignment_id, data=data, name=name)
    form.typed["file"] = None  # errors about the file stand beside its field
    return form


def _listed(given: Any) -> list[str]:
    return [each.strip() for each in str(given or "").split(",") if each.strip()]


def _cents(said: str) -> Any:
    """An amount in minor units; what is no amount stays as it was written, to be refused."""
    try:
        return round(float(said.strip().replace(",", ".")) * 100)
    except (ValueError, OverflowError):
        return said


def _prices(typed: Any) -> dict[str, Any]:
    """Prices in minor units, from amounts as people write them."""
    found: dict[str, Any] = {}
    for kind in TABLE:
        if said := str(typed.get(f"price_{kind}") or "").strip():
            found[kind] = _cents(said)
    return found


def _samples(typed: Any) -> list[dict[str, str]]:
    rows = [
        {part: str(typed.get(f"sample_{n}_{part}") or "") for part in ("title", "link", "text")}
        for n in range(3)
    ]
    return [row for row in rows if any(row.values())]


def _file(body: str | bytes, media: str, name: str) -> Response:
    headers = {**shell.HEADERS, "Content-Disposition": f'attachment; filename="{name}"'}
    return Response(body, headers=headers, media_type=media)
