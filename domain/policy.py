"""Recommendation lineage, the five monthly questions, and the bounded monthly policy step.

A recommendation is logged with the chance with which it was shown, so that another policy can be
judged on what was logged before it is ever used. A step moves each number a little at the most,
keeps the old version for a roll-back, and is taken only if the logged outcomes speak for it.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from math import sqrt
from typing import Literal, get_args

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from core.errors import BadInput
from core.ids import content_hash

RecommendationKind = Literal["activity", "calendar_suggestion", "execution_map"]
UserAction = Literal["accepted", "ignored", "modified", "rejected"]
Question = Literal[
    "activity_context_quality",
    "suggestion_acceptance",
    "map_performance",
    "brief_revisions",
    "match_performance",
]
QUESTIONS: tuple[Question, ...] = get_args(Question)

Z = 1.959964
MINIMUM_ANSWER = 5  # observations of one option before it may be called the best
STEP = 0.1  # the most that one month may move a number that lies in [0, 1]
MINIMUM_LOGGED = 30
MAX_RATIO = 20.0
LOWER_IS_BETTER = frozenset({"brief_revisions"})


class Recommendation(BaseModel):
    """One row of `recommendation_outcomes`: the seed's eleven fields and three of ours.

    `propensity` is the chance in (0, 1] with which the policy showed it at `shown_position` (1 =
    first). `context_quality_score` and `downstream_impact` lie in [0, 1]; None = not known yet.
    """

    model_config = ConfigDict(frozen=True)

    recommendation_id: str
    business_id: str
    recommendation_type: RecommendationKind
    recommendation_content: str
    recommended_at: datetime
    user_action: UserAction | None = None
    action_timestamp: datetime | None = None
    context_extracted: tuple[str, ...] = ()
    context_quality_score: float | None = Field(default=None, ge=0, le=1)
    downstream_impact: float | None = Field(default=None, ge=0, le=1)
    recommendation_model_version: int
    propensity: float = Field(gt=0, le=1)
    shown_position: int = Field(ge=1)
    policy_id: str


class Observation(BaseModel):
    """What one question reads: an option (activity type, format, template ...) and its value.

    Shares and scores lie in [0, 1]; revisions are a count.
    """

    model_config = ConfigDict(frozen=True)

    question: Question
    option: str
    value: float = Field(ge=0)


class OptionAnswer(BaseModel):
    """One option's mean with its 95 % interval and n."""

    model_config = ConfigDict(frozen=True)

    option: str
    n: int
    mean: float
    low: float
    high: float


class Answer(BaseModel):
    """A monthly question answered: all options, best first; `best` None = nothing is sure.

    `sentence` says the answer with n and interval, or that there is too little.
    """

    model_config = ConfigDict(frozen=True)

    question: Question
    options: tuple[OptionAnswer, ...]
    best: str | None
    n: int
    sentence: str


class Policy(BaseModel):
    """The five things a month may move. Weights are relative and sum to 1 per mapping."""

    model_config = ConfigDict(frozen=True)

    version: int = 1
    parent: str = ""  # id of the policy that a roll-back returns to
    activity_order: Mapping[str, float] = Field(default_factory=dict)
    suggestion_threshold: float = Field(default=0.5, ge=0.05, le=0.95)
    map_formats: Mapping[str, float] = Field(default_factory=dict)
    brief_templates: Mapping[str, float] = Field(default_factory=dict)
    match_weights: Mapping[str, float] = Field(default_factory=dict)

    @property
    def id(self) -> str:
        """Content address: the same numbers and parent have the same id."""
        return content_hash("policy", self.model_dump_json())[:16]


class OfflineValue(BaseModel):
    """Off-policy estimate of the mean reward under another policy, with its 95 % interval.

    `effective_n` is how many of the logged rows speak for it ((sum w)^2 / sum w^2).
    """

    model_config = ConfigDict(frozen=True)

    mean: float
    low: float
    high: float
    n: int
    effective_n: float


class Step(BaseModel):
    """A month's proposal: the policy after it, whether it is taken, and why, in sentences."""

    model_config = ConfigDict(frozen=True)

    policy: Policy
    taken: bool
    reasons: tuple[str, ...]


