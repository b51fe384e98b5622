"""`refleqt context`: what is known about something, each with its source, within a budget."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from api.commands.models import as_founder
from api.opening import AsJson, Business, DataDir, choose, run
from core.errors import BadInput
from core.text import printable
from memory.ctx import Ctx
from tools.beta import (
    FEWEST,
    LONGEST,
    MOST,
    USUAL,
    About,
    Known,
    KnownItem,
    KnownPart,
    compose_context,
)

app = typer.Typer()
NAMES = {
    "stated": "what the business says of itself", "said": "what people said",
    "recurring": "what keeps coming back", "calendar": "the calendar", "results": "results",
    "signals": "what moved", "beliefs": "beliefs", "segments": "audiences",
    "competitors": "competitors", "recommended": "what was proposed",
}  # fmt: skip
SHOWN = 240


class QuestionTooLong(BadInput):
    """The question is too long."""


class NoSuchDay(BadInput):
    """This is no day."""


@app.command()
def context(
    question: Annotated[str, typer.Argument(help="What about, in plain words; empty = now")] = "",
    budget: Annotated[int, typer.Option(min=FEWEST, max=MOST, help="The most tokens")] = USUAL,
    as_of: Annotated[str, typer.Option(metavar="DAY", help="2026-01-31: as known then")] = "",
    business: Business = None,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """What is known about a question: profile, words, calendar, results, beliefs and more.

    Examples: refleqt context "why do customers cancel"; refleqt context --as-of 2026-10-01;
    refleqt context pricing --budget 1000 --json
    """
    choose(data_dir)
    if len(question) > LONGEST:
        raise QuestionTooLong(field="question", value=len(question), remedy=f"Use {LONGEST} signs.")
    ask = About(question=question, budget=budget, as_of=_day(as_of))

    async def work(ctx: Ctx) -> Known:
        return await compose_context(ctx, ask)

    found: Known = run(as_founder(work, business))
    typer.echo(found.model_dump_json() if as_json else printable("\n".join(lines(found))))


def lines(found: Known) -> list[str]:
    """β for a reader."""
    about = f"What we know about “{found.question}”" if found.question else "What we know"
    told = [f"{about}, as of {found.day:%-d %B %Y}"]
    for part in found.parts:
        told += ["", _head(part), *(line for one in part.items for line in _item(one))]
    left = sum(part.left_out for part in found.parts)
    told += [
        "",
        f"{found.tokens_packed:,} of {found.tokens_all:,} tokens: {found.ratio} times smaller; "
        f"{left:,} further things speak to it and did not fit.",
    ]
    return told


def _head(part: KnownPart) -> str:
    age = "" if part.age_days is None else f", {part.age_days} days old"
    state = "nothing there" if part.verdict == "missing" else f"{part.verdict}{age}"
    return f"{NAMES[part.part].capitalize()} ({part.coverage:.0%} there, {state})"


def _item(one: KnownItem) -> list[str]:
    who = f"{one.speaker}: " if one.speaker else ""
    words = " ".join(one.text.split())
    shown = words if len(words) <= SHOWN else words[:SHOWN].rstrip() + " …"
    return [f"  {who}{shown}", f"    {one.kind} {one.id}"]


def _day(said: str) -> date | None:
    try:
        return date.fromisoformat(said) if said else None
    except ValueError:
        raise NoSuchDay(
            f"{said!r}.", field="as-of", value=said, remedy="Write 2026-01-31."
        ) from None
