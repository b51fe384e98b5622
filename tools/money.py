"""Money: what is held and paid, and what revenue each model credits to whom."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from pydantic import Field
from rapidfuzz import fuzz, utils

from domain.prose import counted, listed, major, money, named, paragraph, rounded, share
from domain.samples import ratio_of_sums
from memory import ledger, people, performance
from memory.ctx import Ctx
from tools.base import Ask, Nothing, tool
from tools.findings import Finding, Part, Ref, lacking, weightiest
from tools.payments import funds

JOURNEYS = "purchases with their journeys: `refleqt import journeys FILE`"
ALIKE = 75.0
MODELS = {
    "first": "first touch", "last": "last touch", "linear": "linear", "time_decay": "time decay",
    "position": "position",
}  # fmt: skip


class CreditAsk(Ask):
    """Whose revenue."""

    of: str = Field(
        default="", max_length=300,
        description="A channel or the title of a piece; leave out for the largest channel",
    )  # fmt: skip


@tool("money:read")
async def money_summary(ctx: Ctx, ask: Nothing) -> Finding:
    """What was held for maps, what creators were paid, what came back."""
    held, rows = await funds(ctx, ask), await ledger.payments(ctx)
    if not held.held:
        return lacking("No map was bought, so nothing is held and nobody was paid.",
                       "a bought map")  # fmt: skip
    code = held.currency
    kinds = Counter(row.kind for row in rows)
    said = paragraph(
        f"{money(held.held, code)} was put aside for bought maps: {money(held.released, code)} "
        f"went to creators for passed work, {money(held.bonus, code)} as bonus, "
        f"{money(held.refunded, code)} came back and {money(held.still_held, code)} is still held.",
        f"Fees took {money(held.fees, code)}." if held.fees else "",
        f"That was {counted(kinds['base'], 'payment')} for work and "
        f"{counted(kinds['bonus'], 'bonus', 'bonuses')}." if rows else "",
    )  # fmt: skip
    figures = {
        name: major(getattr(held, name), code)
        for name in ("held", "released", "bonus", "refunded", "still_held", "fees")
    }
    return Finding(
        said=said, enough=True, n=len(rows), value=major(held.held, code), unit=code,
        figures={**figures, "payments": kinds["base"], "bonuses": kinds["bonus"]},
        evidence=weightiest(
            [Ref(kind="payment", id=row.id) for row in rows[::-1]]
            or [Ref(kind="map", id=UUID(hold)) for hold in await ledger.holds(ctx)]
        ),
    )  # fmt: skip


@tool("performance:read")
async def attributed_revenue(ctx: Ctx, ask: CreditAsk) -> Finding:
    """What revenue five models credit to a channel or a piece, and how far they disagree."""
    business = await people.business(ctx)
    code = business.currency if business else "USD"
    rows = [row for row in await performance.every_credit(ctx) if row.currency == code]
    journeys = {row.journey_id for row in rows}
    if not rows:
        return lacking("No revenue is credited yet.", JOURNEYS)
    name, own = _meant(rows, ask.of)
    if not own:
        names = listed([named(one) for one in sorted({row.channel for row in rows})], "or")
        said = f"No revenue is credited to “{ask.of}” in {counted(len(journeys), 'purchase')}."
        return lacking(said, f"a channel or a piece with credit, such as {names}", len(journeys))
    cents: dict[str, float] = defaultdict(float)
    for row in own:
        cents[row.model] += row.amount_cents
    whole = sum(row.amount_cents for row in rows if row.model == "position")
    middle = cents["position"]
    low_model = min(MODELS, key=lambda model: (cents[model], model))
    high_model = max(MODELS, key=lambda model: (cents[model], model))
    told = _interval(rows, own)
    verb = "is credited with" if ask.of else "is credited with the most,"
    head = f"{name} {verb} {money(middle, code)} of {money(whole, code)} revenue by the "
    head += f"position model ({share(middle / whole if whole else 0)}"
    if told:
        head += f", 90% range {share(told[0])} to {share(told[1])}"
    head += f"; {counted(len(journeys), 'purchase')})."
    line = f"The 5 models range from {money(cents[low_model], code)} ({MODELS[low_model]}) to "
    line += f"{money(cents[high_model], code)} ({MODELS[high_model]})."
    apart = (cents[high_model] - cents[low_model]) / middle if middle else 0.0
    others = {} if ask.of else _next_best(rows, own)
    after = listed(f"{named(one)} ({money(worth, code)})" for one, worth in others.items())
    head += f" After it {'come' if len(others) > 1 else 'comes'} {after}." if others else ""
    doubt = "They disagree by more than half, so take the order with care." if apart > 0.5 else ""
    return Finding(
        said=paragraph(head, line, doubt), enough=True, n=len(journeys),
        value=major(middle, code), unit=code,
        low=major(told[0] * whole, code) if told else None,
        high=major(told[1] * whole, code) if told else None,
        parts=[Part(name=MODELS[model], value=major(cents[model], code)) for model in MODELS],
        figures={"all revenue": major(whole, code), "models": 5,
                 **{f"credited to {named(one)}": major(cents, code)
                    for one, cents in others.items()},
                 "share in percent": rounded(100 * middle / whole) if whole else 0,
                 **({"low in percent": rounded(100 * told[0]),
                     "high in percent": rounded(100 * told[1])} if told else {})},
        evidence=weightiest(Ref(kind="credit", id=r.id) for r in own if r.model == "position"),
    )  # fmt: skip


def _meant(rows: Sequence[Any], words: str) -> tuple[str, list[Any]]:
    """The channel or the piece that the words mean, with its credits; [] where none is."""
    by_channel: dict[str, list[Any]] = defaultdict(list)
    by_title: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        by_channel[row.channel].append(row)
        if row.title:
            by_title[row.title].append(row)
    if not words:
        top = max(by_channel, key=lambda name: (_position(by_channel[name]), name))
        return named(top), by_channel[top]
    channel = closest(
        {name: f"{name.replace('_', ' ')} {named(name)}" for name in by_channel}, words
    )
    if channel:
        return named(channel), by_channel[channel]
    title = closest({name: name for name in by_title}, words)
    return (f"“{title}”", by_title[title]) if title else (words, [])


def closest(names: Mapping[str, str], words: str) -> str:
    """The key whose words are meant by `words`, or ""."""
    rated = {
        name: fuzz.token_set_ratio(words, told, processor=utils.default_process)
        for name, told in names.items()
    }
    best = max(sorted(rated), key=rated.__getitem__, default="")
    return best if best and rated[best] >= ALIKE else ""


def _next_best(rows: Sequence[Any], own: Sequence[Any]) -> dict[str, int]:
    """The two channels after the one that `own` belongs to, with their credit."""
    cents: dict[str, int] = defaultdict(int)
    for row in rows:
        if row.model == "position" and row.channel != own[0].channel:
            cents[row.channel] += row.amount_cents
    return dict(sorted(cents.items(), key=lambda each: (-each[1], each[0]))[:2])


def _position(own: Sequence[Any]) -> int:
    return sum(row.amount_cents for row in own if row.model == "position")


def _interval(rows: Sequence[Any], own: Sequence[Any]) -> tuple[float, float] | None:
    """The share's range, had other buyers come: journeys are drawn anew."""
    whole: dict[Any, int] = defaultdict(int)
    mine: dict[Any, int] = defaultdict(int)
    for row in rows:
        if row.model == "position":
            whole[row.journey_id] += row.amount_cents
    for row in own:
        if row.model == "position":
            mine[row.journey_id] += row.amount_cents
    found = ratio_of_sums([(mine[one], whole[one]) for one in whole])
    return found[1:] if found else None
