"""Names: coined ones anywhere, ordinary ones where they are written as names."""

import pytest

from domain.disguises import plain
from domain.identity import identity
from domain.leak_names import names_in
from domain.leak_spans import read

HARBOR = identity({"name": "Harbor", "products": ["Clear Path"], "people": ["Ines Okonkwo"]})


def found(text):
    shown = plain(text)
    return {points_to for _, _, points_to in names_in(HARBOR, read(shown))}


@pytest.mark.parametrize(
    "text",
    [
        "You work with Harbor daily.",
        "Harbor's readers know.",
        "Harbor helps.",
        "Client: Harbor",
        "Open harbor_logo.png now.",
        "Tag #harbor now.",
        "Tag H4rbor now.",
        "The harborhq page.",
        "Write h-a-r-b-o-r here.",
    ],
)
def test_an_ordinary_name_written_as_a_name(text):
    assert "Harbor" in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "A safe harbor.",
        "Harbor lights glow.",
        "Harbor no doubts.",
        "## The Calm Harbor Story",
        "harbors",
    ],
)
def test_an_ordinary_word_written_as_a_word(text):
    assert found(text) == set()


def test_two_ordinary_words():
    assert found("Give readers a clear path.") == set()
    assert found("Written for Clear Path now.") == {"Clear Path"}
    assert found("the clearpath tone") == {"Clear Path"}


@pytest.mark.parametrize(
    "text", ["okonkwo", "Okonkow", "I. Okonkwo", "iokonkwo", "Okon kwo", "owknoko"]
)
def test_a_coined_name_in_any_form(text):
    assert found(f"ask {text} today") == {"Ines Okonkwo"}


def test_a_first_name_with_the_surname_of_another_is_another():
    assert found("Ines Vartan wrote it.") == set()
    assert found("Ask Ines today.") == {"Ines Okonkwo"}


@pytest.mark.parametrize(
    "text", ["Okonkwoish ideas", "the Harborites know", "Clear-Paths", "Clear Pathers agree"]
)
def test_a_name_in_another_form(text):
    assert found(text)


def test_initials_that_mean_something_else_count_where_they_are_dotted():
    shop = identity({"name": "Harrow Pine", "legal": "Quillmark Verse Union Ltd"})

    def initials(text):
        return [points_to for _, _, points_to in names_in(shop, read(text))]

    assert initials("The HP printer jams.") == []
    assert initials("Ask the H.P. team.") == ["Harrow Pine"]
    assert initials("Ask the H-P team.") == ["Harrow Pine"]
    assert initials("H.&P. soaps") == ["Harrow Pine"]
    assert initials("The QVU tone is dry.") == ["Quillmark Verse Union Ltd"]
