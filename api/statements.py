"""Statements of money as documents: a creator's earnings, a founder's held funds (product X23)."""

from collections.abc import Sequence
from datetime import datetime

from connectors.statements import Sheet, drawn
from domain.amounts import in_words
from domain.earnings import Earning, movements, totals
from tools.payments import Funds, MovementLine

HELD = "Held funds are money that a founder paid in and nobody has earned yet."
KINDS = {"fee": "Fee", "platform": "Platform's share", "bonus": "Bonus", "hold": "Set aside",
         "release": "Paid for passed work", "refund": "Given back"}  # fmt: skip


def of_creator(name: str, earnings: Sequence[Earning], now: datetime) -> bytes:
    """A creator's statement: each movement with its balance, oldest first, and the sums."""
    rows = [
        (f"{one.at:%Y-%m-%d}", one.title, KINDS[one.kind], in_words(one.amount_cents, one.currency),
         in_words(one.balance_cents, one.currency))
        for one in movements(earnings)
    ]  # fmt: skip
    sums = [
        ("", f"Paid in {one.currency}", "", "", in_words(one.earned, one.currency))
        for one in totals(earnings)
    ]
    notes = [
        f"Still held for you: {in_words(one.held, one.currency)}. "
        f"Bonuses that may come: {in_words(one.bonus_pending, one.currency)}."
        for one in totals(earnings)
    ]
    return drawn(
        Sheet(
            title="Statement of earnings", made_at=now, facts=_facts(name, now),
            heads=("Day", "Work", "What", "Amount", "Balance"), rows=[*rows, *sums], amounts=2,
            totals=len(sums), notes=[*notes, HELD],
        )
    )  # fmt: skip


def of_founder(name: str, moved: Sequence[MovementLine], funds: Funds, now: datetime) -> bytes:
    """A founder's statement: each movement of held funds, oldest first, and where it all is."""
    rows = [
        (f"{one.at:%Y-%m-%d}", one.title, KINDS[one.kind], in_words(one.amount_cents, one.currency))
        for one in moved
    ]
    code = funds.currency
    sums = [
        ("", said, "", in_words(cents, code))
        for said, cents in (
            ("Set aside in all", funds.held), ("Paid for passed work", funds.released),
            ("of that the platform's share", funds.fees), ("Paid as bonuses", funds.bonus),
            ("Given back", funds.refunded), ("Still held", funds.still_held),
        )
    ]  # fmt: skip
    return drawn(
        Sheet(
            title="Statement of held funds", made_at=now, facts=_facts(name, now),
            heads=("Day", "Map", "What", "Amount"), rows=[*rows, *sums], totals=len(sums),
            notes=[HELD],
        )
    )  # fmt: skip


def _facts(name: str, now: datetime) -> list[tuple[str, str]]:
    return [("For", name), ("Made on", f"{now:%Y-%m-%d %H:%M} UTC")]
