"""Gather, weigh and split one customer's month: seven sources, each pair with its provenance."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from cdt import beliefs
from cdt.history import again
from cdt.preference import Row
from domain import training
from domain.beliefs import Evidence, Scope, replayed
from domain.claims import words
from domain.consent import Decisions, may_train
from domain.language.shapes import Extraction
from domain.opinions import usable
from domain.placeholders import UNSAID, hide, hides, names_of, secrets_in
from domain.poisoning import PERIOD, Told, flooded, unsound
from domain.training import Dataset, Material, TrainingSource
from memory import beliefs as belief_rows
from memory import (
    calendar,
    connections,
    consents,
    context,
    evaluations,
    inputs,
    people,
    receipts,
)
from memory.ctx import Ctx

SETTLED = timedelta(days=7)  # an artifact counts as measured a week after it was published
DID_WELL, FELL_SHORT = 0.67, 0.33
"""From this outcome on an artifact did well; below that one it fell short."""
SPOKEN = ("context", "segment", "channel", "response", "alternative")
"""What of an item becomes words of a pair."""
_SOURCES: dict[str, TrainingSource] = {
    "answer": "onboarding",
    "activity": "activity",
    "vent": "vent",
}


@dataclass(frozen=True)
class Month:
    """What a training run works on: the data set, rows to learn from, rows held out.

    `titles` name the artifacts; `refused` are the sources that nobody agreed to, with how many
    items stayed out for it. `hidden` counts items from which a name, a secret or an address was
    taken; `unsound` says why no model may be trained on this.
    """

    dataset: Dataset
    rows: tuple[Row, ...]
    holdout: tuple[Row, ...]
    titles: Mapping[str, str]
    refused: Mapping[str, int]
    hidden: int = 0
    unsound: tuple[str, ...] = ()

    @property
    def sources(self) -> frozenset[str]:
        """The ids of everything that its pairs were made from."""
        return frozenset(one for pair in self.dataset.pairs for one in pair.source_ids)


async def gather(ctx: Ctx) -> Month:
    """Everything of this business that may be trained on at this time.

    Golden cases are tests: they are left out of it for good. What nobody agreed to
    (`domain.consent`) is left out too, and counted in `refused`.
    """
    agreed = await consents.decisions(ctx)
    golden = {row.source_id for row in await evaluations.golden(ctx) if row.kind == "prediction"}
    settled = [one for one in await beliefs.measured(ctx) if settles(one.published) <= ctx.at]
    measured = [one for one in settled if one.entry_id not in golden]
    figures = may_train(agreed, "performance", None)
    known = [known_of(row_of(one)) for one in measured] if figures else []
    held = set(training.holdout_of(known, ctx.at.date()))
    unheld = [one for one in measured if figures and str(one.entry_id) not in held]
    found = [
        *await _said(ctx, agreed),
        *_results(measured, consent=figures),
        *await _believed(ctx, unheld, consent=may_train(agreed, "belief", None)),
        *await _planned(ctx, golden, consent=may_train(agreed, "calendar", None)),
        *await _read_from_tools(ctx, consent=may_train(agreed, "tooling", None)),
    ]
    dry, floods = _without_floods(found, ctx.at)
    called = await names(ctx)
    materials = [_hidden(item, called) for item in dry]
    rows = [row_of(one) for one in measured if figures and not _in_flood(one, floods, ctx.at)]
    learned = tuple(row for row in rows if row.id not in held)
    return Month(
        training.assemble(materials, known, ctx.at), learned,
        tuple(row for row in rows if row.id in held),
        {str(one.entry_id): one.title for one in measured if figures},
        dict(Counter(item.source for item in materials if not item.consent)),
        sum(any(hides(getattr(item, name)) for name in SPOKEN) for item in materials),
        unsound([_told(row) for row in learned if row.outcome is not None]),
    )  # fmt: skip


def summary(month: Month) -> dict[str, Any]:
    """What a month's data set is made of, as it is kept with its training."""
    data = month.dataset
    pairs = Counter(pair.source for pair in data.pairs)
    return {
        "pairs": len(data.pairs), "trained_on": len(month.rows), "held_out": len(month.holdout),
        "shares": {name: round(share, 4) for name, share in data.shares.items()},
        "left_out": dict(data.left_out), "hidden": month.hidden, "unsound": [*month.unsound],
        "cap": training.CAP_SHARE,
        "sources": [
            {
                "source": name, "weight": recipe.weight, "months": recipe.months,
                "cycles": recipe.cycles, "half_life_days": recipe.half_life_days,
                "pairs": pairs[name], "share": round(data.shares.get(name, 0.0), 4),
                "left_out": dict(data.without.get(name, {})),
            }
            for name, recipe in training.RECIPE.items()
        ],
    }  # fmt: skip


