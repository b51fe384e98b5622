"""Charts as ECharts options, made here so that the script of a page only draws them."""

from collections.abc import Sequence
from typing import Any

from api.web import phrases, texts
from tools.results import Month

MOST_BARS = 7


def months(told: Sequence[Month], currency: str) -> dict[str, Any]:
    """Credit by month, a bar of channels each: the largest channels, and the others together.

    Colours are names of the page's tokens; the script resolves them for light and dark.
    """
    sums: dict[str, int] = {}
    for one in told:
        for name, cents in one.cents.items():
            sums[name] = sums.get(name, 0) + cents
    order = sorted(sums, key=lambda name: (-sums[name], name))
    shown, others = order[:MOST_BARS], order[MOST_BARS:]
    series = [_series(phrases.channel(name), [one.cents.get(name, 0) for one in told])
              for name in shown]  # fmt: skip
    if others:
        rest = [sum(one.cents.get(name, 0) for name in others) for one in told]
        series.append(_series(texts.gettext("Others"), rest))
    return {
        "currency": currency,
        "label": texts.gettext("Credited revenue by month and channel, by the position model"),
        "xAxis": {"type": "category", "data": [one.month for one in told]},
        "series": series,
    }


def _series(name: str, cents: Sequence[int]) -> dict[str, Any]:
    """A row of bars in major units, stacked on the others."""
    values = [round(each / 100, 2) for each in cents]
    return {"name": name, "type": "bar", "stack": "all", "data": values, "barMaxWidth": 36}
