"""Predictions: frozen before launch, scored when they are due, told however they came out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, cast
from uuid import UUID

from core.ids import derived_id
from domain.briefs import FIRST_REVIEW
from domain.events import PredictionScored
from domain.predictions import (
    LEAST,
    TAKEN,
    WINDOW,
    Bin,
    Foreseen,
    Measured,
    Output,
    Score,
    Scored,
    by,
    calibration,
    score,
    verdict,
)
from memory import events, market, outcomes, predictions
from memory.ctx import Ctx
from tools.base import Answer, Ask, tool

Fate = Literal["worked", "underperformed", "unclear", "open", "waiting"]
OUTPUTS: dict[str, Output] = {
    "artifact": "map", "map": "map", "suggestion": "suggestion", "brief": "brief",
}  # fmt: skip
"""What a prediction is about → the kind of output that made it."""
LOGGED = {"artifact": "execution_map", "map": "execution_map", "suggestion": "calendar_suggestion"}
"""What a prediction is about → the kind of the recommendation that made it."""
REVIEWED = ("passed", "closed")


class Narrowed(Ask):
    """Which predictions: of one kind of output, of one version of the model, or of all.

    Version 0 is what was predicted before any version was released."""

    output: Output | None = None
    version: int | None = None


class PredictionLine(Answer):
    """A prediction. `worked` reached its bar, `underperformed` did not; `unclear` was not measured,
    for the reason in `why`; `waiting` is due and figures may still come in; `open` is not due.

    `probability` is that of the range, `chance` that of reaching the bar; `basis` counts what the
    prediction was drawn from; `scored_on` is the day of the verdict."""

    id: UUID
    output: Output
    map_id: UUID | None
    artifact_id: UUID | None
    title: str
    metric: str
    expected: float
    low: float
    high: float
    probability: float
    bar: float
    chance: float
    basis: int
    due_on: date
    outcome: float | None
    fate: Fate
    why: str | None
    scored_on: date | None
    version: int | None


class PredictionList(Answer):
    """Predictions, first due first, and of those that were measured how many lay in range."""

    items: list[PredictionLine]
    scored: int
    inside: int


class Scorecard(Answer):
    """How predictions came out, shown when it is bad too.

    `all` and each group have figures from ten measured predictions on. `outputs` are maps,
    suggestions and briefs; `formats` the types of artifact. `curve` is what was said against what
    came true. `open` are not due, `waiting` are due and not measured yet, `unclear` counts the
    reasons of those that never were.
    """

    all: Score
    curve: list[Bin]
    outputs: list[Score]
    formats: list[Score]
    versions: list[Score]
    beliefs: list[Score]
    worked: int
    underperformed: int
    unclear: dict[str, int]
    waiting: int
    open: int
    least: int


@dataclass(frozen=True)
class Subject:
    """What a prediction is about; `kind` is artifact, map, suggestion or brief, `format` the type
    of artifact, `beliefs` what it rests on."""

    kind: str
    id: UUID
    due_on: date
    format: str = ""
    beliefs: Sequence[UUID] = ()
    version: int | None = None
    map_id: UUID | None = None
    artifact_id: UUID | None = None


async def freeze(ctx: Ctx, subject: Subject, said: Foreseen) -> None:
    """Freeze what is predicted of a subject; what is frozen already stays as it is."""
    row = {
        "id": derived_id(subject.id, "prediction"), "subject_kind": subject.kind,
        "subject_id": subject.id, "map_id": subject.map_id, "artifact_id": subject.artifact_id,
        "output_type": subject.format, "belief_ids": [*subject.beliefs],
        "due_on": subject.due_on, "cdt_version": subject.version, **said.model_dump(),
    }  # fmt: skip
    await predictions.freeze(ctx, [row])
    named = "entry" if subject.kind == "suggestion" else subject.kind
    await outcomes.link(ctx, "prediction", row["id"], [(named, subject.id, "says what it reaches")])


async def score_due(ctx: Ctx) -> int:
    """Hold every prediction whose day is over against what was measured; returns how many
    verdicts were written. A verdict is final."""
    rows = await predictions.due(ctx)
    if not rows:
        return 0
    work = await market.all_assignments(ctx)
    passed = {row.brief_id: row for row in work if row.status in REVIEWED}
    logged = {row.recommendation_id: row for row in await outcomes.recommendations(ctx)}
    written = 0
    for row in rows:
        if row.metric == FIRST_REVIEW:
            done = passed.get(row.subject_id)
            value = None if done is None else float(not done.revisions)
            found = Measured(value=value, launches=False)
        elif row.metric == TAKEN:
            known = logged.get(row.subject_id)
            taken = known is not None and known.user_action in ("accepted", "modified")
            found = Measured(value=float(taken), launches=False)
        else:
            found = await _measured(ctx, row)
        said = verdict(row.bar, row.due_on, found, ctx.at.date())
        if said is not None:
            await _write(ctx, row, said, found.value)
            written += 1
    return written


async def _measured(ctx: Ctx, row: Any) -> Measured:
    """What an artifact reached in its first 30 days, and by the day of the prediction."""
    if row.external_id is None:
        return Measured()
    published = row.publish_on if row.entry_status == "published" else None
    until = row.due_on if row.publish_on is None else min(row.due_on, row.publish_on + WINDOW)
    sums = await predictions.until(ctx, row.external_id, until)
    value = sums.get(row.metric, 0.0 if sums.get("impressions") else None)
    return Measured(value=value, published=published)


async def _write(
    ctx: Ctx, row: Any, said: tuple[str, str | None], value: float | None
) -> None:  # fmt: skip
    """Keep a verdict, and tell the recommendation that it came of."""
    fate, why = said
    outcome = None if fate == "unclear" else value
    await predictions.score(ctx, row.id, verdict=fate, why=why, outcome=outcome)
    await events.record(ctx, PredictionScored(prediction_id=row.id, verdict=fate))
    of_kind = LOGGED.get(row.subject_kind)
    if of_kind is not None and outcome is not None and row.metric != TAKEN:
        impact = {"metric": row.metric, "predicted": row.expected, "measured": outcome}
        subject = row.map_id or row.subject_id
        await outcomes.impact(ctx, of_kind, subject, {**impact, "verdict": fate})


@tool("plans:read")
async def score_card(ctx: Ctx, ask: Narrowed) -> Scorecard:
    """Brier score, coverage and calibration of what was predicted before launch."""
    rows, today = await _rows(ctx, ask), ctx.at.date()
    scored = [_scored(row) for row in rows if row.outcome is not None]
    told = [row.verdict for row in rows]
    reasons = [row.why or "not_measured" for row in rows if row.verdict == "unclear"]
    waiting = [row for row in rows if row.verdict is None]
    return Scorecard(
        all=score("all", scored),
        curve=[*calibration(scored)] if len(scored) >= LEAST else [],
        outputs=[*by(scored, lambda one: [one.output])],
        formats=[*by(scored, lambda one: [one.format] if one.format else [])],
        versions=[*by(scored, lambda one: [f"{one.version or 0}"])],
        beliefs=[*by(scored, lambda one: one.beliefs)],
        worked=told.count("worked"), underperformed=told.count("underperformed"),
        unclear={one: reasons.count(one) for one in sorted({*reasons})},
        waiting=sum(row.due_on < today for row in waiting),
        open=sum(row.due_on >= today for row in waiting), least=LEAST,
    )  # fmt: skip


@tool("plans:read")
async def list_predictions(ctx: Ctx, ask: Narrowed) -> PredictionList:
    """What was predicted before launch, shown when it came out badly too."""
    rows = await _rows(ctx, ask)
    today = ctx.at.date()
    same = PredictionLine.model_fields.keys() - {"output", "fate", "scored_on", "version"}
    lines = [
        PredictionLine(
            **{name: getattr(row, name) for name in same},
            output=OUTPUTS[row.subject_kind], fate=_fate(row, today), version=row.cdt_version,
            scored_on=row.scored_at.date() if row.scored_at else None,
        )
        for row in rows
    ]  # fmt: skip
    scored = [_scored(row) for row in rows if row.outcome is not None]
    return PredictionList(items=lines, scored=len(scored), inside=sum(one.inside for one in scored))


async def _rows(ctx: Ctx, ask: Narrowed) -> list[Any]:
    return [
        row
        for row in await predictions.every(ctx)
        if ask.output in (None, OUTPUTS[row.subject_kind])
        and ask.version in (None, row.cdt_version or 0)
    ]


def _fate(row: Any, today: date) -> Fate:
    if row.verdict is None:
        return "open" if row.due_on >= today else "waiting"
    return cast(Fate, row.verdict)


def _scored(row: Any) -> Scored:
    return Scored(
        chance=row.chance, probability=row.probability, reached=row.outcome >= row.bar,
        inside=row.low <= row.outcome <= row.high, output=OUTPUTS[row.subject_kind],
        format=row.output_type, version=row.cdt_version,
        beliefs=tuple(f"{one}" for one in row.belief_ids),
    )  # fmt: skip
