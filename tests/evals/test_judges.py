"""A judge that is a model is a metric like others, and its order is swapped."""

from deepeval.test_case import LLMTestCase

from domain.pairwise import SIDES, Comparison, Pair, Preference, Side, Verdict
from evals.judges import Preferred

CASE = LLMTestCase(input="Why?", actual_output="Since it rains.", expected_output="So.")


def saying(first: str, second: str, *, judged: bool = True) -> Preferred:
    """A metric whose judge says this of the two orders."""

    def verdict(side: Side, prefers: str) -> Verdict:
        said = Preference.model_validate({"prefers": prefers, "why": "It says more."})
        return Verdict(was_first=side, said=said, judged=judged)

    async def ask(pair: Pair) -> Comparison:
        assert (pair.question, pair.one, pair.other) == ("Why?", "So.", "Since it rains.")
        return Comparison(verdicts=(verdict(SIDES[0], first), verdict(SIDES[1], second)))

    return Preferred(ask)


def test_it_is_preferred_where_both_orders_say_so() -> None:
    metric = saying("second", "first")
    assert metric.measure(CASE) == 1
    assert metric.comparison is not None
    assert [one.was_first for one in metric.comparison.verdicts] == ["one", "other"]
    assert (metric.is_successful(), metric.skipped) == (True, False)
    assert saying("first", "second").measure(CASE) == 0


def test_a_judge_of_places_decides_nothing() -> None:
    assert saying("first", "first").measure(CASE) == 0.5


def test_without_a_verdict_the_metric_is_skipped() -> None:
    metric = saying("tie", "tie", judged=False)
    assert metric.measure(CASE) == 0.5
    assert metric.skipped
