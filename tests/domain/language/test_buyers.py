"""Who buys, where they are and what hurts them is heard."""

from domain.interview import Turn
from domain.language.buyers import buyers, geography, pains
from domain.language.replies import replies


def test_firms_are_an_industry_and_people_are_titles():
    reply = replies([Turn(question="Who is your ideal customer?", answer="CFOs at law firms.")])[0]
    found = buyers(reply)
    assert found["icp_titles"].value == ["cfos"]
    assert found["icp_industry"].value == ["law firms"]


def test_everyone_is_nobody():
    reply = replies([Turn(question="Who is your ideal customer?", answer="Everyone, people.")])[0]
    assert "icp_titles" not in buyers(reply)


def test_places_are_spelt_as_known_and_us_is_no_pronoun():
    assert geography("leeds and then us, mostly the US") == ["Leeds", "US"]


def test_each_sentence_of_pain_is_kept_in_its_own_words():
    reply = replies([Turn(question="What problem do they have?", answer="It leaks. It is loud.")])[
        0
    ]
    assert pains(reply)["icp_pains"].value == ["It leaks.", "It is loud."]
