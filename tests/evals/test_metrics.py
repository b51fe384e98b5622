"""Every metric is plain code behind DeepEval's face."""

import json

import pytest
from deepeval.test_case import LLMTestCase
from hypothesis import given
from hypothesis import strategies as st

from domain.identity import Tenant
from evals.metrics import (
    Anonymity,
    Diversity,
    Groundedness,
    PairedOrder,
    Validity,
    VoiceDistance,
)
from evals.scenes import house

SHARE = st.floats(0, 1)


def score(predicted: float, outcome: float, others: list[tuple[float, float]]) -> float:
    """The judge's score of one item among others (predicted, outcome)."""
    case = LLMTestCase(
        input="?", actual_output=json.dumps(predicted), expected_output=json.dumps(outcome),
        context=[json.dumps(pair) for pair in others],
    )  # fmt: skip
    return PairedOrder().measure(case)


@pytest.mark.parametrize(
    ("others", "expected"),
    [
        ([(0.2, 0.1), (0.9, 0.95)], 1.0),
        ([(0.9, 0.1), (0.2, 0.95)], 0.0),
        ([(0.2, 0.1), (0.3, 0.95)], 0.5),
        ([(0.5, 0.1)], 0.5),
        ([(0.1, 0.6)], 0.5),
        ([], 0.5),
    ],
)
def test_items_are_ranked_against_each_other(
    others: list[tuple[float, float]], expected: float
) -> None:
    assert score(0.5, 0.6, others) == expected


@given(SHARE, SHARE, st.lists(st.tuples(SHARE, SHARE), max_size=8))
def test_a_score_is_a_share_and_its_mirror_the_rest(
    predicted: float, outcome: float, others: list[tuple[float, float]]
) -> None:
    one = score(predicted, outcome, others)
    assert 0 <= one <= 1
    mirrored = score(-predicted, outcome, [(-p, o) for p, o in others])
    assert one + mirrored == pytest.approx(1)


async def test_waiting_changes_nothing() -> None:
    case = LLMTestCase(
        input="?", actual_output="0.9", expected_output="0.9", context=["[0.1, 0.2]"]
    )
    judge = PairedOrder()
    assert await judge.a_measure(case) == 1.0
    assert judge.is_successful()
    assert "1 others" in (judge.reason or "")


def case(said: str, asked: str = "What now?", *given: str, wanted: str = "") -> LLMTestCase:
    """A test case of words."""
    return LLMTestCase(
        input=asked, actual_output=said, context=[*given], expected_output=wanted or None
    )


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("Ask Ada about the 12 shops.", ""),
        ("Ask Borin about it.", "Borin"),
        ("Ask 40 shops.", "number 40"),
        ("See https://one.example for it.", "address"),
        ('{"title": "Win 300 shops", "id": "a"}', "number 300"),
        ('{"title": "Win 12 shops"}', ""),
        ('{"title": ', ""),
    ],
)
def test_what_comes_from_nowhere_is_not_grounded(said: str, why: str) -> None:
    metric = Groundedness(["Ada has 12 shops."])
    assert metric.measure(case(said)) == float(not why)
    assert why in (metric.reason or "")
    assert metric.is_successful() is not bool(why)


def test_what_was_asked_or_given_may_be_said_again() -> None:
    metric = Groundedness()
    assert metric.measure(case("Take Borin and 40.", "Is it Borin?", "There are 40.")) == 1
    assert metric.measure(case("See one.example.", "What of one.example?")) == 1
    assert metric.measure(case("See one.example.", "What?", "There is one.example.")) == 0


def test_a_secret_and_a_name_tell_whose_it_is() -> None:
    metric = Anonymity(Tenant(people=("Theo Marchetti",)), ["8731"])
    assert metric.measure(case("Ask Theo Marchetti: 8731.")) == 0
    assert metric.rules == {"people", "canary"}
    assert metric.measure(case("Ask Theo Marchetti.", "Shall we ask Theo Marchetti?")) == 1
    assert metric.rules == frozenset()


def test_a_form_is_kept_where_its_rules_find_no_fault() -> None:
    metric = Validity(lambda text: [] if text == "well" else ["it is not well"])
    assert (metric.measure(case("well")), metric.measure(case("ill"))) == (1, 0)
    assert metric.reason == "it is not well"


def test_a_voice_may_be_as_far_out_as_the_furthest_own_text() -> None:
    own = house().own
    metric = VoiceDistance(own)
    metric.measure(case(own[0]))
    assert metric.is_successful()
    loud = "Leverage synergies! " * 12
    far = metric.measure(case(loud))
    assert not metric.is_successful()
    assert VoiceDistance(own, most=far).measure(case(loud)) == far
    metric.measure(case("Too short."))
    assert (metric.skipped, metric.is_successful()) == (True, True)


@pytest.mark.parametrize(
    ("said", "reached"),
    [(["a", "b"], True), (["a", "A"], False), (["a"], True), (["", ""], False), ([], True)],
)
def test_a_list_is_as_varied_as_the_right_one(said: list[str], reached: bool) -> None:
    metric = Diversity()
    metric.measure(case(json.dumps(said), wanted=json.dumps(["c", "d"])))
    assert metric.is_successful() == reached
