"""Password hashes, access tokens (JWT, 1 h), and the sealing of words and secrets (AES-256-GCM).

Refresh tokens (7 d, rotating, reuse detected) are rows in `memory/people.py`; here is their shape.
"""

import base64
import hmac
import os
import secrets
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

import jwt
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from core import clock
from core.errors import NotSignedIn, RefleqtError
from core.ids import new_id
from core.settings import DEFAULT_SECRET, settings

ISSUER = "refleqt"
ALGORITHM = "HS256"
_hasher = PasswordHasher()


class SealBroken(RefleqtError):
    """A sealed record could not be opened with this business's key."""


def hash_password(password: str) -> str:
    """An Argon2id hash, with its own salt and parameters inside."""
    return _hasher.hash(password)


def password_matches(password: str, hashed: str | None) -> bool:
    """Whether `password` is the one behind `hashed`; False for a broken hash too.

    None (no such account) takes as long as a wrong password does.
    """
    try:
        return _hasher.verify(hashed or _nobody(), password) and hashed is not None
    except (VerifyMismatchError, InvalidHashError):
        return False


@lru_cache(maxsize=1)
def _nobody() -> str:
    return hash_password(secrets.token_urlsafe())


@dataclass(frozen=True)
class Claims:
    """What an access token says: who, for which business, in which role."""

    user_id: UUID
    role: str
    business_id: UUID | None
    creator_id: UUID | None = None
    session: UUID | None = None  # family of refresh tokens; streams end when it is revoked


def access_token(claims: Claims) -> str:
    """A signed token that lasts `access_minutes`; times come from the running clock."""
    issued = clock.now()
    body = {
        "iss": ISSUER,
        "aud": ISSUER,
        "typ": "access",
        "jti": str(new_id()),
        "sub": str(claims.user_id),
        "role": claims.role,
        "biz": str(claims.business_id) if claims.business_id else None,
        "cre": str(claims.creator_id) if claims.creator_id else None,
        "ses": str(claims.session) if claims.session else None,
        "iat": int(issued.timestamp()),
        "exp": int((issued + timedelta(minutes=settings().access_minutes)).timestamp()),
    }
    return jwt.encode(body, signing_key(), algorithm=ALGORITHM)


def read_access_token(token: str) -> Claims:
    """The claims of a valid access token. Raises `NotSignedIn` for anything else."""
    try:
        body: dict[str, Any] = jwt.decode(
            token,
            signing_key(),
            algorithms=[ALGORITHM],
            audience=ISSUER,
            issuer=ISSUER,
            options={
                "require": ["exp", "iat", "sub", "typ"],
                "verify_exp": False,
                "verify_iat": False,
            },
        )
        fresh = body["typ"] == "access" and body["exp"] > clock.now().timestamp()
        if fresh:
            belongs = (_uuid(body.get(name)) for name in ("biz", "cre", "ses"))
            return Claims(UUID(body["sub"]), body["role"], *belongs)
    except (jwt.PyJWTError, KeyError, ValueError, TypeError) as wrong:
        raise NotSignedIn("The access token is not valid.", remedy="Sign in again.") from wrong
    raise NotSignedIn("The access token has expired.", remedy="Use the refresh token.")


def owner_of(token: str) -> UUID | None:
    """Whose access token this was, even if it has run out; None for what we did not sign."""
    try:
        body = jwt.decode(
            token, signing_key(), algorithms=[ALGORITHM], audience=ISSUER, issuer=ISSUER,
            options={"verify_exp": False, "verify_iat": False},
        )  # fmt: skip
        return UUID(body["sub"])
    except (jwt.PyJWTError, KeyError, ValueError):
        return None


def _uuid(value: str | None) -> UUID | None:
    return UUID(str(value)) if value else None


def refresh_token() -> str:
    """A random token; only its hash is stored."""
    return secrets.token_urlsafe(32)


def link_token() -> str:
    """The secret of a link that works once; only its hash is stored."""
    return secrets.token_urlsafe(32)


def next_refresh_token(token: str) -> str:
    """The one successor of a refresh token: racing requests with the same token get the same.

    Only the server can derive it, so holding an old token does not give the next one.
    """
    key = signing_key()
    return base64.urlsafe_b64encode(hmac.digest(key, f"next:{token}".encode(), "sha256")).decode()


def token_hash(token: str) -> str:
    """What is stored of a refresh token or of the secret of a link."""
    return sha256(token.encode()).hexdigest()


def new_data_key() -> bytes:
    """A fresh 256-bit key for one business's words."""
    return AESGCM.generate_key(256)


def seal(key: bytes, words: bytes, about: str) -> bytes:
    """`words` under `key`, bound to `about` (tenant and column), as nonce + ciphertext."""
    nonce = os.urandom(12)
    return nonce + AESGCM(key).encrypt(nonce, words, about.encode())


def unseal(key: bytes, sealed: bytes, about: str) -> bytes:
    """The words again. Raises `SealBroken` for another key, another place, or a changed byte."""
    try:
        return AESGCM(key).decrypt(sealed[:12], sealed[12:], about.encode())
    except InvalidTag as wrong:
        raise SealBroken(f"({about})") from wrong


def sign(content: bytes) -> str:
    """An Ed25519 signature in hex, by the key of this installation (`public_key` checks it)."""
    return _signer().sign(content).hex()


def public_key() -> str:
    """The public half of the key that `sign` uses, in hex; whoever has it can check signatures."""
    return _signer().public_key().public_bytes_raw().hex()


def signature_holds(content: bytes, signature: str, key: str) -> bool:
    """Whether `signature` was made over exactly `content` with the private half of `key`."""
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(
            bytes.fromhex(signature), content
        )
    except (InvalidSignature, ValueError):
        return False
    return True


def _signer() -> Ed25519PrivateKey:
    seed = hmac.digest(signing_key(), b"decisions over releases", "sha256")
    return Ed25519PrivateKey.from_private_bytes(seed)


def signing_key() -> bytes:
    """The key that signs tokens: the setting, or a file in data_dir made on first use."""
    given = settings().secret_key.get_secret_value()
    return given.encode() if given != DEFAULT_SECRET else _own_key("signing.key")


def master_key() -> bytes:
    """The key that wraps data keys: the setting, or a file in data_dir made on first use."""
    given = settings().master_key.get_secret_value()
    return base64.b64decode(given) if given else _own_key("master.key")


def installation_key(purpose: str) -> bytes:
    """A key of this installation for words that belong to no business; one for each purpose."""
    return hmac.digest(master_key(), f"purpose:{purpose}".encode(), "sha256")


def _own_key(name: str) -> bytes:
    return _kept_key(settings().data_dir / name)


@lru_cache(maxsize=8)
def _kept_key(path: Path) -> bytes:
    if not path.exists():
        _write_once(path, AESGCM.generate_key(256))
    return path.read_bytes()


def _write_once(path: Path, key: bytes) -> None:
    """Put the whole key there at once, so that nobody reads half of it; the first one stays."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(key)
    with suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()
