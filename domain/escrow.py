"""Held funds: a double-entry ledger of what a founder has paid and nobody has earned yet.

Every posting is a set of entries that sums to zero in each currency. Accounts are named
`founder:<id>`, `held:<hold>`, `creator:<id>` and `platform`; a balance is the sum of an account's
entries, so what somebody is owed is positive and what somebody paid in is negative.
Words for people say "held funds": payment providers offer no escrow, and most countries limit a
hold to 90 days (decisions 7).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from core.errors import BadInput, Conflict
from domain.amounts import currency, in_words, split

Kind = Literal["hold", "release", "refund", "bonus"]
PLATFORM = "platform"
PLATFORM_SHARE = (15, 85)
HOLD_LIMIT = timedelta(days=90)
BONUS_PERCENT = 20
"""Of an artifact's price, held on top for a creator whose work meets its metric (product MK8)."""


class AmountNotPositive(BadInput):
    """An amount of money that moves is above zero."""


class HoldTooSmall(Conflict):
    """This would take more than is held."""


class NothingHeld(Conflict):
    """Nothing is held under this name."""


class AlreadyHeld(Conflict):
    """This is already held."""


class AlreadyReleased(Conflict):
    """This was already paid to the creator."""


class AlreadyRefunded(Conflict):
    """This was already given back to the founder."""


class BonusNotDue(Conflict):
    """A bonus follows a passed deliverable, 30 days and a met metric."""


class LedgerDoesNotBalance(BadInput):
    """The entries of a posting sum to zero in each currency."""


@dataclass(frozen=True)
class Entry:
    """Minor units that one account gains (positive) or loses (negative)."""

    account: str
    amount: int
    currency: str


@dataclass(frozen=True)
class Posting:
    """One movement: its key is the same for the same movement, so that it lands once."""

    key: str
    kind: Kind
    hold: str
    part: str
    entries: tuple[Entry, ...]
    at: datetime

    def __post_init__(self) -> None:
        if any(sums(self.entries).values()):
            raise LedgerDoesNotBalance(f"{self.key}: {self.entries}.", remedy="Post both sides.")


@dataclass(frozen=True)
class Payment:
    """What is to be moved: for which hold and part (an artifact), how much, between whom."""

    hold: str
    part: str
    amount: int
    currency: str
    founder: str = ""
    creator: str = ""


def sums(entries: Iterable[Entry]) -> dict[str, int]:
    """Sum by currency; all zero in a posting and in a whole ledger."""
    total: dict[str, int] = {}
    for entry in entries:
        total[entry.currency] = total.get(entry.currency, 0) + entry.amount
    return total


def balance(ledger: Iterable[Posting], account: str, code: str) -> int:
    """What an account has, in minor units of one currency."""
    return sum(
        entry.amount
        for posting in ledger
        for entry in posting.entries
        if entry.account == account and entry.currency == code
    )


def key(kind: Kind, payment: Payment) -> str:
    """The idempotency key of a movement: once per hold, part and kind."""
    return f"{kind}:{payment.hold}:{payment.part}"


def hold(ledger: Iterable[Posting], payment: Payment, now: datetime) -> Posting:
    """The founder's money into held funds. Raises `AlreadyHeld`."""
    _moves(payment)
    if _find(ledger, "hold", payment):
        raise AlreadyHeld(f"Hold {payment.hold}, part {payment.part}.")
    return _posting(
        "hold", payment, now, {_held(payment): payment.amount, _founder(payment): -payment.amount}
    )


def release(ledger: Iterable[Posting], payment: Payment, now: datetime) -> Posting:
    """Held funds to the creator, less the platform's fee of 15 %, to the cent.

    Raises `NothingHeld`, `AlreadyReleased`, `AlreadyRefunded`, `HoldTooSmall`.
    """
    posted = list(ledger)
    _moves(payment)
    _unsettled(posted, payment)
    _covered(posted, payment)
    fee, earned = split(payment.amount, PLATFORM_SHARE)
    changes = {_held(payment): -payment.amount, _creator(payment): earned, PLATFORM: fee}
    return _posting("release", payment, now, changes)


def refund(ledger: Iterable[Posting], payment: Payment, now: datetime) -> Posting:
    """Held funds back to the founder. What a creator was paid is never taken back here.

    After a release only what that release left may go back, such as an unearned bonus.
    Raises `NothingHeld`, `AlreadyRefunded`, `AlreadyReleased`, `HoldTooSmall`.
    """
    posted = list(ledger)
    _moves(payment)
    _known_hold(posted, payment)
    if _find(posted, "refund", payment):
        raise AlreadyRefunded(f"Hold {payment.hold}, part {payment.part}.")
    if _find(posted, "release", payment) and _held_left(posted, payment) == 0:
        raise AlreadyReleased(
            f"Hold {payment.hold}, part {payment.part}.", remedy="Open a dispute instead."
        )
    _covered(posted, payment)
    changes = {_held(payment): -payment.amount, _founder(payment): payment.amount}
    return _posting("refund", payment, now, changes)