async def names(ctx: Ctx) -> list[str]:
    """What the business is called."""
    row = await people.business(ctx)
    return sorted(names_of(row.name, row.slug)) if row else []


async def telling(ctx: Ctx, held: Collection[str]) -> frozenset[UUID]:
    """Held-out artifacts and what rests on their results: nobody may look them up in an exam."""
    ids = [UUID(one) for one in held]
    return frozenset([*ids, *(row.from_id for row in await receipts.links_into(ctx, ids))])


def _hidden(item: Material, called: Collection[str]) -> Material:
    """The item without names, secrets and addresses."""
    return item.model_copy(update={name: hide(getattr(item, name), called) for name in SPOKEN})


def _without_floods(
    found: Sequence[Material], now: datetime
) -> tuple[list[Material], frozenset[str]]:
    """The items, those of a sudden flood marked as kept back; and the sources that flooded."""
    times: defaultdict[str, list[datetime]] = defaultdict(list)
    for item in found:
        times[item.source].append(item.at)
    floods = flooded(times, now)
    marked = [
        item.model_copy(update={"kept_back": "flooded"})
        if item.source in floods and now - item.at < PERIOD
        else item
        for item in found
    ]
    return marked, floods


def _in_flood(one: beliefs.Measured, floods: Collection[str], now: datetime) -> bool:
    return "performance" in floods and now - settles(one.published) < PERIOD


def _told(row: Row) -> Told:
    return Told(at=row.at, kind=(row.segment, row.channel, row.angle), outcome=row.outcome or 0.0)


async def settled_since(ctx: Ctx, since: datetime) -> list[Row]:
    """Artifacts that counted as measured after `since` and by now."""
    return [
        row_of(one)
        for one in await beliefs.measured(ctx)
        if since < settles(one.published) <= ctx.at
    ]


def settles(published: date) -> datetime:
    """When what was published on a day counts as measured."""
    return datetime.combine(published, time(), tzinfo=UTC) + SETTLED


def known_of(row: Row) -> training.Measured:
    """An artifact as the hold-out rule knows it."""
    return training.Measured(artifact_id=row.id, measured_on=settles(row.at.date()).date())


def row_of(one: beliefs.Measured) -> Row:
    """An artifact as the preference model knows it."""
    at = datetime.combine(one.published, time(12), tzinfo=UTC)
    return Row(
        id=str(one.entry_id), at=at, segment=one.segment, channel=one.channel, angle=one.angle,
        outcome=one.outcome,
    )  # fmt: skip


async def _said(ctx: Ctx, agreed: Decisions) -> list[Material]:
    """Extractions of what people said; what is off the record was never extracted."""
    found: list[Material] = []
    authors = await inputs.authors(ctx)
    vents = await inputs.vents(ctx)
    hidden = {row.id for row in vents if row.visibility == "off_record"}
    texts = {row.id: row.text or "" for row in vents}
    texts |= {row.id: row.answer or "" for row in await inputs.answers(ctx)}
    texts |= {row.id: row.notes or "" for row in await inputs.team_activities(ctx)}
    for row in await context.extractions(ctx):
        read = Extraction.model_validate(row.payload)
        if row.source_kind not in _SOURCES:
            continue  # a file may be anybody's words: it is cited, never learnt from
        if row.source_id in hidden or not (read.signals or read.themes):
            continue
        gist = (read.signals or read.themes)[0].quote
        item = Material(
            id=str(row.id), source=_SOURCES[row.source_kind], at=row.said_at,
            context=", ".join(words(topic) for topic in row.topics) or "the business",
            segment=(read.audiences or [""])[0], channel=(read.channels or [""])[0],
            response=gist, source_ids=(str(row.id), str(row.source_id)),
            consent=may_train(agreed, row.source_kind, authors.get(row.source_id)),
        )  # fmt: skip
        found.append(_without(item, secrets_in(texts.get(row.source_id, ""))))
    return found


