"""Puts a question to the tools that fit it, and numbers the rows that their findings rest on."""

import asyncio
import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from functools import lru_cache
from typing import Any

import numpy as np
from pydantic import BaseModel

from agents.arguments import compares, profile_field
from agents.finding import Passages
from agents.witnesses import Witness, certain, witnesses
from cdt.embed import embed
from core.errors import RefleqtError
from domain.answer_text import parts
from domain.asking import Evidence, Fact, Gathered, Shown, Used
from domain.language.lexicons import words
from domain.language.questions import Question, without_names
from domain.language.terms import kin, roots
from domain.support import counted_root, coverage
from memory import receipts
from memory.ctx import Ctx
from memory.receipts import Found
from tools.beliefs import BeliefLine, Wanted, list_beliefs
from tools.context import Found as SearchResult
from tools.findings import Finding, Ref

MOST_TOOLS = 3
MOST_OFFERED = 6
NEAR_EXAMPLE = 0.5
"""Cosine to one of its example questions from which a tool is tried."""
SPOKEN_FLOOR = 0.75
"""The same where people's own words answer best: who said what, why, and when."""
INCLINED: dict[str, dict[str, float]] = {
    "trend": {"metric_trend": 0.25, "compare_periods": 0.1, "mention_trend": 0.05},
    "compare": {"compare_periods": 0.2, "engagement_by": 0.1, "read_figure": 0.1},
    "top": {"best_periods": 0.1, "channel_returns": 0.05, "top_pieces": 0.05},
    "count": {"count_mentions": 0.3, "list_themes": 0.05},
    "forecast": {"forecast_metric": 0.3},
    "whatif": {"budget_what_if": 0.3},
    "belief": {"belief_lookup": 0.2},
    "calendar": {"list_entries": 0.2, "what_is_due": 0.05},
    "status": {"work_status": 0.15, "money_summary": 0.1},
    "receipt": {"list_maps": 0.2},
    "advice": {"list_maps": 0.3, "new_concerns": 0.1},
    "list": {"read_fact": 0.1},
    "open": {"read_figure": 0.05},
}
"""Kind of question → what speaks for a tool over its likeness to its examples."""
ALIKE: tuple[frozenset[str], ...] = (
    frozenset({"list_entries", "what_is_due", "stage_gaps"}),
    frozenset({"read_figure", "metric_trend", "compare_periods", "forecast_metric",
               "best_periods"}),
    frozenset({"channel_returns", "channel_concentration", "attributed_revenue",
               "spend_summary"}),
    frozenset({"count_mentions", "first_and_last_mention", "mention_trend", "list_themes",
               "share_of_voice"}),
    frozenset({"list_beliefs", "belief_lookup"}),
    frozenset({"read_fact", "share_of_voice"}),
)  # fmt: skip
"""Tools that tell much the same of a question; the one that fits best speaks for all."""
ONLY_FOR: dict[str, frozenset[str]] = {
    "forecast_metric": frozenset({"forecast", "whatif"}),
    "budget_what_if": frozenset({"whatif", "forecast", "advice"}),
    "list_maps": frozenset({"receipt", "status", "list", "open", "why", "advice"}),
}
"""Tools that answer questions of these kinds alone."""
OF_FIGURES = frozenset(
    {"metric_trend", "compare_periods", "best_periods", "forecast_metric", "read_figure",
     "find_anomalies", "move_together"}
)  # fmt: skip
OF_WORDS = frozenset({"count_mentions", "first_and_last_mention", "mention_trend"})
SPEAKS_FROM = 0.5
"""Share of the question's words that a finding and its tool's examples must speak of."""
NAMES_FROM = 0.42
"""The same for the name of a figure, which is all that a figure says of the question."""
MOST_REFS = 4
LONGEST_SAID = 8_000
BELIEVED = 0.75
"""The most that a belief fits a question that did not ask for beliefs."""
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

    def has_heard(self, tools: Collection[str]) -> bool:
        """Whether one of these tools had something to say."""
        return any(fact.tool in tools and fact.enough for fact in self.facts)

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
    for witness, fit in await asyncio.to_thread(_chosen, ctx, question, business):
        if book.has_heard(_alike(witness.tool.name)) or not _applies(question, witness.tool.name):
            continue
        given, finding = await _heard(ctx, witness, question)
        if given is None or finding is None or not _speaks(question, witness, finding, passages):
            continue
        arguments = given.model_dump(mode="json", exclude_defaults=True)
        await book.note(witness.tool.name, arguments, finding, fit)
    shown = await _beliefs_as_facts(book, question, passages)
    return Told(tuple(book.evidence), shown, tuple(book.facts), tuple(book.used))


async def _heard(
    ctx: Ctx, witness: Witness, question: Question
) -> tuple[BaseModel | None, Finding | None]:
    """What a witness says to the first arguments that it can do something with."""
    for given in witness.asks(question, ctx.at.date()):
        try:
            answer = await witness.tool(ctx, given)
        except RefleqtError:
            continue
        return given, witness.tells(question, answer)
    return None, None


