"""What is asked of a payment provider, what it answers, and how a creator's account with it moves.

Amounts are integer minor units. Each call that moves money carries a key: called again with the
same key it does nothing twice. Behind the port are Stripe (`connectors/stripe_provider.py`) and a
stand-in that moves nothing (`memory/standin.py`).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from core.errors import BadInput, Conflict, NotAllowed, Unavailable

PayeeState = Literal["none", "started", "needs_more", "ready", "suspended"]
ProviderName = Literal["stand-in", "stripe"]
KEYS_LAST_HOURS = 23
"""So long a provider surely knows a key again; after that it is asked what it did under it."""


class ProviderAway(Unavailable):
    """The payment provider cannot be reached just now."""


class ProviderRefused(Conflict):
    """The payment provider did not do that."""

    @property
    def reason(self) -> str:
        """Why, by the provider's own word for it; empty where it has none."""
        return str(self.fields.get("reason") or "")


class KeyUsedOtherwise(Conflict):
    """This key was used for another amount or another account."""


Why = Literal["account", "details", "balance", "other"]
USED_OTHERWISE = "used_otherwise"
"""The reason of a movement whose key the provider knows for something else."""
_WHY: dict[str, Why] = {
    **dict.fromkeys((
        "account_closed", "account_invalid", "account_not_ready", "bank_account_unusable",
        "insufficient_capabilities_for_transfer", "no_account", "payouts_not_allowed",
    ), "account"),
    **dict.fromkeys((
        "account_country_invalid_address", "account_number_invalid", "bank_account_declined",
        "bank_account_restricted", "bank_account_unverified", "incorrect_address",
        "incorrect_business_name", "routing_number_invalid", "tax_id_invalid",
    ), "details"),
    **dict.fromkeys((
        "amount_too_large", "balance_insufficient", "charge_already_refunded",
        "charge_disputed", "charge_expired_for_capture", "insufficient_funds",
        "more_than_is_left",
    ), "balance"),
    **dict.fromkeys((
        "amount_too_small", "resource_missing", "transfers_not_allowed", USED_OTHERWISE,
    ), "other"),
}  # fmt: skip
"""A provider's word for why it refused → whose it is to mend: the creator's or ours."""
THEIRS: frozenset[Why] = frozenset({"account", "details"})


def why(reason: str | None) -> Why:
    """What a refusal lies in; a word that is not known is somebody's to look into."""
    return _WHY.get(reason or "", "other")


def known(reason: str | None) -> str:
    """The provider's word, if it is one of those; anything else may be anybody's words."""
    return reason if reason and reason in _WHY else ""


class WebhookForged(NotAllowed):
    """This does not come from the payment provider."""


class ProviderNotSet(Unavailable):
    """The payment provider of this money is not set up here any more."""


class UnknownCountry(BadInput):
    """A country is named by its two letters."""


@dataclass(frozen=True)
class Charge:
    """Money to take from a founder; `back` is where they return to."""

    key: str
    amount_cents: int
    currency: str
    title: str
    back: str
    about: str


@dataclass(frozen=True)
class Taken:
    """A payment: `open` waits for its payer at `url`; `payment` names the money once `paid`."""

    ref: str
    state: Literal["open", "paid", "over"]
    url: str = ""
    payment: str = ""


@dataclass(frozen=True)
class Payout:
    """Money out of a payment to an account; `asked_before` is when it was first tried, if ever.

    `refused` are the keys of attempts that the provider refused: had it done one of them after
    all, that one stands and nothing is done again.
    """

    key: str
    amount_cents: int
    currency: str
    account: str
    payment: str
    asked_before: datetime | None = None
    refused: tuple[str, ...] = ()


@dataclass(frozen=True)
class Refund:
    """Money out of a payment back to who paid it; `refused` as of a `Payout`."""

    key: str
    amount_cents: int
    currency: str
    payment: str
    asked_before: datetime | None = None
    refused: tuple[str, ...] = ()


@dataclass(frozen=True)
class Opening:
    """An account to open, in a country (two capital letters)."""

    key: str
    country: str


@dataclass(frozen=True)
class Payee:
    """An account as the provider has it; `wanted` names what it still asks for."""

    ref: str
    state: PayeeState
    wanted: tuple[str, ...] = ()


@dataclass(frozen=True)
class Notice:
    """Something changed at the provider; what it is now, it is asked itself."""

    kind: Literal["payment", "account", "other"]
    ref: str = ""
    about: str = ""


class Provider(Protocol):
    """All that Refleqt needs of a payment provider.

    Raises `ProviderAway` (again later), `ProviderRefused` (never), `KeyUsedOtherwise`.
    """

    name: ProviderName
    pays_here: bool
    """Whether a payment is made at once, without a page of the provider's."""

    async def take(self, charge: Charge) -> Taken: ...
    async def payment(self, ref: str) -> Taken: ...
    async def transfer(self, payout: Payout) -> str: ...
    async def refund(self, refund: Refund) -> str: ...
    async def open_account(self, opening: Opening) -> str: ...
    async def onboarding(self, account: str, back: str) -> str: ...
    async def account(self, ref: str) -> Payee: ...
    def notice(self, body: bytes, signature: str) -> Notice: ...


_MAY_FOLLOW: dict[PayeeState, frozenset[PayeeState]] = {
    "none": frozenset({"started"}),
    "started": frozenset({"started", "needs_more", "ready", "suspended"}),
    "needs_more": frozenset({"needs_more", "ready", "suspended"}),
    "ready": frozenset({"ready", "needs_more", "suspended"}),
    "suspended": frozenset({"suspended", "needs_more", "ready"}),
}


def after(state: PayeeState, told: PayeeState) -> PayeeState:
    """The state of an account after the provider told one; what would lead back needs more."""
    if told in _MAY_FOLLOW[state]:
        return told
    return "started" if state == "none" else "needs_more"
