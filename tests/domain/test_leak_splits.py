"""Splits: a name whose parts stand in lines, cells or strings of their own."""

import pytest

from domain.anonymity import leaks
from domain.identity import identity
from domain.leak_spans import read
from domain.leak_splits import splits_in

SHOP = {"name": "Harbor & Vale", "products": ["Tidewren"], "people": ["Ines Okonkwo"]}
FOUND = identity(SHOP)


@pytest.mark.parametrize(
    "text",
    [
        "- Harbor\n- Vale",
        "1. Tide\n2. wren\n3. more",
        "| Harbor | Vale |",
        "Tide; wren",
        "Harbor: calm\nVale: warm",
        "Written for Harbor &\nVale today.",
        "- Harbor\n- &\n- Vale",
        "1. Tide 2. wren",
        "Say “Tide” first and “wren” after a breath.",
        "Part one is Tide. Part two is wren.",
        "1. Tide comes in\n2. Wren calls",
        "Trust\nIdeas\nDetail\nEase\nWit\nRest\nEffort\nNerve",
    ],
)
def test_parts_that_stand_apart(text):
    assert list(splits_in(FOUND, read(text)))


@pytest.mark.parametrize(
    "text",
    [
        "- Vale\n- Harbor lights at night",
        "The harbor\nvale of years",
        "One line without a break",
        "- Calm\n- Warm",
        "Say “calm” first and “wren” later.",
        "Part one is tide. Part two is table.",
        "Tell\nIt\nDry\nEasy",
    ],
)
def test_lines_that_are_no_name(text):
    assert not list(splits_in(FOUND, read(text)))


def test_strings_of_one_document_are_neighbours():
    assert leaks(SHOP, {"tags": ["Tide", "wren"]})
    assert not leaks(SHOP, {"tags": ["tide", "table"]})


@pytest.mark.parametrize(
    "brief",
    [
        {"title": "Tide", "subtitle": "wren"},
        {"slots": [{"label": "one", "text": "Tide"}, {"label": "two", "text": "wren"}]},
        [{"t": "Tide", "n": 1}, {"t": "wren", "n": 2}],
    ],
)
def test_keys_between_two_parts_hide_nothing(brief):
    assert leaks(SHOP, brief)
