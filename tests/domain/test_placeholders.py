"""What a model learns from names nobody and opens nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.placeholders import BUSINESS, hide, reveal

NAMES = ("Gaugewren", "Gaugewren Ltd", "gaugewren.example", "AG")


@pytest.mark.parametrize(
    ("said", "learned"),
    [
        ("Gaugewren Ltd sells.", "{{BUSINESS}} sells."),
        ("GAUGEWREN's mail", "{{BUSINESS}}'s mail"),
        ("See gaugewren.example/pricing", "See {{BUSINESS}}/pricing"),
        ("Gaugewrenish is a word, AG too", "Gaugewrenish is a word, AG too"),
    ],
)
def test_a_name_becomes_its_place(said: str, learned: str) -> None:
    assert hide(said, NAMES) == learned


@pytest.mark.parametrize(
    "secret",
    [
        "sk-proj-abcdefghijklmnop1234",
        "ghp_abcdefghijklmnopqrst",
        "AKIAIOSFODNN7EXAMPLE",
        "eyJhbGciOiJIUzI1.eyJzdWIiOiIx.c2lnbmF0dXJl",
        "hunter2hunter2",
        "4111 1111 1111 1111",
    ],
)
def test_a_secret_is_gone(secret: str) -> None:
    assert secret not in hide(f"Use it: password: {secret} today", NAMES)


@pytest.mark.parametrize("contact", ["ann.lee+x@shop.example", "+49 30 1234 5678"])
def test_nobody_can_be_reached(contact: str) -> None:
    assert hide(f"Call {contact} now", ()) == "Call {{CONTACT}} now"


@given(st.text(max_size=200))
def test_a_second_time_changes_nothing(said: str) -> None:
    once = hide(said, NAMES)
    assert hide(once, NAMES) == once


def test_the_name_comes_back() -> None:
    assert reveal(f"Lead with {BUSINESS}.", "Gaugewren") == "Lead with Gaugewren."
