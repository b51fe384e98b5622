"""What the gate tells of a candidate beside its verdict: metrics with intervals, and each case.

The verdict is `domain/release.py`'s alone. Metrics that block say what it rested on; those that
warn or inform decide nothing. Intervals are two-sided at 95 %, paired over cases.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from math import erf, sqrt
from uuid import UUID

import numpy as np

from cdt.preference import Preference, Row, explain, predict
from domain.claims import words
from domain.evaluations import CaseResult, CaseWords, Metric, MetricVerdict, unmeasured
from domain.release import (
    CALIBRATION_LIMIT,
    MARGIN,
    Arm,
    Comparison,
    Integrity,
    Verdict,
    figure,
    holds,
)
from domain.samples import herfindahl
from memory import models
from memory.ctx import Ctx

RESAMPLES = 1_000
FEWEST = 10
"""Below so many cases a statistic that is not a mean gets no interval."""
NOTHING, LOOKUP = "nothing learned", "most alike looked up"
NO_ADAPTER = "This version has no adapter and writes no words of its own."


@dataclass(frozen=True)
class Answered:
    """What one arm said of each held-out artifact: its score, expected outcome and doubt."""

    arm: Arm
    means: np.ndarray
    sds: np.ndarray
    told: tuple[str, ...]


@dataclass(frozen=True)
class Seen:
    """All that the gate saw of a candidate. `arms` begin with the candidate; `adapter` is how the
    exam of its adapter went."""

    rows: Sequence[Row]
    arms: Sequence[Answered]
    integrity: Integrity
    verdict: Verdict
    titles: Mapping[str, str] = field(default_factory=dict)
    seed: int = 0
    adapter: tuple[Metric, ...] = ()

    @property
    def against(self) -> Answered | None:
        """The arm that the candidate is held against: the version in use, else nothing learned."""
        return self.arms[1] if len(self.arms) > 1 else None


def answered(model: Preference, rows: Sequence[Row], scores: Arm) -> Answered:
    """What a model says of each row."""
    if not rows:
        return Answered(scores, np.zeros(0), np.zeros(0), ())
    means, sds = predict(model, rows)
    doubt = np.sqrt(sds**2 + model.noise**2)
    return Answered(scores, means, doubt, tuple(told(model, row) for row in rows))


def unlearned(rows: Sequence[Row], scores: Arm) -> Answered:
    """The arm that has learned nothing: every artifact is expected to do as well as any other."""
    flat = np.full(len(rows), 0.5)
    spread = np.full(len(rows), 12**-0.5)  # of what may lie anywhere between 0 and 1
    return Answered(scores, flat, spread, ("Expect 0.50, as of any other.",) * len(rows))


def looked_up(rows: Sequence[Row], scores: Arm, expected: np.ndarray) -> Answered:
    """The arm that learns nothing and looks up what the most alike artifacts reached."""
    spread = np.full(len(rows), 12**-0.5)
    said = tuple(f"Expect {value:.2f}, as of the most alike." for value in expected)
    return Answered(scores, expected, spread, said)


def told(model: Preference, row: Row) -> str:
    """A prediction in one or two sentences: the figure, its interval, what speaks for it."""
    found = explain(model, row)
    parts = [f"{_named(each.feature)} {_signed(each.effect)}" for each in found.top]
    because = f" Because of {', '.join(parts)}." if parts else ""
    return f"Expect {found.mean:.2f} ({found.low:.2f} to {found.high:.2f}).{because}"


def metrics(seen: Seen) -> list[Metric]:
    """Every metric of a candidate: what blocks, then what warns, then what informs."""
    return [
        *_accuracy(seen),
        _leaks(seen),
        _manifest(seen),
        _diversity(seen),
        _calibration(seen),
        _error(seen),
        *(seen.adapter or _wordless()),
    ]


def _wordless() -> list[Metric]:
    """What cannot be said of a version that writes no words."""
    return [
        unmeasured("groundedness", "blocks", NO_ADAPTER),
        unmeasured("brief_anonymity", "blocks", NO_ADAPTER),
        unmeasured("brand_voice", "warns", NO_ADAPTER),
    ]


def cases(seen: Seen) -> list[CaseResult]:
    """Each held-out artifact with what every arm said of it."""
    found = []
    for place, row in enumerate(seen.rows):
        scores = {one.arm.name: one.arm.scores[row.id] for one in seen.arms}
        other = seen.against.arm.scores[row.id] if seen.against else 0.5
        numbers = {"outcome": float(row.outcome or 0)}
        for one in seen.arms:
            numbers[f"expected by {one.arm.name}"] = round(float(one.means[place]), 4)
        found.append(
            CaseResult(
                key=case_key("H", row.id), kind="holdout", metric="recommendation_accuracy",
                scores=scores, difference=seen.arms[0].arm.scores[row.id] - other,
                numbers=numbers, source_kind="entry", source_id=_uuid(row.id),
                words=CaseWords(
                    input=question(row, seen.titles.get(row.id, "")),
                    reference=f"It reached {row.outcome or 0:.2f} of 1.",
                    answers={one.arm.name: one.told[place] for one in seen.arms},
                ),
            )
        )  # fmt: skip
    return found


def question(row: Row, title: str) -> str:
    """What is asked of a model about an artifact."""
    named = f"“{title}”" if title else "this artifact"
    place = f"for {words(row.segment) or 'everybody'} on {words(row.channel) or 'no channel'}"
    return (
        f"How will {named} do {place}, {row.at:%-d %b %Y}, with {words(row.angle) or 'no angle'}?"
    )


def case_key(letter: str, one: str) -> str:
    """A short name of a case, the same in every evaluation."""
    return f"{letter}-{one.replace('-', '')[-8:]}"


def diversity(cells: Sequence[str]) -> float:
    """How varied a list of recommendations is: 0 all alike, towards 1 all different (Simpson)."""
    alike = herfindahl(Counter(cells))
    return 1 - alike if alike is not None else 0.0


def calibration_error(means: np.ndarray, sds: np.ndarray, outcomes: np.ndarray) -> float:
    """Mean gap between how often outcomes fell below each tenth of a prediction, and a tenth."""
    below = [0.5 * (1 + erf(z / sqrt(2))) for z in (outcomes - means) / np.maximum(sds, 1e-9)]
    levels = np.arange(1, 10) / 10
    return float(np.mean([abs(np.mean(np.array(below) <= level) - level) for level in levels]))


def _accuracy(seen: Seen) -> list[Metric]:
    found = {one.against: one for one in seen.verdict.comparisons}
    names = {
        "incumbent": "recommendation_accuracy", NOTHING: "better_than_nothing",
        LOOKUP: "not_worse_than_looking_up",
    }  # fmt: skip
    return [
        _compared(seen, names.get(other.arm.name, other.arm.name), other, found)
        for other in seen.arms[1:]
    ]


def _compared(seen: Seen, name: str, other: Answered, found: Mapping[str, Comparison]) -> Metric:
    candidate = seen.arms[0]
    differences = _differences(candidate.arm, other.arm)
    low, high = accuracy_interval(differences)
    one = found.get(other.arm.name)
    return Metric(
        name=name, role="blocks", verdict="pass" if one and holds(one) else "blocked",
        why=_why(one) if one else seen.verdict.reasons[0],
        against=other.arm.name, n=len(differences),
        arms={each.arm.name: mean(each.arm) for each in (candidate, other)},
        difference=float(differences.mean()) if len(differences) else 0.0, low=low, high=high,
    )  # fmt: skip


def accuracy_interval(differences: np.ndarray) -> tuple[float, float]:
    """The 95 % interval of a mean difference in accuracy.

    An artifact's score is its place among the others, so each artifact moves the mean twice: by its
    own score, and by its part in everybody else's.
    """
    size = len(differences)
    if size < 2:
        return -1.0, 1.0
    half = 1.96 * 2 * float(differences.std(ddof=1)) / size**0.5
    middle = float(differences.mean())
    return max(-1.0, middle - half), min(1.0, middle + half)


def _why(one: Comparison) -> str:
    counted = f"{one.n} artifacts counted against the version in use so far"
    if one.role == "beat":
        return f"Evidence {figure(one.evidence)} of {one.needed:.0f} needed; {counted}."
    limit = f"up to {MARGIN} behind is allowed" if one.role == "not_worse" else "no proof is needed"
    return f"{one.mean:+.3f}; {limit}; {counted}.".replace("-", "−")


def _leaks(seen: Seen) -> Metric:
    leaked = len(seen.integrity.leaked_items) + len(seen.integrity.leaked_strings)
    return Metric(
        name="held_out_leaks", role="blocks", verdict="blocked" if leaked else "pass",
        why="Held-out artifacts that reached training, strings that must stay secret.",
        unit="count", better="lower", arms={"candidate": leaked}, n=len(seen.rows),
    )  # fmt: skip


def _manifest(seen: Seen) -> Metric:
    whole = seen.integrity
    faults = (whole.found_hash != whole.manifest_hash) + (not whole.weights_finite)
    return Metric(
        name="manifest", role="blocks", verdict="blocked" if faults else "pass",
        why="Its content matches the hash in its manifest, and every weight is finite."
        if not faults
        else "Its content does not match its manifest, or a weight is not finite.",
        unit="count", better="lower", arms={"candidate": faults}, n=1,
    )  # fmt: skip


def _diversity(seen: Seen) -> Metric:
    cells = np.array([f"{row.segment}|{row.channel}|{row.angle}" for row in seen.rows])

    def varied(one: Answered, drawn: np.ndarray) -> float:
        third = max(1, len(drawn) // 3)
        best = np.argsort(-one.means[drawn], kind="stable")[:third]
        return diversity([*cells[drawn][best]])

    why = "Of the third of the held-out artifacts that it would recommend first."
    return _statistic(seen, "diversity", varied, why)


def _calibration(seen: Seen) -> Metric:
    outcomes = np.array([row.outcome or 0 for row in seen.rows], float)

    def off(one: Answered, drawn: np.ndarray) -> float:
        return calibration_error(one.means[drawn], one.sds[drawn], outcomes[drawn])

    why = f"Gap between promised and found shares; above {CALIBRATION_LIMIT} it warns."
    found = _statistic(seen, "calibration", off, why, lower=True)
    if found.verdict == "not_measured":
        return found
    verdict: MetricVerdict = "warning" if found.arms["candidate"] > CALIBRATION_LIMIT else "pass"
    return found.model_copy(update={"verdict": verdict})


def _error(seen: Seen) -> Metric:
    """Mean distance between what was expected and what was reached."""
    outcomes = np.array([row.outcome or 0 for row in seen.rows], float)

    def far(one: Answered, drawn: np.ndarray) -> float:
        return float(np.abs(one.means[drawn] - outcomes[drawn]).mean())

    why = "Mean distance between the expected and the reached outcome."
    return _statistic(seen, "prediction_error", far, why, lower=True).model_copy(
        update={"role": "informs", "verdict": "info" if seen.rows else "not_measured"}
    )


def _statistic(
    seen: Seen, name: str, of: Callable[[Answered, np.ndarray], float], why: str, *,
    lower: bool = False,
) -> Metric:  # fmt: skip
    """A figure of a whole arm, with the difference resampled over cases. A clear loss warns."""
    size, other = len(seen.rows), seen.against
    if size == 0:
        return unmeasured(name, "warns", "There are no held-out artifacts.")
    everything = np.arange(size)
    arms = {one.arm.name: of(one, everything) for one in seen.arms[:2]}
    about = {"name": name, "role": "warns", "why": why, "unit": "error" if lower else "share",
             "better": "lower" if lower else "higher", "n": size, "arms": arms}  # fmt: skip
    if other is None:
        return Metric.model_validate(about | {"verdict": "info"})
    gap = arms[seen.arms[0].arm.name] - arms[other.arm.name]
    low, high = None, None
    if size >= FEWEST:
        rng = np.random.default_rng(seen.seed)
        drawn = rng.integers(0, size, size=(RESAMPLES, size))
        gaps = [of(seen.arms[0], each) - of(other, each) for each in drawn]
        low, high = (float(each) for each in np.quantile(gaps, [0.025, 0.975]))
    worse = low is not None and high is not None and (low > 0 if lower else high < 0)
    told = {"verdict": "warning" if worse else "pass", "against": other.arm.name,
            "difference": gap, "low": low, "high": high}  # fmt: skip
    return Metric.model_validate(about | told)


async def asked_of_models(ctx: Ctx, since: datetime | None) -> list[Metric]:
    """What models took for their answers since the last evaluation; of the version in use.

    A candidate without an adapter is asked by nobody, so it has no figure of its own.
    """
    calls = await models.answered_since(ctx, since)
    if not calls:
        why = "No model has answered since the last evaluation."
        return [unmeasured(name, "informs", why) for name in ("latency_p95", "cost_per_answer")]
    seconds = float(np.quantile([row.seconds for row in calls], 0.95))
    told = {"role": "informs", "verdict": "info", "better": "lower"}
    latency = {"name": "latency_p95", "unit": "seconds", "arms": {"in use": seconds},
               "n": len(calls), "why": "Of the calls that models answered; none is the "
               "candidate's."}  # fmt: skip
    found = [Metric.model_validate(told | latency)]
    paid = [row.usd_micros / 1e6 for row in calls if row.usd_micros is not None]
    if not paid:
        why = "The price of the models that answered is not known."
        return [*found, unmeasured("cost_per_answer", "informs", why)]
    cost = {"name": "cost_per_answer", "unit": "usd", "arms": {"in use": float(np.mean(paid))},
            "n": len(paid), "why": "Mean of the calls whose price is known."}  # fmt: skip
    return [*found, Metric.model_validate(told | cost)]


def mean(arm: Arm) -> float:
    """Mean score of an arm; one half where it answered nothing."""
    return round(sum(arm.scores.values()) / len(arm.scores), 4) if arm.scores else 0.5


def _differences(one: Arm, other: Arm) -> np.ndarray:
    return np.array([one.scores[key] - other.scores[key] for key in sorted(one.scores)], float)


def _signed(effect: float) -> str:
    return f"{effect:+.2f}".replace("-", "−")


def _named(feature: str) -> str:
    kind, _, level = feature.partition("=")
    level = words(level.replace("|", " with "))
    return {"cell": level, "phase": f"{level} of the month", "weekday": f"{level} week"}.get(
        kind, f"{kind} {level}"
    )


def _uuid(one: str) -> UUID | None:
    try:
        return UUID(one)
    except ValueError:
        return None
