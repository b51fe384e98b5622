"""Tongues: words of another tongue are names where nobody speaks it; names by ear are names."""

import pytest

from domain.anonymity import leaks
from domain.disguises import plain
from domain.identity import identity
from domain.leak_spans import read
from domain.leak_tongues import ordinary_abroad, respelt, same_sound, same_syllables, sounds, tongue

OVEN = {"name": "Panadería El Horno", "products": ["Sauerteig Ruhe"], "aliases": ["El Horno"]}


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("Das Brot ist nicht teuer.", "de"),
        ("El pan de la abuela.", "es"),
        ("Le pain est dans la cuisine.", "fr"),
        ("The bread of the day.", "en"),
        ("Brot 2026", "en"),
    ],
)
def test_small_words_tell_the_tongue(line, code):
    assert tongue(line) == code


def test_a_word_is_ordinary_in_its_own_tongue_only():
    word = read("Horno").words
    assert ordinary_abroad(word, "El horno de la casa.") == "es"
    assert ordinary_abroad(word, "The horno of the house.") == ""


@pytest.mark.parametrize(
    ("text", "leaked"),
    [
        ("El horno de la casa es viejo.", False),
        ("Una panadería abre a las seis.", False),
        ("El tono de El Horno es seco.", True),
        ("Write it the way Horno would.", True),
        ("Der Sauerteig braucht Ruhe und Zeit.", False),
        ("Show the Sauerteig to the reader.", True),
    ],
)
def test_a_name_of_foreign_words(text, leaked):
    assert bool(leaks(OVEN, text)) is leaked


def test_names_in_another_script_are_heard():
    found = identity({"name": "Quillmark", "people": ["Hannah Brightwood"]})
    for text in (
        "Пишите как Квиллмарк.",
        "Ask Ханна Брайтвуд.",
        "First line.\n\nКвиллмарк",
        "クイルマーク です",
    ):
        assert list(respelt(found, read(plain(text)))), text
    assert not list(respelt(found, read(plain("Пишите как обычно, коротко и ясно."))))
    assert not list(respelt(found, read("Latin words only.")))


def test_sounds_that_meet():
    assert sounds("orbit") == sounds("arbet")
    assert same_sound("ledzherli", "ledgerly")
    assert same_sound("pellouei", "pelloway")
    assert same_sound("kezeverk", "käsewerk")
    assert same_syllables("buraitorejiya", "brightledger")
    assert not same_syllables("toukiyou", "brightledger")
    assert not same_sound("moskva", "pelloway")
    assert not same_sound("ab", "ab")
