"""The vent board: notes with what was heard in them, what keeps coming back, and how it is said."""

from collections import Counter, OrderedDict, defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic import Field

from domain.care import Care, care
from domain.language.shapes import Extraction
from domain.language.terms import distinct_roots, root, split
from domain.signals import Lengths, Mood, late_night_share, length_pattern, mood, new_words
from memory import board, context, inputs, people, receipts
from memory.board import Wanted
from memory.ctx import Ctx
from memory.recurrence import central
from tools.base import Answer, Ask, NoSuchCursor, Nothing, tool
from tools.context import shared_topic
from tools.vents import NoSuchVent, VentId, Visibility, hear

MOST_SEARCHED, MOST_KEPT = 2_000, 64
STEP = 200
LATELY = timedelta(days=30)
FIRST, KINDS = ("belief", "map"), ("belief", "map", "entry")
FEELS = Literal["bad", "good", "heavy"]
State = Literal["reading", "heard", "off_record", "apart", "taken_back"]


class BoardAsk(Ask):
    """Which notes of the board, newest first: those before `before`, at most `limit`.

    `text` is looked for in the words themselves, in the last 2,000 notes that fit the rest.
    """

    text: str = Field(default="", max_length=200)
    tag: str = Field(default="", max_length=60)
    topic: str = Field(default="", max_length=60)
    theme: UUID | None = None
    mood: FEELS | None = None
    visibility: Visibility | None = None
    before: UUID | None = None
    limit: int = Field(default=25, ge=1, le=100)


class Quoted(Answer):
    """Something heard, and the words that say so."""

    name: str
    quote: str = ""
    kind: str = ""


class Heard(Answer):
    """What was read in a note. `sentiment` (-2 to 2) is null where the reader abstains."""

    topics: list[Quoted]
    entities: list[Quoted]
    signals: list[Quoted]
    sentiment: float | None
    charge: float
    theme_id: UUID | None = None
    mentions: int = 0


class BoardLine(Answer):
    """A note as the board shows it. `apart`: kept for its author alone, with care."""

    id: UUID
    at: datetime
    text: str
    tags: list[str]
    visibility: Visibility
    source: str
    mine: bool
    edited_at: datetime | None
    state: State
    heard: Heard | None


class BoardPage(Answer):
    """Notes, newest first; `next` is what to pass as `before`."""

    items: list[BoardLine]
    next: UUID | None


class Mention(Answer):
    """Words in which a point was made."""

    id: UUID
    quote: str
    at: datetime
    kind: str
    source_id: UUID


class Followed(Answer):
    """A belief, suggestion or map that came of a point."""

    kind: str
    id: UUID
    text: str


class Recurrence(Answer):
    """A point that keeps coming back: its mentions, oldest first, and what followed.

    `hidden` mentions stand in notes that this reader may not see; `earlier` ones are left out.
    """

    id: UUID
    topic: str
    label: str
    count: int
    hidden: int
    earlier: int
    first_at: datetime
    last_at: datetime
    quotes: list[Mention]
    followed: list[Followed]


class Recurrences(Answer):
    """Points that came back, most often first."""

    items: list[Recurrence]


class Often(Ask):
    """How often a point has to have come up; how many points, and last mentions of each, at most.

    Without `mentions` every mention is told; with `theme` of that point alone.
    """

    least: int = Field(default=3, ge=1)
    limit: int = Field(default=6, ge=1, le=50)
    mentions: int | None = Field(default=None, ge=1)
    theme: UUID | None = None


class Month(Answer):
    """How notes of one month sounded: mean sentiment (-2 to 2) and charge (0 to 1)."""

    month: str
    n: int
    sentiment: float | None
    charge: float


class NewWord(Answer):
    """A word of the last 30 days that was not said before, and in how many notes."""

    word: str
    notes: int


class VentSignals(Answer):
    """What notes give away beside their words; `hours` counts them by the hour of the house."""

    n: int
    hours: list[int]
    late_share: float | None
    months: list[Month]
    mood: Mood
    lengths: Lengths
    new_words: list[NewWord]


class TagList(Answer):
    """Tags in use, most used first."""

    tags: list[str]


_signals: OrderedDict[tuple[Any, ...], VentSignals] = OrderedDict()  # until a note changes


class CareOffered(Answer):
    """What is offered to the author of a note, this once; empty where there is nothing to offer."""

    vent_ids: list[UUID]
    care: Care | None


