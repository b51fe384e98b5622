"""How the gate is told on pages: words for metrics and verdicts, tones, the pictures of trends."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from api.web import texts
from api.web.texts import gettext as _
from api.web.texts import later
from domain.evaluations import Metric
from tools.evaluations import Line, Point

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
ARMS = {
    "candidate": later("Candidate"),
    "incumbent": later("In use"),
    "nothing learned": later("Nothing learned"),
    "in use": later("In use"),
}
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
