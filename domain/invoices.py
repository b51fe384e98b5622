"""Numbered documents of money, as facts of the ledger call for them (product X23).

A purchase is invoiced to the business; what comes back is credited against that invoice; what a
creator is paid stands in a remittance that the payer writes for them. A document holds names and
addresses as they were when it was issued, and amounts in integer minor units.
"""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from pydantic import BaseModel, ConfigDict

from domain.amounts import split
from domain.earnings import inert, shares
from domain.escrow import PLATFORM, Posting, moved

Kind = Literal["invoice", "credit_note", "remittance"]
What = Literal["fee", "platform", "bonus", "returned"]
SERIES: dict[Kind, str] = {"invoice": "INV", "credit_note": "CRN", "remittance": "SBR"}
"""Each kind counts on its own, from one in every year and without a gap."""


class Party(BaseModel):
    """Who gives or gets a document; what they did not tell is empty."""

    model_config = ConfigDict(frozen=True)

    name: str = ""
    address: str = ""
    tax_id: str = ""

    @property
    def missing(self) -> list[str]:
        """What a document should say of its parties and this one does not. A tax id may lack."""
        return [name for name in ("name", "address") if not getattr(self, name)]


class Line(BaseModel):
    """One amount of a document; `work` is a title on a business's and a kind of piece on a
    creator's document."""

    model_config = ConfigDict(frozen=True)

    what: What
    work: str
    amount_cents: int


class Tax(BaseModel):
    """What the operator set when the document was issued: the tax that its total contains."""

    model_config = ConfigDict(frozen=True)

    percent: Decimal = Decimal(0)
    note: str = ""

    def within(self, total_cents: int) -> int:
        """The tax in a total, in minor units: prices are what is paid, nothing is put on top."""
        return split(total_cents, (100, Fraction(self.percent)))[1]


class Paper(BaseModel):
    """All that a document says beside its number, its days and its currency."""

    model_config = ConfigDict(frozen=True)

    seller: Party
    buyer: Party
    lines: tuple[Line, ...]
    tax: Tax = Tax()
    about: str = ""

    @property
    def total(self) -> int:
        """The sum of the lines."""
        return sum(line.amount_cents for line in self.lines)


@dataclass(frozen=True)
class Piece:
    """What a part of a hold is: its title, its kind, and its price without the bonus."""

    title: str
    artifact_type: str
    price_cents: int


@dataclass(frozen=True)
class Due:
    """A document that a fact calls for; `fact` is the same for the same fact, `about` is the fact
    whose document it corrects, `creator` whom it is for if not the business."""

    kind: Kind
    fact: str
    at: datetime
    hold: str
    currency: str
    lines: tuple[Line, ...]
    about: str = ""
    creator: str = ""
    part: str = ""


def due(postings: Iterable[Posting], pieces: Mapping[str, Piece]) -> list[Due]:
    """The documents of a ledger in order of time: one of each purchase, each return, each pay."""
    found: dict[str, Due] = {}
    for one in sorted(postings, key=_place):
        piece = pieces.get(one.part, Piece("", "", 0))
        made = _DUE[one.kind](one, piece)
        before = found.get(made.fact)
        if before is not None:  # the parts of one purchase are one invoice
            made = replace(before, lines=(*before.lines, *made.lines))
        found[made.fact] = made
    return list(found.values())


def numbered(kind: Kind, year: int, number: int) -> str:
    """A number as it is written: INV-2026-000017."""
    return f"{SERIES[kind]}-{year}-{number:06d}"


def as_csv(rows: Sequence[Mapping[str, object]]) -> str:
    """Documents as CSV, a line each; a text that a spreadsheet would run is made inert."""
    out = io.StringIO()
    write = csv.writer(out, lineterminator="\n")
    heads = ("number", "kind", "issued_on", "day", "amount_cents", "currency", "about")
    write.writerow(heads)
    for row in rows:
        cells = [row.get(name, "") for name in heads]
        write.writerow([inert(one) if isinstance(one, str) else one for one in cells])
    return out.getvalue()


def _purchase(one: Posting, piece: Piece) -> Due:
    """What is held for a piece: the fee in both its shares, and the bonus that may come on top."""
    whole = moved(one)
    price = min(piece.price_cents, whole)
    platform, fee = shares(price)
    said: tuple[tuple[What, int], ...] = (
        ("fee", fee), ("platform", platform), ("bonus", whole - price),
    )  # fmt: skip
    lines = _lines(piece.title, said)
    return Due("invoice", f"hold:{one.hold}", one.at, one.hold, _code(one), lines)


def _return(one: Posting, piece: Piece) -> Due:
    lines = _lines(piece.title, (("returned", moved(one)),))
    about = f"hold:{one.hold}"
    return Due("credit_note", one.key, one.at, one.hold, _code(one), lines, about=about)


def _pay(one: Posting, piece: Piece) -> Due:
    """A creator's document names the kind of the piece: no word of the business's is on it."""
    fee = sum(each.amount for each in one.entries if each.account == PLATFORM)
    what: What = "bonus" if one.kind == "bonus" else "fee"
    lines = _lines(piece.artifact_type, ((what, moved(one)), ("platform", -fee)))
    (creator,) = (e.account for e in one.entries if e.account.startswith("creator:"))
    return Due("remittance", one.key, one.at, one.hold, _code(one), lines,
               creator=creator.removeprefix("creator:"), part=one.part)  # fmt: skip


_DUE = {"hold": _purchase, "release": _pay, "bonus": _pay, "refund": _return}


def _place(one: Posting) -> tuple[datetime, int, str]:
    """Order of time; within one moment what was held comes before what became of it."""
    return one.at, [*_DUE].index(one.kind), one.key


def _lines(work: str, said: Iterable[tuple[What, int]]) -> tuple[Line, ...]:
    return tuple(Line(what=what, work=work, amount_cents=cents) for what, cents in said if cents)


def _code(one: Posting) -> str:
    return one.entries[0].currency
