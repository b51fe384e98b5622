"""Golden outputs, good and bad, under every metric: does each metric tell them apart?

Maps, briefs, answers, suggestions and an adapter's words, each a scene's draft with changes
(`evals/golden/outputs.jsonl`). A good one reaches every metric of its kind; a bad one misses those
that its line names, and no other. Needs no store, no model, no login.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from deepeval.test_case import LLMTestCase
from pydantic import BaseModel, ConfigDict

from cdt import gateway
from cdt.calls import NoModelConfigured
from domain.access import Actor
from domain.answer_text import citations
from domain.pairwise import Comparison, tally
from evals.cases import GOLDEN
from evals.judges import Preferred, asking
from evals.metrics import (
    Anonymity,
    CodeMetric,
    Diversity,
    Groundedness,
    Rubric,
    Validity,
    VoiceDistance,
)
from evals.scenes import TASKS, Kind, Scene, Task, gathered_for, house, scenes
from memory.ctx import open_ctx

REMEDY = "Set REFLEQT_MODEL, or add one: refleqt models add."


class Output(BaseModel):
    """One golden output: changes to the draft of its scene, or whole `words`; the metrics that it
    `fails` (none: a good one). A changed part of None is left out."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    kind: Kind
    scene: str
    fails: tuple[str, ...] = ()
    changes: Mapping[str, Any] = {}
    words: str | None = None


@dataclass(frozen=True)
class Score:
    """What one metric said of one output."""

    metric: str
    value: float
    reached: bool
    why: str


@dataclass(frozen=True)
class Judged:
    """An output with its scores."""

    output: Output
    scores: tuple[Score, ...]

    @property
    def failed(self) -> frozenset[str]:
        """The metrics that it does not reach."""
        return frozenset(one.metric for one in self.scores if not one.reached)

    @property
    def right(self) -> bool:
        """Whether the metrics say of it what its line says."""
        return self.failed == frozenset(self.output.fails)


@dataclass(frozen=True)
class Row:
    """How one metric did on one kind of output: good ones passed, bad ones caught."""

    kind: str
    metric: str
    good: int
    passed: int
    bad: int
    caught: int


def outputs(path: Path = GOLDEN / "outputs.jsonl") -> list[Output]:
    """The golden outputs of a file, in order."""
    lines = path.read_text("utf-8").splitlines()
    return [Output.model_validate(json.loads(line)) for line in lines if line.strip()]


def run(golden: Sequence[Output]) -> list[Judged]:
    """Every output under every metric of its kind."""
    return [_judged(one) for one in golden]


def table(found: Sequence[Judged]) -> list[Row]:
    """A row for each kind and metric, in the order of the cases."""
    places = dict.fromkeys((one.output.kind, score.metric) for one in found for score in one.scores)
    return [_row(found, kind, metric) for kind, metric in places]


async def preferred(actor: Actor, golden: Sequence[Output]) -> list[Comparison]:
    """Each bad output (`one`) against the draft that it spoils (`other`), by the judge, in both
    orders. Raises `NoModelConfigured`."""
    async with open_ctx(actor, read_only=True) as ctx:
        if not await gateway.ready(ctx):
            raise NoModelConfigured("It is the judge.", remedy=REMEDY)
    found = []
    for one in golden:
        if not one.fails or one.kind == "words":
            continue
        task = _task(one.kind, one.scene)
        metric = Preferred(asking(actor))
        await metric.a_measure(
            LLMTestCase(
                input=task.wanted, actual_output=task.asked, expected_output=text_of(task, one),
                context=[*task.given],
            )
        )  # fmt: skip
        found += [metric.comparison] if metric.comparison else []
    return found


