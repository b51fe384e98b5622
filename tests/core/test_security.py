"""Passwords, tokens and seals open for whom they were made, and for nobody else."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from stat import S_IMODE
from typing import Any

import jwt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import clock, security
from core.clock import SimulatedClock
from core.errors import NotSignedIn
from core.ids import new_id
from core.security import Claims, SealBroken, seal, unseal
from core.settings import settings, use
from tests.conftest import START

KEY = bytes(range(32))
CLAIMS = Claims(new_id(START), "founder", new_id(START))


@pytest.fixture
def it() -> Iterator[SimulatedClock]:
    """A clock that the test moves."""
    with clock.running(SimulatedClock(START)) as running:
        assert isinstance(running, SimulatedClock)
        yield running


def test_a_password_matches_its_own_hash_only() -> None:
    hashed = security.hash_password("correct horse")
    assert hashed != security.hash_password("correct horse")
    assert security.password_matches("correct horse", hashed)
    assert not security.password_matches("correct house", hashed)
    assert not security.password_matches("correct horse", "no hash at all")


def test_a_token_says_who_it_was_made_for(it: SimulatedClock) -> None:
    assert security.read_access_token(security.access_token(CLAIMS)) == CLAIMS


def test_a_token_lasts_an_hour_to_the_second(it: SimulatedClock) -> None:
    token = security.access_token(CLAIMS)
    it.move_to(START + timedelta(minutes=60, seconds=-1))
    assert security.read_access_token(token) == CLAIMS
    it.move_to(START + timedelta(minutes=60))
    with pytest.raises(NotSignedIn, match="expired"):
        security.read_access_token(token)


def forged(**changes: Any) -> str:
    """A token with changed claims under the right key."""
    body = {"iss": "refleqt", "aud": "refleqt", "typ": "access", "sub": str(new_id()),
            "role": "founder", "iat": 0, "exp": 2**40}  # fmt: skip
    key = settings().secret_key.get_secret_value()
    kept = {name: value for name, value in {**body, **changes}.items() if value is not None}
    return jwt.encode(kept, key, algorithm="HS256")


@pytest.mark.parametrize(
    "token",
    [
        "",
        "a.b.c",
        jwt.encode({"sub": "x"}, "x" * 32, algorithm="HS256"),
        jwt.encode({"sub": "x", "typ": "access"}, "", algorithm="none"),
        forged(aud="somebody"),
        forged(iss="somebody"),
        forged(typ="refresh"),
        forged(sub="no uuid"),
        forged(exp=None),
        forged(role=None),
    ],
)
def test_a_token_that_we_did_not_make_signs_nobody_in(token: str) -> None:
    with pytest.raises(NotSignedIn):
        security.read_access_token(token)


@given(st.binary(max_size=200), st.text(max_size=40))
def test_what_is_sealed_comes_back_whole(words: bytes, about: str) -> None:
    assert unseal(KEY, seal(KEY, words, about), about) == words


@given(st.integers(0, 43), st.integers(1, 255))
def test_a_changed_byte_breaks_the_seal(place: int, change: int) -> None:
    sealed = bytearray(seal(KEY, b"a secret worry!!", "vents.text"))
    sealed[place] ^= change
    with pytest.raises(SealBroken):
        unseal(KEY, bytes(sealed), "vents.text")


def test_another_key_or_another_place_breaks_the_seal() -> None:
    sealed = seal(KEY, b"words", "vents.text")
    for key, about in ((security.new_data_key(), "vents.text"), (KEY, "vents.tags")):
        with pytest.raises(SealBroken):
            unseal(key, sealed, about)


def test_only_the_hash_of_a_refresh_token_is_kept() -> None:
    token = security.refresh_token()
    assert token not in security.token_hash(token)
    assert security.token_hash(token) == security.token_hash(token)


def test_the_master_key_is_made_once_and_read_by_its_owner_only(tmp_path: Path) -> None:
    before = settings().data_dir
    use(data_dir=tmp_path)
    try:
        first = security.master_key()
        assert security.master_key() == first
        assert len(first) == 32
        assert S_IMODE((tmp_path / "master.key").stat().st_mode) == 0o600
    finally:
        use(data_dir=before)


def test_a_signature_holds_over_its_content_and_key_alone() -> None:
    signature, key = security.sign(b"release 3"), security.public_key()
    assert security.signature_holds(b"release 3", signature, key)
    assert not security.signature_holds(b"release 4", signature, key)
    other = f"{int(signature[:2], 16) ^ 1:02x}" + signature[2:]
    assert not security.signature_holds(b"release 3", other, key)
    assert not security.signature_holds(b"release 3", signature, "00" * 32)
    assert not security.signature_holds(b"release 3", "not hex", "nor this")
