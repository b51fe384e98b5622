"""Every sealed value names its key; the newest seals, all that are left open."""

import pytest

from core.keyring import MARK, KeyDestroyed, Keyring, key_number, lasting_of, of_one
from core.security import SealBroken, new_data_key, seal

OLD, NEW = new_data_key(), new_data_key()
BOTH = Keyring({1: OLD, 2: NEW}, 2, lasting_of(OLD))


def test_a_value_says_which_key_sealed_it() -> None:
    sealed = BOTH.seal(b"words", "vents.text")
    assert sealed.startswith(MARK)
    assert key_number(sealed) == 2
    assert sealed[:8] == BOTH.header
    assert key_number(of_one(OLD).seal(b"words", "vents.text")) == 1


def test_both_keys_open_what_they_sealed() -> None:
    for ring in (BOTH, of_one(OLD)):
        assert BOTH.unseal(ring.seal(b"words", "vents.text"), "vents.text") == b"words"


def test_what_was_sealed_before_keys_had_numbers_belongs_to_the_first() -> None:
    assert BOTH.unseal(seal(OLD, b"words", "vents.text"), "vents.text") == b"words"


def test_a_destroyed_key_opens_nothing() -> None:
    left = Keyring({2: NEW}, 2, lasting_of(OLD))
    with pytest.raises(KeyDestroyed, match="key 1"):
        left.unseal(of_one(OLD).seal(b"words", "vents.text"), "vents.text")


def test_a_changed_number_opens_nothing() -> None:
    sealed = bytearray(BOTH.seal(b"words", "vents.text"))
    sealed[7] = 1
    with pytest.raises(SealBroken):
        BOTH.unseal(bytes(sealed), "vents.text")


def test_a_key_made_since_is_fetched() -> None:
    asked: list[int] = []

    def fetch(number: int) -> bytes:
        asked.append(number)
        return NEW

    behind = Keyring({1: OLD}, 1, lasting_of(OLD), fetch)
    assert behind.unseal(BOTH.seal(b"words", "vents.text"), "vents.text") == b"words"
    assert asked == [2]


def test_what_is_derived_stays_when_keys_change_and_differs_by_purpose() -> None:
    assert of_one(OLD).derive("facets") == BOTH.derive("facets")
    assert BOTH.derive("facets") != BOTH.derive("vectors")
    assert of_one(NEW).derive("facets") != BOTH.derive("facets")


def test_a_ring_does_not_show_its_keys() -> None:
    assert OLD.hex() not in repr(BOTH)
    assert str(OLD) not in repr(BOTH)
