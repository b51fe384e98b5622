"""Doubt and feeling are said only where words bear them out."""

import pytest

from domain.language.sentences import sentences
from domain.language.tone import certainty, charge, feeling, hedges, sentiment


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("It will ship on Monday. We signed the lease.", "assertive"),
        ("Maybe it is the price. I think they might leave.", "hedged"),
        ("Could you please send it? I would like two.", "assertive"),
    ],
)
def test_only_doubt_about_facts_counts_as_a_hedge(text, label):
    assert certainty(sentences(text)).label == label


def test_hedges_stand_where_they_say():
    text = "Sales fell. Perhaps it is the weather, I guess."
    found = hedges(sentences(text))
    assert [one.quote for one in found] == ["Perhaps", "I guess"]
    assert all(text[one.start : one.end] == one.quote for one in found)


def test_mixed_feelings_are_left_unsaid():
    parts = sentences("It was a great launch and a terrible week.")
    assert sentiment(parts, 0.0) is None


def test_words_and_meaning_must_agree_before_feeling_is_said():
    parts = sentences("It was a miserable, embarrassing failure and a waste of money.")
    assert (sentiment(parts, 0.1) or 0) < 0
    assert sentiment(parts, -0.1) is None


def test_a_denied_word_counts_against_itself():
    good, bad = feeling(sentences("This is not a disaster."))
    assert (good, bad) == (0, 0)


def test_strong_words_charge_a_text():
    calm, loud = sentences("The shop opens at nine."), sentences("I HATE this, NEVER again!!!")
    assert 0 <= charge(calm) < charge(loud) <= 1
    assert charge([]) == 0
