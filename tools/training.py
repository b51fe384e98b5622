"""What a version of the model was trained on, what it believes that the one before did not, and
when the next training is due."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from cdt import dataset, training_cost
from cdt.release import NoSuchVersion
from core.settings import settings
from domain.loop import next_training
from domain.training_cost import Bill, Forecast
from memory import releases
from memory.ctx import Ctx
from tools.base import Answer, Nothing, tool
from tools.datasets import DataCard, card_of
from tools.grants import looking
from tools.releases import Number, VersionLine, version_lines

MOST_MOVED, LEAST_MOVE = 8, 0.02
"""So many beliefs are named at most, and none that moved by less."""
ENABLE = "REFLEQT_BASE_MODEL"


class Believed(Answer):
    """A belief as a version holds it; `before` is its confidence in the version before, if any."""

    id: UUID
    claim: str
    confidence: float
    before: float | None


class Run(Answer):
    """A training: when, on what, under which hashes. `shares` of the weight by source; `left_out`
    says how many records were left out, by reason; `data` is the card of the data set, `cost` what
    was expected and what it took."""

    month: str
    started_at: datetime
    finished_at: datetime | None
    pairs: int
    trained_on: int
    held_out: int
    shares: dict[str, float]
    left_out: dict[str, int]
    scores: dict[str, float]
    data_hash: str
    code_hash: str
    data: DataCard | None = None
    cost: Bill | None = None


class VersionDetail(Answer):
    """A version with its training, the gate's reasons, and what it came to believe otherwise.

    `moved` are the beliefs whose confidence changed most since the version before.
    """

    line: VersionLine
    name: str
    reasons: list[str]
    run: Run | None
    beliefs: int
    moved: list[Believed]
    newer: int | None
    older: int | None


class Plan(Answer):
    """When the model is trained next, and whether there is a base model for an adapter.

    `enable` names the setting that makes adapters be trained; empty where it is set.
    """

    next_on: date
    adapters: bool
    enable: str


class Estimate(Answer):
    """What training today would use and cost: `cost` by the rates of the settings, or of the last
    trainings where some were measured."""

    pairs: int
    held_out: int
    usd_per_hour: float
    cost: Forecast


@tool("releases:read")
async def read_version(ctx: Ctx, ask: Number) -> VersionDetail:
    """One version of the model: its training, the gate's reasons, what it believes otherwise."""
    async with looking(ctx, "words", "version", ask.version) as look:
        heads = {one.version: one for one in version_lines(await releases.heads(look.ctx))}
        row = await releases.version(look.ctx, ask.version)
        older = max((number for number in heads if number < ask.version), default=None)
        earlier = await releases.version(look.ctx, older) if older else None
        runs = {one.id: one for one in await releases.runs(look.ctx)}
    if row is None:
        raise NoSuchVersion(f"version {ask.version}", field="version", value=ask.version)
    newer = min((number for number in heads if number > row.version), default=None)
    held = row.manifest.get("beliefs", [])
    before = earlier.manifest.get("beliefs", []) if earlier else []
    return VersionDetail(
        line=heads[row.version], name=row.name,
        reasons=row.evaluation.get("reasons", []),
        run=_run(runs[row.run_id], row.version) if row.run_id in runs else None, beliefs=len(held),
        moved=_moved(held, before), newer=newer, older=older,
    )  # fmt: skip


@tool("releases:read")
async def training_plan(ctx: Ctx, ask: Nothing) -> Plan:
    """When the model is trained next, and whether an adapter is trained with it."""
    configured = bool(settings().base_model)
    enable = "" if configured else ENABLE
    return Plan(next_on=next_training(ctx.at.date()), adapters=configured, enable=enable)


@tool("releases:read")
async def estimate_training(ctx: Ctx, ask: Nothing) -> Estimate:
    """What training today would use and cost; nothing is trained or written."""
    month = await dataset.gather(ctx)
    return Estimate(
        pairs=len(month.dataset.pairs), held_out=len(month.holdout),
        usd_per_hour=training_cost.stated().usd_per_hour,
        cost=await training_cost.expected(ctx, month),
    )  # fmt: skip


def _run(row: Any, version: int) -> Run:
    data = row.dataset
    return Run(
        month=row.month, started_at=row.started_at, finished_at=row.finished_at,
        pairs=data.get("pairs", 0), trained_on=data.get("trained_on", 0),
        held_out=data.get("held_out", 0), shares=data.get("shares", {}),
        left_out=data.get("left_out", {}), scores=row.metrics, data_hash=row.data_hash,
        code_hash=row.code_hash, data=card_of(version, row.month, data, row.data_hash),
        cost=training_cost.bill_of(row),
    )  # fmt: skip


def _moved(held: list[dict[str, Any]], before: list[dict[str, Any]]) -> list[Believed]:
    """Beliefs that are new or moved, the furthest first."""
    known = {one["id"]: one["confidence"] for one in before}
    every = [
        Believed(
            id=UUID(one["id"]), claim=one["claim"], confidence=one["confidence"],
            before=known.get(one["id"]),
        )
        for one in held
        if one["id"] not in known or abs(known[one["id"]] - one["confidence"]) >= LEAST_MOVE
    ]  # fmt: skip
    every.sort(key=lambda one: -abs(one.confidence - (0.5 if one.before is None else one.before)))
    return every[:MOST_MOVED]
