"""What an artifact achieved, as one number in [0, 1] that segments, channels and angles compare by.

The measure is the share of impressions that ended in a conversion, shrunk towards the business's
own average while impressions are few, then ranked within the business: ranks make channels with
different sizes comparable and cannot be dominated by one lucky artifact.
"""

from collections.abc import Mapping, Sequence

PSEUDO_IMPRESSIONS = 200.0


def outcomes(totals: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
    """Artifact → metric → sum, to artifact → outcome.

    Artifacts without impressions are left out.
    """
    seen = {name: metrics for name, metrics in totals.items() if metrics.get("impressions", 0) > 0}
    if not seen:
        return {}
    shown = sum(metrics["impressions"] for metrics in seen.values())
    average = sum(metrics.get("conversions", 0) for metrics in seen.values()) / shown
    clicked = sum(metrics.get("clicks", 0) for metrics in seen.values()) / shown
    rates = {name: _rate(metrics, average, clicked) for name, metrics in seen.items()}
    return ranks(rates)


def _rate(metrics: Mapping[str, float], conversions: float, clicks: float) -> float:
    """Mean of the two shrunk rates, each relative to the business's own average."""
    shown = metrics["impressions"] + PSEUDO_IMPRESSIONS
    converted = (metrics.get("conversions", 0) + PSEUDO_IMPRESSIONS * conversions) / shown
    clicked = (metrics.get("clicks", 0) + PSEUDO_IMPRESSIONS * clicks) / shown
    parts = [(clicked, clicks), (converted, conversions)]
    relative = [rate / average for rate, average in parts if average > 0]
    return sum(relative) / len(relative) if relative else 0.0


def ranks(values: Mapping[str, float]) -> dict[str, float]:
    """Mid-ranks in (0, 1): equal values share the mean of their places."""
    ordered = sorted(values, key=lambda name: (values[name], name))
    found: dict[str, float] = {}
    first = 0
    while first < len(ordered):
        last = first
        while last + 1 < len(ordered) and values[ordered[last + 1]] == values[ordered[first]]:
            last += 1
        for name in ordered[first : last + 1]:
            found[name] = ((first + last) / 2 + 0.5) / len(ordered)
        first = last + 1
    return found


def mean(values: Sequence[float]) -> float:
    """The arithmetic mean; 0.5 (nothing known) for none."""
    return sum(values) / len(values) if values else 0.5
