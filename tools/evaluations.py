"""What the gate saw: verdicts with their metrics, cases word by word, versions side by side."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from cdt.release import NoSuchVersion
from core.errors import NotFound
from domain import outlook
from domain.evaluations import CaseWords, Leaning, Metric, leaning, reaches, tally
from domain.outlook import Outlook, Standing
from domain.release import Comparison
from domain.word_diff import Piece, word_diff
from memory import evaluations, releases
from memory.ctx import Ctx
from tools.base import Answer, Ask, Nothing, tool
from tools.grants import Looking, looking

FIRST_METRIC = "recommendation_accuracy"
MARKS = {
    "roll_back": "rolled back to", "release": "released", "go_live": "live after its trial",
    "take_back": "taken back",
}  # fmt: skip


class NoSuchCase(NotFound):
    """There is no case of this id."""


class NotEvaluated(NotFound):
    """This version was judged before its cases were kept."""


class OneVersion(Ask):
    """A version by its number."""

    version: int = Field(ge=1)


class WhichCases(OneVersion):
    """Cases of a version: those that got worse, better, stayed the same; golden or held out."""

    leaning: Literal["", "worse", "better", "same"] = ""
    kind: Literal["", "holdout", "golden"] = ""


class OneCase(Ask):
    """A case of one version's evaluation, by its id."""

    case_id: UUID


class TwoVersions(Ask):
    """Two versions, held against each other."""

    first: int = Field(ge=1)
    second: int = Field(ge=1)


class Run(Answer):
    """One evaluation in the history: what the gate said of a version, and what lives."""

    id: UUID
    version: int
    month: str
    at: datetime
    decision: str
    sentence: str
    incumbent: int | None
    live: bool
    released_at: datetime | None
    adapter: str | None
    held_out: int


class RunList(Answer):
    """Every evaluation, newest version first."""

    items: list[Run]


class Evaluation(Run):
    """All that the gate saw of a version, but for the cases.

    `counts` says how many cases got worse, better, or stayed the same; `trained` what the version
    was made of; `rivals` how far the evidence against each is; `outlook` what is missing of it.
    Both are empty for what was judged before they were kept, and for what integrity blocks.
    """

    name: str
    reasons: list[str]
    alpha: float
    look: int
    metrics: list[Metric]
    rivals: list[Standing] = []
    outlook: Outlook | None = None
    counts: Mapping[Leaning, int]
    live_version: int | None
    data_hash: str
    code_hash: str
    level: str


class Case(Answer):
    """One case: each arm's score, the difference, and the words where they are open.

    `changed` is the candidate's answer with what differs from the other arm's. Where `withheld`,
    the owner has not opened prompts, context and words.
    """

    id: UUID
    key: str
    kind: str
    metric: str
    version: int
    scores: Mapping[str, float]
    difference: float
    leaning: Leaning
    numbers: Mapping[str, float]
    words: CaseWords | None
    changed: list[Piece]
    withheld: bool
    golden: bool


class CaseList(Answer):
    """Cases, the greatest loss first."""

    items: list[Case]


class Side(Answer):
    """One metric of two versions: the candidate's own value in each evaluation."""

    name: str
    unit: str
    better: str
    first: float | None
    second: float | None


class Twin(Answer):
    """One case that both versions answered, by its key."""

    key: str
    first: float
    second: float
    difference: float
    changed: list[Piece]
    withheld: bool


class Sides(Answer):
    """Two versions side by side, on the metrics and cases that both were judged on."""

    first: int
    second: int
    metrics: list[Side]
    cases: list[Twin]


class Point(Answer):
    """A version on the line of a metric; the interval is that of the difference to the incumbent.

    `marks` says what people and the gate did: released, rolled back to, overridden, held.
    """

    version: int
    at: datetime
    value: float | None
    difference: float | None
    low: float | None
    high: float | None
    marks: list[str]
    live: bool


class Line(Answer):
    """One metric over all versions."""

    name: str
    unit: str
    better: str
    points: list[Point]


class Trends(Answer):
    """Every metric over all versions, oldest version first."""

    items: list[Line]


