"""Markov and Shapley: totals that add up, are never negative, and know what a removal costs."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.credit_channels import markov, shapley
from domain.journeys import UNATTRIBUTED, Journey, Touch


def journey(channels, value, converted=True):
    size = len(channels)
    return Journey(
        "j",
        tuple(Touch(c, float(size - i)) for i, c in enumerate(channels)),
        value,
        "EUR",
        converted,
    )


some = st.lists(
    st.builds(
        journey, st.text("abcd", min_size=1, max_size=6), st.integers(0, 10**6), st.booleans()
    ),
    max_size=8,
)


@settings(max_examples=60)
@given(some, st.sampled_from([markov, shapley]))
def test_totals_add_up_and_are_never_negative(journeys, model):
    got = model(journeys)
    assert sum(got.values()) == sum(one.value for one in journeys if one.converted)
    assert all(amount >= 0 for amount in got.values())


def test_removal_effects_of_a_known_chain():
    # P(conversion) is 1/2; without a 0, without b 1/3 of the starts still convert through a alone.
    journeys = [
        journey("a", 300),
        journey("ab", 300),
        journey("a", 0, False),
        journey("ab", 0, False),
    ]
    got = markov(journeys)
    assert got["a"] > got["b"]
    assert got == {"a": 400, "b": 200}


def test_shapley_shares_a_journey_among_its_distinct_channels():
    assert shapley([journey("aab", 100), journey("b", 10)]) == {"a": 50, "b": 60}


@pytest.mark.parametrize("model", [markov, shapley])
def test_a_channel_that_only_failed_earns_nothing(model):
    assert model([journey("a", 100), journey("b", 0, False)])["b"] == 0


def test_money_without_a_touch_is_unattributed():
    assert shapley([Journey("j", (Touch("a", -1),), 70)]) == {UNATTRIBUTED: 70}


@given(some, st.sampled_from([markov, shapley]))
@settings(max_examples=40)
def test_renaming_is_only_a_renaming(journeys, model):
    renamed = [
        Journey(
            j.id,
            tuple(Touch("x" + t.channel, t.hours) for t in j.touches),
            j.value,
            "EUR",
            j.converted,
        )
        for j in journeys
    ]
    assert {
        "x" + name if name != UNATTRIBUTED else name: v for name, v in model(journeys).items()
    } == model(renamed)
