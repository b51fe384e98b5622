"""β, composed for a question within a budget of tokens, as it is known now or was on a day.

The read path of seed 001 §3.3: profile, calendar, the passages that speak to the question, beliefs,
results of similar pieces, assembled. What was learned later than the day never comes in.
"""

import asyncio
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import numpy as np
from sqlalchemy import select

from domain import beta as rules
from domain.beta import Asked, Composed, Condition, Held, Item, Part, fading
from domain.facets import Facet
from domain.language.terms import kin, roots
from domain.packing import tokens
from memory import board, context, parts, people
from memory.ctx import Ctx
from memory.lexical import Key, Lexicon, lexicon
from memory.passages import SAID, Passage, readable, standing
from memory.recurrence import central
from memory.retrieval import (
    Hit,
    Limits,
    ReadTokens,
    Wanted,
    complete,
    fits,
    retrieve,
    still_open,
)
from memory.stated import stated

FEWEST, MOST = 10, 400
"""Passages looked up: the seed's ten at least, more where the budget has room."""
PASSAGE_TOKENS = 12
HALVES = 20
"""Rank of a passage at which it is worth half of the best one."""
WEEKS = 8
"""Weeks back in which somebody should have said something."""
LEAST_MENTIONS = 2
_KINDS: tuple[tuple[Facet, tuple[str, ...]], ...] = (("kind", tuple(sorted(SAID))),)
SPEAKS = 0.2
"""Worth from which something other than a passage speaks to the question."""
MEANS_NOTHING, MEANS_THE_SAME = 0.2, 0.8
"""Cosines between which likeness of meaning counts for nothing and for all."""


@dataclass(frozen=True)
class Question:
    """What β is composed for: plain words (none: what matters now), tokens, a day gone by."""

    text: str = ""
    budget: int = 4_000
    as_of: date | None = None


@dataclass(frozen=True)
class Beta:
    """β for a question: what went in, each part's condition, all text that it could draw on.

    `known` counts what each part holds, `matching` what of it speaks to the question.
    """

    day: date
    composed: Composed
    conditions: tuple[Condition, ...]
    tokens_all: int
    known: Mapping[Part, int]
    matching: Mapping[Part, int]

    @property
    def ratio(self) -> float:
        """How many times smaller the pack is than all that it could draw on."""
        return self.tokens_all / max(1, self.composed.tokens)


@dataclass(frozen=True)
class Gathered:
    """All that is known for a question, before it is packed."""

    asked: Asked
    held: Mapping[Part, Held]
    items: tuple[Item, ...]

    def packed(self, budget: int) -> Beta:
        """β within a budget of tokens."""
        held = self.held
        return Beta(
            self.asked.day, rules.composed(self.items, self.asked.roots, budget),
            tuple(rules.condition(part, held[part], self.asked.day)
                  for part in rules.PARTS if part in held),
            sum(one.tokens for one in held.values()),
            {part: len(one.items) for part, one in held.items()},
            {part: sum(one.part == part for one in self.items) for part in held},
        )  # fmt: skip


async def compose(ctx: Ctx, question: Question, read_tokens: ReadTokens) -> Beta:
    """What is known that speaks to a question, packed into its budget; as of its day."""
    return (await gather(ctx, question, read_tokens)).packed(question.budget)


async def gather(ctx: Ctx, question: Question, read_tokens: ReadTokens) -> Gathered:
    """Every part that the actor may read, with what each item is worth for the question."""
    business = await people.business(ctx)
    zone = ZoneInfo(business.timezone if business else "UTC")
    asked = _asked(question, ctx.at, zone)
    kept = (await lexicon(ctx))[0].answered
    asked = replace(asked, stated=tuple(await stated(ctx, asked.known_by, kept)))
    held: dict[Part, Held] = {}
    if "profile:read" in ctx.actor.scopes:
        held["stated"] = parts.of_profile(asked)
    for part, scope, read in parts.PARTS:
        if scope in ctx.actor.scopes:
            held[part] = await read(ctx, asked)
    own = (business.name,) if business else ()
    words, found = await _passages(ctx, question, asked, own, read_tokens)
    held["said"] = await asyncio.to_thread(_said, ctx, words, found, asked)
    held["recurring"] = await _recurring(ctx, asked, held["said"])
    if asked.roots:
        held = await _weighed(ctx, question.text, asked, held, words, read_tokens)
    items = [
        one for part in rules.PARTS if part in held for one in held[part].items
        if not asked.roots or one.worth >= SPEAKS or one.part == "said"
    ]  # fmt: skip
    items.sort(key=lambda one: (rules.PARTS.index(one.part), -one.worth, str(one.id)))
    return Gathered(asked, held, tuple(items))


