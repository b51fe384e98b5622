"""A key is used for ninety days."""

from datetime import UTC, datetime, timedelta

from domain.vault import KEY_LIFE, key_is_old

MADE = datetime(2026, 1, 1, tzinfo=UTC)


def test_a_key_is_old_after_ninety_days() -> None:
    assert timedelta(days=90) == KEY_LIFE
    assert not key_is_old(MADE, MADE + timedelta(days=89, hours=23))
    assert key_is_old(MADE, MADE + timedelta(days=90))
