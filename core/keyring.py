"""The data keys of one business: every sealed value names the key that it was sealed with.

A sealed value is a mark of four bytes, the key's number, a nonce and the ciphertext. What is older
than the mark has none and belongs to key 1.
"""

import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from core import security

MARK = b"\xf5RK\x01"
NUMBER = 4
HEADER = len(MARK) + NUMBER
FIRST = 1


class KeyDestroyed(security.SealBroken):
    """The key that this record was sealed with is no longer there."""


def nobody(_number: int) -> bytes | None:
    """There is no place to look for further keys."""
    return None


@dataclass(frozen=True)
class Keyring:
    """Keys by number; new words are sealed with the newest. `lasting` stays when keys are changed.

    `fetch` is asked for a key that was made after this ring was read.
    """

    keys: Mapping[int, bytes] = field(repr=False)
    newest: int
    lasting: bytes = field(repr=False)
    fetch: Callable[[int], bytes | None] = field(default=nobody, repr=False)

    @property
    def header(self) -> bytes:
        """What every value begins with that is sealed with the newest key."""
        return MARK + self.newest.to_bytes(NUMBER, "big")

    def seal(self, words: bytes, about: str) -> bytes:
        """`words` under the newest key, bound to `about`."""
        return self.header + security.seal(self.keys[self.newest], words, about)

    def unseal(self, sealed: bytes, about: str) -> bytes:
        """The words again. Raises `KeyDestroyed`, and what `security.unseal` raises."""
        number = key_number(sealed)
        key = self.keys.get(number) or self.fetch(number)
        if key is None:
            raise KeyDestroyed(f"({about}, key {number})")
        body = sealed[HEADER:] if sealed.startswith(MARK) else sealed
        return security.unseal(key, body, about)

    def derive(self, purpose: str) -> bytes:
        """32 bytes for one purpose, the same for as long as the business has a key."""
        return hmac.digest(self.lasting, purpose.encode(), "sha256")


def key_number(sealed: bytes) -> int:
    """The number of the key that a value was sealed with."""
    if not sealed.startswith(MARK):
        return FIRST
    return int.from_bytes(sealed[len(MARK) : HEADER], "big")


def of_one(key: bytes) -> Keyring:
    """A ring of a business's first key alone."""
    return Keyring({FIRST: key}, FIRST, lasting_of(key))


def lasting_of(first: bytes) -> bytes:
    """The lasting secret of a business whose key was never changed."""
    return hmac.digest(first, b"lasting", "sha256")
