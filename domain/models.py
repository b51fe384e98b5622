"""Rules about models: which may be asked at which address, what a request may cost, when to stop.

Amounts are micro-dollars. Tokens are counted before a call by a bound that no tokenizer in use
exceeds on ordinary text, so that a cap that holds for the estimate holds for the bill.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from core.errors import BadInput

MICROS = 1_000_000
"""Micro-dollars in a dollar."""
BYTES_A_TOKEN = 3
"""English has four to five, JSON and other scripts about three."""
LEAST_ANSWER_TOKENS = 2048

VENDORS = {
    "anthropic": "api.anthropic.com",
    "cohere": "api.cohere.ai",
    "deepseek": "api.deepseek.com",
    "fireworks_ai": "api.fireworks.ai",
    "gemini": "generativelanguage.googleapis.com",
    "groq": "api.groq.com",
    "mistral": "api.mistral.ai",
    "openai": "api.openai.com",
    "openrouter": "openrouter.ai",
    "perplexity": "api.perplexity.ai",
    "together_ai": "api.together.xyz",
    "xai": "api.x.ai",
}
"""Whom a business may ask with a key of its own, and where. Vendors that take the machine's own
credentials (bedrock, vertex_ai …) are left to the deployment: their bill would be the deployment's.
"""

_NAME = re.compile(r"[a-z_]+/[\w.:@+/-]{1,160}")


class ModelNotOffered(BadInput):
    """This model cannot be asked from here."""


class HostNotListed(BadInput):
    """This address is not on the list of model servers."""


class KeyMissing(BadInput):
    """A vendor's model needs a key."""


@dataclass(frozen=True)
class Estimate:
    """What a request may take at the most; `usd_micros` is None where no price is known."""

    tokens_in: int
    tokens_out: int
    usd_micros: int | None = None

    @property
    def tokens(self) -> int:
        """Tokens in and out together."""
        return self.tokens_in + self.tokens_out


@dataclass(frozen=True)
class Cap:
    """What one business may use on one day (UTC)."""

    tokens: int
    usd_micros: int

    def within(self, tokens: int | None, usd_micros: int | None) -> "Cap":
        """This cap, or lower where the business set itself a lower one."""
        return Cap(
            self.tokens if tokens is None else min(self.tokens, tokens),
            self.usd_micros if usd_micros is None else min(self.usd_micros, usd_micros),
        )

    def leaves_room(self, tokens: int, usd_micros: int, estimate: Estimate) -> bool:
        """Whether `estimate` still fits after what was used. An unknown price counts in tokens."""
        fits = usd_micros + (estimate.usd_micros or 0) <= self.usd_micros
        return fits and tokens + estimate.tokens <= self.tokens


def tokens_of(size: int) -> int:
    """The most tokens that a text of `size` bytes in UTF-8 has."""
    return -(-size // BYTES_A_TOKEN)


def answer_tokens(tokens_in: int, most: int) -> int:
    """How long an answer may be: twice its material, at least 2048, at most the setting's."""
    return min(most, max(LEAST_ANSWER_TOKENS, 2 * tokens_in))


def micros(usd: float) -> int:
    """Dollars as micro-dollars, rounded up: a call that costs anything costs at least one."""
    return -(-round(usd * MICROS * 1000) // 1000)


def check_route(
    model: str, api_base: str, *, keyed: bool, hosts: Collection[str], local: bool
) -> None:
    """Raise unless a business may ask `model` at `api_base` (empty: the vendor's own address).

    `hosts` are those that the deployment listed; `local` also allows this machine.
    """
    vendor = model.partition("/")[0]
    if not _NAME.fullmatch(model) or vendor not in VENDORS:
        raise ModelNotOffered(
            f"Got {model!r}.",
            field="model",
            value=model,
            remedy="Write vendor/model with one of "
            f"{', '.join(sorted(VENDORS))}; openai/NAME with an address for any other server.",
        )
    if api_base:
        if vendor != "openai":
            raise ModelNotOffered(
                f"{model} has an address of its own.",
                field="model",
                value=model,
                remedy="Write openai/NAME for a server that speaks OpenAI's protocol.",
            )
        check_host(api_base, hosts, local=local)
    elif not keyed:
        raise KeyMissing(
            f"{model} has none.", field="api_key", value="", remedy="Give the vendor's key."
        )


def check_host(api_base: str, hosts: Collection[str], *, local: bool) -> None:
    """Raise `HostNotListed` unless the address may be asked."""
    parts = urlsplit(api_base)
    try:
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        host, port = "", None
    plain = parts.scheme in ("http", "https") and not (parts.username or parts.query)
    vendors_own = parts.scheme == "https" and host in VENDORS.values()
    listed = host in hosts or f"{host}:{port}" in hosts
    if host and plain and (listed or vendors_own or (local and is_loopback(host))):
        return
    raise HostNotListed(
        f"Got {api_base!r}.",
        field="api_base",
        value=api_base,
        remedy="Whoever runs Refleqt lists it in REFLEQT_MODEL_HOSTS.",
    )


def is_loopback(host: str) -> bool:
    """Whether a host name or address is this machine's own."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
