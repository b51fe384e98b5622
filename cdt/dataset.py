"""Gather, weigh and split one customer's month: seven sources, each pair with its provenance."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any

from cdt import beliefs
from cdt.preference import Row
from domain import training
from domain.claims import words
from domain.consent import Decisions, may_train
from domain.language.shapes import Extraction
from domain.training import Dataset, Material, TrainingSource
from memory import beliefs as belief_rows
from memory import connections, consents, context, evaluations, inputs
from memory.ctx import Ctx

SETTLED = timedelta(days=7)  # an artifact counts as measured a week after it was published
_SOURCES: dict[str, TrainingSource] = {
    "answer": "onboarding",
    "activity": "activity",
    "vent": "vent",
}


@dataclass(frozen=True)
class Month:
    """What a training run works on: the data set, rows to learn from, rows held out.

    `titles` name the artifacts that are held out; `refused` are the sources that nobody agreed to,
    with how many items stayed out for it.
    """

    dataset: Dataset
    rows: tuple[Row, ...]
    holdout: tuple[Row, ...]
    titles: Mapping[str, str]
    refused: Mapping[str, int]


async def gather(ctx: Ctx) -> Month:
    """Everything of this business that may be trained on at this time.

    Golden cases are tests: they are left out of it for good. What nobody agreed to
    (`domain.consent`) is left out too, and counted in `refused`.
    """
    agreed = await consents.decisions(ctx)
    golden = {row.source_id for row in await evaluations.golden(ctx) if row.kind == "prediction"}
    settled = [one for one in await beliefs.measured(ctx) if _settled(one) <= ctx.at]
    measured = [one for one in settled if one.entry_id not in golden]
    materials = [
        *await _said(ctx, agreed),
        *_results(measured, consent=may_train(agreed, "performance", None)),
        *await _believed(ctx, consent=may_train(agreed, "belief", None)),
        *await _read_from_tools(ctx, consent=may_train(agreed, "tooling", None)),
    ]
    if not may_train(agreed, "performance", None):
        measured = []
    known = [
        training.Measured(artifact_id=str(one.entry_id), measured_on=_settled(one).date())
        for one in measured
    ]
    dataset = training.assemble(materials, known, ctx.at)
    held = set(dataset.holdout)
    rows = [row_of(one) for one in measured]
    return Month(
        dataset,
        tuple(row for row in rows if row.id not in held),
        tuple(row for row in rows if row.id in held),
        {str(one.entry_id): one.title for one in measured if str(one.entry_id) in held},
        dict(Counter(item.source for item in materials if not item.consent)),
    )


def _settled(one: beliefs.Measured) -> datetime:
    from_day = datetime.combine(one.published, time(), tzinfo=UTC)
    return from_day + SETTLED


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
    hidden = {row.id for row in await inputs.vents(ctx) if row.visibility == "off_record"}
    for row in await context.extractions(ctx):
        read = Extraction.model_validate(row.payload)
        if row.source_kind not in _SOURCES:
            continue  # a file may be anybody's words: it is cited, never learnt from
        if row.source_id in hidden or not (read.signals or read.themes):
            continue
        gist = (read.signals or read.themes)[0].quote
        found.append(
            Material(
                id=str(row.id), source=_SOURCES[row.source_kind], at=row.said_at,
                context=", ".join(words(topic) for topic in row.topics) or "the business",
                segment=(read.audiences or [""])[0], channel=(read.channels or [""])[0],
                response=gist, source_ids=(str(row.id), str(row.source_id)),
                consent=may_train(agreed, row.source_kind, authors.get(row.source_id)),
            )
        )  # fmt: skip
    return found


def _results(measured: Iterable[beliefs.Measured], *, consent: bool) -> Iterable[Material]:
    for one in measured:
        level = (
            "did well"
            if one.outcome >= 0.67
            else "fell short"
            if one.outcome < 0.33
            else "was usual"
        )
        yield Material(
            id=f"result:{one.entry_id}", source="performance", at=_settled(one),
            context=one.title, segment=one.segment, channel=one.channel,
            response=f"Lead with {words(one.angle) or 'the usual message'}: it {level}.",
            source_ids=(str(one.entry_id),), artifact_id=str(one.entry_id), consent=consent,
        )  # fmt: skip


async def _believed(ctx: Ctx, *, consent: bool) -> list[Material]:
    return [
        Material(
            id=f"belief:{belief.id}", source="belief", at=belief.last_reinforced or belief.as_of,
            context=belief.claim, segment=belief.scope.segment,
            channel=belief.scope.subject if belief.scope.category == "channel" else "",
            response=belief.claim, source_ids=(belief.id,), confidence=belief.confidence,
            alternative="Try what we have not tried, and measure it.", consent=consent,
        )
        for belief in await belief_rows.load(ctx)
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
