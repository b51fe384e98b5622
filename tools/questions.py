"""Questions about a brief: a creator asks, the founder answers, and nobody learns who is who."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from pydantic import Field

from core.errors import Conflict, NotFound, TooMany
from core.ids import derived_id
from domain.assignments import FREE
from domain.deals import BriefAnswered, BriefAskedAbout
from memory import events, questions
from memory.ctx import Ctx
from tools.base import Answer, Ask, Nothing, tool
from tools.briefs import TellsWhoseItIs, must_name_nobody
from tools.offers import Offered, open_offer

ANSWER_WITHIN = timedelta(hours=24)
MOST_OPEN = 5


class NoSuchQuestion(NotFound):
    """There is no such question here."""


class QuestionAnswered(Conflict):
    """This question was answered already."""


class NothingToAsk(Conflict):
    """This brief is not with you any more."""


class TooManyQuestions(TooMany):
    """There are questions enough that wait for an answer."""


class CreatorQuestion(Ask):
    """What a creator wants to know before or while making a piece."""

    assignment_id: UUID
    text: str = Field(min_length=3, max_length=1_000)


class CreatorAnswer(Ask):
    """The founder's answer to a creator's question."""

    question_id: UUID
    text: str = Field(min_length=1, max_length=2_000)


class QuestionLine(Answer):
    """A question; `own` says whether the reader asked it, `late` whether its time is over.

    `text` is empty where somebody else's words are not shown, since they might tell too much.
    """

    id: UUID
    brief_id: UUID
    assignment_id: UUID | None
    text: str
    asked_at: datetime
    answer_by: datetime
    answer: str
    answered_at: datetime | None
    own: bool
    late: bool


class QuestionList(Answer):
    """Questions, oldest first."""

    items: list[QuestionLine]


@tool("offers:answer")
async def ask_about_brief(ctx: Ctx, ask: CreatorQuestion) -> QuestionLine:
    """Ask about a brief that was offered to you; the answer comes within 24 hours, or is late."""
    row = await open_offer(ctx, ask.assignment_id)
    over = row.status == "offered" and ctx.at >= row.expires_at
    if over or row.status in FREE | {"passed"}:
        raise NothingToAsk(f"It is {'expired' if over else row.status}.")
    waiting = [one for one in await questions.of_brief(ctx, row.brief_id) if not one.answered_at]
    if len(waiting) >= MOST_OPEN:
        raise TooManyQuestions(f"{MOST_OPEN} wait.", remedy="Wait for an answer.")
    question_id = derived_id(row.id, "question", ask.text)
    kept = {
        "id": question_id, "assignment_id": row.id, "brief_id": row.brief_id,
        "creator_id": row.creator_id, "text": ask.text, "asked_at": ctx.at,
        "answer_by": ctx.at + ANSWER_WITHIN, "shared": await _names_nobody(ctx, ask.text),
    }  # fmt: skip
    if await questions.keep(ctx, kept):
        await events.record(ctx, BriefAskedAbout(question_id=question_id, brief_id=row.brief_id))
    return _line(ctx, await questions.question(ctx, question_id))


@tool("market:write")
async def answer_creator(ctx: Ctx, ask: CreatorAnswer) -> QuestionLine:
    """Answer a creator's question; an answer that would tell whose brief it is goes to nobody."""
    row = await questions.question_alone(ctx, ask.question_id)
    if row is None:
        raise NoSuchQuestion(f"{ask.question_id}.", field="question_id", value=str(ask.question_id))
    if row.answered_at is not None:
        raise QuestionAnswered(field="question_id", value=str(row.id))
    await must_name_nobody(ctx, "text", ask.text)
    await questions.answer(ctx, row.id, ask.text)
    fact = BriefAnswered(question_id=row.id, assignment_id=row.assignment_id)
    await events.record(ctx, fact)
    return _line(ctx, await questions.question(ctx, row.id))


@tool("market:read")
async def list_questions(ctx: Ctx, ask: Nothing) -> QuestionList:
    """What creators asked about this business's briefs, and what was answered."""
    return QuestionList(items=[_line(ctx, row) for row in await questions.every(ctx)])


@tool("offers:read")
async def list_brief_questions(ctx: Ctx, ask: Offered) -> QuestionList:
    """Your questions on a brief, and the answers that others got."""
    row = await open_offer(ctx, ask.assignment_id)
    found = await questions.of_brief(ctx, row.brief_id)
    return QuestionList(items=[_line(ctx, one) for one in found])


async def _names_nobody(ctx: Ctx, text: str) -> bool:
    """Whether a creator's words may be shown to later creators: a right guess may not."""
    try:
        await must_name_nobody(ctx, "text", text)
    except TellsWhoseItIs:
        return False
    return True


def _line(ctx: Ctx, row: Any) -> QuestionLine:
    own = row.creator_id == ctx.actor.creator_id
    house = ctx.actor.role != "creator"
    return QuestionLine(
        id=row.id, brief_id=row.brief_id, assignment_id=row.assignment_id if own or house else None,
        text=row.text if own or house or row.shared else "", asked_at=row.asked_at,
        answer_by=row.answer_by, answer=row.answer or "", answered_at=row.answered_at, own=own,
        late=row.answered_at is None and ctx.at > row.answer_by,
    )  # fmt: skip
