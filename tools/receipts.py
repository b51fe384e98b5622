"""Receipts: what an output rests on, down to somebody's sentence, and what rests on it."""

from collections import defaultdict
from datetime import date, datetime
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


class NothingByThatId(NotFound):
    """Nothing here has that id."""


class OneId(Ask):
    """Any id of this business: a belief, a map, a brief, a payment, a piece of revenue ..."""

    id: UUID


class Step(Answer):
    """One step of the way back; `why` says how the step before rests on it."""

    kind: str
    id: UUID
    at: datetime | date | None
    text: str
    why: str


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
    head = await receipts.anything(ctx, ask.id)
    if head is None:
        raise NothingByThatId(
            f"{ask.id}.", field="id", value=str(ask.id), remedy="Take an id from any output."
        )
    links, whys = await _gathered(ctx, (head.kind, head.id))
    way = rules.chain((head.kind, head.id), links)
    steps = [step for place in range(len(way)) if (step := await _step(ctx, way, place, whys))]
    forward = {(row.from_kind, row.from_id): None for row in await receipts.links_to(ctx, ask.id)}
    pointers = [Pointer(kind=_named(kind), id=each) for kind, each in forward]
    return Receipt(id=ask.id, kind=_named(head.kind), chain=steps, forward=pointers)


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
    frontier, seen = [start[1]], {start[1]}
    for _ in range(rules.LONGEST):
        rows = await receipts.links_from(ctx, frontier)
        for row in rows:
            near, far = (row.from_kind, row.from_id), (row.to_kind, row.to_id)
            links[near].append(far)
            whys[near, far] = row.why
        frontier = [*dict.fromkeys(row.to_id for row in rows if row.to_id not in seen)]
        seen.update(frontier)
        if not frontier:
            break
    return links, whys


async def _step(
    ctx: Ctx, way: list[Node], place: int, whys: dict[tuple[Node, Node], str]
) -> Step | None:
    """One step; None where what a link points to is gone."""
    kind, one = way[place]
    rows = await receipts.of_kind(ctx, kind, [one])
    if not rows:
        return None
    found = rows[0]
    why = whys[way[place - 1], way[place]] if place else "what was asked for"
    text = found.text if may_read(ctx, found) else WITHHELD
    return Step(kind=_named(kind), id=one, at=found.at, text=text, why=why)


def may_read(ctx: Ctx, found: Found) -> bool:
    """Whether the actor of `ctx` may read the words of a row: a private note is its author's."""
    own = found.author in (None, ctx.actor.user_id)
    return not found.private or own or ctx.actor.role == "worker"


def _named(kind: str) -> str:
    return "sentence" if kind in rules.SOURCES else NAMES.get(kind, kind)
