"""Nothing is proposed that the calendar holds: not the piece, not its title, not its keyword."""

from datetime import timedelta
from uuid import UUID

import pytest

from agents import cartographer
from domain.duplicates import doubles
from domain.planning import Ahead
from tests.agents.plans import DAY, known_well

PLAN = cartographer.draft(known_well()).maps[0]
ONE = PLAN.artifacts[0]
SAME = (ONE.artifact_type, PLAN.segment, ONE.angle)


@pytest.mark.parametrize(
    ("days", "title", "kind", "keyword", "found"),
    [
        (9, "Another title", SAME, "", True),
        (-9, "Another title", SAME, "", False),
        (-9, ONE.title.upper(), ("email", "", ""), "", True),
        (-9, "Another title", ("email", "", ""), "Quality Managers", True),
        (9, "Another title", ("email", PLAN.segment, "craft"), "", False),
    ],
)
def test_a_piece_doubles_what_is_to_come_or_came_out_lately(
    days: int, title: str, kind: tuple[str, str, str], keyword: str, found: bool
) -> None:
    day = DAY + timedelta(days=days)
    entry = Ahead(UUID(int=9), day, title, *kind, "webinars", keyword)
    assert bool(doubles(PLAN, [entry])) == found
