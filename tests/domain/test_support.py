"""Support: a passage answers by the words it shares, its meaning, and what is asked for."""

from collections.abc import Sequence
from datetime import date

from domain.language.questions import read
from domain.language.terms import roots
from domain.support import Context, coverage, features, support, weighed

TODAY = date(2026, 11, 21)


def fit(question: str, text: str, about: str = "") -> float:
    """Support where meaning says nothing."""
    asked = read(question, TODAY)
    wanted = weighed(asked, lambda _: 0.6, lambda _: True)

    def alike(texts: Sequence[str]) -> list[float]:
        return [0.4 for _ in texts]

    return support(asked, features(asked, wanted, text, alike, Context(about=about)))


def test_more_shared_words_are_more_support() -> None:
    asked = "What does Plumbline charge for its starter plan?"
    near = fit(asked, "Plumbline dropped their starter plan to $59.")
    assert near > fit(asked, "Plumbline looks like 2004.") > fit(asked, "The dog sleeps.")


def test_a_name_that_is_missing_weighs_heavily() -> None:
    asked = "What did customers in Japan say about packaging?"
    assert fit(asked, "Customers like the packaging.") < 0.72


def test_where_a_count_is_asked_for_a_count_must_stand_there() -> None:
    asked = "How many people work at Brasswick?"
    assert (
        fit(asked, "Brasswick has nine people.")
        > 2 * fit(asked, "People know Brasswick, since 2004.") * 0.9
    )


def test_the_question_of_an_interview_counts_for_its_answer() -> None:
    asked = "What are our prices?"
    assert fit(asked, "Bench is $149.", "And the prices?") > fit(asked, "Bench is $149.")


def test_coverage_is_a_share() -> None:
    asked = read("price of the crib", TODAY)
    wanted = weighed(asked, lambda _: 0.5, lambda _: True)
    assert coverage(wanted, roots("the price of a crib"), ()) == 1.0
    assert coverage(wanted, (), ()) == 0.0
    assert coverage([], (), ()) == 0.0
