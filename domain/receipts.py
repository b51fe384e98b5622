"""The way from a claim back to the words that it rests on, over links of evidence (product D8)."""

from collections.abc import Mapping, Sequence
from uuid import UUID

Node = tuple[str, UUID]
SOURCES = ("vent", "answer", "activity", "file", "market_signal")
"""Kinds in which somebody speaks, or a file does: where a receipt ends."""
PREFERRED: Mapping[str, tuple[str, ...]] = {
    "journey": ("credit", "entry"),
    "credit": ("entry",),
    "entry": ("brief", "belief", "deliverable"),
    "deliverable": ("assignment",),
    "assignment": ("brief",),
    "payment": ("assignment",),
    "brief": ("map", "artifact"),
    "artifact": ("map",),
    "map": ("belief", "theme", "extraction", "activity", "market_signal", "signal"),
    "theme": ("extraction",),
    "belief": ("extraction", "entry"),
    "release": ("belief",),
    "reply": ("vent", "answer", "activity", "file", "extraction", "theme", "belief"),
    "segment": (*SOURCES, "entry", "segment"),
    "competitor": (*SOURCES, "entry", "competitor"),
    "extraction": SOURCES,
}
"""Which kind of evidence is followed first; what is not named comes last."""
LONGEST = 12


def chain(start: Node, links: Mapping[Node, Sequence[Node]]) -> list[Node]:
    """The nodes from `start` to a source, following the preferred kinds first.

    Where no source can be reached, the longest way found; always begins with `start`.
    """
    best: list[Node] = [start]
    stack: list[list[Node]] = [[start]]
    seen: set[Node] = {start}
    while stack:
        way = stack.pop()
        if way[-1][0] in SOURCES:
            return way
        if len(way) > len(best):
            best = way
        if len(way) == LONGEST:
            continue
        fresh = [node for node in ordered(way[-1][0], links.get(way[-1], ())) if node not in seen]
        seen.update(fresh)
        stack.extend([*way, node] for node in reversed(fresh))
    return best


def ordered(kind: str, nodes: Sequence[Node]) -> list[Node]:
    """Evidence of one node, preferred kinds first, otherwise as it was given."""
    order = PREFERRED.get(kind, ())
    return sorted(nodes, key=lambda node: order.index(node[0]) if node[0] in order else len(order))
