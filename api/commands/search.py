"""`refleqt search`: everything said about something, with why each hit came up."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer
from pydantic import ValidationError

from api.commands.models import as_founder
from api.opening import AsJson, Business, DataDir, choose, run
from core.errors import BadInput
from core.text import printable
from domain.facets import FACETS
from memory.ctx import Ctx
from tools.search import Found, Passage, Question, search_context

app = typer.Typer()
SHOWN = 300


class WrongOption(BadInput):
    """An option does not fit."""


@app.command()
def search(
    words: Annotated[str, typer.Argument(help="What to look for, in plain words")],
    kind: Annotated[
        list[str] | None,
        typer.Option(help="vent, answer, activity, file, belief, map, brief, entry; repeatable"),
    ] = None,
    since: Annotated[str, typer.Option(metavar="DAY", help="2026-01-31: not before")] = "",
    until: Annotated[str, typer.Option(metavar="DAY", help="Not after")] = "",
    topic: Annotated[str, typer.Option(help="A topic of the taxonomy, such as pricing")] = "",
    speaker: Annotated[str, typer.Option(help="Said by, in conversations")] = "",
    facet: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=VALUE", help=f"{', '.join(FACETS)}; repeatable"),
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=50)] = 10,
    business: Business = None,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Search what was said, planned and believed, by words and by meaning.

    Examples: refleqt search "why do customers cancel"; refleqt search pricing --kind vent
    --since 2026-09-01 --json; refleqt search "the export" --speaker Priya; refleqt search price
    --facet sentiment=bad --facet channel=email --facet channel=linkedin
    """
    choose(data_dir)
    ask = _ask(
        query=words, kinds=kind or None, since=_day(since, "since"), until=_day(until, "until"),
        topic=topic, speaker=speaker, limit=limit, facets=_facets(facet or []),
    )  # fmt: skip

    async def work(ctx: Ctx) -> Found:
        return await search_context(ctx, ask)

    found: Found = run(as_founder(work, business))
    typer.echo(found.model_dump_json() if as_json else printable("\n".join(lines(found))))


def lines(found: Found) -> list[str]:
    """Hits for a reader."""
    return [line for one in found.items for line in _hit(one)] or ["Nothing was found."]


def _hit(one: Passage) -> list[str]:
    day = f", {one.said_at:%-d %b %Y}" if one.said_at else ""
    who = f"{one.speaker}: " if one.speaker else ""
    words = " ".join(one.text.split())
    shown = words if len(words) <= SHOWN else words[:SHOWN].rstrip() + " …"
    return [
        f"{one.source_type}{day}: {who}{shown}",
        f"  because it {'; it '.join(one.why)}",
        f"  {one.source_id}",
    ]


def _day(said: str, field: str) -> date | None:
    try:
        return date.fromisoformat(said) if said else None
    except ValueError:
        raise WrongOption(
            f"--{field} {said!r} is no day.", field=field, value=said, remedy="Write 2026-01-31."
        ) from None


def _facets(said: list[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for each in said:
        name, _, value = each.partition("=")
        if name not in FACETS or not value:
            raise WrongOption(
                f"--facet {each!r} limits nothing.", field="facet", value=each,
                remedy=f"Write NAME=VALUE, with a name of {', '.join(FACETS)}.",
            )  # fmt: skip
        found.setdefault(name, []).append(value)
    return found


def _ask(**given: object) -> Question:
    try:
        return Question.model_validate(given)
    except ValidationError as wrong:
        first = wrong.errors()[0]
        field = ".".join(map(str, first["loc"]))
        raise WrongOption(
            f"{field}: {first['msg']}.", field=field, value=str(first["input"])[:80],
            remedy="See refleqt search --help.",
        ) from None  # fmt: skip
