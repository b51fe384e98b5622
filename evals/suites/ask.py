"""Ask, judged on golden questions: citations, invented numbers, evidence recall, not knowing.

    python -m evals.suites.ask --data-dir DIR [--golden FILE] [--show] [--judge]

Runs the cases of every business that the data directory holds, without a model. With `--judge` the
configured model also rewords each answer that the cases call answerable, and compares its words
with the draft in both orders. That costs money, leaves audit cards in the data directory, and
changes no figure and no bar.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from agents.answerer import draft, faults, gather, refine
from cdt import gateway
from core import clock, settings
from domain.access import Actor
from domain.answer_text import day_of
from domain.asking import Asked, Evidence, Gathered, Reply, Utterance
from domain.pairwise import Comparison, Pair, tally
from domain.samples import LEVEL
from evals.cases import GOLDEN, Case, load
from evals.pairwise import compare
from memory import db, inputs, receipts, server
from memory.ctx import Ctx, open_ctx
from tools import businesses

BARS = {"citations": 1.0, "invented": 0, "recall": 0.8, "unknown": 0.9}
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


@dataclass(frozen=True)
class Score:
    """One case: its answer, citations that hold, numbers from nowhere, share of the evidence."""

    actor: Actor
    case: Case
    gathered: Gathered
    reply: Reply
    valid: int
    invented: tuple[str, ...]
    recall: float
    faults: tuple[str, ...]
    seconds: float


@dataclass(frozen=True)
class Match:
    """The draft against a model's words. Without a `comparison` the draft stood: `dropped`."""

    case: Case
    words: str = ""
    comparison: Comparison | None = None
    dropped: tuple[str, ...] = ()


@dataclass(frozen=True)
class Totals:
    """The figures of a run; each is compared with its bar in `BARS`."""

    cases: int
    citations: float
    invented: int
    recall: float
    unknown: float
    false_unknown: float
    faulty: int
    slowest: float
    median: float

    @property
    def passed(self) -> bool:
        """Whether every bar is reached."""
        return (
            self.citations >= BARS["citations"] and self.invented <= BARS["invented"]
            and self.recall >= BARS["recall"] and self.unknown >= BARS["unknown"]
        )  # fmt: skip


async def score(actor: Actor, case: Case) -> Score:
    """Ask one question as `actor`, offline, and judge the answer."""
    async with open_ctx(actor, read_only=True) as ctx:
        return await score_in(ctx, case)


async def score_in(ctx: Ctx, case: Case) -> Score:
    """The same in a transaction that is open already, as its actor."""
    began = clock.elapsed()
    gathered = await gather(ctx, Asked(text=case.question))
    reply = draft(gathered)
    seconds = clock.elapsed() - began
    rows = [(each.kind, await _words(ctx, each.kind, each.id)) for each in reply.citations]
    held = [
        bool(words) and (not each.quote or each.quote in words)
        for each, (_, words) in zip(reply.citations, rows, strict=True)
    ]
    tools = [used.tool for used in reply.used]
    met = [one.met(rows, tools) for one in case.evidence]
    return Score(
        actor=ctx.actor, case=case, gathered=gathered, reply=reply,
        valid=sum(held), invented=tuple(_invented(gathered, reply)),
        recall=sum(met) / len(met) if met else 1.0, faults=tuple(faults(gathered, reply)),
        seconds=seconds,
    )  # fmt: skip


