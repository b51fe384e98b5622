"""How far evidence is, and about how long until there is enough."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.outlook import outlook, standing
from domain.release import MINIMUM_ITEMS, Comparison


def against(n: int = 40, evidence: float = 1.0, needed: float = 33.0, **more: object) -> Comparison:
    told = {"against": "incumbent", "role": "beat", "n": n, "mean": 0.1, "own": 0.1, "months": 2,
            "evidence": evidence, "counter": 0.1, "needed": needed}  # fmt: skip
    return Comparison.model_validate(told | more)


def test_the_way_is_measured_in_logs_since_evidence_multiplies() -> None:
    assert standing(against(evidence=33**0.5)).way == pytest.approx(0.5)
    assert standing(against(evidence=0.2)).way == 0
    assert standing(against(evidence=500.0)).way == 1


def test_a_rival_of_which_no_proof_is_asked_is_met_or_not() -> None:
    floor = {"role": "floor", "needed": 0.0}
    assert standing(against(mean=0.01, **floor)).way == 1
    assert standing(against(mean=-0.01, **floor)).way == 0


def test_evidence_that_doubled_each_month_needs_as_many_months_as_doublings_are_missing() -> None:
    seen = outlook([against(n=40, evidence=4.0, needed=32.0)])
    assert seen is not None
    assert (seen.months_left, seen.pace) == (3, 20.0)


def test_too_few_artifacts_need_the_months_in_which_the_others_come() -> None:
    seen = outlook([against(n=10, evidence=50.0)])
    assert seen is not None
    assert (seen.n, seen.fewest, seen.months_left) == (10, MINIMUM_ITEMS, 4)


@pytest.mark.parametrize("one", [against(n=0, months=0), against(evidence=0.9), against(n=5)])
def test_where_nothing_speaks_for_it_no_number_of_months_is_named(one: Comparison) -> None:
    seen = outlook([one])
    assert seen is not None
    assert seen.months_left is None


def test_enough_evidence_is_not_missing_and_without_rivals_there_is_no_outlook() -> None:
    seen = outlook([against(evidence=40.0)])
    assert seen is not None
    assert seen.months_left == 0
    assert outlook([]) is None


@given(
    n=st.integers(0, 500), evidence=st.floats(1e-6, 1e6), months=st.integers(0, 36),
    needed=st.floats(20.0, 1e4),
)  # fmt: skip
def test_a_way_is_a_share_and_months_are_never_negative(
    n: int, evidence: float, months: int, needed: float
) -> None:
    one = against(n=n, evidence=evidence, needed=needed, months=months)
    seen = outlook([one])
    assert 0 <= standing(one).way <= 1
    assert seen is not None
    assert seen.months_left is None or seen.months_left >= 0
