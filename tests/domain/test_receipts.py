"""A receipt finds its way from a claim to somebody's words, and never runs in circles."""

from itertools import pairwise
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from core.ids import derived_id
from domain.receipts import LONGEST, PREFERRED, SOURCES, Node, chain, ordered

KINDS = (*PREFERRED, *SOURCES, "stranger")
NODES = st.builds(lambda kind, n: (kind, derived_id(n)), st.sampled_from(KINDS), st.integers(0, 9))


def node(kind: str, name: str = "") -> Node:
    """A node with an id of its own."""
    return kind, derived_id(kind, name)


def test_revenue_leads_to_the_sentence_by_way_of_map_and_brief() -> None:
    path = ["journey", "entry", "brief", "map", "theme", "extraction", "vent"]
    nodes = [node(kind) for kind in path]
    links = {one: [other] for one, other in pairwise(nodes)}
    links[nodes[1]] = [node("signal"), nodes[2]]
    assert chain(nodes[0], links) == nodes


def test_what_leads_nowhere_gives_the_longest_way() -> None:
    head, middle, end = node("map"), node("belief"), node("entry")
    assert chain(head, {head: [node("signal"), middle], middle: [end]}) == [head, middle, end]
    assert chain(head, {}) == [head]


def test_preferred_kinds_are_followed_first() -> None:
    signal, theme, belief = node("signal"), node("theme"), node("belief")
    assert ordered("map", [signal, theme, belief]) == [belief, theme, signal]


@given(st.dictionaries(NODES, st.lists(NODES, max_size=4), max_size=20), NODES)
def test_a_way_is_made_of_links_and_meets_nothing_twice(
    links: dict[Node, list[Node]], start: Node
) -> None:
    way = chain(start, links)
    assert way[0] == start
    assert len(set(way)) == len(way) <= LONGEST
    assert all(after in links[before] for before, after in pairwise(way))
    assert isinstance(way[-1][1], UUID)
