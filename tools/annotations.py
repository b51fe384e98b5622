"""The queue of things to judge: what several people said of each, apart, and how far they agree."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from core.errors import NotFound
from domain import agreement, labelling
from domain.evaluations import CaseWords
from domain.labelling import ItemKind
from domain.samples import wilson
from memory import annotations, evaluations, people, receipts, runs, threads
from memory.ctx import Ctx
from tools.base import Answer, Ask, Nothing, tool
from tools.grants import OWNERS, Looking, looking
from tools.receipts import NothingByThatId, may_read

DRAFTS = frozenset({"map", "brief", "artifact", "deliverable", "entry"})
"""Kinds of rows whose words may be judged as drafts."""


class NoSuchItem(NotFound):
    """There is nothing to judge by this id."""


class QueueAsk(Ask):
    """What to judge: a case of an evaluation (alone or as a pair), a reply of one's own chat, or
    a draft."""

    id: UUID
    pair: bool = False


class WhichItems(Ask):
    """All items; those that I have not judged; those on which people differ."""

    state: Literal["all", "open", "differ"] = "all"


class OneItem(Ask):
    """An item of the queue by its id."""

    item_id: UUID


class Judgement(OneItem):
    """A label: good, acceptable, bad; for a pair one, other, tie. A bad one needs its reason."""

    label: str = Field(max_length=20)
    reasons: list[str] = Field(default_factory=list, max_length=8)
    note: str = Field("", max_length=2_000)


class Said(Answer):
    """One person's label. `who` is shown to the owner and to themselves; others read a letter."""

    who: str
    role: str
    label: str
    reasons: list[str]
    note: str
    was_first: str
    at: datetime
    mine: bool


class Item(Answer):
    """Something to judge. For a pair, `first` is whose answer stands first for this person.

    What others said is told once this person has judged it too, so that nobody follows anybody.
    """

    id: UUID
    kind: ItemKind
    version: int | None
    source_kind: str
    source_id: UUID
    at: datetime
    question: str
    reference: str
    texts: list[str]
    first: str
    labels: list[str]
    mine: Said | None
    others: list[Said]
    judged_by: int
    differs: bool
    withheld: bool


class ItemList(Answer):
    """Items, oldest first."""

    items: list[Item]


class Measure(Answer):
    """How far people agree. None where too few items were judged twice; `said` says it in words."""

    measure: str
    people: list[str]
    value: float | None
    low: float | None
    high: float | None
    same: float | None
    items: int
    said: str


class Agreement(Answer):
    """All people together (Krippendorff's alpha), each two of them (Cohen's kappa), the pairs.

    `first_share` is how often the answer that stood first was preferred: 0.5 is no bias.
    """

    together: Measure
    each_two: list[Measure]
    counts: Mapping[str, int]
    differ: list[UUID]
    preferences: int
    first_share: float | None
    first_low: float
    first_high: float


@tool("evaluations:write")
async def queue_item(ctx: Ctx, ask: QueueAsk) -> Item:
    """Put a case, an answer or a draft into the queue for people to judge."""
    async with looking(ctx, "words", "queue", ask.id) as look:
        kind, source, shown, version = await _source(ctx, look, ask)
        one, _ = await annotations.add(look.ctx, kind, source, shown, version)
        return await _one(ctx, look, one)


@tool("evaluations:read")
async def list_items(ctx: Ctx, ask: WhichItems) -> ItemList:
    """What is to be judged, with what this person said, and what others did once they have."""
    async with looking(ctx, "cases", "annotations") as look:
        rows = await annotations.items(look.ctx)
        said = await annotations.labels(look.ctx)
        found = [_item(ctx, look, row, said) for row in rows]
    wanted = {
        "all": lambda _: True,
        "open": lambda one: one.mine is None,
        "differ": lambda one: one.differs,
    }[ask.state]
    return ItemList(items=[one for one in found if wanted(one)])


@tool("evaluations:write")
async def judge_item(ctx: Ctx, ask: Judgement) -> Item:
    """Say what an item is worth; a later word of the same person takes its place."""
    async with looking(ctx, "words", "judge", ask.item_id) as look:
        row = await _row(look, ask.item_id)
        labelling.refuse_unfit(row.kind, ask.label, ask.reasons, ask.note)
        first = labelling.first_for(f"{row.id}", _person(ctx)) if row.kind == "pair" else ""
        person = await people.person(look.ctx)
        label = {
            "user_id": ctx.actor.user_id, "role": ctx.actor.role, "label": ask.label,
            "reasons": ask.reasons, "note": ask.note or None, "was_first": first,
            "who": person.email if person else "",
        }  # fmt: skip
        await annotations.keep(look.ctx, row.id, label)
        return await _one(ctx, look, row.id)


@tool("evaluations:write")
async def withdraw_judgement(ctx: Ctx, ask: OneItem) -> Item:
    """Take one's own label back."""
    async with looking(ctx, "words", "withdraw", ask.item_id) as look:
        row = await _row(look, ask.item_id)
        user: Any = ctx.actor.user_id
        await annotations.withdraw(look.ctx, row.id, user)
        return await _one(ctx, look, row.id)


