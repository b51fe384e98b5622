"""Holdout → arms → one verdict with reasons: may this candidate answer for the customer?

Arms: nothing learned (every item predicted alike), lookup (the most alike earlier artifacts), the
incumbent, the candidate. Every arm is judged on the same held-out artifacts; what the incumbent was
trained on is left out for all. Each artifact enters the evidence once per incumbent.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import isfinite

import numpy as np
from deepeval.test_case import LLMTestCase

from cdt.lookup import Lookup
from cdt.preference import Preference, Row, manifest_hash, predict
from domain.evaluations import CaseResult, Metric
from domain.evidence import Item, look
from domain.release import Arm, Candidate, Integrity, Rival, Role, Verdict, decide
from evals import regressions, scorecard
from evals.metrics import PairedOrder
from evals.regressions import Golden

CANDIDATE, INCUMBENT = "candidate", "incumbent"


@dataclass(frozen=True)
class Trial:
    """A candidate before the gate: its model, the incumbent's, the held-out rows.

    `looks` are the artifacts counted against this incumbent before, month by month; `counted` all
    that ever were; `spent` the releases of the last twelve months. `titles` name artifacts for
    people; `unsound` says why its material must not be learnt from; `golden` and `asked` are cases
    that must not get worse: artifacts, and questions that were asked already. `adapter` is what the
    exam of the month's adapter said (`evals.exams`): faults, metrics.
    """

    version: int
    candidate: Preference
    incumbent: Preference | None
    incumbent_saw: frozenset[str]
    holdout: Sequence[Row]
    leaked: tuple[str, ...]
    unsound: tuple[str, ...] = ()
    lookup: Lookup = field(default_factory=lambda: Lookup((), {}))
    looks: Sequence[Sequence[Item]] = ()
    counted: frozenset[str] = frozenset()
    spent: int = 0
    titles: Mapping[str, str] = field(default_factory=dict)
    golden: Sequence[Golden] = ()
    asked: Sequence[CaseResult] = ()
    adapter: tuple[Sequence[str], Sequence[Metric]] = ((), ())


@dataclass(frozen=True)
class Examination:
    """A verdict with all that it rests on; `arms` are mean scores in [0, 1].

    `fresh` are the artifacts that this examination counted.
    """

    verdict: Verdict
    arms: Mapping[str, float]
    metrics: tuple[Metric, ...]
    cases: tuple[CaseResult, ...]
    fresh: tuple[Item, ...]


def judge(trial: Trial, seed: int) -> Examination:
    """What becomes of a candidate, and what was seen of it."""
    rows = _asked(trial)
    expected = _expected(trial, rows)
    arms = _answers(trial, rows, expected)
    items = _items(rows, expected)
    counts = _uncounted(trial, items)
    integrity = Integrity(
        manifest_hash=trial.candidate.hash,
        found_hash=manifest_hash(trial.candidate),
        weights_finite=_finite(trial.candidate, arms[0]),
        leaked_items=tuple(sorted({*trial.leaked, *trial.lookup.ids & {row.id for row in rows}})),
        adapter_faults=tuple(trial.adapter[0]),
        unsound=trial.unsound,
    )
    verdict = decide(
        Candidate(
            version=trial.version, integrity=integrity, arms=tuple(one.arm for one in arms),
            rivals=_rivals(trial, items, counts), spent=trial.spent,
        )
    )  # fmt: skip
    seen = scorecard.Seen(
        rows, arms, integrity, verdict, trial.titles, seed, tuple(trial.adapter[1])
    )
    metrics, cases = scorecard.metrics(seen), scorecard.cases(seen)
    golden, checked = regressions.checked(
        trial.golden, trial.candidate, trial.incumbent, trial.asked
    )
    return Examination(
        verdict=verdict, arms={one.arm.name: scorecard.mean(one.arm) for one in arms},
        metrics=(*metrics, golden), cases=(*cases, *checked), fresh=counts,
    )  # fmt: skip


def fresh(trial: Trial) -> tuple[Item, ...]:
    """The held-out artifacts that this trial would count, with what each arm expects of them."""
    rows = _asked(trial)
    return _uncounted(trial, _items(rows, _expected(trial, rows)))


def _asked(trial: Trial) -> list[Row]:
    unseen = (row for row in trial.holdout if row.id not in trial.incumbent_saw)
    return sorted(unseen, key=lambda row: row.id)


def _uncounted(trial: Trial, items: Sequence[Item]) -> tuple[Item, ...]:
    return tuple(item for item in items if item.id not in trial.counted)


def _expected(trial: Trial, rows: Sequence[Row]) -> dict[str, np.ndarray]:
    """The outcome that each arm expects of each row."""
    found = {
        name: predict(model, rows)[0] if rows else np.zeros(0)
        for name, model in _models(trial).items()
    }
    nothing = np.full(len(rows), 0.5)
    return {**found, scorecard.NOTHING: nothing, scorecard.LOOKUP: trial.lookup.expect(rows)}


def _models(trial: Trial) -> dict[str, Preference]:
    """The arms that are models: the candidate, and the incumbent if there is one."""
    rival = {INCUMBENT: trial.incumbent} if trial.incumbent is not None else {}
    return {CANDIDATE: trial.candidate, **rival}


def _answers(
    trial: Trial, rows: Sequence[Row], expected: Mapping[str, np.ndarray]
) -> list[scorecard.Answered]:
    """What each arm says of each row: candidate, incumbent if any, nothing learned, lookup."""
    found = [
        scorecard.answered(model, rows, _arm(name, expected[name], rows))
        for name, model in _models(trial).items()
    ]
    nothing = Arm(name=scorecard.NOTHING, scores={row.id: 0.5 for row in rows})
    looked = expected[scorecard.LOOKUP]
    beside = scorecard.looked_up(rows, _arm(scorecard.LOOKUP, looked, rows), looked)
    return [*found, scorecard.unlearned(rows, nothing), beside]


def _items(rows: Sequence[Row], expected: Mapping[str, np.ndarray]) -> list[Item]:
    return [
        Item(
            id=row.id, outcome=float(row.outcome or 0),
            expected={name: float(means[place]) for name, means in expected.items()},
        )
        for place, row in enumerate(rows)
    ]  # fmt: skip


def _rivals(trial: Trial, items: Sequence[Item], fresh: Sequence[Item]) -> tuple[Rival, ...]:
    """Whom the candidate must beat, and whom it must not fall behind."""
    roles: dict[str, Role] = {scorecard.NOTHING: "floor", scorecard.LOOKUP: "not_worse"}
    first = INCUMBENT if trial.incumbent is not None else scorecard.NOTHING
    roles.pop(first, None)
    order: list[tuple[str, Role]] = [(first, "beat"), *roles.items()]
    months = [one for one in (*trial.looks, fresh) if one]
    return tuple(
        Rival(
            name, role, tuple(look(month, CANDIDATE, name) for month in months),
            look(items, CANDIDATE, name),
        )
        for name, role in order
    )  # fmt: skip


def _finite(model: Preference, answers: scorecard.Answered) -> bool:
    return all(map(isfinite, model.mean)) and bool(np.isfinite(answers.means).all())


def _arm(name: str, predicted: np.ndarray, rows: Sequence[Row]) -> Arm:
    """An arm's recommendation accuracy on each row, by DeepEval's metric."""
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
