"""Holdout → arms → one verdict with reasons: may this candidate answer for the customer?

Arms: nothing learned (every item predicted alike), the incumbent, the candidate. Every arm is
judged on the same held-out artifacts; what the incumbent was trained on is left out for both.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import isfinite

import numpy as np
from deepeval.test_case import LLMTestCase

from cdt.preference import Preference, Row, manifest_hash, predict
from domain.evaluations import CaseResult, Metric
from domain.release import Arm, Candidate, Integrity, Verdict, decide
from evals import regressions, scorecard
from evals.judges import PairedOrder
from evals.regressions import Golden


@dataclass(frozen=True)
class Trial:
    """A candidate before the gate: its model, the incumbent's, the held-out rows, the look.

    `titles` name held-out artifacts for people; `golden` and `asked` are cases that must not get
    worse: artifacts, and questions that were asked already.
    """

    version: int
    candidate: Preference
    incumbent: Preference | None
    incumbent_saw: frozenset[str]
    holdout: Sequence[Row]
    leaked: tuple[str, ...]
    look: int
    titles: Mapping[str, str] = field(default_factory=dict)
    golden: Sequence[Golden] = ()
    asked: Sequence[CaseResult] = ()


@dataclass(frozen=True)
class Examination:
    """A verdict with all that it rests on; `arms` are mean scores in [0, 1]."""

    verdict: Verdict
    arms: Mapping[str, float]
    metrics: tuple[Metric, ...]
    cases: tuple[CaseResult, ...]


def judge(trial: Trial, seed: int) -> Examination:
    """What becomes of a candidate, and what was seen of it."""
    rows = [row for row in trial.holdout if row.id not in trial.incumbent_saw]
    candidate = _arm("candidate", trial.candidate, rows)
    incumbent = _arm("incumbent", trial.incumbent, rows) if trial.incumbent else None
    nothing = Arm(name=scorecard.NOTHING, scores={row.id: 0.5 for row in rows})
    integrity = Integrity(
        manifest_hash=trial.candidate.hash,
        found_hash=manifest_hash(trial.candidate),
        weights_finite=all(isfinite(value) for value in trial.candidate.mean),
        leaked_items=trial.leaked,
    )
    asked = Candidate(
        version=trial.version, integrity=integrity, scores=candidate, incumbent=incumbent,
        base_rates=nothing,
    )  # fmt: skip
    verdict = decide(asked, trial.look, np.random.default_rng(seed))
    arms = [scorecard.answered(trial.candidate, rows, candidate)]
    if trial.incumbent and incumbent:
        arms.append(scorecard.answered(trial.incumbent, rows, incumbent))
    arms.append(scorecard.unlearned(rows, nothing))
    seen = scorecard.Seen(rows, arms, integrity, verdict, trial.titles, seed)
    metrics, cases = scorecard.metrics(seen), scorecard.cases(seen)
    golden, checked = regressions.checked(
        trial.golden, trial.candidate, trial.incumbent, trial.asked
    )
    return Examination(
        verdict=verdict, arms={one.arm.name: scorecard.mean(one.arm) for one in arms},
        metrics=(*metrics, golden), cases=(*cases, *checked),
    )  # fmt: skip


def _arm(name: str, model: Preference, rows: Sequence[Row]) -> Arm:
    if not rows:
        return Arm(name=name, scores={})
    predicted = predict(model, rows)[0]
    pairs = [
        json.dumps([float(p), float(row.outcome or 0)])
        for p, row in zip(predicted, rows, strict=True)
    ]
    metric = PairedOrder()
    scores = {}
    for index, row in enumerate(rows):
        case = LLMTestCase(
            input=f"How will {row.segment}, {row.channel}, {row.angle} do?",
            actual_output=json.dumps(float(predicted[index])),
            expected_output=json.dumps(float(row.outcome or 0)),
            context=pairs[:index] + pairs[index + 1 :],
        )
        scores[row.id] = metric.measure(case)
    return Arm(name=name, scores=scores)
