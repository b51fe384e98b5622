"""Every measure of words and of orders, as a DeepEval metric: plain code, no model, no login.

The exam of an adapter (`evals/exams.py`), the suite over golden outputs (`evals/suites/outputs.py`)
and the comparison of wordings (`evals/wordings.py`) all measure with these.
"""

import json
import re
from abc import abstractmethod
from collections.abc import Callable, Sequence
from typing import Any

from deepeval.metrics import BaseMetric
from deepeval.test_case import LLMTestCase

from domain import rubric_briefs, rubric_maps
from domain.anonymity import leaks
from domain.briefs import Brief
from domain.fidelity import new_marks, new_numbers, strings
from domain.identity import Tenant
from domain.maps import ExecutionMap
from domain.rubrics import ScoreCard
from domain.stylometry import Fit, fit
from evals.scorecard import diversity

COST = 5
"""Points of a rubric that another wording may cost."""
LESS_VARIED = 0.1
"""How much less varied than the right answers a list may be."""
_NAME = re.compile(r"(?<![.!?:\s“\"])\s+([A-Z][\w’'-]+)")
_WORD = re.compile(r"[\w’'-]+")


class CodeMetric(BaseMetric):
    """A metric that is code: `measure` leaves `score`, `success` and a `reason`.

    One that has nothing to go on is `skipped`, with the reason, and counts as reached.
    """

    name = "measure"

    def __init__(self, threshold: float = 1.0) -> None:
        self.threshold = threshold
        self.async_mode = False
        self.include_reason = True
        self.evaluation_cost = 0.0

    @abstractmethod
    def judged(self, case: LLMTestCase) -> tuple[float, bool, str]:
        """Score, whether it is reached, and why."""

    def measure(self, test_case: LLMTestCase, *_args: Any, **_kwargs: Any) -> float:
        """The score; also kept, with `success` and a `reason`."""
        self.skipped = False
        self.score, self.success, self.reason = self.judged(test_case)
        return self.score

    async def a_measure(self, test_case: LLMTestCase, *args: Any, **kwargs: Any) -> float:
        """The same; there is nothing to wait for."""
        return self.measure(test_case, *args, **kwargs)

    def is_successful(self) -> bool:
        """Whether the last score was good enough."""
        return bool(self.success)

    def told(self, faults: Sequence[str], well: str) -> tuple[float, bool, str]:
        """1 without a fault, else 0 with the first of them."""
        return float(not faults), not faults, faults[0] if faults else well


class PairedOrder(CodeMetric):
    """Recommendation accuracy of one item: the share of others that it was ranked rightly against.

    The test case's `actual_output` is the predicted value as JSON, `expected_output` the outcome,
    and `context` holds "predicted outcome" of the other items, as JSON pairs. A tie counts half.
    """

    name = "recommendation_accuracy"

    def __init__(self, threshold: float = 0.5) -> None:
        super().__init__(threshold)

    def judged(self, case: LLMTestCase) -> tuple[float, bool, str]:
        """The share in [0, 1]; half where there is nobody to be held against."""
        predicted = float(json.loads(case.actual_output or "0"))
        outcome = float(json.loads(case.expected_output or "0"))
        others = [json.loads(pair) for pair in case.context or []]
        marks = [_mark(predicted - p, outcome - o) for p, o in others if o != outcome]
        score = sum(marks) / len(marks) if marks else 0.5
        why = f"ranked rightly against {score:.0%} of {len(marks)} others"
        return score, score >= (self.threshold or 0), why


class Validity(CodeMetric):
    """Whether an output keeps the form and the facts that it was asked for: `faults` of its text,
    as sentences."""

    name = "validity"

    def __init__(self, faults: Callable[[str], Sequence[str]]) -> None:
        super().__init__()
        self.faults = faults

    def judged(self, case: LLMTestCase) -> tuple[float, bool, str]:
        """1 without a fault."""
        return self.told(self.faults(case.actual_output or ""), "it has the form asked for")


class Groundedness(CodeMetric):
    """Whether an output brings no number, address, markup or name from nowhere.

    What the test case's `input` and `context` and the texts that are `known` hold may be said;
    addresses and markup only as in the `input`. Names are words with a capital inside a sentence.
    """

    name = "groundedness"

    def __init__(self, known: Sequence[str] = ()) -> None:
        super().__init__()
        self.known = known
        self.words = _words(known)

    def judged(self, case: LLMTestCase) -> tuple[float, bool, str]:
        """1 where everything was given."""
        said, asked = _opened(case.actual_output or ""), _opened(case.input)
        given = case.context or []
        near = " ".join([*given, *strings(asked)]).casefold()
        names = {name for name in _names(said) if name.casefold() not in self.words}
        found = [
            *(f"the name {name!r} is new" for name in sorted(names) if name.casefold() not in near),
            *new_numbers(said, asked, *given, *self.known),
            *new_marks(said, asked),
        ]
        return self.told(found, "all that it names was given")