def lines(found: Sequence[Judged], verdicts: Sequence[Comparison] = ()) -> list[str]:
    """The table, and what is not as its line says."""
    told = [f"{'kind':11} {'metric':14} {'good passed':>12} {'bad caught':>12}"]
    for row in table(found):
        good, bad = f"{row.passed} of {row.good}", f"{row.caught} of {row.bad}"
        told.append(f"{row.kind:11} {row.metric:14} {good:>12} {bad:>12}")
    for one in found:
        if not one.right:
            said = ", ".join(sorted(one.failed)) or "none"
            told.append(f"{one.output.id}: fails {said}; its line says {one.output.fails}")
    if verdicts:
        sums = tally(verdicts)
        told.append(
            f"judge, both orders of {sums.judged}: prefers the good one {sums.wins} times, the bad "
            f"one {sums.losses}, ties {sums.ties}; orders disagreed on "
            f"{sums.disagreements or 0:.0%}. No gate rests on it."
        )
    right = sum(one.right for one in found)
    return [*told, f"{right} of {len(found)} golden outputs are judged as they should be."]


def measured(task: Task, text: str) -> list[Score]:
    """An output of a task under every metric of its kind."""
    case = LLMTestCase(input=task.asked, actual_output=text, context=[*task.given])
    found = [_score(metric, case) for metric in metrics_of(task)]
    right = _titles(task.asked)
    if len(right) > 1:
        said = _titles(text) or [""] * len(right)
        case = LLMTestCase(
            input="", actual_output=json.dumps(said), expected_output=json.dumps(right)
        )
        found.append(_score(Diversity(), case))
    return found


def metrics_of(task: Task) -> list[CodeMetric]:
    """What an output of this kind must reach, beside diversity."""
    found: list[CodeMetric] = [Validity(task.faults), Groundedness()]
    if task.kind in ("map", "brief"):
        found.append(Rubric(task.kind))
    return [*found, Anonymity(house().tenant)] if task.kind == "brief" else found


def _judged(one: Output) -> Judged:
    scene = scenes()[one.scene]
    if one.kind == "words":
        return Judged(one, tuple(_spoken(scene, one.words or "")))
    task = _task(one.kind, one.scene)
    return Judged(one, tuple(measured(task, text_of(task, one))))


def _spoken(scene: Scene, words: str) -> list[Score]:
    """An adapter's words under the metrics of its exam."""
    case = LLMTestCase(input=scene.question, actual_output=words)
    known = [each.note for each in scenes().values()]
    own = house().own
    return [
        _score(metric, case)
        for metric in (Groundedness(known), Anonymity(house().tenant), VoiceDistance(own))
    ]


def text_of(task: Task, one: Output) -> str:
    """The JSON text of a golden output."""
    if one.words is not None:
        return one.words
    whole = json.loads(task.asked)
    for place, value in reversed([*one.changes.items()]):
        _change(whole, place.split("."), value)
    if task.kind == "answer" and "text" in one.changes:
        cited = citations(gathered_for(task.scene), whole["text"])
        whole["citations"] = [each.model_dump(mode="json") for each in cited]
    return json.dumps(whole, ensure_ascii=False)


@cache
def _task(kind: str, scene: str) -> Task:
    made = {maker(scenes()[scene]).kind: maker for maker in TASKS.values()}
    return made[kind](scenes()[scene])


def _change(whole: Any, place: Sequence[str], value: Any) -> None:
    *way, last = [int(step) if step.isdigit() else step for step in place]
    for step in way:
        whole = whole[step]
    if value is None:
        del whole[last]
    else:
        whole[last] = value


def _score(metric: CodeMetric, case: LLMTestCase) -> Score:
    value = metric.measure(case)
    return Score(metric.name, value, metric.is_successful(), metric.reason or "")


def _titles(text: str) -> list[str]:
    """What a map or suggestions propose; nothing for other kinds, and for what cannot be read."""
    try:
        whole = json.loads(text)
    except ValueError:
        return []
    parts = whole.get("artifacts") or whole.get("cards") or []
    return [str(one.get("title", "")) for one in parts]


def _row(found: Sequence[Judged], kind: str, metric: str) -> Row:
    mine = [
        (one, score.reached)
        for one in found if one.output.kind == kind
        for score in one.scores if score.metric == metric
    ]  # fmt: skip
    good = [reached for one, reached in mine if metric not in one.output.fails]
    bad = [reached for one, reached in mine if metric in one.output.fails]
    return Row(kind, metric, len(good), sum(good), len(bad), len(bad) - sum(bad))
