"""Figures, tones and pictures of the gate."""

from datetime import UTC, datetime

import pytest

from api.web import gates
from domain.evaluations import Metric, unmeasured
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