@tool("inputs:read")
async def read_board(ctx: Ctx, ask: BoardAsk) -> BoardPage:
    """Notes that one may read, newest first, each with what was heard in it."""
    wanted = Wanted(ask.visibility, ask.tag, ask.topic, ask.mood, ask.theme)
    found: list[Any] = []
    before, searched, rows = ask.before, 0, []
    step = STEP if ask.text.strip() else ask.limit + 1
    while len(found) <= ask.limit and searched < MOST_SEARCHED:
        rows = await board.notes(ctx, wanted, before, step)
        if rows is None:
            raise NoSuchCursor(f"{before}", field="before", value=str(before))
        found += [row for row in rows if ask.text.strip().casefold() in row.text.casefold()]
        searched += len(rows)
        if len(rows) < step:
            break
        before = rows[-1].id
    page = found[: ask.limit]
    more = len(found) > ask.limit
    return BoardPage(items=await _lines(ctx, page), next=page[-1].id if more else None)


@tool("inputs:read")
async def read_vent(ctx: Ctx, ask: VentId) -> BoardLine:
    """One note with what was heard in it."""
    row = await board.note(ctx, ask.id)
    if row is None or (row.deleted_at and row.author_id not in (None, ctx.actor.user_id)):
        raise NoSuchVent(f"{ask.id}.", field="id", value=str(ask.id))
    return (await _lines(ctx, [row]))[0]


@tool("inputs:read")
async def list_tags(ctx: Ctx, ask: Nothing) -> TagList:
    """The tags of notes, most used first."""
    return TagList(tags=await board.tags(ctx))


@tool("context:read")
async def list_recurrences(ctx: Ctx, ask: Often) -> Recurrences:
    """What keeps coming back, in every word that one may read, with what followed from it."""
    rows = (await context.recurring(ctx, ask.least, ask.theme))[: ask.limit]
    every: dict[UUID, list[Any]] = {row.id: [] for row in rows}
    for mention in await board.mentions_of(ctx, [*every]):
        every[mention.theme_id].append(mention)
    said = {theme: [one for one in own if one.open] for theme, own in every.items()}
    names = {theme: await central(ctx, own) for theme, own in said.items() if own}
    last = {theme: own[-(ask.mentions or len(own)) :] for theme, own in said.items()}
    told = [one.id for own in last.values() for one in own]
    words = await board.quotes(ctx, [*told, *(one.id for one in names.values())])
    followed = await _followed(ctx, [*every])
    return Recurrences(
        items=[
            Recurrence(
                id=row.id, topic=shared_topic(every[row.id]), count=row.count,
                hidden=len(every[row.id]) - len(said[row.id]),
                earlier=len(said[row.id]) - len(last[row.id]),
                label=words[names[row.id].id] if row.id in names else "",
                first_at=row.first_at, last_at=row.last_at, followed=followed[row.id],
                quotes=[
                    Mention(id=one.id, quote=words[one.id], at=one.said_at,
                            kind=one.source_kind, source_id=one.source_id)
                    for one in last[row.id]
                ],
            )
            for row in rows
        ]
    )  # fmt: skip


@tool("inputs:read")
async def read_vent_signals(ctx: Ctx, ask: Nothing) -> VentSignals:
    """When notes are written, how they sound over time, how long they are, which words are new."""
    house = await people.business(ctx)
    zone = ZoneInfo(house.timezone if house else "UTC")
    who = ctx.actor.role == "worker", ctx.actor.user_id
    key = (ctx.business_id, *who, zone.key, ctx.at.date(), await board.heard_mark(ctx))
    if key not in _signals:
        _signals[key] = await _heard_signals(ctx, zone)
        while len(_signals) > MOST_KEPT:
            _signals.popitem(last=False)
    return _signals[key]


async def _heard_signals(ctx: Ctx, zone: ZoneInfo) -> VentSignals:
    said = await inputs.heard_vents(ctx)
    felt = await board.feelings(ctx)
    hours = Counter(one.at.astimezone(zone).hour for one in said)
    return VentSignals(
        n=len(said),
        hours=[hours[hour] for hour in range(24)],
        late_share=late_night_share([one.at for one in said], zone),
        months=_months(felt, zone),
        mood=mood([(row.said_at, row.sentiment) for row in felt]),
        lengths=length_pattern([len(one.text.split()) for one in said]),
        new_words=_new(said, ctx.at),
    )


@tool("inputs:write")
async def offer_care(ctx: Ctx, ask: Nothing) -> CareOffered:
    """What is offered, once, to the author of a note that says that they may come to harm."""
    ids = await board.take_offers(ctx)
    return CareOffered(vent_ids=ids, care=care() if ids else None)


@tool("inputs:write")
async def read_as_usual(ctx: Ctx, ask: VentId) -> BoardLine:
    """Its author says that a note which was kept apart may be read like any other."""
    row = await inputs.vent(ctx, ask.id, held=True)
    if row is None or row.author_id not in (None, ctx.actor.user_id) or row.deleted_at:
        raise NoSuchVent(f"{ask.id}.", field="id", value=str(ask.id))
    if row.care:
        await inputs.change_vent(ctx, row.id, care=False, visibility="private")
        await hear(ctx, row.id, "private")
    return (await _lines(ctx, [await inputs.vent(ctx, row.id)]))[0]