@tool("evaluations:read")
async def read_agreement(ctx: Ctx, ask: Nothing) -> Agreement:
    """How far the people who judged agree beyond chance, and where they differ."""
    async with looking(ctx, "metrics", "agreement") as look:
        rows = {row.id: row for row in await annotations.items(look.ctx)}
        said = [each for each in await annotations.labels(look.ctx) if each.item_id in rows]
    names = _names(ctx, said)
    ratings: dict[str, dict[str, str]] = defaultdict(dict)
    for each in said:
        if rows[each.item_id].kind != "pair":
            ratings[f"{each.item_id}"][names[each.user_id]] = each.label
    pairs = [each for each in said if rows[each.item_id].kind == "pair" and each.label != "tie"]
    first = sum(each.label == each.was_first for each in pairs)
    low, high = wilson(first, len(pairs))
    judges = sorted({who for each in ratings.values() for who in each})
    two = [(a, b) for place, a in enumerate(judges) for b in judges[place + 1 :]]
    return Agreement(
        together=_measure(agreement.krippendorff(ratings)),
        each_two=[_measure(agreement.cohen(ratings, a, b)) for a, b in two],
        counts=Counter(each.label for each in said),
        differ=[UUID(each) for each in agreement.disagreements(ratings)],
        preferences=len(pairs), first_share=first / len(pairs) if pairs else None,
        first_low=low, first_high=high,
    )  # fmt: skip


async def _source(
    ctx: Ctx, look: Looking, ask: QueueAsk
) -> tuple[ItemKind, tuple[str, UUID], dict[str, Any], int | None]:
    """What stands behind an id: a case, a reply of the person's own chats, or a draft."""
    case = await evaluations.case(look.ctx, ask.id)
    if case is not None:
        one = await evaluations.by_id(look.ctx, case.evaluation_id)
        shown = _case_shown(CaseWords.model_validate(case.words), pair=ask.pair)
        return "pair" if ask.pair else "case", ("case", ask.id), shown, one.version
    reply = await threads.message(look.ctx, ask.id)
    if reply is not None and reply.role == "assistant":
        run = await runs.run(look.ctx, reply.run_id) if reply.run_id else None
        asked = await threads.message(look.ctx, run.question_id) if run else None
        question = asked.content["text"] if asked else ""
        return "answer", ("reply", ask.id), _shown(question, [reply.content["text"]]), None
    found = await receipts.anything(look.ctx, ask.id)
    if found is None or found.kind not in DRAFTS or not may_read(ctx, found):
        raise NothingByThatId(f"{ask.id}.", field="id", value=str(ask.id))
    return "draft", (found.kind, ask.id), _shown(f"A {found.kind}", [found.text]), None


def _case_shown(words: CaseWords, *, pair: bool) -> dict[str, Any]:
    others = [text for arm, text in words.answers.items() if arm != "candidate"]
    own = words.answers.get("candidate", "")
    texts = [*others[:1], own] if pair else [own]
    return _shown(words.input, texts, words.reference)


def _shown(question: str, texts: list[str], reference: str = "") -> dict[str, Any]:
    return {"question": question, "texts": texts, "reference": reference}


async def _row(look: Looking, item_id: UUID) -> Any:
    row = await annotations.item(look.ctx, item_id)
    if row is None:
        raise NoSuchItem(f"{item_id}.", field="item_id", value=str(item_id))
    return row


async def _one(ctx: Ctx, look: Looking, item_id: UUID) -> Item:
    return _item(ctx, look, await _row(look, item_id), await annotations.labels(look.ctx))


def _item(ctx: Ctx, look: Looking, row: Any, labels: list[Any]) -> Item:
    names = _names(ctx, labels)
    of_it = [each for each in labels if each.item_id == row.id]
    said = [_said(ctx, each, names) for each in of_it]
    mine = next((each for each in said if each.mine), None)
    texts = [*row.shown["texts"]]
    first = labelling.first_for(f"{row.id}", _person(ctx)) if row.kind == "pair" else ""
    if first == "other":
        texts.reverse()
    told = look.words
    return Item(
        id=row.id, kind=row.kind, version=row.version, source_kind=row.source_kind,
        source_id=row.source_id, at=row.at, question=row.shown["question"] if told else "",
        reference=row.shown["reference"] if told else "", texts=texts if told else [],
        first=first, labels=[*labelling.labels_of(row.kind)], mine=mine,
        others=[each for each in said if not each.mine] if mine and told else [],
        judged_by=len(said), differs=len({each.label for each in of_it}) > 1, withheld=not told,
    )  # fmt: skip


def _said(ctx: Ctx, row: Any, names: Mapping[UUID, str]) -> Said:
    return Said(
        who=names[row.user_id], role=row.role, label=row.label, reasons=row.reasons,
        note=row.note or "", was_first=row.was_first, at=row.at,
        mine=row.user_id == ctx.actor.user_id,
    )  # fmt: skip


def _names(ctx: Ctx, labels: list[Any]) -> dict[UUID, str]:
    """Person -> the name to show: the owner reads addresses, an evaluator letters."""
    order = dict.fromkeys(each.user_id for each in labels)
    address = {each.user_id: each.who for each in labels}
    owner = ctx.actor.role in OWNERS
    return {
        user: (address[user] if owner and address[user] else f"person {place}")
        for place, user in enumerate(order, 1)
    }


def _person(ctx: Ctx) -> str:
    return f"{ctx.actor.user_id}"


def _measure(found: agreement.Agreement) -> Measure:
    return Measure(
        measure=found.measure, people=[*found.people], value=found.value, low=found.low,
        high=found.high, same=found.same, items=found.items, said=_in_words(found),
    )  # fmt: skip


def _in_words(found: agreement.Agreement) -> str:
    if found.value is None:
        need = "all labels are the same" if found.items else "nothing was judged by two people"
        return f"Nothing can be said yet: {need}."
    word = "firm" if found.value >= 0.8 else "fair" if found.value >= 0.667 else "weak"
    reach = (
        f", between {found.low:.2f} and {found.high:.2f}"
        if found.low is not None and found.high is not None
        else f"; an interval needs {agreement.FEWEST} items"
    )
    return f"The agreement is {word}: {found.value:.2f} on {found.items} items{reach}."
