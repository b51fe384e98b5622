"""Each side is heard once, a neutral person decides, and silence has its written end."""

from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.ids import new_id
from domain.disputes import (
    Dispute,
    NothingDisputed,
    NotNeutral,
    RepliedAlready,
    ReplyStillOpen,
    ReplyTooLate,
    may_be_decided,
    must_be_heard,
    must_be_neutral,
    reply,
    steps,
)

BEGAN = datetime(2026, 10, 23, 9, tzinfo=UTC)
ONE = Dispute(BEGAN)
hours = st.integers(0, 24 * 9).map(lambda each: BEGAN + timedelta(hours=each))


@pytest.mark.parametrize(("given", "at", "said"), [
    (ONE, 1, ["done", "open", "later"]),
    (ONE, 72, ["done", "missed", "open"]),
    (Dispute(BEGAN, BEGAN), 1, ["done", "done", "open"]),
    (Dispute(BEGAN, None, BEGAN, new_id()), 1, ["done", "missed", "done"]),
    (Dispute(BEGAN, BEGAN, BEGAN), 1, ["done", "done", "default"]),
])  # fmt: skip
def test_the_course_is_told_step_by_step(given: Dispute, at: int, said: list[str]) -> None:
    assert [one.state for one in steps(given, BEGAN + timedelta(hours=at))] == said


def test_a_reply_comes_once_and_in_time() -> None:
    reply(ONE, ONE.reply_by - timedelta(seconds=1))
    with pytest.raises(ReplyTooLate):
        reply(ONE, ONE.reply_by)
    with pytest.raises(RepliedAlready):
        reply(Dispute(BEGAN, BEGAN), BEGAN)
    with pytest.raises(NothingDisputed):
        reply(Dispute(BEGAN, None, BEGAN), BEGAN)


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe"])
def test_deadlines_are_elapsed_time_over_a_change_of_the_clocks(zone: str) -> None:
    local = Dispute(BEGAN.astimezone(ZoneInfo(zone)).astimezone(UTC))
    assert local.reply_by - BEGAN == timedelta(hours=72)
    assert local.decide_by - BEGAN == timedelta(hours=168)


@given(hours, st.none() | hours)
def test_nobody_decides_before_the_other_side_was_heard(
    now: datetime, replied: datetime | None
) -> None:
    one = Dispute(BEGAN, replied)
    if may_be_decided(one, now):
        must_be_heard(one, now)
        assert replied is not None or now >= one.reply_by
    else:
        with pytest.raises(ReplyStillOpen):
            must_be_heard(one, now)
    assert BEGAN < one.reply_by < one.decide_by
    assert all(BEGAN < at < one.decide_by for at in one.turns().values())


def test_only_who_judged_nothing_and_belongs_to_nobody_is_neutral() -> None:
    ada, bo, cy = new_id(), new_id(), new_id()
    must_be_neutral(cy, {ada}, {bo})
    for who in (ada, bo, None):
        with pytest.raises(NotNeutral):
            must_be_neutral(who, {ada}, {bo, UUID(int=1)})
