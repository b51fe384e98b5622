"""Passages: words with their place, light stems, and numbers however they are said."""

import pytest

from domain.passages import (
    camel_parts,
    content,
    counted,
    known,
    label_before,
    numbers,
    sentences,
    stem,
    stems,
    words,
)


def test_words_know_where_they_stand():
    first, harbor, own = words("- Use Harbor. Harbor's")[:3]
    assert (first.opens, harbor.opens, own.opens) == (True, False, True)
    assert (harbor.owns, own.owns, own.capital) == (False, True, True)


def test_heads_and_labels():
    assert camel_parts("HarborApp") == ["Harbor", "App"]
    assert camel_parts("harbor") == []
    assert label_before("Client: Harbor", 8) == "client"
    assert label_before("to Harbor", 3) == ""


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,437 cups", 1437),
        ("1.437 cups", 1437),
        ("1 437 cups", 1437),
        ("1.4k cups", 1400),
        ("€1.37 million", 1_370_000),
        ("one thousand four hundred and thirty-seven", 1437),
        ("38.5 %", 38.5),
    ],
)
def test_numbers_however_they_are_said(text, value):
    assert value in numbers(text)


def test_what_is_counted_and_what_is_counted_everywhere():
    assert (9400.0, stem("lunches")) in counted("9,400 lunches")
    assert counted("within 38 days") == {}


def test_stems_and_content():
    assert len({stem(word) for word in ("roasting", "roasted", "roasts", "roast")}) == 1
    assert stem("companies") == stem("company")
    assert content(stems("We roast beans for the boats")) == {"roast", "bean", "boat"}
    assert sentences("One. Two!\nThree") == ["One.", "Two!", "Three"]


def test_english_knows_its_words():
    assert known("harbor")
    assert not known("brightloaf")