def witnesses_for(text: str, most: int = MOST_OFFERED) -> list[Witness]:
    """The witnesses whose example questions are nearest to a question, nearest first."""
    return [witness for witness, _ in _nearest(text)[:most]]


def _chosen(ctx: Ctx, question: Question, business: str) -> list[tuple[Witness, float]]:
    """The witnesses that fit best, with how well, best first."""
    bare = without_names(question, (business,) if business else ()) or question.text
    ranked = [
        (witness, near + _inclined(question, witness.tool.name))
        for witness, near in _nearest(question.text, bare)
        if witness.tool.scope in ctx.actor.scopes
    ]
    floor = SPOKEN_FLOOR if question.kind in ("quote", "why", "when") else NEAR_EXAMPLE
    fit = [one for one in ranked if one[1] >= floor]
    return sorted(fit, key=lambda one: -one[1])[:MOST_TOOLS]


def _nearest(*texts: str) -> list[tuple[Witness, float]]:
    """Every witness with how near its examples come to a question, said in one way or more."""
    vectors = embed(texts).T
    near = [
        (witness, float((_vectors(witness.examples) @ vectors).max())) for witness in witnesses()
    ]
    return sorted(near, key=lambda one: -one[1])


def _alike(tool: str) -> frozenset[str]:
    return frozenset().union(*(group for group in ALIKE if tool in group))


def _applies(question: Question, tool: str) -> bool:
    """Whether a question is of a kind that the tool answers."""
    if tool in OF_WORDS:
        return bool(words("asking", "mentions").search(question.text))
    return question.kind in ONLY_FOR.get(tool, {question.kind})


def _inclined(question: Question, tool: str) -> float:
    """What the kind of a question says for a tool; a figure in a named time is read plainly."""
    leaning = INCLINED.get(question.kind, {}).get(tool, 0.0)
    if tool == "read_fact" and profile_field(question) and not question.span:
        leaning += 0.3
    if tool == "compare_periods" and compares(question):
        leaning += 0.2
    plain = question.kind in ("open", "list", "compare") and question.span is not None
    wanted = question.wants in ("money", "amount")
    return leaning + (0.15 if tool == "read_figure" and plain and wanted else 0.0)


@lru_cache(maxsize=256)
def _vectors(examples: tuple[str, ...]) -> np.ndarray:
    return embed(examples)


def _speaks(question: Question, witness: Witness, finding: Finding, passages: Passages) -> bool:
    """Whether a finding is about what was asked: its words, and every name of the question."""
    said = set(roots(f"{finding.said} {finding.needed}"))
    names = [one for one in passages.wanted if one.term.name]
    if any(not coverage([one], said, ()) for one in names):
        return False
    if any(one.term.word in passages.absent for one in names):
        return False
    counted = counted_root(question) if question.wants == "amount" else ""
    if counted and not (counted in said or kin(counted) & said):
        return False
    asked = [one for one in passages.wanted if not one.term.weak]
    if not asked:
        return True
    if witness.tool.name in OF_FIGURES:
        return coverage(asked, set(roots(parts(finding.said)[0])), ()) >= NAMES_FROM
    if witness.tool.name in OF_WORDS:
        return finding.enough
    if witness.tool.name == "read_fact" and profile_field(question):
        return True
    kind = set(roots(f"{' '.join(witness.examples)} {witness.tool.summary}"))
    return coverage(asked, said | kind, ()) >= SPEAKS_FROM


async def _beliefs_as_facts(
    book: Notebook, question: Question, passages: Passages
) -> tuple[Shown, ...]:
    """Beliefs that were found become facts, in words as sure as they are; the rest stays."""
    kinds = {one.label: one for one in passages.evidence}
    believed = [one for one in passages.shown if kinds[one.label].kind == "belief"]
    if book.has_heard({"belief_lookup"}):
        believed = []
    if believed and list_beliefs.scope in book.ctx.actor.scopes:
        lines = {line.id: line for line in (await list_beliefs(book.ctx, Wanted())).items}
        for one in believed[:2]:
            line = lines.get(kinds[one.label].id)
            if line is not None and line.evidence >= LEAST_EVIDENCE and not _idle(question, line):
                said = Finding(
                    said=certain(line), enough=True, n=line.evidence,
                    evidence=[Ref(kind="belief", id=line.id)],
                )  # fmt: skip
                await book.note("list_beliefs", {}, said, min(one.fit, BELIEVED))
    return tuple(one for one in passages.shown if kinds[one.label].kind != "belief")


def _idle(question: Question, line: BeliefLine) -> bool:
    """A concern is no answer unless beliefs or worries are asked about."""
    concern = line.claim.endswith("standing concern.")
    return concern and question.kind != "belief" and "worr" not in question.text.lower()


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
