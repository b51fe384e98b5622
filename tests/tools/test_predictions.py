"""A prediction is frozen before launch, scored when it is due, and shown however it came out."""

from datetime import timedelta
from uuid import UUID

import pytest

from core.clock import SimulatedClock
from core.ids import new_id
from domain.imports import CalendarRow, PerformanceRow
from domain.work import ScorePredictions
from jobs import score_predictions
from memory import calendar, plans, predictions
from memory.ctx import Ctx
from tests import worlds
from tools.calendar import Entries, save_entries
from tools.performance import Figures, import_performance
from tools.predictions import (
    Narrowed,
    PredictionLine,
    Subject,
    freeze,
    list_predictions,
    score_card,
    score_due,
)
from tools.suggestions import Choice, Ghost, Ghosts, answer_suggestion, suggest_entries


async def published(ctx: Ctx, late: int = 0) -> UUID:
    """The one artifact of a bought map, published `late` days after its day."""
    (artifact,) = await plans.artifacts_of(ctx, await worlds.bought(ctx))
    day = artifact.due_on + timedelta(days=late)
    row = CalendarRow(id="mail", title="Mail", artifact_type="email", status="published",
                      publish_on=day, channel="email")  # fmt: skip
    await save_entries(ctx, Entries(entries=[row]))
    await plans.publish_artifact(ctx, artifact.id, calendar.entry_id(ctx, "mail"))
    return artifact.id


async def measured(ctx: Ctx, value: float, after: int, metric: str = "conversions") -> None:
    """A figure of that mail, so many days after it was published."""
    (entry,) = await calendar.entries(ctx, [calendar.entry_id(ctx, "mail")])
    day = entry.publish_on + timedelta(days=after)
    row = PerformanceRow(date=day, artifact_id="mail", metric=metric, value=value)
    await import_performance(ctx, Figures(rows=[row]))


async def told(ctx: Ctx) -> PredictionLine:
    """The one prediction."""
    (line,) = (await list_predictions(ctx, Narrowed())).items
    return line


async def test_a_prediction_is_open_until_its_day_and_then_waits_for_figures(
    ctx: Ctx, simulated: SimulatedClock
) -> None:
    await published(ctx)
    line = await told(ctx)
    assert (line.fate, line.metric, line.low, line.high) == ("open", "conversions", 20, 60)
    simulated.move_to(ctx.at + timedelta(days=60))
    assert await score_due(ctx) == 0
    assert (await told(ctx)).fate == "waiting"
    assert (await score_card(ctx, Narrowed())).waiting == 1


@pytest.mark.parametrize(
    ("value", "fate", "inside"), [(5, "underperformed", 0), (40, "worked", 1), (90, "worked", 0)]
)
async def test_the_daily_job_writes_what_was_measured_and_its_day(
    worker: Ctx, simulated: SimulatedClock, value: float, fate: str, inside: int
) -> None:
    await published(worker)
    await measured(worker, value, after=20)
    simulated.move_to(worker.at + timedelta(days=60))
    for _ in range(2):
        await score_predictions.run(worker, ScorePredictions(day="2026-12-31"))
    line = await told(worker)
    assert (line.fate, line.outcome, line.scored_on) == (fate, value, worker.at.date())
    found = await list_predictions(worker, Narrowed())
    assert (found.scored, found.inside) == (1, inside)
    assert await worlds.facts(worker, "PredictionScored") == 1


async def test_what_came_in_after_the_thirty_days_does_not_count(
    ctx: Ctx, simulated: SimulatedClock
) -> None:
    await published(ctx)
    await measured(ctx, 5, after=20)
    await measured(ctx, 500, after=31)
    simulated.move_to(ctx.at + timedelta(days=60))
    await score_due(ctx)
    assert ((await told(ctx)).fate, (await told(ctx)).outcome) == ("underperformed", 5)


async def test_what_was_shown_and_never_converted_came_to_nothing(
    ctx: Ctx, simulated: SimulatedClock
) -> None:
    await published(ctx)
    await measured(ctx, 900, after=3, metric="impressions")
    simulated.move_to(ctx.at + timedelta(days=60))
    await score_due(ctx)
    assert ((await told(ctx)).fate, (await told(ctx)).outcome) == ("underperformed", 0)


