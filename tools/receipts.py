"""Receipts: what an output rests on, down to somebody's sentence, and what rests on it."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from itertools import pairwise
from typing import Any, Literal
from uuid import UUID

from core.errors import NotFound
from domain import receipts as rules
from domain.receipts import Node
from memory import outcomes, receipts
from memory.ctx import Ctx
from memory.receipts import Found
from tools.base import Answer, Ask, Nothing, tool

NAMES = {"journey": "revenue", "entry": "artifact", "artifact": "planned artifact"}
WITHHELD = "a private note; only its author can read it"
GONE = "what stood here was deleted"
BESIDE = 6
"""How many further pieces of evidence a step names."""
MOST_EFFECTS = 120
WIDEST = 400
"""How many things of one step onward are followed further."""
State = Literal["shown", "withheld", "deleted"]


class NothingByThatId(NotFound):
    """Nothing here has that id."""


class OneId(Ask):
    """Any id of this business: a belief, a map, a brief, a payment, a piece of revenue ..."""

    id: UUID


class Said(Answer):
    """What a row says to a reader, and when it happened."""

    at: datetime | date | None
    text: str
    state: State = "shown"


class Beside(Answer):
    """Something further that the step before rests on."""

    kind: str
    id: UUID
    text: str
    why: str
    state: State = "shown"


class Step(Answer):
    """One step of the way back; `why` says how the step before rests on it.

    `beside` are other things that the step before rests on, at most six of `beside_in_all`.
    """

    kind: str
    id: UUID
    at: datetime | date | None
    text: str
    why: str
    state: State = "shown"
    beside: list[Beside] = []
    beside_in_all: int = 0


class Pointer(Answer):
    """Something that rests on what was asked for."""

    kind: str
    id: UUID


class Receipt(Answer):
    """The chain from what was asked for to the source sentence, and what came of it."""

    id: UUID
    kind: str
    chain: list[Step]
    forward: list[Pointer]


class Effect(Answer):
    """Something that came of it, `depth` steps on, through `via`; `why` says how it rests on it."""

    depth: int
    kind: str
    id: UUID
    at: datetime | date | None
    text: str
    why: str
    via: UUID
    state: State = "shown"


class Effects(Answer):
    """All that came of one thing, the nearest first; of the rest `left_out` holds the number by
    kind."""

    id: UUID
    kind: str
    text: str
    state: State
    at: datetime | date | None
    items: list[Effect]
    left_out: dict[str, int]


class Fated(Answer):
    """What became of one input; `there` is False where it was deleted since."""

    id: UUID
    kind: str
    fate: str
    reason: str
    at: datetime
    there: bool


class Health(Answer):
    """Evidence links in all and those whose both ends exist."""

    total: int
    resolved: int


class Fate(Answer):
    """How many inputs of a kind are used, waiting, or set aside."""

    kind: str
    used: int
    waiting: int
    set_aside: int


class InputAccount(Answer):
    """Every input accounted for; `waste_share` is the share that nothing was made of."""

    total: int
    waste_share: float
    fates: list[Fate]


class Largest(Answer):
    """The revenue whose receipt tells most, if there is any revenue."""

    id: UUID | None


@tool("outcomes:read")
async def read_receipt(ctx: Ctx, ask: OneId) -> Receipt:
    """What something rests on, step by step, and what rests on it."""
    head = await _head(ctx, ask.id)
    links, whys = await _gathered(ctx, (head.kind, head.id))
    way = rules.chain((head.kind, head.id), links)
    beside = {
        node: [each for each in dict.fromkeys(links.get(before, ())) if each != node]
        for before, node in pairwise(way)
    }
    named = [*way, *(each for others in beside.values() for each in others[:BESIDE])]
    told = await told_of(ctx, named)
    steps = []
    for before, node in zip([None, *way], way, strict=False):
        others = beside.get(node, [])
        why = whys[before, node] if before else "what was asked for"
        steps.append(
            Step(
                kind=_named(node[0]), id=node[1], why=why, beside_in_all=len(others),
                beside=[
                    Beside(kind=_named(each[0]), id=each[1], why=whys[before, each],
                           text=told[each].text, state=told[each].state)
                    for each in others[:BESIDE] if before
                ],
                **told[node].model_dump(),
            )
        )  # fmt: skip
    forward = {(row.from_kind, row.from_id): None for row in await receipts.links_to(ctx, ask.id)}
    pointers = [Pointer(kind=_named(kind), id=each) for kind, each in forward]
    return Receipt(id=ask.id, kind=_named(head.kind), chain=steps, forward=pointers)


@tool("outcomes:read")
async def follow_evidence(ctx: Ctx, ask: OneId) -> Effects:
    """Everything that came of something: what rests on it, and what rests on that, step by step."""
    head = await _head(ctx, ask.id)
    found, left_out = await _followed(ctx, head)
    told = await told_of(ctx, [(head.kind, head.id), *((row.from_kind, row.from_id)
                                                     for _, row in found)])  # fmt: skip
    items = [
        Effect(depth=depth, kind=_named(row.from_kind), id=row.from_id, why=row.why, via=row.to_id,
               **told[row.from_kind, row.from_id].model_dump())
        for depth, row in found
    ]  # fmt: skip
    own = told[head.kind, head.id].model_dump()
    return Effects(id=head.id, kind=_named(head.kind), items=items, left_out=left_out, **own)


@tool("outcomes:read")
async def read_fate(ctx: Ctx, ask: OneId) -> Fated:
    """What became of an input, also of one that was deleted since."""
    row = await outcomes.fate_of(ctx, ask.id)
    if row is None:
        raise NothingByThatId(
            f"{ask.id}.", field="id", value=str(ask.id), remedy="Take an id from any output."
        )
    there = await receipts.anything(ctx, ask.id) is not None
    return Fated(
        id=ask.id, kind=_named(row.input_kind), fate=row.fate, reason=row.reason, at=row.at,
        there=there,
    )  # fmt: skip


@tool("outcomes:read")
async def check_evidence(ctx: Ctx, ask: Nothing) -> Health:
    """Count the evidence links and those that lead somewhere."""
    total, broken = await receipts.unresolved(ctx)
    return Health(total=total, resolved=total - len(broken))


@tool("outcomes:read")
async def account_for_inputs(ctx: Ctx, ask: Nothing) -> InputAccount:
    """What became of every input."""
    found = await outcomes.fates(ctx)
    kinds = sorted({kind for kind, _ in found})
    lines = [
        Fate(
            kind=kind, used=found.get((kind, "used"), 0), waiting=found.get((kind, "waiting"), 0),
            set_aside=found.get((kind, "set_aside"), 0),
        )
        for kind in kinds
    ]  # fmt: skip
    total = sum(found.values())
    unused = sum(line.waiting + line.set_aside for line in lines)
    return InputAccount(total=total, waste_share=unused / total if total else 0.0, fates=lines)


@tool("outcomes:read")
async def find_revenue(ctx: Ctx, ask: Nothing) -> Largest:
    """The revenue that a bought map had a part in; else the largest there is."""
    return Largest(id=await receipts.revenue_with_receipt(ctx))


async def _gathered(
    ctx: Ctx, start: Node
) -> tuple[dict[Node, list[Node]], dict[tuple[Node, Node], str]]:
    """Links reachable from `start`, level by level."""
    links: dict[Node, list[Node]] = defaultdict(list)
    whys: dict[tuple[Node, Node], str] = {}
    for row in await receipts.links_below(ctx, start[1], rules.LONGEST):
        near, far = (row.from_kind, row.from_id), (row.to_kind, row.to_id)
        links[near].append(far)
        whys[near, far] = row.why
    return links, whys


async def _followed(ctx: Ctx, head: Found) -> tuple[list[tuple[int, Any]], dict[str, int]]:
    """Links that lead to `head`, level by level, each claim once; and how many more, by kind."""
    found: list[tuple[int, Any]] = []
    left_out: dict[str, int] = defaultdict(int)
    frontier, seen = [head.id], {head.id}
    for depth in range(1, rules.LONGEST + 1):
        fresh: dict[UUID, Any] = {}
        for row in await receipts.links_into(ctx, frontier):
            if row.from_id not in seen:
                fresh.setdefault(row.from_id, row)
        seen.update(fresh)
        room = max(MOST_EFFECTS - len(found), 0)
        found += [(depth, row) for row in [*fresh.values()][:room]]
        for row in [*fresh.values()][room:]:
            left_out[_named(row.from_kind)] += 1
        frontier = [*fresh][:WIDEST]
        if not frontier:
            break
    return found, dict(left_out)


async def _head(ctx: Ctx, one: UUID) -> Found:
    """The row that was asked for. Raises `NothingByThatId`."""
    head = await receipts.anything(ctx, one)
    if head is None:
        raise NothingByThatId(
            f"{one}.", field="id", value=str(one), remedy="Take an id from any output."
        )
    return head


async def told_of(ctx: Ctx, nodes: Iterable[Node]) -> dict[Node, Said]:
    """What each of these rows says to this reader."""
    wanted = [*dict.fromkeys(nodes)]
    by_kind: dict[str, list[UUID]] = defaultdict(list)
    for kind, one in wanted:
        by_kind[kind].append(one)
    there = {
        (kind, found.id): found
        for kind, ids in by_kind.items()
        for found in await receipts.of_kind(ctx, kind, ids)
    }
    return {node: _said(ctx, there.get(node)) for node in wanted}


def _said(ctx: Ctx, found: Found | None) -> Said:
    if found is None:
        return Said(at=None, text=GONE, state="deleted")
    if not may_read(ctx, found):
        return Said(at=found.at, text=WITHHELD, state="withheld")
    return Said(at=found.at, text=found.text)


def words_of(ctx: Ctx, found: Found) -> str:
    """What a source says, or that its words are its author's alone."""
    return found.text if may_read(ctx, found) else WITHHELD


def may_read(ctx: Ctx, found: Found) -> bool:
    """Whether the actor of `ctx` may read the words of a row: a private note is its author's."""
    own = found.author in (None, ctx.actor.user_id)
    return not found.private or own or ctx.actor.role == "worker"


def _named(kind: str) -> str:
    return "sentence" if kind in rules.SOURCES else NAMES.get(kind, kind)
