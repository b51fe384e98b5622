"""Puts a question to the tools that fit it, and numbers the rows that their findings rest on."""

import asyncio
import json
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from functools import lru_cache
from itertools import zip_longest
from typing import Any

import numpy as np
from pydantic import BaseModel

from agents.arguments import by_period, profile_field, timeless
from agents.finding import Passages
from agents.leanings import OF_WORDS, applies, inclined
from agents.witnesses import Witness, certain, witnesses
from cdt.embed import embed
from core.errors import RefleqtError
from domain.answer_text import parts
from domain.asking import Evidence, Fact, Gathered, Shown, Used
from domain.language.periods import years_before
from domain.language.questions import Question, without_names
from domain.language.terms import kin, roots
from domain.support import counted_root, coverage
from memory import receipts
from memory.ctx import Ctx
from memory.receipts import Found
from tools import analyses
from tools.base import Tool
from tools.beliefs import BeliefLine, Wanted, list_beliefs
from tools.findings import Finding, Ref
from tools.search import Found as SearchResult

MOST_TOOLS = 4
CUED = 0.1
"""What words that ask for one tool add; the kind of the question has its say as well."""
MOST_OFFERED = 6
NEAR_EXAMPLE = 0.5
"""Cosine to one of its example questions from which a tool is tried."""
SPOKEN_FLOOR = 0.75
"""The same where people's own words answer best: who said what, why, and when."""
ALIKE: tuple[frozenset[str], ...] = (
    frozenset({"list_entries", "what_is_due", "stage_gaps", "what_waits"}),
    frozenset({"list_maps", "what_waits"}),
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
OF_FIGURES = frozenset(
    {"metric_trend", "compare_periods", "best_periods", "forecast_metric", "read_figure",
     "find_anomalies", "move_together"}
)  # fmt: skip
SPEAKS_FROM = 0.5
"""Share of the question's words that a finding and its tool's examples must speak of."""
NAMES_FROM = 0.42
"""The same for the name of a figure, which is all that a figure says of the question."""
MOST_REFS = 4
YEARS_BACK = 6
_BARE_MONTH = re.compile(r"^(?!.*\d{4})(?:(?:in|of|for|during)\s+)?[a-z]{3,9}$", re.IGNORECASE)
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
                    rows.append(
                        {
                            "number": label,
                            "at": f"{one.said_at:%Y-%m-%d}" if one.said_at else "",
                            "text": text,
                        }
                    )
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
        if book.has_heard(_alike(witness.tool.name)) or not applies(question, witness.tool.name):
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
    """The arguments that worked and what the tool said; (None, None) where none did."""
    today = ctx.at.date()
    pair = by_period(witness.tool, question, today)
    if pair:
        return pair[-1][1], await _by_period(ctx, witness, pair)
    first: tuple[BaseModel | None, Finding | None] = (None, None)
    for asked in (question, *_earlier(question, witness.tool.name)):
        given, told = await _answered(ctx, witness, asked)
        if told is not None and told.enough:
            return given, told
        first = first if first[0] else (given, told)
    return first


def _earlier(question: Question, tool: str) -> list[Question]:
    """The question asked of the same months of the years before, the latest first: a month that
    is named without a year is the latest one that has a figure."""
    span = question.span
    if tool not in OF_FIGURES or span is None or not _BARE_MONTH.search(span.words):
        return []
    return [
        replace(question, span=span.model_copy(update={
            "first": years_before(span.first, years), "last": years_before(span.last, years),
        }))
        for years in range(1, YEARS_BACK + 1)
    ]  # fmt: skip


async def _answered(
    ctx: Ctx, witness: Witness, question: Question
) -> tuple[BaseModel | None, Finding | None]:
    """The first arguments that work, with what the tool says to them."""
    today = ctx.at.date()
    first: tuple[BaseModel | None, Finding | None] = (None, None)
    for given in witness.asks(question, today):
        try:
            answer = await witness.tool(ctx, given)
        except RefleqtError:
            continue
        told = timely(witness.tells(question, answer), question, witness.tool)
        if told is not None and (told.enough or witness.tool.name not in OF_WORDS):
            return given, told
        first = first if first[0] else (given, told)
    return first


async def _by_period(
    ctx: Ctx, witness: Witness, pair: Sequence[tuple[str, BaseModel]]
) -> Finding | None:
    """One finding of what a tool says of each of several times; None where it refuses one."""
    told: list[tuple[str, Finding]] = []
    for when, given in pair:
        try:
            told.append((when, await witness.tool(ctx, given)))
        except RefleqtError:
            return None
    said = " ".join(f"In {when}: {found.said}" for when, found in told)
    return Finding(
        said=said, enough=all(found.enough for _, found in told),
        n=sum(found.n for _, found in told),
        needed="; ".join(found.needed for _, found in told if found.needed),
        evidence=[ref for refs in zip_longest(*(found.evidence[:2] for _, found in told))
                  for ref in refs if ref is not None],
    )  # fmt: skip


def timely(finding: Finding | None, question: Question, tool: Tool[Any, Any]) -> Finding | None:
    """A finding that cannot keep to the time asked for says that it tells of all time."""
    if finding is None or question.span is None or not timeless(tool):
        return finding
    words = question.span.words
    said = f"{finding.said} That is over all the time known; I cannot tell it for {words} alone."
    return finding.model_copy(update={"said": said})


def witnesses_for(text: str, most: int = MOST_OFFERED) -> list[Witness]:
    """The witnesses whose example questions are nearest to a question, nearest first."""
    return [witness for witness, _ in _nearest(text)[:most]]


def _chosen(ctx: Ctx, question: Question, business: str) -> list[tuple[Witness, float]]:
    """The witnesses that fit best, with how well, best first."""
    bare = without_names(question, (business,) if business else ()) or question.text
    nameless = bare
    for name in question.names:
        nameless = nameless.replace(name, "pricing")
    ranked = [
        (witness, near + inclined(question, witness.tool.name))
        for witness, near in _nearest(*dict.fromkeys((question.text, bare, nameless)))
        if witness.tool.scope in ctx.actor.scopes
    ]
    floor = SPOKEN_FLOOR if question.kind in ("quote", "why", "when") else NEAR_EXAMPLE
    fit = [one for one in ranked if one[1] >= floor]
    return sorted(fit, key=lambda one: -one[1])[:MOST_TOOLS]


def learn_examples() -> None:
    """Embed every witness's examples now, not within the first question of a process."""
    _nearest("ready")


def _nearest(*texts: str) -> list[tuple[Witness, float]]:
    """Every witness with how near its examples come to a question, said in one way or more.

    Compared as it stands, and with what it is about made alike; cues of a tool count on top.
    """
    plain = embed(texts).T
    bare = embed([analyses.alike(text) for text in texts]).T
    near = [
        (one, max(_best(one.examples, plain), _best(_bare(one.examples), bare)) + _cued(one, texts))
        for one in witnesses()
    ]
    return sorted(near, key=lambda one: -one[1])


def _best(examples: tuple[str, ...], vectors: np.ndarray) -> float:
    return float((_vectors(examples) @ vectors).max())


def _cued(witness: Witness, texts: Sequence[str]) -> float:
    return CUED if any(analyses.cued(witness.tool.name, text) for text in texts) else 0.0


@lru_cache(maxsize=256)
def _bare(examples: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(analyses.alike(one) for one in examples)


def _alike(tool: str) -> frozenset[str]:
    return frozenset().union(*(group for group in ALIKE if tool in group))


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
        listed = await list_beliefs(book.ctx, Wanted(forbidden=False))
        lines = {line.id: line for line in listed.items}
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
