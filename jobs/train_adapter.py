"""Train the month's adapter, examine it, file it: no transaction is open while that goes on."""

import asyncio
import shutil
from pathlib import Path
from typing import Any

from cdt import adapters, dataset, examples, trainer
from cdt.training import check, plan
from core.errors import BadInput
from core.ids import content_hash
from core.settings import settings
from domain.access import Actor
from domain.adapters import Sat, public_id, ruled, summary
from domain.events import AdapterFiled
from domain.work import TrainAdapter
from memory import adapters as rows
from memory import events, locks, releases
from memory.ctx import Ctx, NoBusiness, open_ctx


async def run(actor: Actor, work: TrainAdapter) -> None:
    """One training at a time on all machines; a killed one goes on from its last checkpoint."""
    async with locks.alone("training of adapters") as mine:
        if not mine:
            raise locks.HeldElsewhere
        folder = adapters.runs_of(_of(actor)) / work.month
        try:
            incumbent = await _prepared(actor, work.month, folder)
            if incumbent is None:
                return
            made = await _made(folder, work.month, incumbent)
        except (BadInput, trainer.TrainingRefused) as wrong:
            await _refused(actor, work.month, str(wrong))
        else:
            async with open_ctx(actor) as ctx:
                await adapters.keep(ctx, work.month, made)
                filed = AdapterFiled(month=work.month, name=made.folder.name, reason=made.sentence)
                await events.record(ctx, filed)
        await asyncio.to_thread(shutil.rmtree, folder)


async def given_up(actor: Actor, work: TrainAdapter, why: str) -> None:
    """The job is put aside: the month is judged without an adapter."""
    await _refused(actor, work.month, f"The training was given up ({why}).")


def _of(actor: Actor) -> Any:
    if actor.business_id is None:
        raise NoBusiness
    return actor.business_id


async def _refused(actor: Actor, month: str, reason: str) -> None:
    async with open_ctx(actor) as ctx:
        await adapters.refuse(ctx, month, reason)
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
            await _lay_out(ctx, folder, (month, number, base))
        row = await rows.named(ctx, live.adapter) if live and live.adapter else None
    if row is None or row.manifest["base"] != base:
        return []
    return [settings().adapters / row.name]


async def _lay_out(ctx: Ctx, folder: Path, of: tuple[str, int, str]) -> None:
    month, number, base = of
    gathered = await dataset.gather(ctx)
    called = await examples.names(ctx)
    learned = examples.learned(gathered, called)
    wanted = plan.Plan(
        name=f"cdt-{public_id(ctx.business_id)}-v{number}", dataset=gathered.dataset.manifest,
        base=base, seed=int(content_hash(ctx.business_id, month)[:8], 16),
        steps=plan.steps_for(len(learned)),
    )  # fmt: skip
    await asyncio.to_thread(
        plan.write, folder, wanted, learned, examples.held_out(gathered, called)
    )


async def _made(folder: Path, month: str, incumbent: list[Path]) -> adapters.Made:
    """Train and examine. Raises `TrainingRefused` or `TrainingDied`."""
    found = await trainer.train(folder)
    made = folder / "adapter" / found["adapter"]
    check.check(made, found["manifest"]["base"])
    standing = [each for each in incumbent if each.is_dir()]
    sat = [
        Sat.model_validate(arm)
        for arm in await trainer.examine(folder / plan.HOLDOUT, [made, *standing])
    ]
    seed = int(content_hash(made.name)[:8], 16)
    ruling = ruled(sat[0], sat[1], sat[2:], int(month[5:7]), seed)
    exam = {"arms": summary(sat), "items": [arm.model_dump(mode="json") for arm in sat]}
    return adapters.Made(made, found["manifest"], exam, ruling.may_answer, ruling.sentence)
