"""Figures, tones and pictures of the gate."""

from datetime import UTC, datetime

import pytest

from api.web import gates
from domain.evaluations import Metric, unmeasured
from domain.outlook import Outlook, Standing
from tools.evaluations import Line, Point


def metric(name: str, low: float, high: float, **more: object) -> Metric:
    """A measured metric."""
    given = {
        "name": name, "role": "blocks", "verdict": "pass", "why": "So.", "low": low, "high": high,
        "difference": (low + high) / 2, "against": "incumbent", "n": 40,
    }  # fmt: skip
    return Metric.model_validate(given | more)


def point(version: int, value: float | None, *marks: str, live: bool = False) -> Point:
    """A version on a line."""
    return Point(version=version, at=datetime(2026, version, 28, tzinfo=UTC), value=value,
                 difference=None, low=None, high=None, marks=list(marks), live=live)  # fmt: skip


@pytest.mark.parametrize(
    ("value", "unit", "signed", "said"),
    [
        (0.654, "share", False, "0.65"), (0.0154, "share", True, "+0.015"),
        (-0.03, "share", True, "\u22120.030"), (2.0, "seconds", False, "2.00 s"),
        (0.00123, "usd", False, "$0.0012"), (3, "count", False, "3"), (None, "share", True, "–"),
    ],
)  # fmt: skip
def test_a_figure_stands_in_its_unit(
    value: float | None, unit: str, signed: bool, said: str
) -> None:
    assert gates.figure(value, unit, signed=signed) == said


def test_an_interval_is_good_or_bad_where_it_leaves_nothing_out() -> None:
    assert gates.tone(metric("a", 0.01, 0.2)) == "good"
    assert gates.tone(metric("a", -0.2, -0.01)) == "bad"
    assert gates.tone(metric("a", -0.01, 0.2)) == ""
    assert gates.tone(metric("a", -0.2, -0.01, better="lower")) == "good"
    assert gates.tone(metric("a", 0.01, 0.2, role="informs")) == ""


def test_intervals_against_one_arm_share_a_scale() -> None:
    found = gates.scales([metric("a", -0.1, 0.2), metric("b", 0.3, 0.5, against="nothing")])
    assert found["incumbent"] == pytest.approx(0.216)
    assert found["nothing"] == pytest.approx(0.54)


def test_what_is_not_measured_stands_together_by_its_reason() -> None:
    idle = [unmeasured(name, "blocks", "No adapter.") for name in ("groundedness", "x_y")]
    ((_, measured, reasons),) = gates.grouped([*idle, metric("diversity", 0, 1)])
    assert [one.name for one in measured] == ["diversity"]
    assert reasons == {"No adapter.": ["Groundedness", "X y"]}


def test_a_line_is_drawn_within_its_picture_and_flat_where_nothing_changed() -> None:
    points = [point(1, 0.2), point(2, None), point(3, 0.4, "released", live=True)]
    line = Line(name="diversity", unit="share", better="higher", points=points)
    found = gates.chart(line)
    assert [dot["x"] for dot in found["dots"]] == [gates.LEFT, gates.WIDTH - gates.RIGHT]
    assert found["dots"][0]["y"] > found["dots"][1]["y"] >= gates.TOP
    assert found["path"].startswith("M36")
    flat = gates.chart(Line(name="a", unit="count", better="lower", points=[point(1, 0.0)]))
    assert flat["dots"][0]["y"] == 46
    assert gates.describe(line, line.points[2]) == "version 3, 0.40, released, answers now"


def outlook(**changes: object) -> Outlook:
    told = {"n": 48, "fewest": 30, "months": 2, "pace": 24.0, "months_left": 1}
    return Outlook.model_validate(told | changes)


def test_what_is_missing_of_the_evidence_is_said_in_one_sentence() -> None:
    assert gates.missing(outlook()).startswith("About 1 more month of")
    assert gates.missing(outlook(months_left=3)).startswith("About 3 more months of")
    assert "more than 24 further months" in gates.missing(outlook(months_left=100))
    assert "Nothing speaks for it" in gates.missing(outlook(months_left=None))
    assert "No held-out artifact" in gates.missing(outlook(months_left=None, n=0))
    assert gates.missing(outlook(months_left=0)) == "No evidence is missing."
    assert gates.counted(outlook(months=1)) == (
        "48 held-out artifacts counted in 1 month; a verdict needs at least 30."
    )


def test_a_rival_tells_what_is_asked_how_far_the_proof_is_and_the_gap() -> None:
    one = Standing(against="incumbent", role="beat", n=1, mean=-0.02, evidence=3.84, counter=1,
                   needed=33.3, way=0.4, holds=False)  # fmt: skip
    assert gates.asked(one) == "Must be proven better than this."
    assert gates.proof(one) == "Evidence 3.8 of 33"
    assert gates.gap(one) == f"{gates.MINUS}0.020 in accuracy on 1 artifact"


def test_what_waits_for_evidence_is_not_called_blocked() -> None:
    one = Metric(name="recommendation_accuracy", role="blocks", verdict="blocked", why="-")
    assert gates.mark(one, "not_enough_evidence") == ("not proven yet", "warn")
    assert gates.mark(one, "block") == ("blocked", "bad")
