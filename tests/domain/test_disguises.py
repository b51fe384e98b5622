"""Disguises: what the eye reads is what is compared."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.disguises import hidden_texts, lists, plain, skeleton, squash, turned


@pytest.mark.parametrize(
    "text",
    [
        "No\u200brthwind",
        "Nörthwind",
        "Ｎｏｒｔｈｗｉｎｄ",
        "N&#111;rthwind",
        "No<b>rth</b>wind",
        "N\\u006frthwind",
    ],
)
def test_signs_that_do_not_show_are_gone(text):
    assert plain(text) == "Northwind"


def test_marks_that_make_another_letter_stay():
    assert plain("Зенвой ゼンボイ") == "Зенвой ゼンボイ"


def test_spelled_signs_are_signs_and_tokens_are_gone():
    assert plain("north dot io, north[.]io, me (at) north") == "north.io, north.io, me@north"
    assert plain("Use {{BRAND}} here, not {{NORTHWIND}}") == "Use  here, not {{NORTHWIND}}"


def test_packed_text_is_opened():
    opened = {
        inside
        for text in (
            "x YnkgTm9ydGh3aW5k y",
            "6e6f72746877696e64",
            "a%20Northwind",
            '<img alt="Northwind">',
        )
        for _, inside in hidden_texts(text)
    }
    assert opened == {"by Northwind", "northwind", "a Northwind", 'img alt="Northwind"'}
    assert hidden_texts("plain words and a longerword") == []


def test_look_alikes_meet():
    assert skeleton("N0rthw1nd") == skeleton("northwind") == skeleton("Νorthwіnd")
    assert squash("Crème-Brûlée 2") == "cremebrulee2"
    assert turned("north") == ("htron", "abegu")


@given(st.text(max_size=80))
def test_squashing_twice_changes_nothing(text):
    assert squash(squash(text)) == squash(text)


def test_the_lists_have_a_version():
    assert lists()["version"] >= 1
    assert "seo" in lists()["acronyms"]
