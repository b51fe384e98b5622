"""Puts a question to the tools that fit it, and numbers the rows that their findings rest on."""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from functools import lru_cache
from typing import Any

import numpy as np
from pydantic import BaseModel

from agents.finding import Passages
from agents.sources import PLAIN, Source, certain
from cdt.embed import embed
from core.errors import RefleqtError
from domain.answer_text import KNOWN_FROM
from domain.asking import Evidence, Fact, Gathered, Shown, Used
from domain.language.questions import Question, without_names
from domain.language.terms import roots
from domain.support import coverage
from memory import receipts
from memory.ctx import Ctx
from memory.receipts import Found
from tools.beliefs import Wanted, list_beliefs
from tools.context import Found as SearchResult
from tools.findings import Finding, Ref
from tools.onboarding import read_business

MOST_TOOLS = 3
MOST_OFFERED = 6
NEAR_EXAMPLE = 0.5
"""Cosine to one of its example questions from which a tool is tried."""
KIND_BONUS = 0.12
SPEAKS_FROM = 0.5
"""Share of the question's words that a finding and its tool's examples must speak of."""
MOST_REFS = 4
LONGEST_SAID = 8_000
LEAST_EVIDENCE = 2
"""Pieces of evidence below which a belief is no answer."""


@dataclass(frozen=True)
class Told:
    """What is handed to the draft: numbered evidence, quotes, facts, tools used."""

    evidence: tuple[Evidence, ...]
    shown: tuple[Shown, ...]
    facts: tuple[Fact, ...]
    used: tuple[Used, ...]


@dataclass
class Notebook:
    """Evidence while it is numbered; one row keeps one number."""

    ctx: Ctx
    evidence: list[Evidence]
    facts: list[Fact] = field(default_factory=list)
    used: list[Used] = field(default_factory=list)

    async def labels(self, refs: Sequence[Ref], tool: str) -> tuple[int, ...]:
        """The numbers of rows; a row that is new and may be read gets the next one."""
        found: dict[int, None] = {}
        for ref in refs[:MOST_REFS]:
            known = next((one.label for one in self.evidence if one.id == ref.id), 0)
            row = None if known else await _row(self.ctx, ref)
            if row is not None:
                known = len(self.evidence) + 1
                self.evidence.append(
                    Evidence(
                        label=known, kind=row.kind, id=row.id, text=row.text or row.kind,
                        at=_moment(row.at), tool=tool,
                    )
                )  # fmt: skip
            if known:
                found[known] = None
        return tuple(found)

    @classmethod
    def of(cls, ctx: Ctx, gathered: Gathered) -> "Notebook":
        """A notebook that goes on where an answer's material ends."""
        return cls(ctx, list(gathered.evidence), list(gathered.facts), list(gathered.findings))

    def kept(self, gathered: Gathered) -> Gathered:
        """The material with all that was noted since."""
        now = {
            "evidence": tuple(self.evidence), "facts": tuple(self.facts),
            "findings": tuple(self.used),
        }  # fmt: skip
        return gathered.model_copy(update=now)

    async def heard(self, tool: str, given: dict[str, Any], answer: BaseModel) -> str:
        """What a tool said, as JSON with the numbers under which it may be cited."""
        if isinstance(answer, Finding):
            await self.note(tool, given, answer, 1.0)
            fact = self.facts[-1]
            cited = {"number": fact.labels, "said": fact.said, "needed": fact.needed}
            return json.dumps(cited)
        if isinstance(answer, SearchResult):
            rows = []
            for one in answer.items:
                ref = Ref(kind=one.source_type, id=one.source_id)
                for label in await self.labels([ref], tool):
                    text = self.evidence[label - 1].text
                    rows.append({"number": label, "at": f"{one.said_at:%Y-%m-%d}", "text": text})
            said = json.dumps(rows, ensure_ascii=False)
        else:
            said = answer.model_dump_json()
        self.used.append(Used(tool=tool, arguments=given, said=said[:LONGEST_SAID]))
        return said

    async def note(self, tool: str, given: dict[str, Any], finding: Finding, fit: float) -> None:
        """Keep what a tool said."""
        fact = Fact(
            tool=tool, said=finding.said, enough=finding.enough, needed=finding.needed,
            labels=await self.labels(finding.evidence, tool), fit=round(min(fit, 1.0), 4),
        )  # fmt: skip
        self.facts.append(fact)
        self.used.append(Used(tool=tool, arguments=given, said=finding.said))


