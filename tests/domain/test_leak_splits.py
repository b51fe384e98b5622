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
        "Tell\nIt\nDry\nEasy",
    ],
)
def test_lines_that_are_no_name(text):
    assert not list(splits_in(FOUND, read(text)))


def test_strings_of_one_document_are_neighbours():
    assert leaks(SHOP, {"tags": ["Tide", "wren"]})
    assert not leaks(SHOP, {"tags": ["tide", "table"]})
