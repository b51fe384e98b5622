"""A chart's bars add up to what was credited, however many channels there are."""

from api.web import charts
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
