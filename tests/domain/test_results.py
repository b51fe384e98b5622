"""An outcome is a rank within the business; few impressions cannot win by luck."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.results import mean, outcomes, ranks

VALUES = st.dictionaries(st.text(max_size=4), st.floats(-1e6, 1e6), max_size=30)


def shown(impressions: float, clicks: float = 0, conversions: float = 0) -> dict[str, float]:
    """Sums of one artifact."""
    return {"impressions": impressions, "clicks": clicks, "conversions": conversions}


@given(VALUES)
def test_ranks_lie_between_zero_and_one_and_average_one_half(values: dict[str, float]) -> None:
    found = ranks(values)
    assert set(found) == set(values)
    assert all(0 < rank < 1 for rank in found.values())
    if found:
        assert mean([*found.values()]) == pytest.approx(0.5)


@given(VALUES)
def test_ranks_keep_the_order_and_share_ties(values: dict[str, float]) -> None:
    found = ranks(values)
    for one in values:
        for other in values:
            assert (found[one] < found[other]) == (values[one] < values[other])


def test_what_nobody_saw_has_no_outcome() -> None:
    found = outcomes({"a": shown(1000, 50, 5), "b": shown(0), "c": {"clicks": 4}})
    assert set(found) == {"a"}
    assert outcomes({}) == {}


def test_one_lucky_click_does_not_beat_a_thousand_shows() -> None:
    found = outcomes({
        "lucky": shown(2, 1, 1), "good": shown(10_000, 900, 90), "dull": shown(10_000, 100, 10)
    })  # fmt: skip
    assert found["good"] > found["lucky"] > found["dull"]


def test_nothing_known_is_one_half() -> None:
    assert mean([]) == 0.5
