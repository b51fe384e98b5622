"""Marks: addresses, phones, streets, colours, and the city with its year."""

import pytest

from domain.disguises import plain
from domain.identity import identity
from domain.leak_marks import city_and_year, marks_in
from domain.leak_spans import read

SHOP = identity(
    {
        "domains": ["shop.example-bread.be"],
        "handles": ["@bread_club"],
        "phone": "+32 9 555 01 87",
        "address": "14 Oude Vismijn, 9000 Ghent",
        "brand_colors": ["#C0FF3A"],
        "city": "Ghent",
        "founded": 2017,
    }
)


def rules(text):
    shown = plain(text)
    return {rule for rule, _, _ in marks_in(SHOP, read(shown))}


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("see shop.example-bread.be/x", "domains"),
        ("see https://elsewhere.com/a", "url"),
        ("write to a@b.co", "url"),
        ("tag @bread.club", "handles"),
        ("call 09/555 01 87", "phone"),
        ("call nine five five five zero one eight seven", "phone"),
        ("at Oude Vismijn 14", "address"),
        ("use c0ff3a", "brand_colors"),
        ("use rgb(192,255,58)", "brand_colors"),
        ("use #C0FF3A80", "brand_colors"),
        ("based in Ghent", "city"),
        ("founded back in 2017", "founded"),
    ],
)
def test_marks_are_found(text, rule):
    assert rule in rules(text)


@pytest.mark.parametrize(
    "text",
    [
        "see https://developers.google.com/x",
        "hero.png",
        "e.g. this.Then",
        "Ghent has canals",
        "in 2017",
        "#c0c0c0",
        "12 555 01 88",
    ],
)
def test_what_marks_nobody_passes(text):
    assert rules(text) == set()


def test_the_city_counts_with_the_year():
    for text, count in [
        ("Ghent in 2017", 1),
        ("Ghent in 2018", 0),
        ("Ghent, since '17", 1),
        ("Gentse from 2017", 0),
        ("Ghentt 2017", 1),
    ]:
        assert len(list(city_and_year(SHOP, read(text)))) == count


@pytest.mark.parametrize(
    ("text", "leaked"),
    [
        ("Visit quillery.com today", True),
        ("link: quillery.com", True),
        ("quillery.com", True),
        ("They work with quillery.com.", False),
        ("Post it on youtube.com", False),
        ("youtube.com/quillery", True),
        ("logging.info was called", False),
    ],
)
def test_a_host_counts_where_one_is_sent_there(text, leaked):
    assert ("url" in rules(text)) is leaked
