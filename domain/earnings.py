"""What a creator earns: each piece of work with its fee, its bonus and where the money stands.

All amounts are integer minor units. For every piece, `held + paid + returned = fee`, where the fee
is split into the platform's share and the creator's; bonuses are counted apart.
"""

import csv
import io
from collections.abc import Iterable
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from domain.amounts import split
from domain.assignments import FREE
from domain.bonuses import Settlement
from domain.escrow import PLATFORM_SHARE

Standing = Literal["offered", "held", "released", "not_earned"]
BonusStanding = Literal["none", "open", "pending", "paid", "not_reached", "not_known", "given_up"]


class Earning(BaseModel):
    """One piece of work as its creator's books show it; `net_cents` is after the platform's fee.

    `bonus_on` is the day on which the frozen metric is held against what was measured;
    `settlement` what came of that.
    """

    model_config = ConfigDict(frozen=True)

    id: UUID
    title: str
    artifact_type: str
    status: str
    standing: Standing
    currency: str
    fee_cents: int
    platform_cents: int
    net_cents: int
    paid_at: datetime | None
    bonus_cents: int
    bonus: BonusStanding
    bonus_metric: str
    bonus_on: date | None
    bonus_paid_at: datetime | None
    settlement: Settlement | None = None


class Total(BaseModel):
    """Sums in one currency: what is held for the creator, what was paid, what may still come."""

    model_config = ConfigDict(frozen=True)

    currency: str
    held: int
    released: int
    bonus_paid: int
    bonus_pending: int

    @property
    def earned(self) -> int:
        """All that was paid out."""
        return self.released + self.bonus_paid


class Movement(BaseModel):
    """One line of the ledger: what came in, and the balance after it."""

    model_config = ConfigDict(frozen=True)

    at: datetime
    title: str
    kind: Literal["fee", "platform", "bonus"]
    amount_cents: int
    balance_cents: int
    currency: str


def shares(fee_cents: int) -> tuple[int, int]:
    """The platform's part of a fee and the creator's, to the cent."""
    platform, net = split(fee_cents, PLATFORM_SHARE)
    return platform, net


def standing_of(status: str) -> Standing:
    """Where the fee of an assignment stands: nothing is promised before the offer is taken."""
    if status == "offered":
        return "offered"
    if status in FREE:
        return "not_earned"
    return "released" if status == "passed" else "held"


def totals(earnings: Iterable[Earning]) -> list[Total]:
    """The sums of each currency, by its code."""
    given = list(earnings)
    return [
        Total(
            currency=code,
            held=sum(one.net_cents for one in _of(given, code) if one.standing == "held"),
            released=sum(one.net_cents for one in _of(given, code) if one.standing == "released"),
            bonus_paid=sum(one.bonus_cents for one in _of(given, code) if one.bonus == "paid"),
            bonus_pending=sum(
                one.bonus_cents for one in _of(given, code) if one.bonus == "pending"
            ),
        )
        for code in sorted({one.currency for one in given})
    ]


def movements(earnings: Iterable[Earning]) -> list[Movement]:
    """Every movement of a creator's money, oldest first; balances run on per currency.

    The last balance of a currency is what its total says was earned.
    """
    raw: list[tuple[datetime, str, Literal["fee", "platform", "bonus"], int, str]] = []
    for one in earnings:
        if one.paid_at is not None:
            raw.append((one.paid_at, one.title, "fee", one.fee_cents, one.currency))
            raw.append((one.paid_at, one.title, "platform", -one.platform_cents, one.currency))
        if one.bonus_paid_at is not None:
            raw.append((one.bonus_paid_at, one.title, "bonus", one.bonus_cents, one.currency))
    balances: dict[str, int] = {}
    lines = []
    for at, title, kind, amount, code in sorted(raw, key=lambda each: each[0]):
        balances[code] = balances.get(code, 0) + amount
        lines.append(
            Movement(
                at=at, title=title, kind=kind, amount_cents=amount, balance_cents=balances[code],
                currency=code,
            )
        )  # fmt: skip
    return lines


def statement(earnings: Iterable[Earning]) -> str:
    """The movements as CSV; a text that a spreadsheet would run is made inert."""
    out = io.StringIO()
    write = csv.writer(out, lineterminator="\n")
    write.writerow(["date", "work", "kind", "amount_cents", "balance_cents", "currency"])
    for one in movements(earnings):
        when = f"{one.at:%Y-%m-%d}"
        row = [when, inert(one.title), one.kind, one.amount_cents, one.balance_cents, one.currency]
        write.writerow(row)
    return out.getvalue()


def inert(text: str) -> str:
    """`text` as a spreadsheet shows it and does not run it."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def _of(earnings: list[Earning], code: str) -> list[Earning]:
    return [one for one in earnings if one.currency == code]
