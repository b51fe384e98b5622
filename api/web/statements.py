"""Statements of money as documents, in the language of their reader: a creator's earnings, a
founder's held funds (product X23)."""

from collections.abc import Sequence
from datetime import datetime

from api.web.texts import day, later, moment, money
from api.web.texts import gettext as _
from connectors.statements import Sheet, drawn
from domain.earnings import Earning, movements, totals
from tools.payments import Funds, MovementLine

HELD = later("Held funds are money that a founder paid in and nobody has earned yet.")
KINDS = {
    "fee": later("Fee"), "platform": later("Platform’s share"), "bonus": later("Bonus"),
    "hold": later("Set aside"), "release": later("Paid for passed work"),
    "refund": later("Given back"),
}  # fmt: skip


def of_creator(name: str, earnings: Sequence[Earning], now: datetime) -> bytes:
    """A creator's statement: each movement with its balance, oldest first, and the sums."""
    rows = [
        (day(one.at), one.title, _(KINDS[one.kind]), money(one.amount_cents, one.currency),
         money(one.balance_cents, one.currency))
        for one in movements(earnings)
    ]  # fmt: skip
    sums = [
        (
            "",
            _("Paid out in {currency}").format(currency=one.currency),
            "",
            "",
            money(one.earned, one.currency),
        )
        for one in totals(earnings)
    ]
    notes = [
        _("Still held for you: {held}. Bonuses that may come: {bonus}.").format(
            held=money(one.held, one.currency), bonus=money(one.bonus_pending, one.currency)
        )
        for one in totals(earnings)
    ]
    return drawn(
        Sheet(
            title=_("Statement of earnings"), made_at=now, facts=_facts(name, now),
            heads=(_("Day"), _("Work"), _("What"), _("Amount"), _("Balance")),
            rows=[*rows, *sums], amounts=2, totals=len(sums), notes=[*notes, _(HELD)],
        )
    )  # fmt: skip


def of_founder(name: str, moved: Sequence[MovementLine], funds: Funds, now: datetime) -> bytes:
    """A founder's statement: each movement of held funds, oldest first, and where it all is."""
    rows = [
        (day(one.at), one.title, _(KINDS[one.kind]), money(one.amount_cents, one.currency))
        for one in moved
    ]
    code = funds.currency
    sums = [
        ("", said, "", money(cents, code))
        for said, cents in (
            (_("Set aside in all"), funds.held), (_("Paid for passed work"), funds.released),
            (_("of that the platform’s share"), funds.fees), (_("Paid as bonuses"), funds.bonus),
            (_("Given back"), funds.refunded), (_("Still held"), funds.still_held),
        )
    ]  # fmt: skip
    return drawn(
        Sheet(
            title=_("Statement of held funds"), made_at=now, facts=_facts(name, now),
            heads=(_("Day"), _("Map"), _("What"), _("Amount")), rows=[*rows, *sums],
            totals=len(sums), notes=[_(HELD)],
        )
    )  # fmt: skip


def _facts(name: str, now: datetime) -> list[tuple[str, str]]:
    return [(_("For"), name), (_("Made on"), moment(now))]
