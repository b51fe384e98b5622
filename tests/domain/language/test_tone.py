"""Doubt and feeling are said only where words bear them out."""

import json
from pathlib import Path

import pytest

from domain.language.sentences import sentences
from domain.language.tone import certainty, charge, feeling, hedges, sentiment

HELD = Path("evals/golden/hedges_held.jsonl")


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


def test_doubt_is_heard_in_sentences_that_the_rules_were_not_written_for():
    """Labelled apart from the rules; the cues were written with `hedges.jsonl` at hand."""
    rows = [json.loads(line) for line in HELD.read_text("utf-8").splitlines()]
    heard = [bool(hedges(sentences(row["text"]))) for row in rows]
    right = sum(one and row["hedged"] for one, row in zip(heard, rows, strict=True))
    wanted = sum(row["hedged"] for row in rows)
    assert len(rows) >= 100
    assert 2 * right / (sum(heard) + wanted) >= 0.75


@pytest.mark.parametrize(
    "words",
    ["No doubt about it.", "I believe in paying early.", 'Our show is called "Maybe Tomorrow".',
     "It is the kind of tool you buy once.", "The likely-buyers list is full."],
)  # fmt: skip
def test_set_phrases_titles_and_longer_words_are_no_doubt(words: str):
    assert hedges(sentences(words)) == []
