"""β: what is known of the business, composed for a question within a budget, as of any day."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from core.errors import BadInput
from domain import beta as rules
from domain.beta import Condition, Item, Part, Verdict
from memory import beta
from memory.ctx import Ctx
from tools import indexing
from tools.base import Answer, Ask, tool

FEWEST, USUAL, MOST = 200, 4_000, 64_000
"""Tokens of a budget."""
LONGEST = 2000
"""Signs of a question."""
Layer = Literal["static", "dynamic", "derived"]


class NotYetADay(BadInput):
    """What will be known on a day to come cannot be told."""


class About(Ask):
    """What to compose β for: a question in plain words (none: what matters now), the most tokens,
    and the day as of which (none: now)."""

    question: str = Field(default="", max_length=LONGEST)
    budget: int = Field(default=USUAL, ge=FEWEST, le=MOST)
    as_of: date | None = None


class KnownItem(Answer):
    """One thing known. Its receipt is that of `id`.

    `said_at` is when it was said or happened, `learned_at` when it came to be known here; it holds
    from `since` to `until` where known. A theme stands for `count` mentions, of which those that
    one may read are `quotes`. `worth` in [0, 1] is what it says for the question.
    """

    kind: str
    id: UUID
    text: str
    said_at: datetime | date | None
    learned_at: datetime | None
    since: date | None
    until: date | None
    worth: float
    count: int
    quotes: list[UUID]
    quote: str
    confidence: float | None
    state: str
    speaker: str
    about: str
    why: list[str]


class KnownPart(Answer):
    """A part of β: how whole it is in [0, 1], how fresh and by which cadence, and its items.

    `known` counts what it holds, `matching` what of it speaks to the question, `left_out` what did
    not fit; `wanting` names what is missing.
    """

    part: Part
    layer: Layer
    coverage: float
    newest: date | None
    age_days: int | None
    verdict: Verdict
    cadence: str
    wanting: list[str]
    known: int
    matching: int
    left_out: int
    items: list[KnownItem]


class Known(Answer):
    """β for a question as of a day; `text` is all of it as a model would get it.

    `ratio` is `tokens_all`, all text that β could draw on, by `tokens_packed`; `said_again` counts
    what says word for word what is in.
    """

    question: str
    day: date
    parts: list[KnownPart]
    text: str
    tokens_all: int
    tokens_packed: int
    ratio: float
    said_again: int


@tool("context:read")
async def compose_context(ctx: Ctx, ask: About) -> Known:
    """What is known that speaks to a question, each with its source, packed into a budget."""
    if ask.as_of is not None and ask.as_of > ctx.at.date():
        raise NotYetADay(
            f"{ask.as_of}.", field="as_of", value=str(ask.as_of),
            remedy="Give a day gone by, or none for now.",
        )  # fmt: skip
    question = beta.Question(ask.question, ask.budget, ask.as_of)
    found = await beta.compose(ctx, question, await indexing.reader(ctx))
    packed = found.composed
    return Known(
        question=ask.question, day=found.day, text=packed.text, tokens_all=found.tokens_all,
        tokens_packed=packed.tokens, ratio=round(found.ratio, 1), said_again=packed.again,
        parts=[_part(found, one) for one in found.conditions],
    )  # fmt: skip


def _part(found: beta.Beta, one: Condition) -> KnownPart:
    packed = found.composed
    items = [
        _item(item, words)
        for item, words in zip(packed.items, packed.words, strict=True) if item.part == one.part
    ]  # fmt: skip
    return KnownPart(
        part=one.part, layer=_layer(one.part), coverage=round(one.coverage, 4), newest=one.newest,
        age_days=one.age, verdict=one.verdict, cadence=rules.CADENCE[one.part].why,
        wanting=[*one.wanting], known=found.known[one.part], matching=found.matching[one.part],
        left_out=packed.left_out.get(one.part, 0), items=items,
    )  # fmt: skip


def _layer(part: Part) -> Layer:
    return "static" if part in rules.STATIC else "dynamic" if part in rules.DYNAMIC else "derived"


def _item(one: Item, words: str) -> KnownItem:
    return KnownItem(
        kind=one.kind, id=one.id, text=words, said_at=one.said, learned_at=one.learned,
        since=one.since, until=one.until, worth=round(one.worth, 4), count=one.count,
        quotes=[*one.quotes], quote=one.quote, confidence=one.confidence, state=one.state,
        speaker=one.speaker, about=one.about, why=[*one.why],
    )  # fmt: skip
