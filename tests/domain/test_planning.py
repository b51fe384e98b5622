"""What a map may rest on is a value: made once, compared by what it holds."""

from dataclasses import FrozenInstanceError
from datetime import date
from uuid import UUID

import pytest

from domain.planning import Evidence, Theme

THEME = Theme(UUID(int=1), "retention", "", 3, ((UUID(int=2), "They leave."),))


def test_evidence_knows_nothing_unless_it_is_told() -> None:
    bare = Evidence(date(2026, 11, 2), "USD")
    assert [*bare.themes, *bare.beliefs, *bare.combinations, *bare.proposed] == []
    assert bare.undecided == 0


def test_a_theme_is_silent_until_somebody_may_be_quoted() -> None:
    assert THEME.label == ""
    assert THEME.heard == ()


def test_nobody_changes_evidence_after_it_was_gathered() -> None:
    with pytest.raises(FrozenInstanceError):
        THEME.count = 4
