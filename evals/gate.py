"""Holdout → arms → one verdict with reasons: may this candidate answer for the customer?

Arms: nothing learned (every item predicted alike), the incumbent, the candidate. Every arm is
judged on the same held-out artifacts; what the incumbent was trained on is left out for both.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite

import numpy as np
from deepeval.test_case import LLMTestCase

from cdt.preference import Preference, Row, manifest_hash, predict
from domain.release import Arm, Candidate, Integrity, Verdict, decide
from evals.judges import PairedOrder


@dataclass(frozen=True)
class Trial:
    """A candidate before the gate: its model, the incumbent's, the held-out rows, the look."""

    version: int
    candidate: Preference
    incumbent: Preference | None
    incumbent_saw: frozenset[str]
    holdout: Sequence[Row]
    leaked: tuple[str, ...]
    look: int


def judge(trial: Trial, seed: int) -> tuple[Verdict, Mapping[str, float]]:
    """The verdict, and each arm's mean score in [0, 1]."""
    rows = [row for row in trial.holdout if row.id not in trial.incumbent_saw]
    candidate = _arm("candidate", trial.candidate, rows)
    incumbent = _arm("incumbent", trial.incumbent, rows) if trial.incumbent else None
    nothing = Arm(name="nothing learned", scores={row.id: 0.5 for row in rows})
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
    arms = [arm for arm in (candidate, incumbent, nothing) if arm is not None]
    return verdict, {arm.name: _mean(arm) for arm in arms}


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


def _mean(arm: Arm) -> float:
    return round(sum(arm.scores.values()) / len(arm.scores), 4) if arm.scores else 0.5
