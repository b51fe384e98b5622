"""Ask consults reading tools alone, each with questions; beliefs are told as sure as they are."""

from datetime import UTC, datetime

import pytest

from agents.witnesses import certain, witnesses
from core.ids import new_id
from domain.language.questions import read
from tools.beliefs import BeliefLine
from tools.context import ThemeLine, ThemeList

AT = datetime(2026, 3, 3, tzinfo=UTC)


def test_only_reading_tools_are_consulted_and_each_has_examples() -> None:
    every = witnesses()
    assert len({one.tool.name for one in every}) == len(every) >= 30
    for one in every:
        assert not one.tool.writes
        assert len(one.examples) >= 4


@pytest.mark.parametrize(
    ("confidence", "begins"),
    [(0.9, "Webinars bring"), (0.7, "As far as"), (0.5, "It may be"), (0.2, "The evidence speaks")],
)
def test_certainty_is_in_the_verb(confidence: float, begins: str) -> None:
    line = BeliefLine(
        id=new_id(), category="channel", claim="Webinars bring more than our other channels.",
        confidence=confidence, low=0.5, high=0.95, status="active", evidence=10, against=0,
        last_reinforced=None, verdict="none", valid_from=None, valid_to=None, used=True,
    )  # fmt: skip
    assert certain(line).startswith(begins)
    assert "10 pieces of evidence for it and none against it" in certain(line)


SAME_POINT = "Hank and I disagree about the buyer in front of everybody."


def theme(label: str, count: int) -> ThemeLine:
    """A point that came back."""
    return ThemeLine(
        id=new_id(), topic="", label=label, count=count, first_at=AT, last_at=AT,
        quotes=[label],
    )  # fmt: skip


def counted(text: str) -> str:
    """What the recurring themes say to a question of how often."""
    [witness] = [one for one in witnesses() if one.tool.name == "list_themes"]
    found = witness.tells(
        read(text, AT.date()),
        ThemeList(items=[theme("The importer is out.", 9), theme(SAME_POINT, 7)]),
    )
    return found.said if found else ""


def test_what_came_back_is_counted_by_its_theme() -> None:
    assert "7 times" in counted("How often did Hank and I disagree about the buyer?")
    assert counted("How often did I mention the importer?") == ""
