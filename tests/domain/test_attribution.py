"""Attribution: the golden journey, and the laws of decisions 10."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.attribution import (
    MODELS,
    USUAL,
    CostNotPositive,
    HalfLifeNotPositive,
    LookbackNotPositive,
    NoSuchModel,
    RefundTooLarge,
    Terms,
    by_artifact,
    channel_shares,
    credit,
    disagreement,
    distance,
    interval,
    intervals,
    refund,
    returns,
    shares,
    totals,
)
from domain.journeys import UNATTRIBUTED, Journey, Touch, channel_key, path

DAYS = (0, 5, 12, 30, 38)
GOLDEN = Journey(
    "golden",
    tuple(
        Touch(channel, (38 - day) * 24.0)
        for channel, day in zip(["ads", "blog", "email", "social", "direct"], DAYS, strict=True)
    ),
    value=1_200_000,
)
touches = st.builds(Touch, st.sampled_from("abcd"), st.integers(0, 2000).map(float))
journeys = st.builds(
    Journey,
    st.just("j"),
    st.lists(touches, min_size=1, max_size=9, unique=True).map(tuple),
    st.integers(0, 10**9),
)
models = st.sampled_from(sorted(MODELS))


def cents(journey, model, terms=USUAL):
    return [one.cents for one in credit(journey, model, terms)]


@pytest.mark.parametrize(
    ("model", "expected"),
    [
        ("first", [12000, 0, 0, 0, 0]),
        ("last", [0, 0, 0, 0, 12000]),
        ("last_non_direct", [0, 0, 0, 12000, 0]),
        ("linear", [2400] * 5),
        ("position", [4800, 800, 800, 800, 4800]),
    ],
)
def test_the_golden_journey(model, expected):
    assert cents(GOLDEN, model) == [amount * 100 for amount in expected]


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (7, [17520, 28744, 57488, 341704, 754545]),
        (30, [152905, 171630, 201759, 305810, 367897]),
    ],
)
def test_the_golden_time_decay_is_within_a_cent_and_adds_up(days, expected):
    got = cents(GOLDEN, "time_decay", Terms(half_life_hours=days * 24))
    assert sum(got) == 1_200_000
    assert all(abs(a - b) <= 1 for a, b in zip(got, expected, strict=True))


@given(journeys, models, st.floats(0.01, 1e6))
def test_shares_sum_to_one_and_cents_to_the_value(journey, model, half_life):
    terms = Terms(half_life_hours=half_life)
    given_shares = shares(journey, model, terms)
    assert abs(sum(given_shares) - 1) < 1e-12
    assert min(given_shares) >= 0
    assert sum(cents(journey, model, terms)) == journey.value
    assert min(cents(journey, model, terms)) >= 0


@given(journeys, models)
def test_a_repeated_touch_has_no_effect(journey, model):
    more = Journey("j", (*journey.touches, journey.touches[0]), journey.value)
    assert totals(credit(journey, model)) == totals(credit(more, model))
    assert shares(more, model)[-1] == 0


@given(journeys)
def test_first_of_the_reverse_is_last(journey):
    far = max(touch.hours for touch in journey.touches)
    back = tuple(Touch(t.channel, far - t.hours) for t in reversed(journey.touches))
    assert list(reversed(shares(Journey("j", back, 1), "first"))) == shares(journey, "last")


@given(journeys)
def test_decay_grows_with_recency(journey):
    pairs = sorted(
        (t.hours, s) for t, s in zip(journey.touches, shares(journey, "time_decay"), strict=True)
    )
    assert all(a[1] >= b[1] for a, b in pairwise(pairs))


@given(journeys)
def test_decay_runs_from_last_to_linear(journey):
    endless = shares(journey, "time_decay", Terms(half_life_hours=float("inf")))
    assert endless == pytest.approx(shares(journey, "linear"))
    nearest = min(t.hours for t in journey.touches)
    brief = shares(journey, "time_decay", Terms(half_life_hours=1e-6))
    latest = [s for t, s in zip(journey.touches, brief, strict=True) if t.hours == nearest]
    assert sum(latest) == pytest.approx(1)


@given(journeys, models, st.permutations("abcd"))
def test_renaming_a_channel_is_only_a_renaming(journey, model, names):
    new = dict(zip("abcd", names, strict=True))
    renamed = Journey(
        "j", tuple(Touch(new[t.channel], t.hours) for t in journey.touches), journey.value
    )
    before = {new[name]: amount for name, amount in totals(credit(journey, model)).items()}
    assert before == totals(credit(renamed, model))


@given(journeys, models, st.data())
def test_refunds_reverse_exactly_and_take_no_more_than_was_given(journey, model, data):
    given_credits = credit(journey, model)
    assert sum(c.cents for c in given_credits) + sum(c.cents for c in refund(given_credits)) == 0
    part = data.draw(st.integers(0, journey.value))
    back = refund(given_credits, part)
    assert sum(c.cents for c in back) == -part
    assert all(a.cents + b.cents >= 0 for a, b in zip(given_credits, back, strict=False))


def test_a_refund_above_the_credit_is_refused():
    with pytest.raises(RefundTooLarge):
        refund(credit(GOLDEN, "linear"), 1_200_001)


def test_the_window_leaves_out_old_touches():
    assert shares(GOLDEN, "first", Terms(lookback_hours=10 * 24)) == [0, 0, 0, 1, 0]


def test_money_without_a_touch_in_the_window_is_unattributed():
    lonely = Journey("j", (Touch("a", 100),), 500)
    assert totals(credit(lonely, "last", Terms(lookback_hours=24))) == {UNATTRIBUTED: 500}


def test_what_did_not_convert_earns_nothing():
    lost = Journey("j", (Touch("a", 1),), 0, converted=False)
    assert shares(lost, "linear") == [0]
    assert credit(lost, "linear") == []


def test_disagreement_is_none_for_one_touch_and_whole_for_opposites():
    assert disagreement([Journey("j", (Touch("a", 1),), 1)]) == 0
    two = Journey("j", (Touch("a", 2), Touch("b", 1)), 1)
    assert disagreement([two], ["first", "last"]) == 1
    assert disagreement([two], ["first", "linear", "last"]) == pytest.approx(2 / 3)


@given(st.lists(journeys, max_size=4))
def test_disagreement_stays_between_none_and_whole(some):
    assert 0 <= disagreement(some) <= 1 + 1e-12


def test_both_returns_are_named():
    both = returns(30_000, 10_000)
    assert (both.roas, both.roi) == (3.0, 2.0)
    with pytest.raises(CostNotPositive):
        returns(1, 0)


def test_credits_add_up_by_artifact():
    journey = Journey("j", (Touch("a", 2, "x"), Touch("b", 1, "y"), Touch("b", 0, "x")), 100)
    assert by_artifact(credit(journey, "linear")) == {"x": 67, "y": 33}


def test_few_conversions_ask_for_more_and_many_for_none():
    journey = Journey("j", (Touch("a", 2), Touch("b", 1)), 100)
    few = interval([credit(journey, "linear")] * 3, "a", np.random.default_rng(1))
    assert few.need == 7
    assert few.verdict == "Not enough data: need 7 more conversions."
    mixed = [credit(Journey("j", (Touch("ab"[i % 2], 1),), 100), "last") for i in range(200)]
    many = interval(mixed, "a", np.random.default_rng(1))
    assert many.low < many.estimate == 0.5 < many.high
    assert many.need == 0
    assert "n=200" in many.verdict
    assert interval([], "a", np.random.default_rng(1)).need == 10


def test_terms_that_mean_nothing_are_refused():
    for half_life in (0, -1, float("nan")):
        with pytest.raises(HalfLifeNotPositive):
            Terms(half_life_hours=half_life)
    with pytest.raises(LookbackNotPositive):
        Terms(lookback_hours=0)
    with pytest.raises(NoSuchModel):
        shares(GOLDEN, "guess")


def test_several_ranges_at_once_are_those_of_each_alone():
    given_out = [credit(Journey(f"{i}", (Touch("ab"[i % 2], 1),), 100 + i), "last")
                 for i in range(40)]  # fmt: skip
    own = np.array([[sum(c.cents for c in one if c.channel == name) for name in "ab"]
                    for one in given_out])  # fmt: skip
    both = intervals(own, own.sum(axis=1), np.random.default_rng(1))
    assert both[0] == interval(given_out, "a", np.random.default_rng(1))
    assert both[0].estimate + both[1].estimate == pytest.approx(1)
    assert intervals(own[:0], own[:0].sum(axis=1), np.random.default_rng(1))[1].need == 10


@given(st.lists(journeys, min_size=1, max_size=6))
def test_the_distance_of_given_credit_is_the_disagreement(some):
    names = [*MODELS]
    channels = [*dict.fromkeys(channel_key(t.channel) for one in some for t in one.touches)]
    told = np.zeros((len(some), len(names), len(channels)))
    for row, one in enumerate(some):
        for at, model in enumerate(names):
            for channel, part in channel_shares(one, model, Terms()).items():
                told[row, at, channels.index(channel)] += part
    fits = [bool(path(one)) and one.converted for one in some]
    assert distance(told[np.array(fits)]) == pytest.approx(disagreement(some))