async def _lines(ctx: Ctx, rows: Sequence[Any]) -> list[BoardLine]:
    read = await board.readings(ctx, [row.id for row in rows])
    themes = await board.themes_of(ctx, [one.id for one in read.values()])
    return [
        BoardLine(
            id=row.id, at=row.at, text=row.text, tags=row.tags, visibility=row.visibility,
            source=row.source, mine=row.author_id in (None, ctx.actor.user_id),
            edited_at=row.edited_at, state=_state(row, read.get(row.id)),
            heard=_heard(read[row.id], themes) if row.id in read else None,
        )
        for row in rows
    ]  # fmt: skip


def _state(row: Any, read: Any) -> State:
    if row.deleted_at:
        return "taken_back"
    if row.visibility == "off_record":
        return "apart" if row.care else "off_record"
    return "heard" if read else "reading"


def _heard(row: Any, themes: dict[UUID, Any]) -> Heard:
    read = Extraction.model_validate(row.payload)
    theme = themes.get(row.id)
    named = list({one.text.casefold(): one for one in read.entities}.values())
    return Heard(
        topics=[Quoted(name=one.topic, quote=one.quote) for one in read.topics if one.p >= 0.5],
        entities=[Quoted(name=one.text, kind=one.kind) for one in named[:12]],
        signals=[Quoted(name=one.text, quote=one.quote) for one in read.signals[:6]],
        sentiment=read.sentiment, charge=read.charge,
        theme_id=theme.id if theme else None, mentions=theme.count if theme else 0,
    )  # fmt: skip


async def _followed(ctx: Ctx, themes: Sequence[UUID]) -> dict[UUID, list[Followed]]:
    """Theme → the last beliefs and maps that rest on its mentions, and suggestions on those."""
    first: dict[UUID, list[UUID]] = {theme: [] for theme in themes}
    then: dict[UUID, list[UUID]] = defaultdict(list)
    by_kind: dict[str, set[UUID]] = defaultdict(set)
    for row in await board.claims_on(ctx, themes, FIRST):
        first[row.theme_id].append(row.id)
        by_kind[row.kind].add(row.id)
    for link in await board.resting_on(ctx, [*by_kind["belief"]], ("entry",)):
        then[link.to_id].append(link.from_id)
        by_kind["entry"].add(link.from_id)
    known = {
        found.id: Followed(kind=kind, id=found.id, text=found.text)
        for kind, ids in by_kind.items()
        for found in await receipts.of_kind(ctx, kind, [*ids])
    }
    last = {}
    for theme, claims in first.items():
        every = dict.fromkeys((*claims, *(each for one in claims for each in then.get(one, ()))))
        last[theme] = _last([known[one] for one in every if one in known])
    return last


def _last(found: Sequence[Followed]) -> list[Followed]:
    """The last three of each kind, beliefs first, suggestions last."""
    return [one for kind in KINDS for one in [each for each in found if each.kind == kind][-3:]]


def _months(felt: Sequence[Any], zone: ZoneInfo) -> list[Month]:
    """The last twelve months in which anything was said."""
    by_month: dict[str, list[Any]] = defaultdict(list)
    for row in felt:
        local = row.said_at.astimezone(zone)
        by_month[f"{local.year}-{local.month:02}"].append(row)
    found = []
    for month in sorted(by_month)[-12:]:
        rows = by_month[month]
        known = [row.sentiment for row in rows if row.sentiment is not None]
        charge = [row.charge or 0.0 for row in rows]
        found.append(
            Month(month=month, n=len(rows), charge=sum(charge) / len(charge),
                  sentiment=sum(known) / len(known) if known else None)
        )  # fmt: skip
    return found


def _new(said: Sequence[Any], now: datetime) -> list[NewWord]:
    """Words of the last 30 days that no earlier note has, as they were written most often."""
    late = [one for one in said if one.at > now - LATELY]
    early = "\n".join(one.text for one in said if one.at <= now - LATELY)
    if not early or not late:
        return []
    spelt: dict[str, Counter[str]] = defaultdict(Counter)
    for one in late:
        for word in split(one.text):
            spelt[root(word)][word.casefold()] += 1
    found = new_words([distinct_roots(early)], [distinct_roots(one.text) for one in late])
    return [
        NewWord(word=spelt[each].most_common(1)[0][0], notes=n)
        for each, n in found[:12]
        if not each.isdigit() and spelt[each]
    ]
