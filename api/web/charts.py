"""Charts of pages: ECharts options that a script only draws, or shapes that a template draws."""

from collections.abc import Sequence
from typing import Any

from api import plots
from api.web import phrases, texts
from domain.predictions import Bin
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


CLASSES = {plots.INK: "ink", plots.QUIET: "quiet", plots.ACCENT: "accent", plots.GRID: "grid"}
"""Colour of a picture to be kept → the class that a page colours, in light and dark."""


def calibration(pairs: Sequence[tuple[float, float]]) -> dict[str, Any]:
    """What was expected against what was reached: shapes with their classes, and the bins."""
    labels = plots.Labels(
        expected=texts.gettext("expected outcome"), reached=texts.gettext("reached"),
        held_out=texts.gettext("{count} held-out artifacts"),
        few=texts.gettext("Too few held-out artifacts to draw."),
    )  # fmt: skip
    return _drawn(plots.calibration(pairs, "", labels)) | {"bins": plots.bins(pairs)}


def reliability(curve: Sequence[Bin]) -> dict[str, Any]:
    """The chance that was said against the share that came true."""
    found = [plots.Bin(one.said, one.came, one.n) for one in curve]
    labels = plots.Labels(
        expected=texts.gettext("chance that was said"),
        reached=texts.gettext("share that came true"),
    )
    return _drawn(plots.diagonal(found, "", labels))


def _drawn(shapes: Sequence[plots.Shape]) -> dict[str, Any]:
    told = [{"kind": type(one).__name__, "tone": CLASSES[one.colour], "at": one} for one in shapes]
    return {"size": plots.SIZE, "shapes": told}
