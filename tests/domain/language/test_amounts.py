"""Numbers are read as people write them."""

import pytest

from domain.language.amounts import number, tidy


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("9k", 9000),
        ("780.000", 780_000),
        ("100,000", 100_000),
        ("1.1M", 1_100_000),
        ("11 million", 11_000_000),
        ("11.99", 11.99),
        ("4,50", 4.5),
        ("eight", 8),
        ("tenner", 10),
        ("none", None),
    ],
)
def test_numbers_are_read_as_people_write_them(text, value):
    assert number(text) == (None if value is None else pytest.approx(value))


def test_whole_numbers_are_ints():
    assert repr(tidy(29.0)) == "29"
    assert tidy(11.994) == 11.99
