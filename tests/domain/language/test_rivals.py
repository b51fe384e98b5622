"""Direct and indirect rivals are told apart."""

from domain.interview import Turn
from domain.language.replies import replies
from domain.language.rivals import denies, rivals


def hear(answer):
    return replies([Turn(question="Who are your competitors?", answer=answer)])[0]


def test_what_people_do_instead_is_indirect():
    found = rivals(hear("Lattice. Most people just use a spreadsheet."))
    assert found["competitors_direct"].value == ["Lattice"]
    assert found["competitors_indirect"].value == ["spreadsheet"]


def test_a_denial_is_heard():
    assert denies(hear("We have no competitors. People mention Xero.")) == "We have no competitors."
    assert denies(hear("Xero.")) == ""
