"""`refleqt import`: a file of vents, calendar entries, results or creators comes in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.imports import Report, nothing_kept, refuse, rows_of, take
from api.opening import AsJson, DataDir, choose, run
from core.text import printable
from domain.imports import Kind
from memory.ctx import open_ctx
from tools import businesses

app = typer.Typer()
FIRST_NAME = "My business"


@app.command()
def import_file(
    kind: Annotated[Kind, typer.Argument(help="What the file holds; see docs/formats.md")],
    file: Annotated[Path, typer.Argument(help="CSV or JSONL; vents may be plain text")],
    business: Annotated[
        str | None, typer.Option(help="Id, slug or name; needed only where there are several")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say it all, keep nothing")] = False,
    keep_good: Annotated[
        bool, typer.Option("--keep-good", help="Keep good rows beside refused ones")
    ] = False,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Take a file in. One row that is refused keeps all of it out, unless --keep-good is given.

    Examples: refleqt import vents notes.txt; refleqt import metrics month.csv --dry-run --json
    """
    choose(data_dir)
    rows, refused = rows_of(kind, file)
    if refused and not keep_good:
        if as_json:
            typer.echo(nothing_kept(kind, rows, refused).model_dump_json())
        refuse(file, refused)

    async def work() -> tuple[str, Report]:
        known = await businesses.named(business)
        actor = businesses.keeper(known, await businesses.owner(known))
        async with open_ctx(actor) as ctx:
            attempt = await ctx.db.begin_nested()
            place = known or await businesses.found(ctx, business or FIRST_NAME)
            report = await take(ctx, kind, rows, refused, dry_run=dry_run)
            if dry_run:
                await attempt.rollback()
        return place.name, report

    name, report = run(work)
    if as_json:
        typer.echo(report.model_dump_json())
    else:
        typer.echo(printable(_account(name, kind, report, dry_run)))


def _account(name: str, kind: str, report: Report, dry_run: bool) -> str:
    if dry_run:
        return f"{name}: {report.read} {kind} read, {report.would_keep} would be kept. Nothing was."
    lines = [f"{name}: {report.read} {kind} read, {report.kept} new or changed."]
    lines += [f"  line {one.line}, {one.field}: {one.remedy}" for one in report.refused[:20]]
    if report.kept:
        lines.append("They are worked on by `refleqt serve`, or now by `refleqt worker --drain`.")
    return "\n".join(lines)
