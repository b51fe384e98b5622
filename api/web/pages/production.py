"""Work: briefs, offers and deliverables by where they stand, and one brief with all of it."""

import asyncio
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.web import forms, shell, statements
from api.web.session import Visitor, having
from api.web.texts import gettext as _
from api.web.texts import money
from core.errors import BadInput, Conflict, RefleqtError
from domain.assignments import FREE
from domain.departures import NEUTRAL
from memory.ctx import Ctx
from tools import (
    bonuses,
    briefs,
    comments,
    deliverables,
    disputes,
    edits,
    market,
    offers,
    payments,
    progress,
    reviews,
    scores,
)
from tools import questions as asked
from tools.base import Nothing, Tool
from tools.briefs import BriefId, Listing
from tools.comments import SubjectId
from tools.edits import BriefEdit, EditedMeanwhile, PlanId

router = APIRouter()
LINES = Listing(text=False)
MOST_MOVED = 20
Reads = Annotated[Visitor, having("market:read")]
Plans = Annotated[Visitor, having("plans:write")]
Pays = Annotated[Visitor, having("money:write")]
Answers = Annotated[Visitor, having("market:write")]
Decides = Annotated[Visitor, having("work:decide")]
STAGES = {
    "needs_you": ("blocked", "escalated", "question"),
    "looking": ("invited", "bid", "offered", "ready"),
    "making": ("own", "accepted", "delivered", "revision"),
    "finished": ("passed",),
    "over": ("unplaced", "withdrawn", "closed"),
}
"""The columns of the page, and the states of a brief that stand in each."""


@router.get("/production")
async def production(request: Request, visitor: Reads) -> Response:
    """Every brief by where it stands, and the held funds."""
    async with visitor.reading() as ctx:
        cards = (await progress.list_progress(ctx, Nothing())).items
        funds = await payments.funds(ctx, Nothing())
        moved = (await payments.list_movements(ctx, payments.Movements(last=MOST_MOVED))).items
        names = await _names(ctx)
    stages = {
        name: [card for card in cards if card.state in states] for name, states in STAGES.items()
    }
    data = {"stages": stages, "funds": funds, "moved": moved[::-1], "names": names,
            "any": bool(cards)}  # fmt: skip
    return shell.page(request, "production/list.html", data)


@router.get("/production/statement.pdf")
async def statement(visitor: Reads) -> Response:
    """Every movement of held funds as a document."""
    async with visitor.reading() as ctx:
        funds = await payments.funds(ctx, Nothing())
        moved = (await payments.list_movements(ctx, payments.Movements())).items
    name = visitor.seen.business or visitor.seen.name
    body = await asyncio.to_thread(statements.of_founder, name, moved, funds, shell.clock.now())
    headers = {
        **shell.HEADERS, "Content-Disposition": 'attachment; filename="refleqt-held-funds.pdf"',
    }  # fmt: skip
    return Response(body, headers=headers, media_type="application/pdf")


@router.get("/production/{brief_id}")
async def one(request: Request, visitor: Reads, brief_id: UUID) -> Response:
    """One brief: as a creator reads it, to whom it went, what was handed in."""
    return await _shown(request, visitor, brief_id)


@router.post("/production/{brief_id}/withdraw")
async def withdraw(request: Request, visitor: Pays, brief_id: UUID) -> Response:
    """Take a brief back that nobody took; its money comes back."""
    async with visitor.reading() as ctx:
        currency = (await payments.funds(ctx, Nothing())).currency
    to = f"/production/{brief_id}"
    try:
        async with visitor.writing() as ctx:
            done = await payments.withdraw_brief(ctx, BriefId(brief_id=brief_id))
    except Conflict as wrong:
        return shell.back(request, to, str(wrong), bad=True)
    said = _("Taken back. {amount} is yours again.").format(
        amount=money(done.returned_cents, currency)
    )
    return shell.back(request, to, said)


@router.post("/production/{brief_id}/questions/{question_id}")
async def answer(request: Request, visitor: Answers, brief_id: UUID, question_id: UUID) -> Response:
    """Answer a creator; what would tell whose brief it is comes back to be said otherwise."""
    form = await forms.read(request, asked.CreatorAnswer, question_id=question_id)
    return await _done(request, visitor, brief_id, asked.answer_creator, form, _("Answered."))


@router.post("/production/{brief_id}/decide/{assignment_id}")
async def decide(
    request: Request, visitor: Decides, brief_id: UUID, assignment_id: UUID
) -> Response:
    """Decide on escalated work."""
    form = await forms.read(request, reviews.Decision, assignment_id=assignment_id)
    passed = bool(form.ask and form.ask.passed)
    said = _("It passed, and its creator is paid.") if passed else _("Closed; nothing was paid.")
    return await _done(request, visitor, brief_id, reviews.decide_escalated, form, said)


@router.post("/production/{brief_id}/dispute/{assignment_id}")
async def reply(
    request: Request, visitor: Answers, brief_id: UUID, assignment_id: UUID
) -> Response:
    """Say one's side of a dispute."""
    form = await forms.read(request, disputes.Reply, assignment_id=assignment_id)
    said = _("Your reply is with the creator and with whoever decides.")
    return await _done(request, visitor, brief_id, disputes.reply_to_dispute, form, said)


@router.post("/production/{brief_id}/rate/{assignment_id}")
async def rate(request: Request, visitor: Answers, brief_id: UUID, assignment_id: UUID) -> Response:
    """Say how content you are."""
    form = await forms.read(request, reviews.Rating, assignment_id=assignment_id)
    said = _("Thank you. It stands in the creator's record.")
    return await _done(request, visitor, brief_id, reviews.rate_work, form, said)


