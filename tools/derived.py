"""What is derived: compute segments and competitors from all sources, and read them as one may.

Computing is the work of a job and sees everything; a reader is shown what rests on words that this
reader may read, counted anew from those.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from cdt import beliefs as cdt_beliefs
from core.errors import NotFound
from core.text import shorten
from domain import competitors, segments
from domain.choices import Action, Choice, groups, merged, resting
from domain.derived import Piece
from domain.events import MarketJudged
from domain.language.shapes import Extraction
from domain.mentions import names_said
from domain.moves import set_against, told_of
from memory import calendar, context, derived, events, inputs, market_signals, outcomes, people
from memory.ctx import Ctx
from memory.derived import About
from memory.receipts import of_kind
from tools.base import Answer

LEAST_SHOWN = 2
"""Texts that must name a group before it is shown even as one to keep an eye on."""
LONGEST_NAME = 80


class NotDerived(NotFound):
    """There is no such audience or competitor here."""


class Quoted(Answer):
    """A piece of evidence in its own words; its receipt is at the same id."""

    kind: str
    id: UUID
    at: datetime
    quote: str
    move: str = ""


@dataclass(frozen=True)
class Source:
    """The words of one input, with what was read from them."""

    kind: str
    id: UUID
    at: datetime
    text: str
    read: Extraction
    about: str = ""


@dataclass(frozen=True)
class Known:
    """Something derived as one reader may see it; `parts` are the keys that were put together."""

    id: UUID
    key: str
    name: str
    names: tuple[str, ...]
    stated: bool
    hidden: bool
    parts: tuple[str, ...]
    pieces: tuple[Piece, ...]


async def derive(ctx: Ctx) -> None:
    """Compute segments and competitors from everything that is known now. Twice is once."""
    heard = await _sources(ctx)
    profile = await people.profile(ctx)
    await derived.replace(ctx, "competitor", await _competitors(ctx, heard, profile))
    await derived.replace(ctx, "segment", await _segments(ctx, heard, profile))


async def own_names(ctx: Ctx) -> frozenset[str]:
    """Our own people, products, customers and name, in small letters: no competitors of ours."""
    name, tenant = await _tenant(ctx)
    own = {part.lower() for name in tenant.get("people", []) for part in name.split()}
    own |= {name.lower() for name in [*tenant.get("products", []), *tenant.get("customers", [])]}
    own |= {name.lower() for name in tenant.get("aliases", [])}
    return frozenset(own | {one.lower() for one in name})


async def _ours(ctx: Ctx) -> list[str]:
    """What stands for us in a sentence: our name, the ways it is written, our products."""
    name, tenant = await _tenant(ctx)
    return [*name, *tenant.get("aliases", []), *tenant.get("products", [])]


async def _tenant(ctx: Ctx) -> tuple[list[str], dict[str, list[str]]]:
    business = await people.business(ctx)
    return ([business.name], (business.settings or {}).get("tenant", {})) if business else ([], {})


async def known(ctx: Ctx, about: About) -> list[Known]:
    """Everything derived of one kind, most evidence that the actor may read first.

    What rests on nothing that they may read is left out, unless it was stated.
    """
    rows = {row.payload["key"]: row for row in await derived.all_of(ctx, about)}
    choices = await derived.choices(ctx, about)
    pieces = {
        key: [Piece.model_validate(one) for one in row.payload["pieces"]]
        for key, row in rows.items()
    }
    every = [one for own in pieces.values() for one in own]
    open_to = await derived.readable(ctx, derived.by_kind(every))
    found = []
    for key, parts in groups([*rows], choices).items():
        own = [one for part in parts for one in pieces.get(part, ()) if one.id in open_to]
        stated = any(_stated(rows[part]) or choices.get(part, Choice()).added for part in parts)
        if own or stated:
            found.append(_known(ctx, about, (key, parts), rows, choices.get(key, Choice()), own))
    return sorted(found, key=lambda one: (-len({p.id for p in one.pieces}), one.name))


async def one_known(ctx: Ctx, about: About, one: UUID) -> Known:
    """What has that id, or has become part of something else. Raises `NotDerived`."""
    for each in await known(ctx, about):
        if one in {derived.row_id(ctx, about, key) for key in (each.key, *each.parts)}:
            return each
    raise NotDerived(f"{one}.", field="id", value=str(one))


async def quoted(ctx: Ctx, pieces: Sequence[Piece], most: int = 20) -> list[Quoted]:
    """The newest pieces in their own words, each sentence once; whose words are gone stays out."""
    newest = sorted(pieces, key=lambda one: (one.at, one.start), reverse=True)[: 2 * most]
    words = await derived.texts(ctx, derived.by_kind(newest))
    titles = {
        found.id: found.text
        for kind, ids in derived.by_kind([one for one in newest if one.role != "said"]).items()
        for found in await of_kind(ctx, kind, ids)
    }
    shown: dict[tuple[UUID, str], Quoted] = {}
    for one in newest:
        quote = titles.get(one.id) or words.get(one.id, "")[one.start : one.end]
        if quote:
            told = Quoted(kind=one.kind, id=one.id, at=one.at, quote=quote, move=one.move)
            shown.setdefault((one.id, quote), told)
    return [*shown.values()][:most]


async def begin(ctx: Ctx, about: About, key: str, name: str) -> UUID:
    """Somebody says that this is one, whatever was derived; its id."""
    chosen = (await derived.choices(ctx, about)).get(key, Choice())
    one = await derived.begin(ctx, about, key, name)
    told = replace(chosen, name=chosen.name or name, added=True, hidden=False)
    await _keep(ctx, about, key, told)
    return one


async def decide(
    ctx: Ctx, about: About, one: UUID, action: Action, name: str = "", into: UUID | None = None
) -> None:
    """Write down what a founder says of something derived (`domain.choices.Action`).

    Raises `NotDerived` for what does not exist, `IntoItself` where it would be part of itself.
    """
    choices = await derived.choices(ctx, about)
    if action == "part":
        apart = _part(ctx, about, one, choices)
        to = derived.row_id(ctx, about, resting(apart, choices))
        await outcomes.unlink(ctx, to, one)
        await _keep(ctx, about, apart, replace(choices[apart], into=""))
        return
    it = await one_known(ctx, about, one)
    before = choices.get(it.key, Choice())
    if action == "merge":
        target = await one_known(ctx, about, into or one)
        to = merged(it.key, target.key, choices, {target.key})
        await outcomes.link(ctx, about, target.id, [(about, it.id, "said in other words")])
        after = replace(before, into=to, hidden=False)
    elif action == "rename":
        after = replace(before, name=name)
    elif action in ("hide", "show"):
        after = replace(before, hidden=action == "hide")
    else:
        after = replace(before, added=action == "add", hidden=False)
    await _keep(ctx, about, it.key, after)


async def _keep(ctx: Ctx, about: About, key: str, chosen: Choice) -> None:
    await derived.keep_choice(ctx, about, key, chosen)
    one = derived.row_id(ctx, about, key)
    await events.record(ctx, MarketJudged(about=about, subject_id=one))


def _part(ctx: Ctx, about: About, one: UUID, choices: Mapping[str, Choice]) -> str:
    """The key of what has that id and was made part of something else. Raises `NotDerived`."""
    for key, chosen in choices.items():
        if chosen.into and derived.row_id(ctx, about, key) == one:
            return key
    raise NotDerived(f"{one}.", field="id", value=str(one))


def _known(
    ctx: Ctx, about: About, group: tuple[str, Sequence[str]], rows: Mapping[str, Any],
    chosen: Choice, pieces: Sequence[Piece],
) -> Known:  # fmt: skip
    key, parts = group
    first = rows.get(key) or rows[parts[0]]
    named = first.segment if about == "segment" else first.competitor
    names = dict.fromkeys(name for part in parts for name in rows[part].payload["names"])
    return Known(
        id=derived.row_id(ctx, about, key), key=key, name=chosen.name or named,
        names=(*names,), stated=chosen.added or any(_stated(rows[part]) for part in parts),
        hidden=chosen.hidden, parts=(*parts,),
        pieces=(*sorted(pieces, key=lambda one: (one.at, str(one.id), one.start)),),
    )  # fmt: skip


def _stated(row: Any) -> bool:
    return bool(row.payload.get("stated"))


async def _sources(ctx: Ctx) -> list[Source]:
    """All words of people and all market signals, with their newest readings, oldest first.

    Files stay out: they may be anybody's words.
    """
    readings = {row.source_id: row.payload for row in await context.extractions(ctx)}

    def read(one: UUID) -> Extraction:
        return Extraction.model_validate(readings[one]) if one in readings else Extraction()

    found = [
        Source(one.kind, one.id, one.at, one.text, read(one.id)) for one in await inputs.heard(ctx)
    ]
    for row in await market_signals.newest(ctx):
        at = _noon(row.day)
        found.append(
            Source("market_signal", row.id, at, row.note, read(row.id), row.competitor or "")
        )
    return sorted(found, key=lambda one: (one.at, str(one.id)))


async def _competitors(
    ctx: Ctx, heard: Sequence[Source], profile: Any
) -> list[dict[str, Any]]:  # fmt: skip
    own, ours = await own_names(ctx), await _ours(ctx)
    fields = ("competitors_direct", "competitors_indirect", "competitors_aspirational")
    given = [name for each in fields for name in (getattr(profile, each, None) or [])]
    stated = [name for name in given if competitors.could_be(name, own)]
    stated += [one.about for one in heard if one.about]
    choices = await derived.choices(ctx, "competitor")
    stated += [chosen.name or key for key, chosen in choices.items() if chosen.added]
    read = [n for one in heard for n in _read(one) if competitors.could_be(n, own)]
    certain = {competitors.key_of(name) for name in stated}
    found = []
    for key, names in competitors.joined([*read, *stated]).items():
        pieces = [piece for one in heard for piece in _said_of(key, names, one, ours)]
        sure = bool({competitors.key_of(name) for name in names} & certain)
        if pieces or sure:
            found.append({
                "key": key, "name": shorten(competitors.shown_as(key, names), LONGEST_NAME),
                "names": names, "stated": sure, "pieces": pieces,
            })  # fmt: skip
    return found


def _read(one: Source) -> list[str]:
    """Names that a text reads as those of competitors."""
    firms = [e.text for e in one.read.entities if e.kind in ("company", "product", "tool")]
    return [*one.read.competitors, *set_against([*dict.fromkeys(firms)], one.text)]


def _said_of(key: str, names: Sequence[str], one: Source, ours: Collection[str]) -> list[Piece]:
    """Where a text speaks of a competitor; a signal that is about it does as a whole."""
    mine = competitors.key_of(one.about) == key if one.about else False
    if not mine and not names_said(names, one.text):
        return []
    framed = mine or bool({competitors.key_of(n) for n in one.read.competitors} & {
        competitors.key_of(name) for name in names
    })  # fmt: skip
    base = Piece(kind=one.kind, id=one.id, at=one.at, sentiment=one.read.sentiment)
    told = [
        base.model_copy(update={
            "start": part.start, "end": part.end, "move": part.move, "claim": part.claim,
            "framed": framed or part.framed,
        })
        for part in told_of(names, one.text, ours)
    ]  # fmt: skip
    if mine and not told:
        told = [base.model_copy(update={"end": len(one.text), "framed": True})]
    return told


async def _segments(ctx: Ctx, heard: Sequence[Source], profile: Any) -> list[dict[str, Any]]:
    names: dict[str, Counter[str]] = defaultdict(Counter)
    pieces: dict[str, list[Piece]] = defaultdict(list)

    def add(name: str, piece: Piece) -> None:
        if key := segments.key_of(name):
            names[key][name] += 1
            pieces[key].append(piece)

    for one in heard:
        for hit in segments.named_in(one.text, one.read.audiences, one.read.competitors):
            add(hit.name, Piece(kind=one.kind, id=one.id, at=one.at, start=hit.start, end=hit.end,
                                sentiment=one.read.sentiment))  # fmt: skip
    for name, piece in await _planned(ctx):
        add(name, piece)
    titles = [name for name in getattr(profile, "icp_titles", None) or [] if segments.key_of(name)]
    for name in titles:
        names[segments.key_of(name)][name] += 1
    stated = {segments.key_of(name) for name in titles}
    return _together(names, pieces, stated)


async def _planned(ctx: Ctx) -> list[tuple[str, Piece]]:
    """Entries that name whom they are for, with how they did where that was measured."""
    results = {one.entry_id: one.outcome for one in await cdt_beliefs.measured(ctx)}
    return [
        (
            row.segment,
            Piece(
                kind="entry", id=row.id, role="measured" if row.id in results else "planned",
                at=_noon(row.publish_on) if row.publish_on else row.created_at,
                channel=row.channel or "", value=results.get(row.id),
            ),
        )
        for row in await calendar.entries(ctx)
        if row.segment
    ]  # fmt: skip


def _together(
    names: Mapping[str, Counter[str]], pieces: Mapping[str, list[Piece]], stated: set[str]
) -> list[dict[str, Any]]:
    """Segments under the keys that are safe to join, with those named once left out."""
    to = segments.joined([*names])
    own: dict[str, list[str]] = defaultdict(list)
    for key in names:
        own[to[key]].append(key)
    found = []
    for key, keys in own.items():
        every = sorted(_all(pieces, keys), key=lambda one: (one.at, str(one.id)))
        given = bool(stated & {*keys})
        if given or len({one.id for one in every}) >= LEAST_SHOWN or _beyond_words(every):
            name = segments.shown_as(names[key].elements())
            written = dict.fromkeys(n for each in keys for n in names[each])
            found.append({
                "key": key, "name": shorten(name, LONGEST_NAME), "names": [*written],
                "stated": given, "pieces": every,
            })  # fmt: skip
    return found


def _all(pieces: Mapping[str, list[Piece]], keys: Iterable[str]) -> list[Piece]:
    return [one for key in keys for one in pieces.get(key, ())]


def _beyond_words(pieces: Sequence[Piece]) -> bool:
    return any(one.role != "said" for one in pieces)


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)
