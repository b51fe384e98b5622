"""`refleqt search`: hits with their reasons, and clear words about options that do not fit."""

from uuid import uuid4

import pytest

from api.commands.search import lines
from tests.api.commands.running import refleqt
from tools.search import Found, Passage


def test_a_hit_is_told_with_who_said_it_and_why() -> None:
    one = Passage(
        source_type="activity", source_id=uuid4(), text="The export\nnever worked.", said_at=None,
        similarity=0.5, speaker="Piet", why=["says “export”", "means much the same"],
    )  # fmt: skip
    assert lines(Found(items=[one])) == [
        "activity: Piet: The export never worked.",
        "  because it says “export”; it means much the same",
        f"  {one.source_id}",
    ]
    assert lines(Found(items=[])) == ["Nothing was found."]


@pytest.mark.parametrize(
    ("option", "value", "remedy"),
    [
        ("--kind", "tweet", "vent"),
        ("--since", "yesterday", "2026-01-31"),
        ("--topic", "weather", "pricing"),
        ("--facet", "mood=bad", "sentiment"),
        ("--facet", "sentiment=angry", "good"),
    ],
)
def test_an_option_that_does_not_fit_is_refused(option: str, value: str, remedy: str) -> None:
    done = refleqt("search", "ads", option, value)
    assert done.code == 2
    assert value in done.err
    assert remedy in done.err


def test_nothing_to_look_for_is_refused() -> None:
    assert refleqt("search", "").code == 2
