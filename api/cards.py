"""The report card of a version and the card of its data set, in words: Markdown for a person."""

from collections.abc import Sequence
from dataclasses import dataclass

from api import data_cards, plots
from domain.evaluations import Metric
from domain.outlook import LONGEST, Outlook, Standing
from domain.prose import counted
from domain.release import figure
from domain.training_cost import Bill, Forecast
from memory.ctx import Ctx
from tools import evaluations, releases, training
from tools.base import Nothing
from tools.evaluations import Case, Evaluation
from tools.releases import DecisionLine
from tools.training import Run, VersionDetail

VERDICTS = {
    "release": "released",
    "keep": "the version in use is kept",
    "not_enough_evidence": "not enough evidence yet",
    "block": "blocked",
}
ASKED = {
    "beat": "to be proven better", "floor": "not to be worse",
    "not_worse": "not to be worse by more than .05",
}  # fmt: skip
WIDTH = 3


@dataclass(frozen=True)
class Card:
    """All that is known of a version; `evaluation` None where it was judged before cases were."""

    version: VersionDetail
    evaluation: Evaluation | None
    cases: Sequence[Case]
    decisions: Sequence[DecisionLine]

    def pairs(self) -> list[tuple[float, float]]:
        """(expected, reached) of each held-out artifact."""
        return [
            (one.numbers["expected by candidate"], one.numbers["outcome"])
            for one in self.cases
            if {"expected by candidate", "outcome"} <= one.numbers.keys()
        ]


async def read(ctx: Ctx, version: int) -> Card:
    """All that is known of a version. Raises `NoSuchVersion`."""
    detail = await training.read_version(ctx, releases.Number(version=version))
    decisions = [
        one
        for one in (await releases.list_decisions(ctx, Nothing())).items
        if version in {one.version, one.live_before, one.live_after}
    ]
    try:
        seen = await evaluations.read_evaluation(ctx, evaluations.OneVersion(version=version))
    except evaluations.NotEvaluated:
        return Card(detail, None, [], decisions)
    cases = await evaluations.list_cases(ctx, evaluations.WhichCases(version=version))
    return Card(detail, seen, cases.items, decisions)


def files(card: Card) -> dict[str, bytes]:
    """The card as files by name: Markdown, and the calibration drawn twice."""
    title = f"Version {card.version.line.version}: expected and reached"
    shapes = plots.calibration(card.pairs(), title)
    return {
        "report_card.md": report(card).encode(),
        "dataset_card.md": dataset(card).encode(),
        "calibration.svg": plots.svg(shapes, title).encode(),
        "calibration.png": plots.png(shapes),
    }


def expected(cost: Forecast) -> str:
    """What a training is expected to take, in one sentence."""
    steps = f" and {cost.steps} steps of an adapter" if cost.steps else ""
    measured = f"measured on {counted(cost.measured, 'training')}"
    basis = measured if cost.measured else "stated in the settings"
    return (
        f"{cost.rows} rows{steps}: about {cost.seconds:.1f} s and {cost.usd_micros / 10_000:.2f} "
        f"US cents, by rates {basis}."
    )


def took(bill: Bill) -> str:
    """What a training took beside the estimate, in one sentence."""
    off = "" if bill.error_percent is None else f" ({bill.error_percent:+.0f} % of the estimate)"
    return f"It took {bill.seconds:.1f} s and {bill.usd_micros / 10_000:.2f} US cents{off}."


def missing(seen: Outlook) -> str:
    """How much evidence there is, how much is needed, about how long until then; one sentence."""
    so_far = f"{counted(seen.n, 'held-out artifact')} counted in {counted(seen.months, 'month')}"
    if seen.months_left is None and seen.n == 0:
        return f"Nothing was counted yet; at least {seen.fewest} held-out artifacts are needed."
    if seen.months_left is None:
        return f"{so_far}; nothing speaks for it so far, so no number of months can be named."
    if seen.months_left == 0:
        return f"{so_far}; no evidence is missing."
    if seen.months_left > LONGEST:
        return (
            f"{so_far}; at {seen.pace:.0f} a month more than {LONGEST} further months are missing."
        )
    left = counted(seen.months_left, "more month")
    return f"{so_far}; at {seen.pace:.0f} a month about {left} of artifacts would do."


