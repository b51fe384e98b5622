"""Whose doings are asked about and told, by pronouns, owners and nouns for people."""

import pytest

from domain.language.doings import FOREIGN, FORMER, announces, asked_about, left_of


@pytest.mark.parametrize(
    ("question", "whose", "who", "people"),
    [
        ("Why do customers cancel?", "others", {"customer"}, True),
        ("What do readers of our newsletter do?", "others", {"reader"}, True),
        ("What is Marek worried about?", "others", {"marek"}, True),
        ("Why were the orders late?", "others", {"order"}, False),
        ("Why did I leave the bank?", "self", set(), False),
        ("Why did we pause it?", "ours", set(), False),
        ("Who pays for the course?", "others", set(), True),
        ("Warum kündigen unsere Kunden?", "others", {"kunden"}, True),
        ("Warum habe ich gekündigt?", "self", set(), False),
        ("Churn?", "nobody", set(), False),
    ],
)
def test_a_question_says_whose_doings_it_asks_about(
    question: str, whose: str, who: set[str], people: bool
) -> None:
    found = asked_about(question)
    assert (found.whose, set(found.who), found.people) == (whose, who, people)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Why do customers cancel?", "I quit eight months later."),
        ("Who pays for the course?", "I paid for the lights out of my own pocket."),
        ("Wann bestellen die Kunden?", "Ich bestelle privat immer am Sonntag."),
        ("What do our mechanics want?", "Their mechanics are leaving."),
        ("Why do customers leave?", "Beanbarn's subscribers leave because bags are stale."),
        ("Warum kündigen unsere Kunden?", "Bei Grünkiste kündigen die Kunden, sie sind wütend."),
        ("What does our sales team promise?", "At my last company the sales team lied."),
        ("Why did I leave the bank?", "Customers leave in July."),
    ],
)
def test_somebody_elses_doings_answer_less(question: str, text: str) -> None:
    assert left_of(asked_about(question), text) <= 0.8


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Why do customers cancel?", "I think they cancel because the bags pile up."),
        ("Why do customers cancel?", "I lost eleven customers to holidays."),
        ("Why do customers cancel?", "“I quit because of the price”, Dana said."),
        ("Why do Beanbarn's customers leave?", "Beanbarn's subscribers leave in spring."),
        ("Why did I leave the bank?", "I left because the numbers never smelled."),
        ("Why did I leave the bank?", "The bank was a mistake."),
        ("What did my last company promise?", "At my last company they promised a lot."),
    ],
)
def test_the_doings_that_are_meant_answer_fully(question: str, text: str) -> None:
    assert left_of(asked_about(question), text) == 1.0


def test_in_a_talk_i_may_be_anybody() -> None:
    asked = asked_about("Why do customers cancel?")
    assert left_of(asked, "I quit eight months later.", own_words=False) == 1.0
    assert left_of(asked, "I quit.", {"customer"}) == 1.0
    assert min(FOREIGN, FORMER) > 0


def test_a_sentence_may_only_announce_what_was_looked_at() -> None:
    assert announces("Looked at cancellations for the summer, all of them.")
    assert announces("Went through the exit survey tonight.")
    assert not announces("Most subscribers stop because the bags pile up.")