@router.get("/production/{brief_id}/edit")
async def edit(request: Request, visitor: Plans, brief_id: UUID) -> Response:
    """The brief as a form."""
    async with visitor.reading() as ctx:
        read = await briefs.read_brief(ctx, BriefId(brief_id=brief_id))
    typed = {
        **read.brief.model_dump(include={"title", "takeaway", "call_to_action"}),
        "situation": read.brief.audience.situation, "pain": read.brief.audience.pain,
        "avoid": "\n".join(read.brief.avoid), "version": read.version,
        "messages": [{"text": one.text, "proof": one.proof} for one in read.brief.messages],
    }  # fmt: skip
    data = {"read": read, "form": forms.blank(BriefEdit, **typed), "conflict": None}
    return shell.page(request, "production/edit.html", data)


@router.post("/production/{brief_id}/edit")
async def edited(request: Request, visitor: Plans, brief_id: UUID) -> Response:
    """Keep what was written; where somebody else was faster, both texts are shown."""
    typed = await request.form()
    async with visitor.reading() as ctx:
        read = await briefs.read_brief(ctx, BriefId(brief_id=brief_id))
    messages = [
        {"text": typed.get(f"text_{n}") or "", "proof": typed.get(f"proof_{n}") or ""}
        for n in range(5) if typed.get(f"text_{n}")
    ]  # fmt: skip
    avoid = [line.strip() for line in str(typed.get("avoid") or "").splitlines() if line.strip()]
    form = await forms.read(request, BriefEdit, brief_id=brief_id, messages=messages, avoid=avoid)
    conflict, status = None, 422
    if form.ask:
        try:
            async with visitor.writing() as ctx:
                after = await edits.revise_brief(ctx, form.ask)
        except EditedMeanwhile as wrong:
            conflict, status = wrong.fields, 409
            form.typed["version"] = wrong.fields["version"]
        except RefleqtError as wrong:
            form.blame(wrong)
            status = wrong.status
        else:
            bad = after.status == "blocked"
            said = (
                _("Saved, and still held back: it would tell whose it is.")
                if bad else _("Saved. It names nobody, and creators may see it.")
            )  # fmt: skip
            return shell.back(request, f"/production/{brief_id}", said, bad=bad)
    form.typed["avoid"] = "\n".join(avoid)
    data = {"read": read, "form": form, "conflict": conflict}
    return shell.page(request, "production/edit.html", data, status=status)


async def _shown(
    request: Request, visitor: Visitor, brief_id: UUID, form: Any = None, status: int = 200
) -> Response:
    async with visitor.reading() as ctx:
        read = await briefs.read_brief(ctx, BriefId(brief_id=brief_id))
        every = (await offers.list_assignments(ctx, LINES)).items
        mine = [line for line in every if line.brief_id == brief_id]
        current = next((line for line in mine[::-1] if line.status not in FREE), None)
        questions = (await asked.list_questions(ctx, Nothing())).items
        data = {
            "read": read, "lines": mine, "current": current,
            "score": await scores.score_brief(ctx, BriefId(brief_id=brief_id)),
            "names": await _names(ctx),
            "questions": [one for one in questions if one.brief_id == brief_id],
            "comments": (await comments.list_comments(ctx, SubjectId(subject_id=brief_id))).items,
            "plan_versions": (await edits.list_plan_versions(ctx, PlanId(id=brief_id))).items,
            "currency": (await payments.funds(ctx, Nothing())).currency,
            "form": form or forms.blank(asked.CreatorAnswer),
            **await _work(ctx, mine),
        }  # fmt: skip
    return shell.page(request, "production/brief.html", data, status=status)


async def _work(ctx: Ctx, lines: list[offers.OfferLine]) -> dict[str, Any]:
    """What was handed in by whoever came furthest, and what is held against its review."""
    worked = next((line for line in lines[::-1] if line.delivered_at), None)
    taken = worked or next((line for line in lines[::-1] if line.status not in FREE), None)
    if taken is None:
        return {"worked": None, "versions": [], "drafts": [], "dispute": None, "finished": None,
                "bonus": None}  # fmt: skip
    one = offers.Offered(assignment_id=taken.id)
    done = taken.status == "passed"
    paid = payments.AssignmentId(assignment_id=taken.id)
    return {
        "worked": worked,
        "versions": (await deliverables.list_deliverables(ctx, one)).items,
        "drafts": (await deliverables.list_drafts(ctx, one)).items,
        "dispute": (await disputes.read_dispute(ctx, one)).dispute,
        "finished": await reviews.read_work(ctx, paid) if done else None,
        "bonus": await bonuses.read_bonus(ctx, paid),
    }


async def _done(
    request: Request, visitor: Visitor, brief_id: UUID, tool: Tool[Any, Any],
    form: forms.Form[Any], said: str,
) -> Response:  # fmt: skip
    """Do what a form of the page asks for; what does not fit is shown beside what was typed."""
    to = f"/production/{brief_id}"
    if form.ask:
        try:
            async with visitor.writing() as ctx:
                await forms.done_once(ctx, form, tool.name, lambda: tool(ctx, form.ask))
        except BadInput as wrong:
            form.blame(wrong)
        except Conflict as wrong:
            return shell.back(request, to, str(wrong), bad=True)
        else:
            return shell.back(request, to, said)
    return await _shown(request, visitor, brief_id, form, 422)


async def _names(ctx: Ctx) -> dict[UUID, str]:
    gone = {NEUTRAL: _("A creator who left")}
    return {one: gone.get(name, name) for one, name in (await market.names_of(ctx)).items()}