@tool("evaluations:read")
async def list_evaluations(ctx: Ctx, ask: Nothing) -> RunList:
    """Every evaluation of this business, newest version first."""
    async with looking(ctx, "metrics", "history") as look:
        versions = {row.version: row for row in await releases.versions(look.ctx)}
        rows = await evaluations.all_of_them(look.ctx)
    runs = [_run(row, versions[row.version]) for row in reversed(rows)]
    return RunList(items=[Run.model_validate(each) for each in runs])


@tool("evaluations:read")
async def read_evaluation(ctx: Ctx, ask: OneVersion) -> Evaluation:
    """What the gate saw of a version: its verdict, every metric, how many cases changed."""
    async with looking(ctx, "metrics", "metrics", f"version {ask.version}") as look:
        row, version = await _of(look, ask.version)
        metrics = await evaluations.metrics_of(look.ctx, [row.id])
        cases = await evaluations.cases_of(look.ctx, row.id)
        live = await releases.live(look.ctx)
        kept = [Comparison.model_validate(one) for one in row.facts.get("comparisons", [])]
        run = await releases.run_of(look.ctx, version.manifest.get("month", ""))
    return Evaluation(
        **_run(row, version), name=version.name, reasons=row.reasons, alpha=row.alpha,
        look=row.look, metrics=[_metric(one) for one in metrics],
        rivals=[outlook.standing(one) for one in kept],
        outlook=outlook.outlook(kept),
        counts=tally(one.difference for one in cases),
        live_version=live.version if live else None, data_hash=run.data_hash if run else "",
        code_hash=run.code_hash if run else "", level=look.level,
    )  # fmt: skip


@tool("evaluations:read")
async def list_cases(ctx: Ctx, ask: WhichCases) -> CaseList:
    """The cases of a version, the greatest loss first, with what changed in words."""
    async with looking(ctx, "cases", "cases", f"version {ask.version}") as look:
        row, _ = await _of(look, ask.version)
        known = await _golden_keys(look)
        rows = await evaluations.cases_of(look.ctx, row.id)
        found = [_case(one, ask.version, look, known) for one in rows]
    items = [
        one
        for one in found
        if ask.leaning in ("", one.leaning) and ask.kind in ("", one.kind)
    ]  # fmt: skip
    return CaseList(items=items)


@tool("evaluations:read")
async def read_case(ctx: Ctx, ask: OneCase) -> Case:
    """One case with every arm's answer."""
    async with looking(ctx, "cases", "case", ask.case_id) as look:
        row = await evaluations.case(look.ctx, ask.case_id)
        if row is None:
            raise NoSuchCase(f"{ask.case_id}.", field="case_id", value=str(ask.case_id))
        one = await evaluations.by_id(look.ctx, row.evaluation_id)
        return _case(row, one.version, look, await _golden_keys(look))


@tool("evaluations:read")
async def compare_versions(ctx: Ctx, ask: TwoVersions) -> Sides:
    """Two versions side by side: their metrics, and where they are open the cases of both."""
    subject = f"versions {ask.first} and {ask.second}"
    async with looking(ctx, "metrics", "comparison", subject) as look:
        pair = [(await _of(look, number))[0] for number in (ask.first, ask.second)]
        rows = await evaluations.metrics_of(look.ctx, [one.id for one in pair])
        answers = [await evaluations.cases_of(look.ctx, one.id) for one in pair]
        first, second = ({row.key: row for row in each} for each in answers)
        common = [key for key in second if key in first] if reaches(look.level, "cases") else []
        twins = [_twin(first[key], second[key], look) for key in common]
    twins.sort(key=lambda one: (one.difference, one.key))
    names = dict.fromkeys(row.name for row in rows)
    sides = [_side(name, [row for row in rows if row.name == name], pair) for name in names]
    return Sides(first=ask.first, second=ask.second, metrics=sides, cases=twins)