class Anonymity(CodeMetric):
    """Whether an output tells whose it is, or a `secret`; `rules` are those that it broke.

    What the test case's `input` and `context` say themselves gives nothing away.
    """

    name = "anonymity"

    def __init__(self, tenant: Tenant, secrets: Sequence[str] = ()) -> None:
        super().__init__()
        self.tenant, self.secrets = tenant, secrets
        self.rules: frozenset[str] = frozenset()

    def judged(self, case: LLMTestCase) -> tuple[float, bool, str]:
        """1 where nothing leads to the business."""
        said = case.actual_output or ""
        known = " ".join([case.input, *(case.context or [])]).casefold()
        found = [one for one in leaks(self.tenant, said) if one.text.casefold() not in known]
        told = [f"{one.text!r} points to {one.points_to}" for one in found]
        planted = any(secret in said for secret in self.secrets)
        self.rules = frozenset(one.rule for one in found) | ({"canary"} if planted else set())
        return self.told(
            told + ["it holds a planted secret"] * planted, "nothing tells whose it is"
        )


class VoiceDistance(CodeMetric):
    """How far an output sounds from the `own` texts; as in DeepEval's Hallucination the threshold
    is a maximum. Without one, it must lie no further out than the furthest own text."""

    name = "voice"

    def __init__(self, own: Sequence[str], most: float | None = None) -> None:
        super().__init__()
        self.own, self.most = own, most
        self.fit: Fit | None = None

    def judged(self, case: LLMTestCase) -> tuple[float, bool, str]:
        """The distance; 0, skipped, where there is too little to go on."""
        self.fit = fit(case.actual_output or "", self.own)
        if self.fit is None:
            self.skipped = True
            return 0.0, True, "Too few texts of the founder's own are known."
        near = self.fit.closer > 0 if self.most is None else self.fit.delta <= self.most
        why = f"Distance to the manner of {self.fit.n} own texts; usual is {self.fit.usual:.2f}."
        return self.fit.delta, near, why


class Diversity(CodeMetric):
    """How varied a list is, beside the right one: both are JSON lists of texts, `actual_output` and
    `expected_output`. A shorter list is held only against what its length allows."""

    name = "diversity"

    def judged(self, case: LLMTestCase) -> tuple[float, bool, str]:
        """Simpson's index in [0, 1]; reached where at most `LESS_VARIED` below the right list's."""
        said, wanted = (
            [str(one).casefold() for one in json.loads(text or "[]")]
            for text in (case.actual_output, case.expected_output)
        )
        mine, right = diversity(said), diversity(wanted)
        most = 1 - 1 / max(1, len(said))
        why = f"How varied its answers are; right answers are {right:.2f}."
        return mine, mine >= min(right, most) - LESS_VARIED, why


class Rubric(CodeMetric):
    """The score of a map or a brief by its checklist, from 0 to 1; reached where a wording costs at
    most `COST` points of what its draft (the test case's `input`) has."""

    name = "rubric"

    def __init__(self, kind: str) -> None:
        super().__init__()
        self.kind = kind

    def judged(self, case: LLMTestCase) -> tuple[float, bool, str]:
        """The score, and what is missing that the draft has."""
        mine, draft = (self._card(text or "") for text in (case.actual_output, case.input))
        if mine is None or draft is None:
            return 0.0, True, "It cannot be read; validity tells of that."
        had = {one.id for one in draft.missing}
        lost = [one for one in mine.missing if one.id not in had]
        why = f"{lost[0].id}: {lost[0].why}" if lost else "it keeps what its draft has"
        return mine.score / 100, mine.score >= draft.score - COST, why

    def _card(self, text: str) -> ScoreCard | None:
        try:
            if self.kind == "map":
                return rubric_maps.score_of(ExecutionMap.model_validate_json(text))
            return rubric_briefs.score_of(Brief.model_validate_json(text))
        except ValueError:
            return None


def _mark(predicted: float, actual: float) -> float:
    if predicted == 0:
        return 0.5
    return 1.0 if (predicted > 0) == (actual > 0) else 0.0


def _opened(text: str) -> object:
    """What stands in a JSON document, or the text itself."""
    if text.lstrip()[:1] not in ("{", "["):
        return text
    try:
        return json.loads(text)
    except (json.JSONDecodeError, RecursionError):
        return text


def _words(texts: Sequence[str]) -> frozenset[str]:
    return frozenset(word.casefold() for text in texts for word in _WORD.findall(text))


def _names(said: object) -> list[str]:
    return [name for text in strings(said) for name in _NAME.findall(text)]
