"""The critical path is the longest chain, whatever the plan looks like."""

from itertools import pairwise, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.timeline import Step, StepsGoInCircles, critical_path


@st.composite
def plans(draw: st.DrawFn) -> list[Step]:
    n = draw(st.integers(1, 6))
    return [
        Step(
            str(at), draw(st.integers(0, 20)),
            tuple(str(b) for b in range(at) if draw(st.booleans())),
        )
        for at in range(n)
    ]  # fmt: skip


def longest(steps: list[Step]) -> float:
    """Every chain, tried one by one."""
    known = {step.id: step for step in steps}
    best = 0.0
    for size in range(1, len(steps) + 1):
        for chain in permutations(known, size):
            linked = all(a in known[b].after for a, b in pairwise(chain))
            best = max(best, sum(known[one].days for one in chain)) if linked else best
    return best


@settings(max_examples=60)
@given(plans())
def test_it_is_as_long_as_the_longest_chain(steps: list[Step]) -> None:
    found = critical_path(steps)
    days = {step.id: step.days for step in steps}
    assert found.days == pytest.approx(longest(steps))
    assert sum(days[one] for one in found.steps) == pytest.approx(found.days)
    assert all(spare >= -1e-9 for spare in found.spare.values())
    assert all(found.spare[one] == pytest.approx(0) for one in found.steps)


def test_a_circle_is_refused_by_name() -> None:
    with pytest.raises(StepsGoInCircles, match="a"):
        critical_path([Step("a", 1, ("b",)), Step("b", 1, ("a",))])


def test_nothing_to_do_takes_no_time() -> None:
    assert critical_path([]).steps == ()
    assert critical_path([Step("a", 3, ("unknown",))]).days == 3