def report(card: Card) -> str:
    """The report card: verdict with reasons, arms, metrics, what was decided since."""
    line, found = card.version.line, card.evaluation
    parts = [
        f"# Report card: version {line.version}",
        f"Name `{card.version.name}`, trained for {line.month}, adapter: {line.adapter or 'none'}.",
        f"**Verdict: {VERDICTS.get(line.verdict, line.verdict)}.** {line.reason}",
        _list("Reasons", card.version.reasons),
    ]
    if found is not None:
        parts += [_evidence(found), _arms(found.metrics), _metrics(found)]
        counts = ", ".join(f"{count} {name}" for name, count in found.counts.items())
        parts.append(f"## Cases\n\n{len(card.cases)} cases against the other arm: {counts}.")
        parts.append("![Calibration: expected against reached outcomes](calibration.svg)")
        parts.append(
            f"Chance of a release without a gain that this one may take: {found.alpha:.4f}; "
            f"month {found.look} of evidence against version {found.incumbent or 'none'}."
        )
    if run := card.version.run:
        parts.append(_cost(run))
    told = [
        f"{one.at:%Y-%m-%d}: {one.act.replace('_', ' ')} of version {one.version}"
        f"{' by ' + one.who if one.who else ''}; {_answers(one)}. {one.reason} "
        f"(signature {one.check})"
        for one in card.decisions
    ]
    parts.append(_list("Deployment history", told))
    return "\n\n".join(part for part in parts if part) + "\n"


def dataset(card: Card) -> str:
    """The card of the data set that the version was trained on."""
    run = card.version.run
    if run is None or run.data is None:
        return "# Data set\n\nNo training run is kept for this version.\n"
    return data_cards.told(run.data)


def _list(title: str, items: Sequence[str]) -> str:
    return f"## {title}\n\n" + "\n".join(f"- {one}" for one in items) if items else ""


def _cost(run: Run) -> str:
    return f"## Cost\n\n{expected(run.cost.expected)} {took(run.cost)}" if run.cost else ""


def _answers(one: DecisionLine) -> str:
    """Which version answered before and after."""
    before, after = (f"version {n}" if n else "none" for n in (one.live_before, one.live_after))
    return f"{before} answered before, {after} after"


def _evidence(found: Evaluation) -> str:
    """The evidence against each rival beside what is needed, and what is missing."""
    if not found.rivals or found.outlook is None:
        return ""
    rows = [
        f"| {one.against} | {ASKED[one.role]} | {one.mean:+.{WIDTH}f} | {_proof(one)} | {one.n} "
        f"| {'yes' if one.holds else 'no'} |"
        for one in found.rivals
    ]
    head = [
        "| rival | what is asked | difference | evidence | n | met |",
        "|---|---|---|---|---|---|",
    ]
    return "\n".join(["## Evidence", "", missing(found.outlook), "", *head, *rows])


def _proof(one: Standing) -> str:
    return f"{figure(one.evidence)} of {one.needed:.0f}" if one.needed else "none is asked"


def arms(metrics: Sequence[Metric]) -> dict[str, float]:
    """Every arm's recommendation accuracy, best first."""
    found: dict[str, float] = {}
    for one in metrics:
        if one.role == "blocks" and one.unit == "share":
            found |= one.arms
    return dict(sorted(found.items(), key=lambda pair: -pair[1]))


def _arms(metrics: Sequence[Metric]) -> str:
    rows = [f"| {name} | {score:.3f} |" for name, score in arms(metrics).items()]
    return "\n".join(["## Arms", "", "| arm | recommendation accuracy |", "|---|---|", *rows])


def _metrics(found: Evaluation) -> str:
    waits = found.decision == "not_enough_evidence"
    rows = [
        f"| {one.name.replace('_', ' ')} | {one.role} "
        f"| {_said(one, waits=waits)} "
        f"| {_gap(one)} | {one.n} | {one.why} |"
        for one in found.metrics
    ]
    head = [
        "| metric | role | verdict | difference (95 %) | n | why |",
        "|---|---|---|---|---|---|",
    ]
    return "\n".join(["## Metrics", "", *head, *rows])


def _said(one: Metric, *, waits: bool) -> str:
    """The verdict on a metric; what waits for evidence is not called blocked."""
    return "not proven yet" if waits and one.verdict == "blocked" else one.verdict.replace("_", " ")


def _gap(one: Metric) -> str:
    if one.difference is None:
        return "–"
    around = "" if one.low is None else f" ({one.low:+.{WIDTH}f} to {one.high:+.{WIDTH}f})"
    return f"{one.difference:+.{WIDTH}f}{around}"
