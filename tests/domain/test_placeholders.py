"""What a model learns from names nobody and opens nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.placeholders import BUSINESS, Veil, hide, hide_names, names_of, reveal, secrets_in

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


def test_a_business_is_called_by_its_name_in_one_word_and_in_its_address() -> None:
    assert names_of("Test House", "test-house") == ("Test House", "TestHouse", "test-house")
    assert hide_names("ask test-house at a@b.example", names_of("X Y", "test-house")) == (
        "ask {{BUSINESS}} at a@b.example"
    )


@given(st.lists(st.sampled_from(["{", "{{", BUSINESS, "BUSI", "NESS}}", "a {", "}} b"])))
def test_a_text_in_pieces_is_revealed_as_a_whole_one(pieces: list[str]) -> None:
    veil = Veil("Gaugewren")
    shown = "".join(veil.lift(piece) for piece in pieces) + veil.lift("", last=True)
    assert shown == reveal("".join(pieces), "Gaugewren")


def test_without_a_name_nothing_waits() -> None:
    assert Veil("").lift("{{BUSI") == "{{BUSI"


def test_a_secret_is_known_by_its_text_when_a_quote_lost_what_showed_it() -> None:
    text = "The password: hunter2canary, confuses people; so does sk-abcdefghijklmnop1234."
    assert secrets_in(text) == ("hunter2canary", "sk-abcdefghijklmnop1234")
    assert secrets_in("Nobody answers the phone.") == ()