def totals(scores: Sequence[Score]) -> Totals:
    """All cases taken together."""
    known = [one for one in scores if one.case.answerable]
    unknown = [one for one in scores if not one.case.answerable]
    cited = sum(len(one.reply.citations) for one in scores)
    times = sorted(one.seconds for one in scores)
    return Totals(
        cases=len(scores),
        citations=sum(one.valid for one in scores) / cited if cited else 1.0,
        invented=sum(len(one.invented) for one in scores),
        recall=_mean([one.recall for one in known]),
        unknown=_mean([float(not one.reply.known) for one in unknown]),
        false_unknown=_mean([float(not one.reply.known) for one in known]) if known else 0.0,
        faulty=sum(bool(one.faults) for one in scores),
        slowest=times[-1] if times else 0.0,
        median=times[len(times) // 2] if times else 0.0,
    )


async def run(path: Path, business: str | None = None) -> list[Score]:
    """The scores of all cases whose business is here."""
    found = []
    for house in await businesses.listed():
        actor = Actor("founder", await businesses.owner(house), house.id)
        for case in load(path, business):
            if house.answers_to(case.business):
                found.append(await score(actor, case))
    return found


async def matched(one: Score) -> Match | None:
    """The draft of a score against the model's words for it; None where there is no model."""
    async with open_ctx(one.actor, read_only=True) as ctx:
        if not await gateway.ready(ctx):
            return None
    thought = await refine(one.actor, None, one.gathered, one.reply, _unheard)
    reply = thought.answer
    if thought.by == "draft" or reply.text == one.reply.text:
        return Match(one.case, dropped=thought.dropped or ("The model kept the draft.",))
    async with open_ctx(one.actor) as ctx:
        said = [fact.said for fact in one.gathered.facts] + [used.said for used in reply.used]
        pair = Pair(
            question=one.case.question, one=one.reply.text, other=reply.text,
            evidence=(*one.gathered.evidence, *await _looked_up(ctx, one.gathered, reply)),
            findings=tuple(dict.fromkeys(said)),
        )  # fmt: skip
        return Match(one.case, reply.text, await compare(ctx, pair))


async def matches(scores: Sequence[Score]) -> list[Match]:
    """Every answerable case judged; none where no model is configured."""
    found = [await matched(one) for one in scores if one.case.answerable]
    return [one for one in found if one is not None]


def main(
    data_dir: Annotated[Path, typer.Option(help="A data directory that holds the business")],
    golden: Annotated[Path, typer.Option(help="The cases")] = GOLDEN / "ask.jsonl",
    business: Annotated[str | None, typer.Option(help="Only the cases of this business")] = None,
    show: Annotated[bool, typer.Option("--show", help="Print every answer")] = False,
    judge: Annotated[
        bool, typer.Option("--judge", help="Compare with the configured model's words; costs money")
    ] = False,
) -> None:
    """Ask the golden questions and print the figures beside their bars."""
    settings.use(data_dir=data_dir)

    async def work() -> tuple[list[Score], list[Match]]:
        try:
            scores = await run(golden, business)
            return scores, await matches(scores) if judge else []
        finally:
            await db.close()

    with server.held():
        scores, found = asyncio.run(work())
    for line in told(scores, show=show) + (judged(found, show=show) if judge else []):
        typer.echo(line)
    raise typer.Exit(0 if scores and totals(scores).passed else 1)


def told(scores: Sequence[Score], *, show: bool = False) -> list[str]:
    """The figures as lines; with `show` every answer before them."""
    lines: list[str] = []
    for one in scores:
        good = one.recall == 1.0 if one.case.answerable else not one.reply.known
        if show or not good or one.faults or one.invented:
            mark = "ok " if good else "-- "
            lines += [
                f"{mark}{one.case.id} ({one.seconds:.2f} s) {one.case.question}",
                f"   {one.reply.text}", *(f"   fault: {each}" for each in one.faults),
            ]  # fmt: skip
    sums = totals(scores)
    return [
        *lines,
        f"cases {sums.cases}",
        f"citations valid {sums.citations:.1%} (bar {BARS['citations']:.0%})",
        f"invented numbers {sums.invented} (bar {BARS['invented']})",
        f"evidence recall {sums.recall:.3f} (bar {BARS['recall']})",
        f"says that it does not know {sums.unknown:.1%} (bar {BARS['unknown']:.0%})",
        f"does not know what it should {sums.false_unknown:.1%}",
        f"answers with a fault {sums.faulty}",
        f"seconds: median {sums.median:.2f}, slowest {sums.slowest:.2f}",
    ]


def judged(found: Sequence[Match], *, show: bool = False) -> list[str]:
    """What the judge said as lines; with `show` every verdict before them."""
    if not found:
        return ["No model is configured (or no case is answerable), so nothing was judged."]
    compared = [one.comparison for one in found if one.comparison]
    lines = [line for one in found for line in _shown(one)] if show else []
    sums = tally(compared)
    bias = "none to be seen" if sums.bias is None else (
        f"{sums.bias:.2f} of preferences for the first place "
        f"({LEVEL:.0%}: {sums.low:.2f} to {sums.high:.2f}; 0.50 is no bias)"
    )  # fmt: skip
    apart = "none judged" if sums.disagreements is None else f"{sums.disagreements:.1%}"
    return [
        *lines,
        f"judged {sums.judged} of {len(found)}: {len(found) - len(compared)} kept the draft, "
        f"{sums.not_judged} not judged",
        f"the model's words against the draft: {sums.wins} wins, {sums.losses} losses, "
        f"{sums.ties} ties",
        f"order disagreements {apart}",
        f"position bias {bias}",
        "The judge is the model that wrote the words, and may like them for that.",
    ]


def _shown(one: Match) -> list[str]:
    """A match as lines: what was compared, and both verdicts; or why the draft stood."""
    if one.comparison is None:
        return [f"{one.case.id} the draft stood: {' '.join(one.dropped)}"]
    lines = [f"{one.case.id} the model's words: {one.words}"]
    for each in one.comparison.verdicts:
        said = f"{each.said.prefers}. {each.said.why}".rstrip()
        first = "the draft" if each.was_first == "one" else "the model"
        end = said if each.judged else f"not judged: {' '.join(each.dropped)}"
        lines.append(f"   {first} first: {end}")
    return lines


async def _unheard(_piece: Utterance) -> None:
    """Nobody listens while the suite runs."""


async def _looked_up(ctx: Ctx, gathered: Gathered, reply: Reply) -> list[Evidence]:
    """What an answer cites beyond what was gathered: the model looked further."""
    known = {one.label for one in gathered.evidence}
    new = {each.label: each for each in reply.citations if each.label not in known}
    found = []
    for label, each in sorted(new.items()):
        words = await _words(ctx, each.kind, each.id)
        found.append(Evidence(label=label, kind=each.kind, id=each.id, text=words))
    return found


async def _words(ctx: Ctx, kind: str, one: UUID) -> str:
    """All words of a cited row; empty where there is no such row."""
    found = await receipts.of_kind(ctx, kind, [one])
    if not found:
        return ""
    if kind in ("vent", "activity", "answer"):
        row = await inputs.words_of(ctx, kind, found[0].id)
        return str(row.text) if row is not None else ""
    return found[0].text


def _invented(gathered: Gathered, reply: Reply) -> list[str]:
    """Figures of an answer that stand in nothing it cites, no finding, date, or the question."""
    labels = {each.label for each in reply.citations}
    cited = [one for one in gathered.evidence if one.label in labels]
    known = " ".join(
        [gathered.asked.text, *(one.text for one in cited), *(used.said for used in reply.used)]
        + [day_of(one.at) for one in cited if one.at]
        + [f"{fact.said} {fact.needed}" for fact in gathered.facts]
        + [shown.about for shown in gathered.shown]
    )
    said = re.sub(r"\[\d+\]", " ", reply.text)
    have = {hit.replace(",", "") for hit in _NUMBER.findall(known)}
    return [hit for hit in _NUMBER.findall(said) if hit.replace(",", "") not in have]


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 1.0


if __name__ == "__main__":
    typer.run(main)
