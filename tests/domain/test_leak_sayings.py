"""Sayings: sentences, facts, coins and numbers of the business, and none of everybody's."""

import pytest

from domain.identity import identity
from domain.leak_sayings import sayings_in
from domain.leak_spans import read

SHED = identity(
    {
        "tagline": "Slow roasted beside the sea",
        "facts": [
            "Roasts 38 tonnes of coffee a year in a converted lifeboat shed",
            "Ships to 612 offices",
        ],
        "corpus": [
            'The shed leaks every winter and beans taste of diesel. We call it "diesel season".',
            'Sales never sleep then, our word for it is "the lamp weeks".',
        ],
    }
)


def rules(text):
    return {rule for rule, _, _ in sayings_in(SHED, read(text))}


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("It is roasted slowly, beside the sea.", "tagline"),
        ("Coffee is roasted in a converted lifeboat shed, tonnes of it each year.", "facts"),
        ("Some 38 tonnes leave the yard.", "number"),
        ("It reaches 612 desks.", "number"),
        ("It reaches six hundred and twelve desks.", "number"),
        ("In winter a shed that leaks makes beans taste of diesel.", "corpus"),
        ("Every winter and beans taste odd.", "corpus"),
        ("Name the diesel season early.", "jargon"),
        ("It is a lamp-weeks story.", "jargon"),
    ],
)
def test_own_words_are_found(text, rule):
    assert rule in rules(text)


@pytest.mark.parametrize(
    "text",
    [
        "Coffee for offices, all year.",
        "Beans taste of chocolate.",
        "Within 38 days.",
        "Slow sales by the sea.",
        "600 offices",
    ],
)
def test_everybodys_words_pass(text):
    assert rules(text) == set()
