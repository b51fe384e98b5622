"""Support: a passage answers by the words it shares, its meaning, and what is asked for."""

from collections.abc import Sequence
from datetime import date

from domain.language.questions import read
from domain.language.terms import roots
from domain.support import Context, coverage, features, identified, support, weighed

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


def test_who_somebody_is_needs_words_that_name_and_tell() -> None:
    asked = "Who is Dana?"
    told = identified(asked, "Dana there runs quality.")
    assert told > identified(asked, "Dana called.") > identified(asked, "It wasn't late.")


def test_who_holds_a_part_needs_a_name_beside_it() -> None:
    asked = "Who is our lawyer?"
    assert fit(asked, "The lawyer found gaps in the lease.") >= 0.3
    assert identified(asked, "The lawyer found gaps in the lease.") < 1
    assert identified(asked, "Peter Halloran is our lawyer.") == 1
    assert identified("Who is our bank manager?", "My manager, Peter, ran the team.") < 1


def test_a_launch_that_is_told_weighs_more_than_one_in_passing() -> None:
    asked = "When did Crib launch?"
    assert fit(asked, "Crib launch: many demos.") > fit(asked, "Filming for the Crib launch.")
    assert fit(asked, "Filming for the Crib launch on 4 May.") > fit(
        asked, "Filming for the Crib launch."
    )


def test_who_is_asked_about_must_do_what_is_asked() -> None:
    asked = "Why are our mechanics leaving?"
    assert fit(asked, "Our mechanics leave because of the shifts.") > 0.72
    assert fit(asked, "Our mechanics want the shift shared.") < 0.72
    assert fit(asked, "Their mechanics leave because of the shifts.") < 0.72
    assert fit(asked, "I left the bank because of the shifts.") < 0.5


def test_a_sentence_that_announces_lends_its_words_to_the_next() -> None:
    asked = read("Why did cancellations rise?", TODAY)
    wanted = weighed(asked, lambda _: 0.6, lambda _: True)
    text = "Looked at cancellations by hand. Nine of fourteen went because an audit was over."
    seen = features(asked, wanted, text, lambda texts: [0.4 for _ in texts])
    assert seen.sentence.quote.startswith("Nine of fourteen")


def test_what_the_engine_puts_first_fits_better_and_words_that_only_ask_fit_less() -> None:
    asked = read("Why do customers cancel?", TODAY)
    wanted = weighed(asked, lambda _: 0.6, lambda _: True)
    seen = features(asked, wanted, "They went.", lambda texts: [0.4 for _ in texts])
    assert support(asked, seen, 1.0) > support(asked, seen) > support(asked, seen, -1.0)
    assert fit(asked.text, "Why do customers cancel!") < fit(asked.text, "So customers cancel!")