@pytest.mark.parametrize(
    ("late", "days", "why"), [(None, 60, "not_launched"), (9, 60, "late"), (0, 90, "not_measured")]
)
async def test_what_cannot_be_measured_is_unclear_and_says_why(
    ctx: Ctx, simulated: SimulatedClock, late: int | None, days: int, why: str
) -> None:
    if late is None:
        await worlds.bought(ctx)
    else:
        await published(ctx, late)
    if late:
        await measured(ctx, 90, after=2)
    simulated.move_to(ctx.at + timedelta(days=days))
    assert await score_due(ctx) == 1
    line = await told(ctx)
    assert (line.fate, line.why, line.outcome) == ("unclear", why, None)
    card = await score_card(ctx, Narrowed())
    assert (card.unclear, card.all.n) == ({why: 1}, 0)


async def test_a_suggestion_is_held_to_what_its_kind_reached(ctx: Ctx) -> None:
    await worlds.quarter(ctx)
    entry = CalendarRow(id="g", title="Ghost", artifact_type="email", status="idea",
                        publish_on=ctx.at.date() + timedelta(days=9), channel="email",
                        segment="quality_manager", angle="time")  # fmt: skip
    ghost = Ghost(entry=entry, why="E-mails do well.", beliefs=[new_id()])
    (one,) = (await suggest_entries(ctx, Ghosts(day=ctx.at.date(), ghosts=[ghost]))).entry_ids
    line = await told(ctx)
    assert (line.output, line.title, line.metric, line.basis) == (
        "suggestion", "Ghost", "conversions", 8,
    )  # fmt: skip
    assert (line.low, line.high, line.due_on) == (40, 43, ctx.at.date() + timedelta(days=39))
    (row,) = await predictions.every(ctx)
    assert (row.subject_id, row.belief_ids) == (one, ghost.beliefs)


async def test_before_anything_was_measured_a_suggestion_says_whether_it_will_be_taken(
    ctx: Ctx, simulated: SimulatedClock
) -> None:
    entries = [
        CalendarRow(id=name, title=name, artifact_type="email", status="idea",
                    publish_on=ctx.at.date() + timedelta(days=9))
        for name in ("yes", "no")
    ]  # fmt: skip
    ghosts = [Ghost(entry=one, why="There is a gap.", beliefs=[new_id()]) for one in entries]
    shown = (await suggest_entries(ctx, Ghosts(day=ctx.at.date(), ghosts=ghosts))).entry_ids
    await answer_suggestion(ctx, Choice(entry_id=shown[0], action="accepted"))
    simulated.move_to(ctx.at + timedelta(days=10))
    await score_due(ctx)
    found = {one.title: one for one in (await list_predictions(ctx, Narrowed())).items}
    assert {name: (one.metric, one.chance, one.fate) for name, one in found.items()} == {
        "yes": ("taken", 0.5, "worked"), "no": ("taken", 0.5, "underperformed"),
    }  # fmt: skip


async def test_a_brief_is_held_to_the_target_of_its_bonus(worker: Ctx) -> None:
    brief_id = await worlds.briefed(worker)
    lines = (await list_predictions(worker, Narrowed(output="brief"))).items
    assert [(one.metric, one.bar, one.low, one.high) for one in lines] == [
        ("conversions", 48, 20, 60)
    ]
    assert 0.1 < lines[0].chance < 0.5
    rows = await predictions.every(worker)
    assert {row.subject_kind: row.subject_id for row in rows}["brief"] == brief_id


async def test_a_card_says_nothing_of_few_and_shows_what_came_out_badly(
    ctx: Ctx, simulated: SimulatedClock
) -> None:
    artifact = await published(ctx)
    await measured(ctx, 5, after=20)
    (row,) = await predictions.every(ctx)
    said = worlds.plan(ctx.at.date(), new_id()).artifacts[0].forecast
    assert said is not None
    simulated.move_to(ctx.at + timedelta(days=60))
    await score_due(ctx)
    assert (await score_card(ctx, Narrowed())).all.brier is None
    for version in range(1, 10):
        again = Subject("artifact", new_id(), row.due_on, "email", row.belief_ids, version,
                        row.map_id, artifact)  # fmt: skip
        await freeze(ctx, again, said.foreseen())
    await score_due(ctx)
    card = await score_card(ctx, Narrowed())
    assert (card.all.n, card.underperformed, card.all.coverage) == (10, 10, 0)
    assert card.all.brier == pytest.approx(0.81)
    assert [(one.said, one.came, one.n) for one in card.curve] == [(pytest.approx(0.9), 0, 10)]
    assert [(one.group, one.n) for one in card.outputs] == [("map", 10)]
    assert (await score_card(ctx, Narrowed(version=3))).all.n == 1
    assert (await score_card(ctx, Narrowed(output="brief"))).all.n == 0
