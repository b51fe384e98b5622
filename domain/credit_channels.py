"""Credit by channel from many journeys at once: Markov removal effects and Shapley values.

These two have totals only: a single journey has no removal effect of its own.
"""

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from domain.amounts import split
from domain.attribution import USUAL, Terms
from domain.journeys import UNATTRIBUTED, Journey, channel_key, path


def markov(journeys: Sequence[Journey], terms: Terms = USUAL) -> dict[str, int]:
    """Cents by channel: order-1 removal effects, normalised.

    The effect of a channel is the part of all conversions that is lost in the chain start →
    channels → (conversion | nothing) when every step into that channel ends in nothing.
    """
    names, routes = _routes(journeys, terms)
    steps = _steps([(route, journey.converted) for route, journey in routes], len(names))
    base = _conversion(steps, None)
    # Rounded, so that effects that are equal on paper tie and the earlier channel wins.
    effects = [
        max(round(1 - _conversion(steps, index) / base, 12), 0.0) if base else 0.0
        for index in range(len(names))
    ]
    return _shared(journeys, routes, dict(zip(names, effects, strict=True)))


def shapley(journeys: Sequence[Journey], terms: Terms = USUAL) -> dict[str, int]:
    """Cents by channel, where a set of channels is worth the journeys that it could have made.

    With that worth, a sum of unanimity games, the Shapley value is each journey's value in equal
    parts to its distinct channels: exact, never negative, without a walk over all subsets.
    """
    names, routes = _routes(journeys, terms)
    worth = dict.fromkeys(names, Fraction(0))
    for route, journey in routes:
        channels = sorted(set(route))
        if journey.converted and channels:
            for index in channels:
                worth[names[index]] += Fraction(journey.value, len(channels))
    return _shared(journeys, routes, worth)


def _routes(
    journeys: Sequence[Journey], terms: Terms
) -> tuple[list[str], list[tuple[list[int], Journey]]]:
    """Channel names in order of appearance, and each journey as numbers of channels."""
    names: dict[str, str] = {}
    numbers: dict[str, int] = {}
    routes = []
    for journey in journeys:
        route = []
        for index in path(journey, terms.lookback_hours):
            channel = journey.touches[index].channel
            key = channel_key(channel)
            names.setdefault(key, channel)
            route.append(numbers.setdefault(key, len(numbers)))
        routes.append((route, journey))
    return list(names.values()), routes


def _steps(routes: Sequence[tuple[list[int], bool]], channels: int) -> np.ndarray:
    """Probabilities of the next state: rows start, channels; columns channels, conversion."""
    counts = np.zeros((channels + 1, channels + 2))
    for route, converted in routes:
        at = 0
        for channel in route:
            counts[at, channel] += 1
            at = channel + 1
        if route:
            counts[at, channels if converted else channels + 1] += 1
    sums = counts.sum(axis=1, keepdims=True)
    return np.divide(counts, sums, out=np.zeros_like(counts), where=sums > 0)[:, : channels + 1]


def _conversion(steps: np.ndarray, removed: int | None) -> float:
    """The chance of a conversion from the start, with one channel out of reach."""
    channels = steps.shape[0] - 1
    if channels == 0:
        return 0.0
    moves = steps[:, :channels].copy()
    if removed is not None:
        moves[:, removed] = 0.0
    reach = np.linalg.solve(np.eye(channels) - moves[1:], steps[1:, channels])
    return float(moves[0] @ reach)


def _shared(
    journeys: Sequence[Journey],
    routes: Sequence[tuple[list[int], Journey]],
    worth: dict[str, float] | dict[str, Fraction],
) -> dict[str, int]:
    """All converted value, to the cent: by worth where a channel was seen, else unattributed."""
    whole = sum(journey.value for journey in journeys if journey.converted)
    seen = sum(journey.value for route, journey in routes if journey.converted and route)
    shared = dict.fromkeys(worth, 0)
    if any(worth.values()):
        shared = dict(zip(worth, split(seen, list(worth.values())), strict=True))
    left = whole - sum(shared.values())
    return shared | ({UNATTRIBUTED: left} if left else {})
