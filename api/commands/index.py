"""`refleqt index`: hold the search index against Postgres, or build it anew."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Annotated
from uuid import UUID

import typer
from pydantic import BaseModel

from api.opening import AsJson, DataDir, choose, run
from core import clock
from domain.access import Actor, worker_for
from memory.ctx import open_ctx
from tools import businesses
from tools.base import Nothing
from tools.tenants import list_tenants

app = typer.Typer(no_args_is_help=True, help="Check the search index, or build it anew.")
Business = Annotated[str | None, typer.Option(help="Id, slug or name; left out: all of them")]
Told = Callable[[str, int, int], None]


class Line(BaseModel):
    """What became of one business: vectors, what diverged, and the seconds that it took."""

    business_id: UUID
    vectors: int
    missing: int = 0
    surplus: int = 0
    different: int = 0
    generation: int | None = None
    left_out: int = 0
    seconds: float = 0.0


class Report(BaseModel):
    """Every business that was looked at."""

    items: list[Line]


@app.command()
def check(
    business: Business = None,
    repair: Annotated[bool, typer.Option(help="Repair what diverges, or only count it")] = True,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Find what the index lacks, has too much or holds differently, and repair it.

    Examples: refleqt index check; refleqt index check --business gaugewren --no-repair --json
    """

    async def one(business_id: UUID, told: Told) -> Line:
        from jobs import check_index

        found = await check_index.check(
            worker_for(business_id),
            repair=repair,
            watch=lambda done, total: told("check", done, total),
        )
        return Line(
            business_id=business_id, vectors=found.held, missing=found.missing,
            surplus=found.surplus, different=found.different,
        )  # fmt: skip

    choose(data_dir)
    found = run(lambda: _each(business, one, as_json), chroma=True)
    typer.echo(found.model_dump_json() if as_json else "\n".join(_checked(found, repair)))
    if not repair and any(_diverged(line) for line in found.items):
        raise typer.Exit(1)


@app.command()
def rebuild(
    business: Business = None,
    embed: Annotated[
        bool, typer.Option("--embed", help="Make every vector anew too, beside the old ones")
    ] = False,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Fill the index anew from Postgres; searches go on meanwhile.

    Examples: refleqt index rebuild; refleqt index rebuild --business gaugewren --embed
    """

    async def one(business_id: UUID, told: Told) -> Line:
        from cdt import embedders
        from jobs import generate_embeddings, rebuild_index

        generation, left_out = None, 0
        if embed:
            brought = await generate_embeddings.bring_over(
                worker_for(business_id), embedders.wanted(), told, anew=True
            )
            generation, left_out = brought.generation, len(brought.left_out)
        count = await rebuild_index.rebuild(
            worker_for(business_id), watch=lambda done, total: told("index", done, total)
        )
        return Line(
            business_id=business_id, vectors=count, generation=generation, left_out=left_out
        )

    choose(data_dir)
    found = run(lambda: _each(business, one, as_json), chroma=True)
    typer.echo(found.model_dump_json() if as_json else "\n".join(_built(found)))


async def _each(
    name: str | None, work: Callable[[UUID, Told], Awaitable[Line]], as_json: bool
) -> Report:
    items = []
    for business_id in await _chosen(name):
        began = clock.elapsed()
        line = await work(business_id, _nobody if as_json else _shown)
        items.append(line.model_copy(update={"seconds": round(clock.elapsed() - began, 3)}))
    return Report(items=items)


async def _chosen(name: str | None) -> list[UUID]:
    if name is None:
        async with open_ctx(Actor("operator"), read_only=True) as ctx:
            return [one.business_id for one in (await list_tenants(ctx, Nothing())).items]
    known = await businesses.known(name)
    return [known.id]


def _shown(step: str, done: int, total: int) -> None:
    """Progress, on one line of the terminal."""
    typer.echo(f"\r{step} {done:,} of {total:,}", err=True, nl=done >= total)


def _nobody(_step: str, _done: int, _total: int) -> None:
    """Nobody watches."""


def _diverged(line: Line) -> int:
    return line.missing + line.surplus + line.different


def _checked(found: Report, repair: bool) -> list[str]:
    lines = []
    for line in found.items:
        what = f"missing {line.missing:,}, surplus {line.surplus:,}, different {line.different:,}"
        end = "as Postgres says" if not _diverged(line) else "repaired" if repair else "left"
        lines.append(f"{line.business_id}  {line.vectors:,} vectors: {what}; {end}")
    return lines or ["There is no business here yet."]


def _built(found: Report) -> list[str]:
    lines = []
    for line in found.items:
        anew = f", generation {line.generation}" if line.generation is not None else ""
        out = f", {line.left_out} passages left out" if line.left_out else ""
        lines.append(
            f"{line.business_id}  {line.vectors:,} vectors in {line.seconds:.1f} s{anew}{out}"
        )
    return lines or ["There is no business here yet."]
