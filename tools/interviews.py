"""The interview for a page: where it stands, chips for its fields, corrections, a first insight.

`tools/onboarding.py` asks and records; this shows what was understood and lets a person mend it.
"""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from cdt.unlearning import unlearn
from core.errors import Conflict, NotFound
from core.text import kept_text
from domain import chips, insights
from domain.chips import Options
from domain.events import InputKept
from domain.insights import Insight
from domain.interview import Contradiction, InterviewResult, Mark, Question, Turn, bank
from domain.language.told import GUESS, guesses
from domain.profiles import CHOSEN, GUESSED
from memory import events, inputs, outcomes, profile_choices, threads
from memory.ctx import Ctx
from tools import profiles
from tools.base import Answer, Ask, Nothing, tool
from tools.files import keep_pasted
from tools.onboarding import NoSuchInterview

FIRST_RUN = "first-run"
"""The key under which a business's first interview is found again, on any device."""
Source = Literal["said", "chosen", "guessed"]


class NoSuchAnswer(NotFound):
    """The interview has no such answer."""


class NothingToCorrect(Conflict):
    """It says that already."""


class OneInterview(Ask):
    """An interview by its id."""

    thread_id: UUID


class Choice(Ask):
    """A value of a field, chosen by hand; without a value the field is taken back."""

    thread_id: UUID
    field: str
    value: Any = None


class Correction(Ask):
    """What an earlier answer should have been; nothing means that it is not known."""

    thread_id: UUID
    turn: int = Field(ge=0, le=500)
    answer: str | None = None


class Told(Ask):
    """A text about the business: a page, a pitch, a message. `name` says what it is."""

    thread_id: UUID
    text: str
    name: str = Field(default="What you pasted", min_length=1, max_length=120)


class FieldLine(Answer):
    """A field of the profile with its value, how sure that is and the words it rests on."""

    field: str
    value: Any
    confidence: float
    source: Source
    quotes: list[str]
    turn: int | None


class Group(Answer):
    """Fields that belong together: those known, and those still open."""

    name: str
    known: list[FieldLine]
    open: list[str]


class AnswerLine(Answer):
    """A turn of the interview; `fields` are what its words filled. Without an answer: skipped."""

    turn: int
    question: str
    answer: str | None
    fields: list[str]
    at: datetime
    corrected: bool


class Interview(Answer):
    """Where an interview stands, for a page.

    `next_options` say how the next question's field may be answered by hand, `next_guess` what it
    would be by what is known so far.
    """

    thread_id: UUID
    finished: bool
    turns: list[AnswerLine]
    next_turn: int
    next_question: Question | None
    next_options: Options | None
    next_guess: FieldLine | None
    coverage: float
    groups: list[Group]
    contradictions: list[Contradiction]
    insight: Insight


class Change(Answer):
    """A field of the profile that changed: its value and confidence before and after."""

    field: str
    before: Any
    after: Any
    sure_before: float
    sure_after: float


class Changed(Answer):
    """What a choice, a correction or a text changed in what is known of the business."""

    changes: list[Change]
    coverage_before: float
    coverage: float


class FirstInterview(Answer):
    """The interview of the first run, if there is one by now."""

    thread_id: UUID | None
    finished: bool


@tool("profile:read")
async def find_interview(ctx: Ctx, ask: Nothing) -> FirstInterview:
    """The interview of the first run, to go on with it on any device."""
    row = await threads.by_key(ctx, "onboarding", FIRST_RUN)
    if row is None:
        return FirstInterview(thread_id=None, finished=False)
    return FirstInterview(thread_id=row.id, finished=row.status == "closed")


@tool("profile:read")
async def read_interview(ctx: Ctx, ask: OneInterview) -> Interview:
    """Where an interview stands: what was said, what was understood, what is asked next."""
    thread = await _thread(ctx, ask.thread_id)
    result = await profiles.read(ctx, thread.id)
    rows = await profiles.rows_of(ctx, thread.id)
    chosen = {row.field: row for row in await profile_choices.standing(ctx, thread.id)}
    known = {name: _line(name, mark, chosen.get(name)) for name, mark in result.profile.items()}
    asked = result.next_question
    turns = [Turn(question=row.question, answer=row.answer) for row in rows]
    return Interview(
        thread_id=thread.id, finished=thread.status == "closed",
        turns=[_turn(place, row, known) for place, row in enumerate(rows)],
        next_turn=len(rows), next_question=asked,
        next_options=chips.options(asked.field) if asked else None,
        next_guess=known.get(asked.field) if asked else None,
        coverage=result.coverage, groups=_groups(known),
        contradictions=result.contradictions, insight=insights.first(turns, result),
    )  # fmt: skip