async def consult(ctx: Ctx, question: Question, passages: Passages, business: str) -> Told:
    """What tools add to the passages, as the asking person may know it."""
    book = Notebook(ctx, list(passages.evidence))
    shown = await _beliefs_as_facts(book, passages)
    for source, fit in await asyncio.to_thread(_chosen, ctx, question, business):
        given = source.asks(question, ctx.at.date())
        if given is None:
            continue
        try:
            answer = await source.tool(ctx, given)
        except RefleqtError:
            continue
        finding = source.tells(question, answer)
        if finding is None or not _speaks(source, finding, passages):
            continue
        if source.tool is read_business and _answered(passages):
            continue
        arguments = given.model_dump(mode="json", exclude_defaults=True)
        await book.note(source.tool.name, arguments, finding, fit)
    return Told(tuple(book.evidence), shown, tuple(book.facts), tuple(book.used))


def sources_for(text: str, most: int = MOST_OFFERED) -> list[Source]:
    """The sources whose example questions are nearest to a question, nearest first."""
    return [source for source, _ in _nearest(text)[:most]]


def _chosen(ctx: Ctx, question: Question, business: str) -> list[tuple[Source, float]]:
    """The sources that fit best, with how well, best first."""
    asked = without_names(question, (business,) if business else ()) or question.text
    ranked = [
        (source, near + (KIND_BONUS if question.kind in source.kinds else 0.0))
        for source, near in _nearest(asked)
        if source.tool.scope in ctx.actor.scopes
    ]
    fit = [one for one in ranked if one[1] >= NEAR_EXAMPLE]
    return sorted(fit, key=lambda one: -one[1])[:MOST_TOOLS]


def _nearest(text: str) -> list[tuple[Source, float]]:
    vector = embed([text])[0]
    near = [(source, float((_vectors(source.examples) @ vector).max())) for source in PLAIN]
    return sorted(near, key=lambda one: -one[1])


@lru_cache(maxsize=256)
def _vectors(examples: tuple[str, ...]) -> np.ndarray:
    return embed(examples)


def _answered(passages: Passages) -> bool:
    """Whether the interview itself answers: its words go before what the profile made of them."""
    kinds = {one.label: one.kind for one in passages.evidence}
    fit = [one for one in passages.shown if kinds[one.label] == "answer"]
    return any(one.fit >= KNOWN_FROM for one in fit)


def _speaks(source: Source, finding: Finding, passages: Passages) -> bool:
    """Whether a finding is about what was asked: its words, and every name of the question."""
    said = set(roots(f"{finding.said} {finding.needed}"))
    names = [one for one in passages.wanted if one.term.name]
    if any(not coverage([one], said, ()) for one in names):
        return False
    if any(one.term.word in passages.absent for one in names):
        return False
    kind = set(roots(f"{' '.join(source.examples)} {source.tool.summary}"))
    return not passages.wanted or coverage(passages.wanted, said | kind, ()) >= SPEAKS_FROM


async def _beliefs_as_facts(book: Notebook, passages: Passages) -> tuple[Shown, ...]:
    """Beliefs that were found become facts, in words as sure as they are; the rest stays."""
    kinds = {one.label: one for one in passages.evidence}
    believed = [one for one in passages.shown if kinds[one.label].kind == "belief"]
    if believed and list_beliefs.scope in book.ctx.actor.scopes:
        lines = {line.id: line for line in (await list_beliefs(book.ctx, Wanted())).items}
        for one in believed[:2]:
            line = lines.get(kinds[one.label].id)
            if line is not None and line.evidence >= LEAST_EVIDENCE:
                said = Finding(
                    said=certain(line), enough=True, n=line.evidence,
                    evidence=[Ref(kind="belief", id=line.id)],
                )  # fmt: skip
                await book.note("list_beliefs", {}, said, one.fit)
    return tuple(one for one in passages.shown if kinds[one.label].kind != "belief")


async def _row(ctx: Ctx, ref: Ref) -> Found | None:
    """The row behind a reference, where the actor may read it."""
    rows = await receipts.of_kind(ctx, ref.kind, [ref.id])
    if not rows:
        return None
    row = rows[0]
    mine = row.author in (None, ctx.actor.user_id) or ctx.actor.role == "worker"
    return row if mine or not row.private else None


def _moment(at: datetime | date | None) -> datetime | None:
    if at is None or isinstance(at, datetime):
        return at
    return datetime.combine(at, time(12), UTC)
