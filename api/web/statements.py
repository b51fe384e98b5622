"""Statements of money as documents, in the language of their reader: a creator's earnings, a
founder's held funds, and the numbered documents of both (product X23)."""

from collections.abc import Sequence
from datetime import datetime

from api.web.texts import day, later, moment, money, number
from api.web.texts import gettext as _
from connectors.statements import Sheet, drawn
from domain.earnings import Earning, movements, totals
from domain.invoices import Party
from tools.invoices import InvoiceRead
from tools.payments import Funds, MovementLine

HELD = later("Held funds are money that a founder paid in and nobody has earned yet.")
TITLES: dict[str, str] = {
    "invoice": later("Invoice"), "credit_note": later("Credit note"),
    "remittance": later("Receipt of what you were paid"),
}  # fmt: skip
LINES = {
    "fee": later("Fee for the work"), "platform": later("Platform’s share"),
    "bonus": later("Bonus"), "returned": later("Given back"),
}  # fmt: skip
NOT_GIVEN = later("not given")
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


def of_document(read: InvoiceRead) -> bytes:
    """An invoice, a credit note or a receipt, with names and addresses as they were at issue."""
    paper, code = read.paper, read.currency
    theirs = read.kind == "remittance"
    rows = [
        (str(n), f"{_(LINES[one.what])}: {_kind(one.work) if theirs else one.work}",
         money(one.amount_cents, code))
        for n, one in enumerate(paper.lines, 1)
    ]  # fmt: skip
    sums = [("", _("Total"), money(paper.total, code))]
    tax = paper.tax.within(paper.total)
    if tax:
        said = _("of that tax, {percent} %").format(percent=number(float(paper.tax.percent), 2))
        sums.append(("", said, money(tax, code)))
    facts = [
        (_("Number"), read.number), (_("Issued on"), day(read.issued_at)),
        (_("Money moved on"), day(read.at)), *_party(_("From"), paper.seller),
        *_party(_("To"), paper.buyer),
    ]  # fmt: skip
    if paper.about:
        facts.append((_("Credit for invoice"), paper.about))
    return drawn(
        Sheet(
            title=_(TITLES[read.kind]), made_at=read.issued_at, facts=facts,
            heads=(_("No."), _("What"), _("Amount")), rows=[*rows, *sums], totals=len(sums),
            notes=_notes(read),
        )
    )  # fmt: skip


def _notes(read: InvoiceRead) -> list[str]:
    tax = read.paper.tax
    notes = [tax.note or (_("No tax is charged.") if not tax.percent else "")]
    if read.kind == "remittance":
        notes.append(_("Written by who pays, for who is paid."))
    elif read.kind == "invoice":
        notes.append(_("Bonuses and fees are held until they are earned; what is not comes back."))
    return [note for note in notes if note]


def _party(said: str, party: Party) -> list[tuple[str, str]]:
    missing = _(NOT_GIVEN)
    lines = [
        (said, party.name or missing),
        (_("Address"), ", ".join(party.address.splitlines()) or missing),
    ]
    return [*lines, (_("Tax id"), party.tax_id)] if party.tax_id else lines


def _kind(artifact_type: str) -> str:
    return artifact_type.replace("_", " ").capitalize()


def _facts(name: str, now: datetime) -> list[tuple[str, str]]:
    return [(_("For"), name), (_("Made on"), moment(now))]