def bonus(
    ledger: Iterable[Posting], payment: Payment, now: datetime, *, due_at: datetime, met: bool
) -> Posting:
    """The held bonus to the creator, without a fee: after a release, when due and earned."""
    posted = list(ledger)
    _moves(payment)
    _known_hold(posted, payment)
    if _find(posted, "bonus", payment):
        raise AlreadyReleased(f"Bonus of hold {payment.hold}, part {payment.part}.")
    if not _find(posted, "release", payment) or now < due_at or not met:
        raise BonusNotDue(
            f"Hold {payment.hold}, part {payment.part}: due {due_at:%Y-%m-%d}, met: {met}."
        )
    _covered(posted, payment)
    changes = {_held(payment): -payment.amount, _creator(payment): payment.amount}
    return _posting("bonus", payment, now, changes)


def must_be_released(ledger: Iterable[Posting], payment: Payment) -> None:
    """Raises `BonusNotDue` before the work itself was paid: only then is the rest nobody's."""
    if not _find(ledger, "release", payment):
        raise BonusNotDue(f"Hold {payment.hold}, part {payment.part}: the work is not paid yet.")


def in_account(ledger: Iterable[Posting], code: str) -> dict[str, int]:
    """Totals of one currency: held in all, still held, paid to creators, fees, refunds, bonuses."""
    posted = [posting for posting in ledger if posting.entries[0].currency == code]
    total = {
        kind: sum(moved(one) for one in posted if one.kind == kind)
        for kind in ("hold", "release", "refund", "bonus")
    }
    return {
        "held": total["hold"],
        "still_held": total["hold"] - total["release"] - total["refund"] - total["bonus"],
        "released": total["release"],
        "fees": balance(posted, PLATFORM, code),
        "refunded": total["refund"],
        "bonus": total["bonus"],
        "sum": sum(entry.amount for posting in posted for entry in posting.entries),
    }


def bonus_of(price_cents: int) -> int:
    """The bonus that is held on top of a price, in minor units."""
    return price_cents * BONUS_PERCENT // 100


def portion(fee_cents: int, percent: int) -> int:
    """The part of a fee that a person's decision lets pass, in whole minor units, at least one."""
    return max(1, fee_cents * percent // 100)


def hold_ends_at(held_at: datetime) -> datetime:
    """When held funds must be paid out or given back at the latest."""
    return held_at + HOLD_LIMIT


def moved(posting: Posting) -> int:
    """What a posting moves, in minor units; its debits are as much."""
    return sum(entry.amount for entry in posting.entries if entry.amount > 0)


def _moves(payment: Payment) -> None:
    if payment.amount <= 0:
        raise AmountNotPositive(
            f"Got {payment.amount}.",
            remedy="Use minor units above zero.",
            field="amount",
            value=payment.amount,
        )


def _find(ledger: Iterable[Posting], kind: Kind, payment: Payment) -> Posting | None:
    wanted = key(kind, payment)
    return next((posting for posting in ledger if posting.key == wanted), None)


def _known_hold(ledger: list[Posting], payment: Payment) -> None:
    if not _find(ledger, "hold", payment):
        raise NothingHeld(f"Hold {payment.hold}, part {payment.part}.", remedy="Hold it first.")


def _unsettled(ledger: list[Posting], payment: Payment) -> None:
    _known_hold(ledger, payment)
    if _find(ledger, "release", payment):
        raise AlreadyReleased(f"Hold {payment.hold}, part {payment.part}.")
    if _find(ledger, "refund", payment):
        raise AlreadyRefunded(f"Hold {payment.hold}, part {payment.part}.")


def _held_left(ledger: list[Posting], payment: Payment) -> int:
    return balance(ledger, _held(payment), currency(payment.currency))


def _covered(ledger: list[Posting], payment: Payment) -> None:
    code = currency(payment.currency)
    left = _held_left(ledger, payment)
    if payment.amount > left:
        raise HoldTooSmall(
            f"{in_words(payment.amount, code)} of {in_words(left, code)} held.",
            remedy=f"Move at most {in_words(left, code)}.",
        )


def _posting(kind: Kind, payment: Payment, now: datetime, changes: dict[str, int]) -> Posting:
    code = currency(payment.currency)
    entries = tuple(Entry(account, amount, code) for account, amount in changes.items() if amount)
    return Posting(key(kind, payment), kind, payment.hold, payment.part, entries, now)


def _held(payment: Payment) -> str:
    return f"held:{payment.hold}:{payment.part}"


def _founder(payment: Payment) -> str:
    return f"founder:{payment.founder}"


def _creator(payment: Payment) -> str:
    return f"creator:{payment.creator}"
