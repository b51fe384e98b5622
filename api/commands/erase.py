"""`refleqt erase`: erase a business, after a grace or at once, with a proof by search."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

import typer
from pydantic import BaseModel

from api.opening import AsJson, Business, DataDir, choose, run
from core.errors import BadInput
from domain.access import Actor, worker_for
from domain.work import BeginErasure
from memory.ctx import open_ctx
from tools import businesses, erasures, tenants
from tools.base import Nothing

app = typer.Typer()


class OneOrTheOther(BadInput):
    """Either erase, or call an erasure off."""


class Told(BaseModel):
    """What was asked for or called off; with `--now`, each step with its counts."""

    erasure: erasures.ErasureLine
    steps: dict[str, dict[str, int]] = {}


@app.command()
def erase(
    business: Business = None,
    confirm: Annotated[str, typer.Option(help="The business's name, typed out")] = "",
    days: Annotated[
        float, typer.Option(min=0, max=30, help="Days in which it can be called off")
    ] = 7,
    now: Annotated[bool, typer.Option("--now", help="Erase at once, without any grace")] = False,
    call_off: Annotated[UUID | None, typer.Option(help="Call off the erasure of this id")] = None,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Erase a business: rows, files, vectors, jobs, accounts, and its key; then search for bytes.

    Examples: refleqt erase --business gaugewren --confirm Gaugewren --days 3;
    refleqt erase --business gaugewren --confirm Gaugewren --now --json
    """
    choose(data_dir)
    if bool(call_off) == bool(confirm):
        raise OneOrTheOther(remedy="Give --confirm with the name, or --call-off with an id.")
    grace = 0.0 if now else days
    told: Told = run(lambda: _erase(business, confirm, grace, call_off), chroma=now)
    typer.echo(told.model_dump_json() if as_json else "\n".join(lines(told)))


def lines(told: Told) -> list[str]:
    """The account for a reader."""
    one = told.erasure
    if one.status == "called_off":
        return ["Called off. Everything is as it was."]
    if not told.steps:
        due = f"{one.due_at:%Y-%m-%d %H:%M} UTC"
        return [f"It will be erased from {due} on.",
                f"Until then: refleqt erase --call-off {one.id}"]  # fmt: skip
    counts = [
        f"  {step}: {', '.join(f'{name} {count:,}' for name, count in each.items()) or 'done'}"
        for step, each in told.steps.items()
    ]
    return ["Erased. What each step did:", *counts]


async def _erase(business: str | None, name: str, grace: float, call_off: UUID | None) -> Told:
    known = await businesses.known(business)
    founder = await businesses.founder_of(known)
    async with open_ctx(founder) as ctx:
        if call_off is not None:
            off = erasures.ErasureId(erasure_id=call_off)
            return Told(erasure=await erasures.call_off_erasure(ctx, off))
        ask = erasures.WholeBusiness(name=name, grace_days=grace)
        asked = await erasures.erase_business(ctx, ask)
    return Told(erasure=asked, steps=await _at_once(known.id, asked.id) if grace == 0 else {})


async def _at_once(business_id: UUID, request_id: UUID) -> dict[str, dict[str, int]]:
    from jobs import begin_erasure, erase_business

    async with open_ctx(worker_for(business_id)) as ctx:
        await begin_erasure.run(ctx, BeginErasure(request_id=request_id))
        erasure_id = await erasures.erasure_of(ctx, request_id)
    await erase_business.go_through(erasure_id)
    async with open_ctx(Actor("operator"), read_only=True) as ctx:
        found = (await tenants.watch_erasures(ctx, Nothing())).items
    (done,) = [one for one in found if one.id == erasure_id]
    return {step.name: step.counts for step in done.steps}
