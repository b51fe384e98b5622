"""A map rests on evidence, adds up, and keeps its own order."""

from datetime import timedelta

import pytest
from pydantic import ValidationError

from core.ids import derived_id
from domain.maps import Artifact, Claim, Proposal, faults, guard_of
from tests.conftest import START
from tests.worlds import plan

TODAY = START.date()
THEME = derived_id("theme")
KNOWN = frozenset({THEME})


def second(first: Artifact, **changes: object) -> Artifact:
    """A further artifact that waits for the first."""
    after = {"position": 2, "after": 1, "due_on": first.due_on + timedelta(days=7)}
    return first.model_copy(update={**after, **changes})


def test_a_sound_map_has_no_faults_and_names_its_sources() -> None:
    one = plan(TODAY, THEME)
    assert faults(one, TODAY, KNOWN) == []
    assert [source.id for source in one.sources()] == [THEME]


def test_unknown_evidence_is_a_fault() -> None:
    assert faults(plan(TODAY, THEME), TODAY, frozenset()) == [f"theme {THEME} is not known"]


def test_a_day_that_is_past_is_a_fault() -> None:
    one = plan(TODAY, THEME)
    assert faults(one, TODAY + timedelta(days=60), KNOWN) == ["artifact 1 is due in the past"]


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"due_on": TODAY + timedelta(days=1)}, "artifact 2 is due before what it waits for"),
        ({"after": 3}, "artifact 2 waits for one that comes later"),
        ({"after": 2}, "artifact 2 waits for one that comes later"),
    ],
)
def test_what_waits_comes_after(changes: dict[str, object], fault: str) -> None:
    one = plan(TODAY, THEME)
    both = (one.artifacts[0], second(one.artifacts[0], **changes))
    assert faults(one.model_copy(update={"artifacts": both}), TODAY, KNOWN) == [fault]


def test_a_thin_reserve_is_a_fault() -> None:
    one = plan(TODAY, THEME).model_copy(update={"reserve": 3_999})
    assert faults(one, TODAY, KNOWN) == ["the reserve is under a tenth of the cost"]


def test_parts_must_add_up() -> None:
    told = plan(TODAY, THEME).model_dump() | {"cost_low": 1}
    with pytest.raises(ValidationError, match="add up"):
        type(plan(TODAY, THEME)).model_validate(told)


def test_a_claim_without_evidence_cannot_be_made() -> None:
    with pytest.raises(ValidationError, match="at least 1"):
        Claim(text="Because I say so.", evidence=())


def test_more_than_three_maps_are_no_proposal() -> None:
    with pytest.raises(ValidationError, match="at most 3"):
        Proposal(maps=(plan(TODAY, THEME),) * 4)


def test_the_guard_tells_proposals_apart() -> None:
    assert guard_of("a", "b", "c") == guard_of("a", "b", "c") != guard_of("a", "bc", "")
