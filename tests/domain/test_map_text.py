"""A map reads as an argument: every part once, nothing empty, and how it was made."""

from agents import cartographer
from domain.map_text import render, usual_of
from domain.rubric_wording import headings, placeholders, too_long
from tests.agents.plans import a_map as bare_map
from tests.agents.plans import known_well

PLAN = cartographer.draft(known_well()).maps[0]


def test_every_part_stands_once_and_nothing_is_left_open() -> None:
    text = render(PLAN)
    found = headings(text)
    assert len(set(found)) == len(found) == 14
    assert found[:2] == ["Why now", "What it is for"]
    assert placeholders(text) == []
    assert "no language model" in text
    assert "as many words" not in too_long(text)


def test_a_map_without_results_says_that_nothing_is_predicted_and_what_it_would_take() -> None:
    text = render(bare_map())
    assert "Publish 2 measured pieces by" in text
    assert "The baseline is 0" in text
    assert "Too few pieces of this kind were measured" in text


def test_a_stretch_is_called_one() -> None:
    assert PLAN.objective
    assert "a stretch" not in usual_of(PLAN.objective)
    assert "a stretch" in usual_of(PLAN.objective.model_copy(update={"target": 900}))
