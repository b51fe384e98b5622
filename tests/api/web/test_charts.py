"""A chart's bars add up to what was credited, however many channels there are."""

import pytest

from api.web import charts
from domain.predictions import Bin
from tools.results import Month


def test_the_smallest_channels_stand_together() -> None:
    names = {f"c{at}": 100 * (10 - at) for at in range(10)}
    told = charts.months(
        [Month(month="2026-09", cents=names), Month(month="2026-10", cents={})], "USD"
    )
    assert told["xAxis"]["data"] == ["2026-09", "2026-10"]
    assert len(told["series"]) == charts.MOST_BARS + 1
    assert sum(one["data"][0] for one in told["series"]) == sum(names.values()) / 100
    assert all(one["data"][1] == 0 for one in told["series"])


def test_without_credit_there_are_no_bars() -> None:
    assert charts.months([], "EUR")["series"] == []


def test_what_came_true_as_often_as_it_was_said_stands_on_the_diagonal() -> None:
    told = charts.reliability([Bin(said=0.25, came=0.25, n=9), Bin(said=1.0, came=0.0, n=900)])
    exact, wrong = (one["at"] for one in told["shapes"] if one["kind"] == "Dot")
    (line,) = (
        one["at"] for one in told["shapes"] if one["tone"] == "quiet" and one["kind"] == "Line"
    )
    share = (exact.x - line.x1) / (line.x2 - line.x1)
    assert share == pytest.approx((line.y1 - exact.y) / (line.y1 - line.y2)) == pytest.approx(0.25)
    assert (wrong.x, wrong.y) == (line.x2, line.y1)
    assert exact.radius < wrong.radius <= 12
    assert not [one for one in charts.reliability([])["shapes"] if one["kind"] == "Dot"]


def test_a_calibration_is_drawn_in_classes_and_told_in_bins() -> None:
    pairs = [(n / 20, n / 25) for n in range(20)]
    found = charts.calibration(pairs)
    assert {one["kind"] for one in found["shapes"]} == {"Line", "Dot", "Words"}
    assert {one["tone"] for one in found["shapes"]} <= set(charts.CLASSES.values())
    assert sum(one.n for one in found["bins"]) == 20
    assert charts.calibration([])["bins"] == []
