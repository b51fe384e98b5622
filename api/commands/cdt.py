"""`refleqt cdt`: the model of one customer: how it stands, what it learns from, its releases."""

from __future__ import annotations

import json
import shutil
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import BaseModel

from api import cards, data_cards
from api.commands.models import as_founder
from api.opening import AsJson, Business, DataDir, choose, run
from core.errors import NotFound
from core.settings import settings
from core.text import printable
from domain.access import worker_for
from domain.work import TrainCdt
from memory.ctx import Ctx, open_ctx
from tools import cycle, releases, training
from tools.base import Nothing
from tools.datasets import DataCard, preview_data

app = typer.Typer(no_args_is_help=True)
Version = Annotated[int, typer.Argument(min=1, help="Its number")]
Reason = Annotated[str, typer.Option(min=10, help="Why, in ten characters or more; it is signed")]


class NoVersion(NotFound):
    """No version of the model was trained yet."""


@app.callback()
def cdt() -> None:
    """The model of one customer: how it stands, what it learns from, its releases."""


@app.command()
def status(business: Business = None, data_dir: DataDir = None, as_json: AsJson = False) -> None:
    """Show every version with its verdict and state, the next training, and where all are tracked.

    Examples: refleqt cdt status; refleqt cdt status --business gaugewren --json
    """

    from cdt import tracking

    async def work(ctx: Ctx) -> dict[str, Any]:
        plan = await training.training_plan(ctx, Nothing())
        listed = await releases.list_versions(ctx, Nothing())
        kept = {
            "store": f"{tracking.store(ctx.business_id)}",
            "open": tracking.opened_by(ctx.business_id),
        }
        return {
            "plan": plan.model_dump(mode="json"), "versions": _plain(listed)["items"],
            "tracking": kept,
        }  # fmt: skip

    found = _done(work, business, data_dir, read_only=True)
    plan = found["plan"]
    adapter = f"none; {plan['enable']} enables one" if plan["enable"] else "trained with it"
    told = [
        f"{one['version']:>3} {one['month']} {one['state']:<9} {one['verdict']}: {one['reason']}"
        for one in found["versions"]
    ] or ["No version was trained yet."]
    next_one = f"Next training on {plan['next_on']}; adapter: {adapter}."
    tracked = (
        f"Every training is in {found['tracking']['store']}; where all of MLflow is installed: "
        f"{found['tracking']['open']}"
    )
    _tell(found, [*told, next_one, tracked], as_json)


@app.command()
def calendar(business: Business = None, data_dir: DataDir = None, as_json: AsJson = False) -> None:
    """Show the monthly cycle ahead: what will run when, what it will use, what it will cost.

    It is a dry run: nothing is scheduled or trained by looking.

    Examples: refleqt cdt calendar; refleqt cdt calendar --business gaugewren --json
    """
    found = _done(lambda ctx: cycle.look_ahead(ctx, Nothing()), business, data_dir, read_only=True)
    _tell(_plain(found), [line for one in found.items for line in _ahead(one)], as_json)


@app.command()
def dataset(business: Business = None, data_dir: DataDir = None, as_json: AsJson = False) -> None:
    """Show what the model would be trained on today: sources, shares, what stays out and why.

    Examples: refleqt cdt dataset; refleqt cdt dataset --json
    """

    async def work(ctx: Ctx) -> DataCard:
        return await preview_data(ctx, Nothing())

    card = _done(work, business, data_dir, read_only=True)
    _tell(_plain(card), [data_cards.told(card)], as_json)


