"""Evidence grows where there is a difference, and nowhere else; whoever looks, whenever."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.evidence import STAKES, Item, e_value, look, weigh


def items(rng, count, ours, theirs, name="i") -> list[Item]:
    worth = rng.standard_normal(count)

    def guess(skill):
        return skill * worth + (1 - skill**2) ** 0.5 * rng.standard_normal(count)

    one, other = guess(ours), guess(theirs)
    return [
        Item(id=f"{name}{n}", outcome=float(1 / (1 + np.exp(-worth[n]))),
             expected={"a": float(one[n]), "b": float(other[n])})
        for n in range(count)
    ]  # fmt: skip


def test_a_difference_gathers_evidence_and_the_reverse_counts_against_it():
    rng = np.random.default_rng(1)
    found = weigh([look(items(rng, 30, 0.8, 0.1, f"{n}"), "a", "b") for n in range(3)])
    assert found.evidence > 100
    assert found.counter < 0.5
    assert (found.n, found.mean > 0.1) == (90, True)


def test_without_a_difference_the_mean_evidence_stays_about_one():
    rng = np.random.default_rng(2)
    found = [weigh([look(items(rng, 12, 0.4, 0.4), "a", "b")]).evidence for _ in range(400)]
    assert np.mean(found) < 1.25


def test_without_a_difference_a_year_of_looks_seldom_proves_one():
    rng = np.random.default_rng(3)
    proved = 0
    for _ in range(60):
        looks = [look(items(rng, 15, 0.3, 0.3, f"{n}"), "a", "b") for n in range(12)]
        proved += any(weigh(looks[: n + 1]).evidence >= 20 for n in range(12))
    assert proved <= 6  # a share of .05 exceeds it once in 40 times


def test_the_same_answers_prove_nothing_either_way():
    rng = np.random.default_rng(4)
    same = [
        one.model_copy(update={"expected": {"a": one.expected["a"], "b": one.expected["a"]}})
        for one in items(rng, 20, 0.5, 0.5)
    ]
    found = weigh([look(same, "a", "b")])
    assert (found.mean, found.evidence, found.counter) == (0.0, 1.0, 1.0)


def test_a_poor_start_does_not_hold_back_a_good_end():
    bad, good = [(-0.5,) * len(STAKES)] * 6, [(2.5,) * len(STAKES)] * 4
    assert e_value(bad + good) > 20


def test_no_look_says_nothing():
    assert (e_value([]), weigh([]).evidence) == (1.0, 1.0)
    assert look([], "a", "b").n == 0


@given(st.permutations(range(14)))
def test_the_order_of_the_items_changes_nothing(order):
    rng = np.random.default_rng(5)
    one = items(rng, 14, 0.6, 0.2)
    assert look([one[n] for n in order], "a", "b") == look(one, "a", "b")


def test_ties_are_worth_half():
    tied = [Item(id=f"{n}", outcome=0.5, expected={"a": n, "b": -n}) for n in range(10)]
    assert look(tied, "a", "b").mean == 0
    flat = [Item(id=f"{n}", outcome=n / 10, expected={"a": n, "b": 0}) for n in range(10)]
    assert look(flat, "a", "b").mean == pytest.approx(0.5)
