"""Golden cases of a business: what went wrong once is asked again of every later candidate.

A golden prediction is a held-out artifact; it is never trained on again (`cdt/dataset.py`). A
golden question is asked of the business's memory as the person who promoted it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np
from pydantic import BaseModel, ConfigDict

from cdt.preference import Preference, Row, predict
from domain.access import Actor
from domain.evaluations import CaseResult, CaseWords, Metric, unmeasured
from domain.release import interval
from evals.cases import Case, Cited
from evals.scorecard import NOTHING, question, told
from evals.suites import ask
from memory import evaluations
from memory.ctx import Ctx, on_behalf

METRIC = "golden_cases"
WORSE_BY = 0.05
"""A golden case that loses more than this is named in the warning."""


@dataclass(frozen=True)
class Golden:
    """A held-out artifact that was promoted: its features and outcome, and its title."""

    key: str
    row: Row
    title: str = ""


class Question(BaseModel):
    """A question that was promoted, and what a right answer rests on (words of rows)."""

    model_config = ConfigDict(frozen=True)

    question: str
    answerable: bool = True
    must: tuple[Cited, ...] = ()
    reference: str = ""


async def predictions(ctx: Ctx) -> list[Golden]:
    """The golden predictions of the business."""
    rows = [row for row in await evaluations.golden(ctx) if row.kind == "prediction"]
    return [
        Golden(row.key, Row.model_validate(row.content["row"]), row.content.get("title", ""))
        for row in rows
    ]


async def questions(ctx: Ctx) -> list[CaseResult]:
    """The golden questions, asked anew; held against how the last candidate answered them."""
    before = await _last_scores(ctx)
    rows = [row for row in await evaluations.golden(ctx) if row.kind == "question"]
    return [await _asked(ctx, row, before.get(row.key)) for row in rows]


def checked(
    golden: Sequence[Golden], candidate: Preference, incumbent: Preference | None,
    asked: Sequence[CaseResult] = (),
) -> tuple[Metric, list[CaseResult]]:  # fmt: skip
    """The metric over all golden cases, and each of them."""
    found = [_predicted(one, candidate, incumbent) for one in golden] + [*asked]
    if not found:
        why = "No case was promoted to the golden set yet."
        return unmeasured(METRIC, "warns", why), []
    differences = np.array([one.difference for one in found])
    low, high = interval(differences, np.random.default_rng(len(found)))
    lost = [one.key for one in found if one.difference < -WORSE_BY]
    why = f"Worse than before: {', '.join(lost)}." if lost else "None got worse than before."
    metric = Metric(
        name=METRIC, role="warns", verdict="warning" if lost else "pass", why=why,
        against="incumbent" if incumbent else NOTHING, arms=_means(found), n=len(found),
        difference=float(differences.mean()), low=low, high=high,
    )  # fmt: skip
    return metric, found


def _predicted(one: Golden, candidate: Preference, incumbent: Preference | None) -> CaseResult:
    """Closeness (1 minus the distance to the outcome) of each arm's prediction."""
    outcome = float(one.row.outcome or 0)
    guesses = {"candidate": float(predict(candidate, [one.row])[0][0])}
    answers = {"candidate": told(candidate, one.row)}
    if incumbent:
        guesses["incumbent"] = float(predict(incumbent, [one.row])[0][0])
        answers["incumbent"] = told(incumbent, one.row)
    else:
        guesses[NOTHING], answers[NOTHING] = 0.5, "Expect 0.50, as of any other."
    scores = {arm: 1 - abs(guess - outcome) for arm, guess in guesses.items()}
    other = scores["incumbent" if incumbent else NOTHING]
    return CaseResult(
        key=one.key, kind="golden", metric=METRIC, scores=scores,
        difference=scores["candidate"] - other, source_kind="entry", source_id=UUID(one.row.id),
        numbers={"outcome": outcome, **{f"expected by {arm}": g for arm, g in guesses.items()}},
        words=CaseWords(
            input=question(one.row, one.title), reference=f"It reached {outcome:.2f} of 1.",
            answers=answers,
        ),
    )  # fmt: skip


async def _asked(ctx: Ctx, row: Any, before: float | None) -> CaseResult:
    wanted = Question.model_validate(row.content)
    asker = Actor(row.promoted_role, row.promoted_by, ctx.business_id)
    case = Case(
        id=row.key, business="", kind="golden", question=wanted.question,
        answerable=wanted.answerable, evidence=wanted.must,
    )  # fmt: skip
    async with on_behalf(ctx, asker) as as_asker:
        found = await ask.score_in(as_asker, case)
    right = found.recall if case.answerable else float(not found.reply.known)
    score = 0.0 if found.invented else right
    scores = {"candidate": score} | ({"incumbent": before} if before is not None else {})
    return CaseResult(
        key=row.key, kind="golden", metric=METRIC, scores=scores,
        difference=score - before if before is not None else 0.0,
        numbers={"evidence found": found.recall, "invented numbers": float(len(found.invented))},
        source_kind=row.source_kind, source_id=row.source_id,
        words=CaseWords(
            input=wanted.question, reference=wanted.reference,
            answers={"candidate": found.reply.text},
        ),
    )  # fmt: skip


async def _last_scores(ctx: Ctx) -> dict[str, float]:
    """Key -> the last candidate's score of each golden question."""
    known = await evaluations.all_of_them(ctx)
    if not known:
        return {}
    rows = await evaluations.cases_of(ctx, known[-1].id)
    return {row.key: row.scores["candidate"] for row in rows if row.kind == "golden"}


def _means(found: Sequence[CaseResult]) -> dict[str, float]:
    arms = dict.fromkeys(arm for one in found for arm in one.scores)
    return {
        arm: float(np.mean([one.scores[arm] for one in found if arm in one.scores])) for arm in arms
    }