def _asked(question: Question, now: datetime, zone: ZoneInfo) -> Asked:
    """The question with the moment up to which things had to be known: the end of its day."""
    today = now.astimezone(zone).date()
    day = min(question.as_of or today, today)
    known_by = now
    if question.as_of is not None:
        known_by = min(now, datetime.combine(day + timedelta(days=1), time(), zone))
    return Asked(frozenset(roots(question.text)), day, known_by, question.as_of is not None)


async def _passages(
    ctx: Ctx, question: Question, asked: Asked, own: tuple[str, ...], read_tokens: ReadTokens
) -> tuple[Lexicon, Sequence[tuple[Passage, float, tuple[str, ...]]]]:
    """The index, and passages with their worth and why they were chosen, best first."""
    most = min(MOST, max(FEWEST, question.budget // PASSAGE_TOKENS))
    limits = Limits(_KINDS, known_by=asked.known_by if asked.then else None)
    if asked.roots:
        given = tuple(dict.fromkeys(roots(question.text)))
        wanted = Wanted(question.text, given, own=own, limits=limits)
        words, hits = await retrieve(ctx, wanted, read_tokens, most)
        return words, [_hit(hit, rank) for rank, hit in enumerate(hits)]
    words, fresh = await lexicon(ctx, limits.known_by)
    charge = await _charges(ctx, asked.known_by)
    lately = [
        Hit(place, one, _lately(one, asked, charge), 0.0)
        for place, one in enumerate(words.passages)
        if one.kind in SAID and readable(ctx, one)
    ]
    if not fresh:
        there = await standing(ctx, {(hit.passage.kind, hit.passage.id) for hit in lately})
        lately = [hit for hit in lately if (hit.passage.kind, hit.passage.id) in there]
    lately.sort(key=lambda hit: (-hit.score, str(hit.passage.id), hit.passage.position))
    open_ones = await still_open(ctx, lately[:most])
    return words, [(hit.passage, hit.score, ()) for hit in open_ones]


def _lately(one: Passage, asked: Asked, charge: Mapping[tuple[str, UUID], float]) -> float:
    """What a passage matters without a question: how new it is, and how much weight it carries."""
    return fading(_day(one.at), asked.day) * (0.5 + charge.get((one.kind, one.id), 0.0) / 2)


def _hit(hit: Hit, rank: int) -> tuple[Passage, float, tuple[str, ...]]:
    return hit.passage, 1 / (1 + rank / HALVES), hit.why


async def _charges(ctx: Ctx, known_by: datetime) -> dict[tuple[str, UUID], float]:
    """Source → how much weight it carries."""
    table = context.context_extractions
    query = select(table.c.source_kind, table.c.source_id, table.c.charge)
    rows = await ctx.rows(query.where(table.c.created_at <= known_by))
    return {(row.source_kind, row.source_id): min(1.0, row.charge or 0.0) for row in rows}


def _said(
    ctx: Ctx, words: Lexicon, found: Sequence[tuple[Passage, float, tuple[str, ...]]], asked: Asked
) -> Held:
    """What people said: passages; whole where somebody said something in each of the last weeks."""
    items = tuple(
        Item(
            "said", row.kind, row.id, row.text, row.at, row.learned, since=_day(row.at),
            worth=worth, speaker=row.speaker, about=row.about, turn=row.turn, why=why,
        )
        for row, worth, why in found
    )  # fmt: skip
    sizes = _sizes(words)
    newest: date | None = None
    weeks, whole = set(), 0
    for row, size in zip(words.passages, sizes, strict=True):
        if row.kind in SAID and readable(ctx, row):
            whole += int(size)
            if (day := _day(row.at)) is not None and day <= asked.day:
                weeks.add((asked.day - day).days // 7)
                newest = max(day, newest or day)
    return Held(items, rules.share(weeks, range(WEEKS)), newest, (), whole)


def _sizes(words: Lexicon) -> np.ndarray:
    """Tokens of each passage with its speaker, counted once for an index."""
    known = words.answered.get("sizes")
    if known is None:
        known = np.array([tokens(f"{row.speaker}: {row.text}" if row.speaker else row.text)
                          for row in words.passages], np.int64)  # fmt: skip
        words.answered["sizes"] = known
    return known


async def _recurring(ctx: Ctx, asked: Asked, said: Held) -> Held:
    """What was said more than once: one line that stands for all its quotes as they were then."""
    rows = [r for r in await context.recurring(ctx) if r.created_at <= asked.known_by]
    mentions: dict[UUID, list[Any]] = defaultdict(list)
    for one in await board.mentions_of(ctx, [row.id for row in rows]):
        if one.created_at <= asked.known_by:
            mentions[one.theme_id].append(one)
    worth = {(one.kind, one.id): one.worth for one in said.items[::-1]} if asked.roots else {}
    shown: dict[UUID, Any] = {}
    for row in rows:
        own = [one for one in mentions[row.id] if one.open]
        if len(mentions[row.id]) >= LEAST_MENTIONS and own:
            near = max(own, key=lambda one: worth.get((one.source_kind, one.source_id), 0.0))
            hit = worth.get((near.source_kind, near.source_id), 0.0)
            shown[row.id] = near if hit else await central(ctx, own)
    quotes = await board.quotes(ctx, [one.id for one in shown.values()])
    items = []
    for row in rows:
        if row.id not in shown:
            continue
        every, one = mentions[row.id], shown[row.id]
        first, last = _day(every[0].said_at), _day(every[-1].said_at)
        text = f"{len(every)} times from {first} to {last}: “{quotes[one.id]}”"
        now = fading(last, asked.day, 90) * min(1.0, len(every) / 8)
        items.append(
            Item(
                "recurring", "theme", row.id, text, every[-1].said_at, row.created_at, since=first,
                until=last, count=len(every), quotes=tuple(each.id for each in every if each.open),
                worth=worth.get((one.source_kind, one.source_id), 0.0) if asked.roots else now,
                about=row.topic, quote=quotes[one.id],
            )
        )  # fmt: skip
    newest = max((one.until for one in items if one.until), default=None)
    return Held(tuple(items), await _share_recurring(ctx, asked, items), newest)


async def _share_recurring(ctx: Ctx, asked: Asked, items: Sequence[Item]) -> float:
    """Share of all that was mentioned by then that came up more than once."""
    table = context.theme_quotes
    every = await ctx.rows(select(table.c.id).where(table.c.created_at <= asked.known_by))
    again = sum(len(one.quotes) for one in items)
    return min(1.0, again / len(every)) if every else 0.0


async def _weighed(
    ctx: Ctx, text: str, asked: Asked, held: Mapping[Part, Held], words: Lexicon,
    read_tokens: ReadTokens,
) -> dict[Part, Held]:  # fmt: skip
    """Every part with what its items are worth for the question: by words, and by meaning."""
    others = [one for part, of in held.items() if part != "said" for one in of.items]
    near = await _likeness(ctx, text, [(one.kind, one.id, 0) for one in others], read_tokens)
    rare = {root: words.rarity(root) for root in asked.roots}
    read: dict[str, frozenset[str]] = words.answered.setdefault("roots", {})
    whole = sum(rare.values()) or 1.0

    def worth(one: Item) -> float:
        text = f"{one.text} {one.about.replace('_', ' ')}"
        own = read.get(text) or read.setdefault(text, frozenset(roots(text)))
        said = sum(weight for root, weight in rare.items() if root in own or kin(root) & own)
        alike = near.get((one.kind, one.id, 0), 0.0) - MEANS_NOTHING
        alike = max(0.0, alike / (MEANS_THE_SAME - MEANS_NOTHING))
        best = max(said / whole, min(1.0, alike))
        if one.part == "recurring":
            return max(one.worth, best)
        core = SPEAKS if one.part == "stated" and one.about in parts.CORE else 0.0
        return max(core, best * (0.5 + 0.5 * one.worth))

    return {
        part: of if part == "said"
        else replace(of, items=tuple(replace(one, worth=worth(one)) for one in of.items))
        for part, of in held.items()
    }  # fmt: skip


async def _likeness(
    ctx: Ctx, text: str, keys: Sequence[Key], read_tokens: ReadTokens
) -> dict[Key, float]:
    """How much passages, beliefs and entries mean what a text says, in [-1, 1], where known."""
    words, _ = await lexicon(ctx)
    await asyncio.to_thread(complete, words, read_tokens)
    vector = (await asyncio.to_thread(read_tokens, [text]))[0][0]
    if not fits(words, vector):
        return {}
    known = [key for key in keys if key in words.places]
    near = words.meaning[[words.places[key] for key in known]] @ vector
    return dict(zip(known, map(float, near), strict=True))


def _day(when: datetime | date | None) -> date | None:
    return when.date() if isinstance(when, datetime) else when
