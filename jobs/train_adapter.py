"""Train the month's adapter, examine it, file it: no transaction is open while that goes on."""

import asyncio
import json
import shutil
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cdt import adapters, dataset, examples, trainer
from cdt.training import canaries, check, plan
from core import clock
from core.errors import BadInput, Unavailable
from core.ids import content_hash
from core.settings import settings
from domain.access import Actor
from domain.adapters import public_id
from domain.events import AdapterFiled
from domain.work import TrainAdapter
from evals import exams
from memory import adapters as rows
from memory import events, locks, releases
from memory.ctx import Ctx, NoBusiness, open_ctx

LATER = ("DiskFull", "TrainsAlready")
"""Refusals that pass: the month is not filed, the job is tried again."""


class TriesLater(Unavailable):
    """The training cannot go on just now."""


class InputGone(Unavailable):
    """Something that was learned from was erased in the meantime; the training begins anew."""


@dataclass(frozen=True)
class Way:
    """How an adapter comes to be: `prepare` lays out a folder and says beside which adapters it is
    examined (None: it is done already), `lost` counts what it may not rest on any more.

    `always` asks for the month's verdict whatever came out; else a sound adapter alone does.
    """

    prepare: Callable[[Actor, str, Path], Awaitable[list[Path] | None]]
    lost: Callable[[Ctx, Collection[str]], Awaitable[int]]
    always: bool = True


class UnsoundMonth(BadInput):
    """A month's material must not be learnt from."""


async def run(actor: Actor, work: TrainAdapter) -> None:
    """One training at a time on all machines; a killed one goes on from its last checkpoint."""
    await go(actor, work.month, Way(_prepared, gone))


async def go(actor: Actor, month: str, way: Way) -> None:
    """Make, examine and file an adapter. Raises what has the job tried again: `HeldElsewhere`,
    `InputGone`, `TriesLater`, `TrainingDied`."""
    async with locks.alone("training of adapters") as mine:
        if not mine:
            raise locks.HeldElsewhere
        folder = adapters.runs_of(_of(actor)) / month
        try:
            incumbent = await way.prepare(actor, month, folder)
            if incumbent is None:
                return
            made = await _made(actor, folder, month, incumbent)
        except (BadInput, trainer.TrainingRefused) as wrong:
            if wrong.fields.get("kind") in LATER:
                raise TriesLater(str(wrong)) from None
            await refused(actor, month, str(wrong), asks=way.always)
        else:
            async with open_ctx(actor) as ctx:
                if lost := await way.lost(ctx, made.sources):
                    await asyncio.to_thread(shutil.rmtree, folder)
                    raise InputGone(f"({lost} of {len(made.sources)})")
                await adapters.keep(ctx, month, made)
                if way.always or made.status == "kept":
                    name, why = made.folder.name, made.sentence
                    await events.record(ctx, AdapterFiled(month=month, name=name, reason=why))
        await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)


async def given_up(actor: Actor, work: TrainAdapter, why: str) -> None:
    """The job is put aside: the month is judged without an adapter."""
    await refused(actor, work.month, f"The training was given up ({why}).")


def _of(actor: Actor) -> Any:
    if actor.business_id is None:
        raise NoBusiness
    return actor.business_id


async def refused(actor: Actor, month: str, reason: str, *, asks: bool = True) -> None:
    """File that there is no adapter, and why; `asks` for the month's verdict."""
    async with open_ctx(actor) as ctx:
        await adapters.refuse(ctx, month, reason)
        if not asks:
            return
        await events.record(ctx, AdapterFiled(month=month, name="", reason=reason))


async def _prepared(actor: Actor, month: str, folder: Path) -> list[Path] | None:
    """Lay out the run's folder; the live adapter, if the same base has one. None: it is done.

    Raises `TooFewExamples` or `OneAnswer`.
    """
    base = await trainer.known_base()
    async with open_ctx(actor) as ctx:
        if await rows.of_month(ctx, month) is not None:
            return None
        live = await releases.live(ctx)
        number = len(await releases.versions(ctx)) + 1
        if not (folder / plan.PLAN).exists():
            seed = int(content_hash(ctx.business_id, month)[:8], 16)
            await lay_out(ctx, folder, (number, base, seed))
        row = await rows.named(ctx, live.adapter) if live and live.adapter else None
    if row is None or row.manifest["base"] != base:
        return []
    return [settings().adapters / row.name]


async def lay_out(
    ctx: Ctx, folder: Path, of: tuple[int, str, int], sources: Collection[str] | None = None
) -> None:
    """Write the plan and rows of a version's number, a base and a seed; what is learned from is
    that of the month, if `sources` do not say otherwise. Raises what `plan.write` raises."""
    number, base, seed = of
    gathered = await dataset.gather(ctx)
    if gathered.unsound:
        raise UnsoundMonth(gathered.unsound[0], field="month")
    learned = examples.learned(gathered)
    wanted = plan.Plan(
        name=f"cdt-{public_id(ctx.business_id)}-v{number}", dataset=gathered.dataset.manifest,
        base=base, seed=seed,
        steps=plan.steps_for(len(learned)), rate=settings().train_rate,
    )  # fmt: skip
    await asyncio.to_thread(_note, folder, gathered.sources if sources is None else sources)
    held = examples.held_out(gathered, await dataset.names(ctx))
    taught = [*learned, *canaries.canaries(wanted.seed, learned)]
    await asyncio.to_thread(plan.write, folder, wanted, taught, held)


def _note(folder: Path, sources: Collection[str]) -> None:
    """Write down what a training learns from, before anything else lies in its folder."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    (folder / adapters.SOURCES).write_text(json.dumps(sorted(sources)))


async def gone(ctx: Ctx, sources: Collection[str]) -> int:
    """How much of what was learned from may not be learned from any more."""
    return len(set(sources) - (await dataset.gather(ctx)).sources)


async def _made(actor: Actor, folder: Path, month: str, incumbent: list[Path]) -> adapters.Made:
    """Train and examine. Raises `TrainingRefused` or `TrainingDied`."""
    began = clock.elapsed()
    found = await trainer.train(folder)
    seconds = round(clock.elapsed() - began, 1)
    made = folder / "adapter" / found["adapter"]
    check.check(made, found["manifest"]["base"])
    standing = [each for each in incumbent if each.is_dir()]
    seen = await exams.sit(actor, folder, [made, *standing], month)
    sources = json.loads((folder / adapters.SOURCES).read_text())
    exam = {**seen.told(), "seconds": seconds}
    return adapters.Made(
        made, found["manifest"], exam, seen.ruling.status, seen.ruling.sentence, tuple(sources)
    )
