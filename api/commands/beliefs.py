"""`refleqt beliefs`: what is believed now, or what was believed on a day."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from api.commands.models import as_founder
from api.opening import AsJson, Business, DataDir, choose, run
from core.errors import BadInput
from core.text import printable
from memory.ctx import Ctx
from tools.beliefs import BeliefList, Wanted, list_beliefs
from tools.history import OnDay, ThenList, believed_on

app = typer.Typer()


class NotADay(BadInput):
    """This is no day."""


@app.command()
def beliefs(
    on: Annotated[str, typer.Option(metavar="DAY", help="2026-01-31: what was believed then")] = "",
    today: Annotated[
        bool, typer.Option("--hindsight", help="That day with what is known and left today")
    ] = False,
    business: Business = None,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """What the model believes, surest first; or what it believed on a day.

    Examples: refleqt beliefs; refleqt beliefs --on 2026-10-01; refleqt beliefs --on 2026-10-01
    --hindsight --json
    """
    choose(data_dir)
    day = _day(on) if on else None

    async def work(ctx: Ctx) -> BeliefList | ThenList:
        if day is None:
            return await list_beliefs(ctx, Wanted(limit=1000))
        return await believed_on(ctx, OnDay(day=day, knowing="today" if today else "then"))

    found = run(as_founder(work, business, read_only=True))
    told = found.model_dump_json() if as_json else printable("\n".join(lines(found)))
    typer.echo(told)


def lines(found: BeliefList | ThenList) -> list[str]:
    """Beliefs for a reader, one a line."""
    told = []
    for one in found.items:
        said = "" if one.verdict == "none" else f", {one.verdict}"
        told.append(
            f"{one.confidence:>4.0%}  {one.claim}  "
            f"[{one.status.replace('_', ' ')}{said}; {one.evidence - one.against} for, "
            f"{one.against} against]"
        )
    if told:
        return told
    since = found.since if isinstance(found, ThenList) else None
    begins = f" The history begins on {since:%-d %B %Y}." if since else ""
    return [f"Nothing was believed.{begins}"]


def _day(given: str) -> date:
    try:
        return date.fromisoformat(given)
    except ValueError as wrong:
        raise NotADay(
            f"--on {given}.", field="on", value=given, remedy="Write it as 2026-01-31."
        ) from wrong
