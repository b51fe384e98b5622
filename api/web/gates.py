"""How the gate is told on pages: words for metrics and verdicts, tones, the pictures of trends."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from api.web import texts
from api.web.texts import gettext as _
from api.web.texts import later
from domain import release
from domain.evaluations import Metric
from domain.outlook import LONGEST, Outlook, Standing
from tools.deployments import MoveLine
from tools.evaluations import Line, Point
from tools.releases import DecisionLine

VERDICTS: dict[str, tuple[str, str, str]] = {
    "release": (later("Released"), "good", "circle-check"),
    "keep": (later("Held"), "warn", "circle-pause"),
    "not_enough_evidence": (later("Held: too little evidence"), "warn", "hourglass"),
    "block": (later("Blocked"), "bad", "ban"),
}
"""Decision of the gate → what it is called, its tone, its icon."""
METRICS = {
    "recommendation_accuracy": later("Recommendation accuracy"),
    "better_than_nothing": later("Accuracy against nothing learned"),
    "not_worse_than_looking_up": later("Accuracy against looking up"),
    "held_out_leaks": later("Held-out cases that leaked"),
    "manifest": later("Faults of its manifest"),
    "groundedness": later("Groundedness"),
    "brief_anonymity": later("Anonymity of briefs"),
    "diversity": later("Diversity"),
    "calibration": later("Calibration error"),
    "brand_voice": later("Brand voice"),
    "prediction_error": later("Prediction error"),
    "golden_cases": later("Golden cases"),
    "latency_p95": later("Latency, slowest 5 %"),
    "cost_per_answer": later("Cost of an answer"),
    "adapter_files": later("Faults of the adapter's files"),
    "golden_outputs": later("Golden outputs that its metrics judge wrongly"),
    "adapter_accuracy": later("Adapter: right recommendations against the base"),
    "adapter_against_live": later("Adapter: right recommendations against the one in use"),
    "adapter_against_looking_up": later("Adapter: right recommendations against looking up"),
    "adapter_validity": later("Adapter: valid answers"),
    "memorisation": later("Adapter: memorised numbers (bits)"),
    "adapter_diversity": later("Adapter: diversity of answers"),
    "adapter_loss": later("Adapter: loss on what is held out"),
    "adapter_latency": later("Adapter: seconds per answer"),
}
ROLES = {"blocks": later("blocks"), "warns": later("warns"), "informs": later("informs")}
MARKS: dict[str, tuple[str, str]] = {
    "pass": (later("pass"), "good"),
    "blocked": (later("blocked"), "bad"),
    "warning": (later("warning"), "warn"),
    "info": (later("info"), ""),
    "not_measured": (later("not measured"), ""),
}
"""Verdict of a metric → what it is called, its tone."""
GROUPS = (
    ("blocks", later("What blocks")),
    ("warns", later("What warns")),
    ("informs", later("What informs")),
)
CHECKS: dict[str, tuple[str, str, str]] = {
    "valid": (later("signature valid"), "good", "shield-check"),
    "changed": (later("changed after it was signed"), "bad", "triangle-alert"),
    "unknown_key": (later("signed by another key"), "bad", "key"),
    "out_of_order": (later("out of order: one is missing before it"), "bad", "triangle-alert"),
}
STATES: dict[str, tuple[str, str, str]] = {
    "candidate": (later("candidate"), "", "circle-dot"),
    "canary": (later("on trial"), "cool", "split"),
    "live": (later("live"), "good", "circle-check"),
    "archived": (later("archived"), "", "archive"),
}
"""State of a version → what it is called, its tone, its icon."""
ARMS = {
    "candidate": later("Candidate"),
    "incumbent": later("In use"),
    "nothing learned": later("Nothing learned"),
    "most alike looked up": later("Most alike looked up"),
    "in use": later("In use"),
    "base": later("Base model"),
}
ACTS = {
    "roll_back": later("Back to version {version}"),
    "release": later("Version {version} released by the gate"),
    "go_live": later("Version {version} live after its trial"),
    "take_back": later("Version {version} taken back by itself"),
}
"""What was decided over a version, where it was no override."""
LEANINGS: dict[str, str] = {
    "worse": later("Worse"),
    "better": later("Better"),
    "same": later("Same"),
}
LEVELS = {
    "metrics": later("Figures"),
    "cases": later("Cases"),
    "words": later("Prompts, context and words"),
}
ASKED = {
    "beat": later("Must be proven better than this."),
    "floor": later("Must not be worse than this."),
    "not_worse": later("May be worse than this by .05 at the most."),
}
"""What a release asks of the candidate, by the role of the rival."""
MINUS = "\u2212"
WIDTH, HEIGHT = 300, 104
LEFT, RIGHT, TOP, BOTTOM = 36, 12, 12, 24
"""The size of the picture of a trend, and what is left free around its line."""


def name(metric: str) -> str:
    """A metric as people call it."""
    return _(METRICS[metric]) if metric in METRICS else metric.replace("_", " ").capitalize()


def arm(one: str) -> str:
    """An arm as people call it."""
    return _(ARMS[one]) if one in ARMS else one


def figure(value: float | None, unit: str, *, signed: bool = False) -> str:
    """A value of a metric in its own unit; a dash for none."""
    if value is None:
        return "–"
    sign = "+" if signed and value > 0 else ""
    if unit == "count":
        return sign + texts.number(value)
    if unit == "usd":
        return f"{sign}${value:,.4f}"
    digits = 3 if signed else 2
    return f"{sign}{value:.{digits}f}".replace("-", MINUS) + (" s" if unit == "seconds" else "")


def mark(metric: Metric, decision: str) -> tuple[str, str]:
    """What the gate says of a metric, and its tone; what waits for evidence is not blocked."""
    if metric.verdict == "blocked" and decision == "not_enough_evidence":
        return later("not proven yet"), "warn"
    return MARKS[metric.verdict]


def tone(metric: Metric) -> str:
    """Good where the whole interval is on the better side, bad where it is on the other."""
    if metric.low is None or metric.high is None or metric.role == "informs":
        return ""
    low, high = metric.low, metric.high
    if metric.better == "lower":
        low, high = -high, -low
    return "good" if low > 0 else "bad" if high < 0 else ""


def scales(metrics: Sequence[Metric]) -> dict[str, float]:
    """Half the width of the line on which intervals are drawn: one for each arm compared with."""
    found: dict[str, float] = {}
    for one in metrics:
        ends = [abs(end) for end in (one.low, one.high) if end is not None]
        found[one.against] = max([found.get(one.against, 0.02), *(end * 1.08 for end in ends)])
    return found


def said(metric: Metric) -> str:
    """A difference with its interval, in words for who cannot see the picture."""
    return _("difference %(gap)s, interval from %(low)s to %(high)s") % {
        "gap": figure(metric.difference, metric.unit, signed=True),
        "low": figure(metric.low, metric.unit, signed=True),
        "high": figure(metric.high, metric.unit, signed=True),
    }


def asked(one: Standing) -> str:
    """What a release asks against this rival."""
    return _(ASKED[one.role])


def proof(one: Standing) -> str:
    """Evidence so far beside what is needed."""
    return _("Evidence %(now)s of %(needed)s") % {
        "now": release.figure(one.evidence), "needed": texts.number(round(one.needed)),
    }  # fmt: skip


def gap(one: Standing) -> str:
    """The difference in accuracy so far, and on how many artifacts."""
    return texts.ngettext(
        "%(gap)s in accuracy on %(num)s artifact", "%(gap)s in accuracy on %(num)s artifacts", one.n
    ) % {"gap": figure(one.mean, "share", signed=True), "num": texts.number(one.n)}


def missing(seen: Outlook) -> str:
    """About how long until there is enough evidence, in one sentence."""
    if seen.months_left is None and seen.n == 0:
        return _("No held-out artifact was counted yet, so no month can be named.")
    if seen.months_left is None:
        return _("Nothing speaks for it so far, so no number of months can be named.")
    if seen.months_left == 0:
        return _("No evidence is missing.")
    if seen.months_left > LONGEST:
        return _(
            "At the present pace more than %(num)s further months are missing: the difference is"
            " too small to be proven soon."
        ) % {"num": LONGEST}
    return texts.ngettext(
        "About %(num)s more month of held-out artifacts is missing at the present pace.",
        "About %(num)s more months of held-out artifacts are missing at the present pace.",
        seen.months_left,
    ) % {"num": seen.months_left}


def counted(seen: Outlook) -> str:
    """How many artifacts were counted, in how many months, and how many a verdict needs."""
    return texts.ngettext(
        "%(n)s held-out artifacts counted in %(num)s month; a verdict needs at least %(fewest)s.",
        "%(n)s held-out artifacts counted in %(num)s months; a verdict needs at least %(fewest)s.",
        seen.months,
    ) % {"n": texts.number(seen.n), "num": seen.months, "fewest": seen.fewest}


def acted(one: MoveLine | DecisionLine) -> str:
    """What was decided over a version, in words."""
    if one.act in ACTS:
        return _(ACTS[one.act]).format(version=one.version)
    words = {
        ("release", True): _("Version %(version)s released once more"),
        ("release", False): _("Version %(version)s released against the gate"),
    }.get((one.ruling, one.gate_said == "release"), _("Version %(version)s held"))
    return words % {"version": one.version}


def moved(one: DecisionLine) -> str:
    """Which version answered before a decision, and which after it."""
    if one.live_before == one.live_after:
        return (
            _("Version %(version)s answers as before.") % {"version": one.live_after}
            if one.live_after
            else _("No version answers, as before.")
        )
    if one.live_before is None:
        return _("Before: no version. After: version %(after)s.") % {"after": one.live_after}
    return _("Before: version %(before)s. After: version %(after)s.") % {
        "before": one.live_before, "after": one.live_after,
    }  # fmt: skip


def grouped(metrics: Sequence[Metric]) -> list[tuple[str, list[Metric], dict[str, list[str]]]]:
    """Metrics by what they may do (block, warn, inform): those that were measured, and the names
    of those that were not, by the reason why."""
    found = []
    for role, words in GROUPS:
        of_role = [one for one in metrics if one.role == role]
        idle: dict[str, list[str]] = {}
        for one in of_role:
            if one.verdict == "not_measured":
                idle.setdefault(one.why, []).append(name(one.name))
        measured = [one for one in of_role if one.verdict != "not_measured"]
        if of_role:
            found.append((_(words), measured, idle))
    return found


def first_leaning(counts: Mapping[Any, int]) -> Literal["worse", "better", "same"]:
    """Which cases to show first: those that got worse, else better, else all the same."""
    return "worse" if counts.get("worse") else "better" if counts.get("better") else "same"


def chart(line: Line) -> dict[str, Any]:
    """A metric over versions as points of a picture of `WIDTH` by `HEIGHT`, and their path."""
    values = [point.value for point in line.points if point.value is not None]
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    steps, span = max(1, len(line.points) - 1), high - low
    dots = []
    for place, point in enumerate(line.points):
        if point.value is None:
            continue
        share = (point.value - low) / span if span else 0.5
        x = LEFT + place / steps * (WIDTH - LEFT - RIGHT)
        y = HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM)
        marks = [_mark(each) for each in point.marks]
        dots.append({"x": round(x, 1), "y": round(y, 1), "point": point, "marks": marks})
    path = " ".join(
        f"{'L' if place else 'M'}{dot['x']} {dot['y']}" for place, dot in enumerate(dots)
    )
    return {"line": line, "dots": dots, "path": path, "low": low, "high": high}


def describe(line: Line, point: Point) -> str:
    """A point of a line in words."""
    marks = ", ".join(_mark(each) for each in point.marks)
    parts = [
        _("version %(version)s") % {"version": point.version},
        figure(point.value, line.unit),
        *([marks] if marks else []),
        *([_("answers now")] if point.live else []),
    ]
    return ", ".join(parts)


def _mark(mark: str) -> str:
    known = {
        "released": _("released"),
        "rolled back to": _("rolled back to"),
        "overridden: release": _("overridden: released"),
        "overridden: keep": _("overridden: held"),
    }
    return known.get(mark, mark)
