"""Ask consults reading tools alone, each with questions; beliefs are told as sure as they are."""

import pytest

from agents.witnesses import certain, witnesses
from core.ids import new_id
from tools.beliefs import BeliefLine


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
        confidence=confidence, status="active", evidence=10, against=0, last_reinforced=None,
        verdict="none",
    )  # fmt: skip
    assert certain(line).startswith(begins)
    assert "10 pieces of evidence for it and none against it" in certain(line)