@tool("profile:write")
async def choose_field(ctx: Ctx, ask: Choice) -> Changed:
    """Say by hand what a field of the profile is, or that what was understood is wrong."""
    thread = await _thread(ctx, ask.thread_id)
    value = chips.typed(ask.field, ask.value)
    before = await profiles.read(ctx, thread.id)
    await profile_choices.keep(ctx, thread.id, ask.field, value=value, source=CHOSEN)
    return await _changed(ctx, thread.id, before)


@tool("profile:write")
async def correct_answer(ctx: Ctx, ask: Correction) -> Changed:
    """Put other words in the place of an earlier answer; all that came of it is read anew."""
    thread = await _thread(ctx, ask.thread_id)
    rows = {row.turn: row for row in await profiles.rows_of(ctx, thread.id)}
    row = rows.get(ask.turn)
    if row is None:
        raise NoSuchAnswer(f"{ask.turn}.", field="turn", value=ask.turn)
    said = (ask.answer or "").strip()
    words = kept_text(said, field="answer") if said else None
    if words == row.answer:
        raise NothingToCorrect(field="answer", value=ask.turn)
    before = await profiles.read(ctx, thread.id)
    await inputs.correct_answer(ctx, row.id, words)
    await unlearn(ctx, "answer", row.id)
    if words is None:
        why = "corrected to a skip: kept as a gap to close"
        await outcomes.account_anew(ctx, "answer", row.id, "used", why)
    else:
        await outcomes.account_anew(ctx, "answer", row.id, "waiting", "corrected: read anew")
        await events.record(ctx, InputKept(kind="answer", id=row.id))
    return await _changed(ctx, thread.id, before)


@tool("profile:write")
async def tell_text(ctx: Ctx, ask: Told) -> Changed:
    """Begin from a text: it is kept as a file, and what it says is guessed, to be confirmed."""
    thread = await _thread(ctx, ask.thread_id)
    before = await profiles.read(ctx, thread.id)
    kept = await keep_pasted(ctx, ask.text, ask.name)
    standing = {row.field for row in await profile_choices.standing(ctx, thread.id)}
    for field, mark in guesses(ask.text).items():
        if field not in standing:
            await profile_choices.keep(
                ctx, thread.id, field, value=mark.value, source=GUESSED, file_id=kept.id,
                quote=mark.evidence[0].quote if mark.evidence else None,
            )  # fmt: skip
    return await _changed(ctx, thread.id, before)


async def _changed(ctx: Ctx, thread_id: UUID, before: InterviewResult) -> Changed:
    """Keep the profile as it is now, and tell it apart from what it was."""
    after = await profiles.read(ctx, thread_id)
    gone = [name for name in before.profile if name not in after.profile]
    await profiles.keep(ctx, after.profile, gone)
    changes = [
        Change(
            field=name, before=_value(before, name), after=_value(after, name),
            sure_before=_sure(before, name), sure_after=_sure(after, name),
        )
        for name in sorted({*before.profile, *after.profile})
        if before.profile.get(name) != after.profile.get(name)
    ]  # fmt: skip
    return Changed(changes=changes, coverage_before=before.coverage, coverage=after.coverage)


def _value(result: InterviewResult, name: str) -> Any:
    return result.profile[name].value if name in result.profile else None


def _sure(result: InterviewResult, name: str) -> float:
    return result.profile[name].confidence if name in result.profile else 0.0


def _line(name: str, mark: Mark, chosen: Any) -> FieldLine:
    source: Source = "guessed" if mark.confidence <= GUESS else "said"
    from_file = False
    if chosen is not None and (chosen.source == CHOSEN or mark.value == chosen.value):
        source, from_file = chosen.source, chosen.source == GUESSED
    return FieldLine(
        field=name, value=mark.value, confidence=mark.confidence, source=source,
        quotes=[one.quote for one in mark.evidence],
        turn=mark.evidence[0].turn if mark.evidence and not from_file else None,
    )  # fmt: skip


def _turn(place: int, row: Any, known: dict[str, FieldLine]) -> AnswerLine:
    filled = [name for name, line in known.items() if line.turn == place]
    return AnswerLine(
        turn=row.turn, question=row.question, answer=row.answer, fields=filled, at=row.at,
        corrected=row.corrected_at is not None,
    )  # fmt: skip


def _groups(known: dict[str, FieldLine]) -> list[Group]:
    return [
        Group(
            name=name,
            known=[known[field] for field in group["fields"] if field in known],
            open=[field for field in group["fields"] if field not in known],
        )
        for name, group in bank()["groups"].items()
        if group["fields"]
    ]


async def _thread(ctx: Ctx, thread_id: UUID) -> Any:
    row = await threads.thread(ctx, thread_id)
    if row is None or row.kind != "onboarding":
        raise NoSuchInterview(f"{thread_id}", field="thread_id", value=str(thread_id))
    return row
