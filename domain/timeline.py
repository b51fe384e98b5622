"""Steps that wait for each other: which of them decide the end, and how much play the rest has."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.errors import BadInput


class StepsGoInCircles(BadInput):
    """Steps of a plan wait for each other in a circle."""


@dataclass(frozen=True)
class Step:
    """Something that takes `days` and begins when all of `after` are done."""

    id: str
    days: float
    after: tuple[str, ...] = ()


@dataclass(frozen=True)
class Path:
    """The chain that decides the end, its length in days, and the spare days of every step."""

    steps: tuple[str, ...]
    days: float
    spare: Mapping[str, float]


def critical_path(steps: Sequence[Step]) -> Path:
    """The longest chain; waits for unknown steps count for nothing. Raises `StepsGoInCircles`."""
    import networkx as nx

    known = {step.id: step for step in steps}
    graph = nx.DiGraph()
    graph.add_nodes_from(known)
    graph.add_edges_from((one, step.id) for step in steps for one in step.after if one in known)
    if not nx.is_directed_acyclic_graph(graph):
        circle = " → ".join(edge[0] for edge in nx.find_cycle(graph))
        raise StepsGoInCircles(circle, remedy="Let one of them begin first.", value=circle)
    order = list(nx.topological_sort(graph))
    ends: dict[str, float] = {}
    for one in order:
        begin = max((ends[before] for before in graph.predecessors(one)), default=0.0)
        ends[one] = begin + known[one].days
    whole = max(ends.values(), default=0.0)
    latest: dict[str, float] = {}
    for one in reversed(order):
        starts = [latest[next_] - known[next_].days for next_ in graph.successors(one)]
        latest[one] = min(starts, default=whole)
    return Path(_chain(graph, ends, order), whole, {one: latest[one] - ends[one] for one in order})


def _chain(graph: Any, ends: Mapping[str, float], order: Sequence[str]) -> tuple[str, ...]:
    """From the last to end back over what it waited for longest."""
    if not order:
        return ()
    at: str | None = max(order, key=lambda one: ends[one])
    found: list[str] = []
    while at is not None:
        found.append(at)
        at = max(graph.predecessors(at), key=lambda one: ends[one], default=None)
    return tuple(reversed(found))