def answered(observations: Sequence[Observation]) -> tuple[Answer, ...]:
    """The five questions in the seed's order, each with n and intervals, even if nothing came."""
    return tuple(
        _answer(question, [one for one in observations if one.question == question])
        for question in QUESTIONS
    )


def observed(log: Sequence[Recommendation]) -> tuple[Observation, ...]:
    """What the log itself says of the first two questions; shown and not acted on = unknown yet.

    Modified counts as half accepted.
    """
    worth = {"accepted": 1.0, "modified": 0.5, "ignored": 0.0, "rejected": 0.0}
    found = []
    for row in log:
        kind, content = row.recommendation_type, row.recommendation_content
        if kind == "activity" and row.context_quality_score is not None:
            found.append(
                Observation(
                    question="activity_context_quality",
                    option=content,
                    value=row.context_quality_score,
                )
            )
        if kind == "calendar_suggestion" and row.user_action:
            found.append(
                Observation(
                    question="suggestion_acceptance",
                    option=content,
                    value=worth[row.user_action],
                )
            )
    return tuple(found)


def proposed(policy: Policy, answers: Sequence[Answer], step: float = STEP) -> Policy:
    """The next policy: each mapping moves towards what did well, each weight by `step` at most.

    An answer with fewer than two options of `MINIMUM_ANSWER` observations moves nothing. The
    threshold rises where under 30 % of suggestions are taken and falls where over 60 % are.
    """
    by_question = {answer.question: answer for answer in answers}
    update: dict[str, object] = {
        field: moved(getattr(policy, field), by_question.get(question), step)
        for field, question in (
            ("activity_order", "activity_context_quality"),
            ("map_formats", "map_performance"),
            ("brief_templates", "brief_revisions"),
            ("match_weights", "match_performance"),
        )
    }
    update["suggestion_threshold"] = _threshold(
        policy, by_question.get("suggestion_acceptance"), step
    )
    changed = policy.model_copy(update=update)
    if changed == policy:
        return policy
    return changed.model_copy(update={"version": policy.version + 1, "parent": policy.id})


def moved(
    weights: Mapping[str, float], answer: Answer | None, step: float = STEP
) -> dict[str, float]:
    """`weights` after a bounded step towards the better options; sums to 1, each moved <= `step`.

    Options that nobody has tried yet keep their weight in the balance, so they stay possible.
    """
    known = {} if answer is None else {o.option: o for o in answer.options if o.n >= MINIMUM_ANSWER}
    told = [name for name in weights if name in known]
    if answer is None or len(told) < 2:
        return dict(weights)
    sign = -1 if answer.question in LOWER_IS_BETTER else 1
    means = np.array([known[name].mean for name in told])
    doubt = np.array([(known[name].high - known[name].low) / (2 * Z) for name in told])
    # Scores in units of their doubt, squashed: a sure gap moves a whole step, an unsure one little.
    push = np.tanh(sign * (means - means.mean()) / np.maximum(doubt, 1e-6) / 2)
    current = np.array([weights[name] for name in told])
    target = np.clip(current * (1 + push), 0.01, None)
    target *= current.sum() / target.sum()
    shift = target - current
    scale = min(1.0, step / max(float(np.abs(shift).max()), 1e-12))
    result = dict(weights)
    for name, value in zip(told, current + scale * shift, strict=True):
        result[name] = float(value)
    return result


def offline_value(
    log: Sequence[tuple[float, float, float]], rng: np.random.Generator, rounds: int = 2_000
) -> OfflineValue:
    """Self-normalised inverse-propensity value from (propensity, new policy's chance, reward) rows.

    Ratios are clipped at `MAX_RATIO`; the interval is a percentile bootstrap.
    """
    if not log:
        return OfflineValue(mean=0.0, low=0.0, high=1.0, n=0, effective_n=0.0)
    rows = np.array(log, dtype=float)
    if (rows[:, 0] <= 0).any():
        raise BadInput(
            "A logged propensity must be above zero.", field="propensity", value=rows[:, 0].min()
        )
    ratio, reward = np.minimum(rows[:, 1] / rows[:, 0], MAX_RATIO), rows[:, 2]
    if ratio.sum() == 0:
        return OfflineValue(mean=0.0, low=0.0, high=1.0, n=len(rows), effective_n=0.0)
    drawn = rng.integers(0, len(rows), (rounds, len(rows)))
    weights = ratio[drawn]
    totals = weights.sum(axis=1)
    means = (weights * reward[drawn]).sum(axis=1)[totals > 0] / totals[totals > 0]
    low, high = np.quantile(means, [0.025, 0.975])
    return OfflineValue(
        mean=float(ratio @ reward / ratio.sum()),
        low=float(low),
        high=float(high),
        n=len(rows),
        effective_n=float(ratio.sum() ** 2 / (ratio**2).sum()),
    )


