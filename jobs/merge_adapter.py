"""A month's adapter merged with its industry's: a candidate that sits the same exam.

It answers only where it is no worse than the customer's own (`domain/adapters.py` `ruled`) and its
version passes the gate. What it rests on is what the customer's own rests on.
"""

import asyncio
from collections.abc import Collection
from pathlib import Path
from typing import Any, cast

from cdt import adapters, trainer
from cdt.training import mixture
from core.errors import NotFound
from core.settings import settings
from domain.access import Actor
from domain.work import MergeAdapter
from jobs.train_adapter import Way, go, lay_out, refused
from memory import adapters as rows
from memory import people, releases
from memory.ctx import Ctx, open_ctx


class NothingToMerge(NotFound):
    """Two adapters of one base are needed: the month's own, and its industry's."""


async def run(actor: Actor, work: MergeAdapter) -> None:
    """Merge, examine, file; the month of the result is named after the way."""
    await must_fit(actor, work)

    async def prepare(actor: Actor, month: str, folder: Path) -> list[Path] | None:
        return await _prepared(actor, work, month, folder)

    async def lost(ctx: Ctx, _: Collection[str]) -> int:
        own = await rows.of_month(ctx, work.month)
        return int(own.status not in adapters.SERVED)

    await go(actor, name_of(work), Way(prepare, lost, always=False))


async def given_up(actor: Actor, work: MergeAdapter, why: str) -> None:
    """The job is put aside: the month's own adapter stays as it is."""
    await refused(actor, name_of(work), f"The merge was given up ({why}).", asks=False)


def name_of(work: MergeAdapter) -> str:
    """The month of a merged adapter, as the registry lists it."""
    return f"{work.month}-{work.method}"


async def must_fit(actor: Actor, work: MergeAdapter) -> tuple[Any, Path]:
    """The month's own adapter and its industry's. Raises `NothingToMerge`."""
    base = await trainer.known_base()
    async with open_ctx(actor, read_only=True) as ctx:
        own, firm = await rows.of_month(ctx, work.month), await people.business(ctx)
    industry = str((firm.settings if firm else {}).get("industry") or "")
    if own is None or own.status not in adapters.SERVED or own.manifest["base"] != base:
        raise NothingToMerge("The month has no adapter on this base.", field="month",
                             value=work.month)  # fmt: skip
    shared = await asyncio.to_thread(adapters.niche, industry, base) if industry else None
    if shared is None:
        raise NothingToMerge(
            "No adapter of its industry lies where servers look.",
            remedy="Its name begins with the industry's (docs/adapters.md).",
            field="industry", value=industry,
        )  # fmt: skip
    return own, shared


async def _prepared(
    actor: Actor, work: MergeAdapter, month: str, folder: Path
) -> list[Path] | None:
    own, shared = await must_fit(actor, work)
    async with open_ctx(actor) as ctx:
        if await rows.of_month(ctx, month) is not None:
            return None
        number = len(await releases.versions(ctx)) + 1
        of = (number, own.manifest["base"], own.manifest["seed"])
        await lay_out(ctx, folder, of, own.sources)
    mine = settings().adapters / own.name
    share = work.share / 100
    parts = (mixture.Part(str(mine), 1 - share), mixture.Part(str(shared), share))
    method = cast(mixture.Method, work.method)  # `write` refuses any other
    mixture.write(folder, mixture.Mixture(parts, method))
    return [mine]