@tool("evaluations:read")
async def metric_trends(ctx: Ctx, ask: Nothing) -> Trends:
    """Every metric over all versions, with releases, ways back and overrides marked."""
    async with looking(ctx, "metrics", "trends") as look:
        rows = await evaluations.all_of_them(look.ctx)
        metrics = await evaluations.metrics_of(look.ctx, [row.id for row in rows])
        versions = {row.version: row for row in await releases.versions(look.ctx)}
        marks = _marks(rows, await releases.decisions(look.ctx))
    lines = []
    for name in dict.fromkeys(one.name for one in metrics):
        of_it = {one.evaluation_id: one for one in metrics if one.name == name}
        points = [
            _point(row, of_it.get(row.id), versions[row.version].live, marks[row.version])
            for row in rows
        ]
        head = next(iter(of_it.values()))
        lines.append(Line(name=name, unit=head.unit, better=head.better, points=points))
    return Trends(items=lines)


async def _of(look: Looking, number: int) -> tuple[Any, Any]:
    version = await releases.version(look.ctx, number)
    if version is None:
        raise NoSuchVersion(f"version {number}", field="version", value=number)
    row = await evaluations.of_version(look.ctx, number)
    if row is None:
        raise NotEvaluated(f"version {number}.", field="version", value=number)
    return row, version


async def _golden_keys(look: Looking) -> frozenset[str]:
    return frozenset(row.key for row in await evaluations.golden(look.ctx))


def _run(row: Any, version: Any) -> dict[str, Any]:
    return {
        "id": row.id, "version": row.version, "month": version.manifest.get("month", ""),
        "at": row.at, "decision": row.decision, "sentence": row.sentence,
        "incumbent": row.incumbent, "live": version.live, "released_at": version.released_at,
        "adapter": version.adapter, "held_out": row.facts.get("held_out", 0),
    }  # fmt: skip


def _metric(row: Any) -> Metric:
    return Metric.model_validate({name: getattr(row, name) for name in Metric.model_fields})


def _case(row: Any, version: int, look: Looking, golden: frozenset[str]) -> Case:
    words = CaseWords.model_validate(row.words) if look.words else None
    return Case(
        id=row.id, key=row.key, kind=row.kind, metric=row.metric, version=version,
        scores=row.scores, difference=row.difference, leaning=leaning(row.difference),
        numbers=row.numbers, words=words, withheld=words is None,
        changed=_changed(words) if words else [], golden=row.key in golden,
    )  # fmt: skip


def _changed(words: CaseWords) -> list[Piece]:
    arms = [*words.answers]
    after = words.answers.get("candidate", "")
    others = [arm for arm in arms if arm != "candidate"]
    return word_diff(words.answers[others[0]] if others else after, after)


def _twin(first: Any, second: Any, look: Looking) -> Twin:
    before, after = (row.scores.get("candidate", 0.0) for row in (first, second))
    changed: list[Piece] = []
    if look.words:
        said = [row.words["answers"].get("candidate", "") for row in (first, second)]
        changed = word_diff(*said)
    return Twin(
        key=second.key, first=before, second=after, difference=after - before, changed=changed,
        withheld=not look.words,
    )  # fmt: skip


def _side(name: str, rows: list[Any], pair: list[Any]) -> Side:
    found = {row.evaluation_id: _own(row) for row in rows}
    first, second = (found.get(one.id) for one in pair)
    head = rows[0]
    return Side(name=name, unit=head.unit, better=head.better, first=first, second=second)


def _own(row: Any) -> float | None:
    """The candidate's value; that of the version in use where a candidate has none."""
    return row.arms.get("candidate", row.arms.get("in use"))


def _point(row: Any, metric: Any, live: bool, marks: list[str]) -> Point:
    figures = {
        name: getattr(metric, name) if metric else None for name in ("difference", "low", "high")
    }
    value = _own(metric) if metric else None
    return Point(version=row.version, at=row.at, value=value, live=live, marks=marks, **figures)


def _marks(rows: list[Any], decisions: list[Any]) -> dict[int, list[str]]:
    told: dict[int, list[str]] = {row.version: [] for row in rows}
    for one in decisions:
        word = MARKS.get(one.act, f"overridden: {one.ruling}")
        told.setdefault(one.version, []).append(word)
    return told