@app.command()
def train(
    month: Annotated[str, typer.Option(help="YYYY-MM; this month")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what it would take")] = False,
    business: Business = None,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Train this month's candidate now and put it before the gate; a month is trained once.

    Where a base model is set the month's adapter is trained first, by the worker. What it costs
    is estimated before and kept beside what it took.

    Examples: refleqt cdt train --dry-run; refleqt cdt train; refleqt cdt train --month 2026-11
    """
    if dry_run:
        ask = training.estimate_training
        seen = _done(lambda ctx: ask(ctx, Nothing()), business, data_dir, read_only=True)
        _tell(_plain(seen), [f"Would use {seen.pairs} pairs, {seen.held_out} artifacts held out.",
                             cards.expected(seen.cost)], as_json)  # fmt: skip
        return
    from jobs import train_cdt

    async def work(ctx: Ctx) -> dict[str, Any]:
        wanted = TrainCdt(month=month or f"{ctx.at:%Y-%m}")
        async with open_ctx(worker_for(ctx.business_id)) as worker:
            await train_cdt.run(worker, wanted)
            listed = await releases.list_versions(worker, Nothing())
        made = [one for one in _plain(listed)["items"] if one["month"] == wanted.month]
        return made[-1] if made else {"month": wanted.month, "verdict": "waits for its adapter"}

    found = _done(work, business, data_dir, read_only=True)
    _tell(found, [f"{found['month']}: {found.get('reason', found['verdict'])}"], as_json)


@app.command()
def evaluate(
    version: Version,
    business: Business = None,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Show the report card of a version: verdict, arms, metrics, deployment history.

    Examples: refleqt cdt evaluate 2; refleqt cdt evaluate 2 --json
    """
    card = _done(lambda ctx: _card(ctx, version), business, data_dir, read_only=True)
    found = {
        "version": _plain(card.version),
        "evaluation": _plain(card.evaluation) if card.evaluation else None,
        "decisions": [_plain(one) for one in card.decisions],
    }
    _tell(found, [cards.report(card)], as_json)


@app.command()
def release(
    version: Version,
    reason: Reason,
    business: Business = None,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Let a version answer against what the gate said; facts (a leak, a changed file) forbid it.

    Example: refleqt cdt release 3 --reason "We left that channel for good."
    """
    ask = releases.Override(version=version, ruling="release", reason=reason)
    found = _done(lambda ctx: releases.override_verdict(ctx, ask), business, data_dir)
    _tell(_plain(found), [f"Version {version} answers from now on."], as_json)


@app.command()
def rollback(
    version: Version,
    reason: Annotated[str, typer.Option(help="Why; it is signed")] = "",
    business: Business = None,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Let an earlier version answer again, exactly as it was; nothing is deleted.

    Example: refleqt cdt rollback 1 --reason "Version 2 praised a product we dropped."
    """
    ask = releases.Number(version=version, reason=reason)
    found = _done(lambda ctx: releases.roll_back_version(ctx, ask), business, data_dir)
    _tell(_plain(found), [f"Version {version} answers again."], as_json)


@app.command()
def export(
    to: Annotated[Path, typer.Argument(help="Folder; it is made")],
    version: Annotated[int | None, typer.Option(min=1, help="Else the newest")] = None,
    business: Business = None,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Write a version's report card, data set card, calibration plots and adapter, if it has one.

    Examples: refleqt cdt export card; refleqt cdt export card --version 2 --json
    """
    card = _done(lambda ctx: _card(ctx, version), business, data_dir, read_only=True)
    files = written(card, to)
    adapter = settings().adapters / (card.version.line.adapter or "none")
    if card.version.line.adapter and adapter.is_dir():
        shutil.copytree(adapter, to / "adapter", dirs_exist_ok=True)
        files.append("adapter")
    found = {"folder": str(to), "version": card.version.line.version, "files": files}
    _tell(found, [f"{to / name}" for name in files], as_json)


def _ahead(one: cycle.CycleLine) -> list[str]:
    """A stretch of the cycle in lines."""
    days = f"{one.first}" if one.first == one.last else f"{one.first} to {one.last}, daily"
    works = ", ".join(name.replace("_", " ") for name in one.works)
    told = [f"week {one.week} {one.phase:<7} {days}: {works}"]
    if one.cost:
        told.append(f"  As last time: {one.pairs} pairs. {cards.expected(one.cost)}")
    return told


def written(card: cards.Card, to: Path) -> list[str]:
    """Write a card's files; returns their names."""
    to.mkdir(parents=True, exist_ok=True)
    made = cards.files(card)
    for name, content in made.items():
        (to / name).write_bytes(content)
    return [*made]


async def _card(ctx: Ctx, wanted: int | None) -> cards.Card:
    """All that is known of a version, or of the newest."""
    return await cards.read(ctx, wanted or await _newest(ctx))


async def _newest(ctx: Ctx) -> int:
    listed = (await releases.list_versions(ctx, Nothing())).items
    if not listed:
        raise NoVersion(remedy="refleqt cdt train")
    return listed[-1].version


def _plain(found: BaseModel) -> dict[str, Any]:
    return found.model_dump(mode="json")


def _done(
    work: Callable[[Ctx], Awaitable[Any]], business: str | None, data_dir: Path | None, *,
    read_only: bool = False,
) -> Any:  # fmt: skip
    choose(data_dir)
    return run(as_founder(work, business, read_only=read_only))


def _tell(found: dict[str, Any], told: list[str], as_json: bool) -> None:
    typer.echo(json.dumps(found) if as_json else printable("\n".join(told)))
