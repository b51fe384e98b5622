"""Ask, judged on whose doings it tells: of customers, of competitors, of a team, or of the asker.

    python -m evals.suites.doings --data-dir DIR [--golden FILE] [--show]

Every little business of the golden file is made anew in the data directory with its notes; some
notes are traps, in which somebody else does what is asked about. Questions that are `held` are
never used to tune the reading, and are counted apart.
"""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer
from pydantic import BaseModel, ConfigDict

from agents.answerer import draft, gather
from core import settings
from core.ids import new_id
from domain.access import worker_for
from domain.asking import Asked, Reply
from evals.cases import GOLDEN
from memory import db, server
from memory.ctx import open_ctx
from memory.lexical import forget
from tools import businesses
from tools.vents import Vent, VentBatch, submit_vents

BAR = 0.75
"""Share of questions, tuned and held each, that must be answered rightly."""


class Question(BaseModel):
    """A question with words of the sentences that answer it; none: nothing in the notes does.

    `traps` are words of sentences that must not be quoted as the answer.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    question: str
    right: tuple[str, ...] = ()
    traps: tuple[str, ...] = ()
    held: bool = False


class House(BaseModel):
    """A little business: what was noted, and what is asked of it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    business: str
    notes: tuple[str, ...]
    cases: tuple[Question, ...]


@dataclass(frozen=True)
class Outcome:
    """One question with its answer, and whether that is right: the right words come first, and no
    trap is quoted beside them; or it is not known where nothing answers."""

    case: Question
    reply: Reply

    @property
    def right(self) -> bool:
        """Whether the answer is the right one."""
        if not self.reply.known or not self.case.right:
            return not self.reply.known and not self.case.right
        quotes = [each.quote for each in self.reply.citations if each.quote]
        first = bool(quotes) and any(one in quotes[0] for one in self.case.right)
        return first and not any(trap in one for trap in self.case.traps for one in quotes)


def houses(path: Path = GOLDEN / "ask_actors.jsonl") -> list[House]:
    """The little businesses of a golden file, in order."""
    lines = path.read_text("utf-8").splitlines()
    return [House.model_validate(json.loads(line)) for line in lines if line.strip()]


async def run(given: Sequence[House]) -> list[Outcome]:
    """Make each business, ask it everything, and judge the answers."""
    found: list[Outcome] = []
    for house in given:
        actor = worker_for(new_id())
        async with open_ctx(actor) as ctx:
            await businesses.found(ctx, house.business)
        async with open_ctx(actor) as ctx:
            notes = [
                Vent.model_validate({"text": text, "visibility": "team"}) for text in house.notes
            ]
            await submit_vents(ctx, VentBatch(vents=notes))
        async with open_ctx(actor, read_only=True) as ctx:
            for case in house.cases:
                gathered = await gather(ctx, Asked(text=case.question))
                found.append(Outcome(case, draft(gathered)))
            forget(ctx.business_id)
    return found


def share(outcomes: Sequence[Outcome], *, held: bool) -> float:
    """The share of right answers among the questions that are held, or among the others."""
    of_them = [one.right for one in outcomes if one.case.held == held]
    return sum(of_them) / len(of_them) if of_them else 1.0


def told(outcomes: Sequence[Outcome], *, show: bool = False) -> list[str]:
    """The figures as lines; wrong answers before them, with `show` every answer."""
    lines: list[str] = []
    for one in outcomes:
        if show or not one.right:
            mark = ("ok " if one.right else "-- ") + ("held " if one.case.held else "")
            lines += [f"{mark}{one.case.id} {one.case.question}", f"   {one.reply.text}"]
    for name, held in (("tuned", False), ("held", True)):
        count = sum(one.case.held == held for one in outcomes)
        lines.append(f"{name}: right {share(outcomes, held=held):.1%} of {count} (bar {BAR:.0%})")
    return lines


def main(
    data_dir: Annotated[Path, typer.Option(help="Where the little businesses are made")],
    golden: Annotated[Path, typer.Option(help="The cases")] = GOLDEN / "ask_actors.jsonl",
    show: Annotated[bool, typer.Option("--show", help="Print every answer")] = False,
) -> None:
    """Ask the golden questions and print the figures beside their bar."""
    settings.use(data_dir=data_dir)

    async def work() -> list[Outcome]:
        try:
            return await run(houses(golden))
        finally:
            await db.close()

    with server.held():
        outcomes = asyncio.run(work())
    for line in told(outcomes, show=show):
        typer.echo(line)
    reached = all(share(outcomes, held=held) >= BAR for held in (False, True))
    raise typer.Exit(0 if reached else 1)


if __name__ == "__main__":
    typer.run(main)
