"""Sentences stand where they say, whatever the text."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import BadInput, TooLarge
from core.text import MAX_CHARACTERS
from domain.language.sentences import MAX_SENTENCE, sentences, span, steady

anything = st.text(st.characters(codec=None), max_size=400)


@given(anything)
def test_every_sentence_stands_where_it_says(text):
    found = sentences(text)
    assert all(text[part.start : part.end] == part.quote for part in found)
    assert all(part.quote == part.quote.strip() and part.quote for part in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


def test_abbreviations_and_decimals_do_not_end_a_sentence():
    quotes = [part.quote for part in sentences("We paid Dr. Lee 3.5 k, e.g. in May. It helped!")]
    assert quotes == ["We paid Dr. Lee 3.5 k, e.g. in May.", "It helped!"]


def test_a_sentence_without_end_is_cut_into_pieces():
    parts = sentences("word " * 1000)
    assert len(parts) > 5
    assert all(len(part.quote) <= MAX_SENTENCE for part in parts)


def test_an_unbroken_run_of_letters_is_cut_too():
    parts = sentences("a" * 5000)
    assert sum(len(part.quote) for part in parts) == 5000


def test_steady_moves_nothing_and_mends_what_cannot_be_stored():
    assert steady("a\x00b\ud800c") == "a\ufffdb\ufffdc"


@pytest.mark.parametrize("text", ["", "  \n", "\x00"])
def test_empty_text_is_refused(text):
    with pytest.raises(BadInput):
        steady(text)


def test_endless_text_is_refused_at_once():
    with pytest.raises(TooLarge):
        steady("a" * (MAX_CHARACTERS + 1))


def test_a_span_is_trimmed():
    assert span("  a b ", 0, 6).quote == "a b"