def monthly_step(
    policy: Policy,
    observations: Sequence[Observation],
    log: Sequence[Recommendation],
    chance: Callable[[Policy, Recommendation], float],
    rng: np.random.Generator,
) -> Step:
    """Answer, propose, judge on the log, decide.

    `chance(policy, row)` is how likely that policy would have shown the row. The reward of a row is
    its downstream impact. The step is taken if the log is long enough and the new policy's value is
    not below the mean of what was logged.
    """
    new = proposed(policy, answered(observations))
    if new == policy:
        return Step(policy=policy, taken=False, reasons=("Nothing this month calls for a change.",))
    rows = [row for row in log if row.downstream_impact is not None]
    value = offline_value(
        [(row.propensity, chance(new, row), row.downstream_impact or 0.0) for row in rows], rng
    )
    if value.effective_n < MINIMUM_LOGGED:
        reason = (
            f"{value.effective_n:.0f} logged outcomes speak for the new policy; "
            f"{MINIMUM_LOGGED} are needed."
        )
        return Step(policy=policy, taken=False, reasons=(reason,))
    before = sum(row.downstream_impact or 0.0 for row in rows) / len(rows)
    better = value.mean >= before
    said = (
        f"On {value.n} logged outcomes the new policy is worth {value.mean:.3f} "
        f"({value.low:.3f} to {value.high:.3f}), the old one {before:.3f}."
    )
    return Step(policy=new if better else policy, taken=better, reasons=(said,))


def _answer(question: Question, observations: Sequence[Observation]) -> Answer:
    values: dict[str, list[float]] = {}
    for one in observations:
        values.setdefault(one.option, []).append(one.value)
    sign = 1 if question in LOWER_IS_BETTER else -1
    options = sorted(
        (_option(name, found, question) for name, found in values.items()),
        key=lambda option: (sign * option.mean, option.option),
    )
    known = [option for option in options if option.n >= MINIMUM_ANSWER]
    best = known[0].option if len(known) > 1 and _apart(known[0], known[1]) else None
    count = len(observations)
    if not known:
        sentence = f"Too little is known yet: {count} observations over {len(options)} options."
    else:
        top = known[0]
        lead = f"{top.option} leads" if best else f"{top.option} is ahead, but nothing is sure"
        sentence = f"{lead}: {top.mean:.2f} ({top.low:.2f} to {top.high:.2f}, n = {top.n})."
    return Answer(question=question, options=tuple(options), best=best, n=count, sentence=sentence)


def _option(name: str, values: Sequence[float], question: Question) -> OptionAnswer:
    """Mean and interval: a Wilson interval for [0, 1] values, a normal one (floor 1) for counts."""
    n, mean = len(values), float(np.mean(values))
    if question == "brief_revisions":
        half = Z * max(float(np.std(values)), 1.0) / sqrt(n)
        low, high = max(0.0, mean - half), mean + half
    else:
        middle = (mean + Z**2 / (2 * n)) / (1 + Z**2 / n)
        inside = max(0.0, mean * (1 - mean)) / n + Z**2 / (4 * n**2)
        half = Z * sqrt(inside) / (1 + Z**2 / n)
        low, high = max(0.0, middle - half), min(1.0, middle + half)
    return OptionAnswer(option=name, n=n, mean=mean, low=min(low, mean), high=max(high, mean))


def _apart(one: OptionAnswer, other: OptionAnswer) -> bool:
    return one.low > other.high or one.high < other.low


def _threshold(policy: Policy, answer: Answer | None, step: float) -> float:
    if answer is None or answer.n < MINIMUM_LOGGED:
        return policy.suggestion_threshold
    taken = sum(option.mean * option.n for option in answer.options) / answer.n
    change = step / 2 if taken < 0.3 else -step / 2 if taken > 0.6 else 0.0
    return min(0.95, max(0.05, policy.suggestion_threshold + change))
