"""The page of the model: the month ahead is told in words."""

from datetime import date

from api.web.pages.model import WORKS
from domain.loop import EVERY
from domain.work import TrackTraining, TrainAdapter

DAY = date(2026, 11, 28)


def test_everything_that_the_cycle_does_has_words() -> None:
    planned = {work.name() for works in EVERY.values() for work in works(DAY)}
    assert planned | {TrainAdapter.name(), TrackTraining.name()} == set(WORKS)
