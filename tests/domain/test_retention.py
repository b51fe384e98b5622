"""A window is a number of days in its range; some have to end."""

import pytest

from domain.retention import KINDS, WINDOWS, WindowOutOfRange, check


def test_words_are_kept_until_erased_unless_set() -> None:
    assert WINDOWS["vents"].days is None
    assert check("vents", 30) == 30
    assert check("vents", None) is None


def test_recordings_go_once_they_have_a_transcript() -> None:
    assert WINDOWS["audio"].days == 0


@pytest.mark.parametrize(("kind", "days"), [("exports", None), ("exports", 31), ("vents", 0)])
def test_a_window_out_of_range_is_refused(kind: str, days: int | None) -> None:
    with pytest.raises(WindowOutOfRange):
        check(kind, days)


def test_every_kind_has_its_window() -> None:
    assert set(KINDS) == set(WINDOWS)
