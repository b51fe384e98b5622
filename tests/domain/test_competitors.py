"""A name in one comparison is asked about, not assumed; ways of writing it are one."""

from datetime import UTC, datetime
from uuid import UUID

from domain.competitors import MOVES, could_be, feelings, joined, key_of, shown_as, sure
from domain.derived import Piece
from domain.language.lexicons import table

AT = datetime(2026, 1, 1, tzinfo=UTC)


def piece(number: int, **more: object) -> Piece:
    """A piece of text `number`."""
    return Piece.model_validate({"kind": "vent", "id": UUID(int=number), "at": AT, **more})


def test_ways_of_writing_one_name_are_one() -> None:
    assert key_of("Acme, Inc.") == key_of("ACME") == "acme"
    found = joined(["Acme", "ACME", "Acme Pro", "Brasswick QMS"])
    assert found == {"acme": ["Acme Pro", "ACME", "Acme"], "brasswick qms": ["Brasswick QMS"]}
    assert shown_as("acme", found["acme"]) in ("ACME", "Acme")


def test_our_own_people_and_plain_words_are_no_competitors() -> None:
    own = {"priya", "gaugewren"}
    assert could_be("Brasswick", own)
    assert not any(could_be(name, own) for name in ("Priya", "Gaugewren", "spreadsheets", "X" * 99))


def test_one_comparison_is_not_enough() -> None:
    assert not sure([piece(1, framed=True), piece(1, framed=True), piece(2)], stated=False)
    assert sure([piece(1, framed=True), piece(2, framed=True)], stated=False)
    assert sure([], stated=True)


def test_a_tone_is_counted_only_where_one_was_told() -> None:
    told = feelings([piece(1, sentiment=1.0), piece(2, sentiment=-2.0), piece(3), piece(1)])
    assert told == {"good": 1, "bad": 1, "even": 0, "silent": 1}


def test_every_move_has_its_words() -> None:
    assert {*table("moves")["did"]} == {*MOVES}
    assert {*table("moves")["nouns"]} <= {*MOVES}
