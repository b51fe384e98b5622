"""Erase a business, step by step: whoever is killed in one is followed by another who does it
again.

The job runs under the id of the erasure, which names nobody. Every step is one transaction with its
tick in the list of steps, or does again what it did before without harm.
"""

import asyncio
from collections.abc import Awaitable, Callable
from uuid import UUID

from cdt import adapters, routes, tracking
from core.errors import CheckFailed
from core.settings import settings
from core.telemetry import logger
from domain.access import Actor, worker_for
from domain.erasure import NAMES
from domain.work import EraseBusiness
from memory import (
    blobs,
    erasures,
    index,
    keys,
    lexical,
    locks,
    pauses,
    recurrence,
    remains,
    server,
    vacuum,
    vault,
    wiping,
)
from memory.ctx import Ctx, open_ctx
from memory.erasures import Subject

Counts = dict[str, int]
Watch = Callable[[str], None]
OPERATOR = Actor("operator")
log = logger("erasure")


class BytesRemain(CheckFailed):
    """Bytes of an erased business were found."""


async def run(actor: Actor, work: EraseBusiness) -> None:
    """Do what is left of an erasure."""
    await go_through(work.erasure_id)


async def given_up(actor: Actor, work: EraseBusiness, why: str) -> None:
    """The job is put aside: whoever runs the installation sees that the erasure is stuck."""
    async with open_ctx(OPERATOR) as ctx:
        await erasures.change(ctx, work.erasure_id, status="stuck")


async def go_through(erasure_id: UUID, watch: Watch = log.info) -> None:
    """Take the steps that are not done yet; `watch` hears of each just before it is ticked off."""
    async with locks.alone("erasure", erasure_id) as mine:
        if not mine:
            raise locks.HeldElsewhere
        for position, step in enumerate(NAMES):
            async with open_ctx(OPERATOR) as ctx:
                subject = await erasures.subject_of(ctx, erasure_id)
                done = await erasures.done(ctx, erasure_id)
            if subject is None:
                return
            if step not in done:
                await _take(erasure_id, subject, (position, step), watch)
        await _finish(erasure_id)


async def _take(erasure_id: UUID, subject: Subject, step: tuple[int, str], watch: Watch) -> None:
    position, name = step
    if name in _IN_TENANT:
        async with open_ctx(worker_for(subject.business_id)) as ctx:
            counts = await _IN_TENANT[name](ctx, erasure_id)
            watch(name)
            await erasures.tick_off(ctx, erasure_id, name, position, counts)
        return
    counts = await _APART[name](subject)
    async with open_ctx(OPERATOR) as ctx:
        watch(name)
        await erasures.tick_off(ctx, erasure_id, name, position, counts)


async def _finish(erasure_id: UUID) -> None:
    """Destroy the sealed note: from now on the id leads nowhere."""
    async with open_ctx(OPERATOR) as ctx:
        await erasures.change(
            ctx, erasure_id, subject=None, status="done", finished_at=ctx.at, remains=0
        )
    await vacuum.rewrite("erasures")


async def _stop(ctx: Ctx, erasure_id: UUID) -> Counts:
    note = Subject(ctx.business_id, await wiping.probes(ctx))
    await erasures.note(ctx, erasure_id, note)
    if not await pauses.paused(ctx):
        await pauses.begin(ctx, models_too=False)
    people = await wiping.members(ctx)
    for user_id in people:
        await wiping.sign_out(ctx, user_id)
    return {"people signed out": len(people), "byte strings to search": len(note.probes)}


async def _keep(ctx: Ctx, erasure_id: UUID) -> Counts:
    return await wiping.keep_pseudonyms(ctx, erasure_id)


async def _queue(ctx: Ctx, erasure_id: UUID) -> Counts:
    return await wiping.clear_queue(ctx)


async def _checkpoints(ctx: Ctx, erasure_id: UUID) -> Counts:
    return await wiping.clear_checkpoints(ctx)


async def _blobs(ctx: Ctx, erasure_id: UUID) -> Counts:
    copies = await asyncio.to_thread(adapters.withdraw, ctx.business_id)
    tracked = await asyncio.to_thread(tracking.forget, ctx.business_id)
    files = await blobs.forget_all(ctx)
    return {"files": files, "copies of adapters": copies, "stores of trainings": tracked}


async def _people(ctx: Ctx, erasure_id: UUID) -> Counts:
    gone = [await wiping.drop_person(ctx, each) for each in await wiping.members(ctx)]
    return {"accounts deleted": sum(gone), "accounts needed elsewhere": len(gone) - sum(gone)}


async def _rows(ctx: Ctx, erasure_id: UUID) -> Counts:
    return await wiping.clear_rows(ctx)


async def _key(ctx: Ctx, erasure_id: UUID) -> Counts:
    return await wiping.drop_business(ctx)


async def _index(subject: Subject) -> Counts:
    """Postgres is empty by now, so nothing can come back; files are renewed where bytes stayed."""
    keys.forget(subject.business_id)
    lexical.forget(subject.business_id)
    recurrence.forget(subject.business_id)
    vault.forget(subject.business_id)
    routes.forget(subject.business_id)
    _progress(subject.business_id)
    counts: Counts = {}
    if settings().vectors == "chroma" and index.reachable():
        counts["vectors"] = await asyncio.to_thread(index.drop, subject.business_id)
    if server.own_chroma():
        found = await asyncio.to_thread(remains.search, subject.probes)
        if "index" in found:
            await asyncio.to_thread(server.renew_chroma)
            counts["index built anew"] = 1
    return counts


def _progress(business_id: UUID) -> None:
    (settings().data_dir / f"demo-{business_id}.json").unlink(missing_ok=True)


async def _logs(subject: Subject) -> Counts:
    lines = [remains.lines_with(path, subject.probes) for path in remains.logs()]
    return {"lines": sum(lines)}


async def _vacuum(subject: Subject) -> Counts:
    return {"tables": await vacuum.rewrite()}


async def _journal(subject: Subject) -> Counts:
    return {"switches": await vacuum.turn_journal()}


async def _proof(subject: Subject) -> Counts:
    """Search everything on this disk. Raises `BytesRemain` with the stores, so that the job ends
    among the dead letters instead of saying what is not so."""
    for path in remains.logs():
        remains.lines_with(path, subject.probes)
    found = await asyncio.to_thread(remains.search, subject.probes)
    if found:
        await vacuum.turn_journal()  # a statement of somebody else may have named the business
        found = await asyncio.to_thread(remains.search, subject.probes)
    if found:
        places = ", ".join(f"{count} in {store}" for store, count in sorted(found.items()))
        raise BytesRemain(f"Files: {places}.", remedy="Run the job again.", value=found)
    return {"byte strings": len(subject.probes), "files with any": 0}


_IN_TENANT: dict[str, Callable[[Ctx, UUID], Awaitable[Counts]]] = {
    "stop": _stop, "keep": _keep, "queue": _queue, "checkpoints": _checkpoints, "blobs": _blobs,
    "people": _people, "rows": _rows, "key": _key,
}  # fmt: skip
_APART: dict[str, Callable[[Subject], Awaitable[Counts]]] = {
    "index": _index, "logs": _logs, "vacuum": _vacuum, "journal": _journal, "proof": _proof,
}  # fmt: skip