def _without(item: Material, secrets: Collection[str]) -> Material:
    """The item without secrets of its text that a quote may hold by themselves."""
    said = {name: getattr(item, name) for name in SPOKEN}
    for secret in secrets:
        said = {name: text.replace(secret, UNSAID) for name, text in said.items()}
    return item.model_copy(update=said)


def _results(measured: Iterable[beliefs.Measured], *, consent: bool) -> Iterable[Material]:
    for one in measured:
        yield Material(
            id=f"result:{one.entry_id}", source="performance", at=settles(one.published),
            context=one.title, segment=one.segment, channel=one.channel,
            response=verdict_on(one.angle, one.outcome),
            source_ids=(str(one.entry_id),), artifact_id=str(one.entry_id), consent=consent,
        )  # fmt: skip


def verdict_on(angle: str, outcome: float) -> str:
    """What is said of a lead that was measured; `outcome` in [0, 1]."""
    fell = "fell short" if outcome < FELL_SHORT else "was usual"
    became = "did well" if outcome >= DID_WELL else fell
    return f"Lead with {words(angle) or 'the usual message'}: it {became}."


async def _believed(
    ctx: Ctx, learned: Sequence[beliefs.Measured], *, consent: bool
) -> list[Material]:
    """Beliefs as sure as what may be trained on makes them: nothing that is held out counts."""
    pieces: defaultdict[Scope, list[Evidence]] = defaultdict(list)
    for one in beliefs.ripe_evidence(ctx, learned):
        pieces[one.piece.scope].append(one.piece)
    found: list[Material] = []
    for belief in await belief_rows.held(ctx):
        if not usable(belief):
            continue
        rows = await belief_rows.evidence_of(ctx, UUID(belief.id))
        said = [again(belief, row) for row in rows if row.source_kind != "performance"]
        measured = [beliefs.turned(belief, piece) for piece in pieces[belief.scope]]
        left = [*said, *measured]
        sure = replayed(belief, left, ctx.at)[0].confidence if left else belief.confidence
        found.append(
            Material(
                id=f"belief:{belief.id}", source="belief",
                at=belief.last_reinforced or belief.as_of,
                context=belief.claim, segment=belief.scope.segment,
                channel=belief.scope.subject if belief.scope.category == "channel" else "",
                response=belief.claim, source_ids=(belief.id,), confidence=sure,
                alternative="Try what we have not tried, and measure it.", consent=consent,
                kept_back="" if left or not rows else "held_out",
            )
        )  # fmt: skip
    return found


async def _planned(ctx: Ctx, golden: set[Any], *, consent: bool) -> list[Material]:
    """What the business planned itself and published; an artifact that is held out stays out."""
    return [
        Material(
            id=f"plan:{row.id}", source="calendar", at=row.created_at,
            context=row.title, segment=row.segment or "", channel=row.channel or "",
            response=f"{words(row.artifact_type).capitalize()} about {words(row.angle)}.",
            source_ids=(str(row.id),), artifact_id=str(row.id), consent=consent,
        )
        for row in await calendar.entries(ctx)
        if row.status == "published" and row.angle and row.suggested_by is None
        and row.id not in golden
    ]  # fmt: skip


async def _read_from_tools(ctx: Ctx, *, consent: bool) -> list[Material]:
    readings = await connections.all_readings(ctx)
    months = sorted({f"{row.date:%Y-%m}" for row in readings})
    return [_reading(row, months.index(f"{row.date:%Y-%m}"), consent) for row in readings]


def _reading(row: Any, cycle: int, consent: bool) -> Material:
    at = datetime.combine(row.date, time(12), tzinfo=UTC)
    return Material(
        id=f"reading:{row.id}", source="tooling", at=at, context=f"{row.source} {row.project}",
        segment="", channel="", response=f"{row.metric_name} was {row.value:g} {row.unit}.",
        source_ids=(str(row.id),), cycle=cycle, consent=consent,
    )  # fmt: skip
