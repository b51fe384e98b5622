"""Each fact of a ledger has one document, and the documents tell where every cent is."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from domain import escrow
from domain.escrow import Payment, Posting, bonus_of
from domain.invoices import Due, Line, Paper, Party, Piece, Tax, as_csv, due, numbered
from tests.conftest import START

PRICES = st.lists(st.integers(1, 10**7), min_size=1, max_size=4)
ENDS = st.sampled_from(("paid", "part", "bonus", "back", "open"))


def ledger_of(prices: Sequence[int], ends: Sequence[str]) -> tuple[list[Posting], dict[str, Piece]]:
    """A bought map of some pieces, each of which came to its end."""
    book: list[Posting] = []
    pieces: dict[str, Piece] = {}
    for n, (price, end) in enumerate(zip(prices, ends, strict=True)):
        part, whole, now = f"p{n}", price + bonus_of(price), START + timedelta(hours=n)
        pieces[part] = Piece(f"Piece {n}", "email", price)
        book.append(escrow.hold(book, Payment("m", part, whole, "USD", "f", "c"), START))
        if end in ("paid", "part", "bonus"):
            fee = price if end != "part" else max(1, price // 3)
            book.append(escrow.release(book, Payment("m", part, fee, "USD", "f", "c"), now))
        if end == "bonus" and bonus_of(price):
            paid = Payment("m", part, bonus_of(price), "USD", "f", "c")
            book.append(escrow.bonus(book, paid, now, due_at=now, met=True))
        left = escrow.balance(book, f"held:m:{part}", "USD")
        if end in ("back", "part") and left:
            book.append(escrow.refund(book, Payment("m", part, left, "USD", "f"), now))
    return book, pieces


def total(documents: Sequence[Due], kind: str) -> int:
    """The sum of all lines of one kind of document."""
    of_kind = (one for one in documents if one.kind == kind)
    return sum(line.amount_cents for one in of_kind for line in one.lines)


@given(st.data(), PRICES)
def test_the_documents_hold_every_cent_of_the_ledger(
    data: st.DataObject, prices: list[int]
) -> None:
    ends = [data.draw(ENDS) for _ in prices]
    book, pieces = ledger_of(prices, ends)
    found = due(reversed(book), pieces)
    account = escrow.in_account(book, "USD")
    assert [one.kind for one in found].count("invoice") == 1
    assert total(found, "invoice") == account["held"]
    assert total(found, "credit_note") == account["refunded"]
    assert total(found, "remittance") == account["released"] + account["bonus"] - account["fees"]
    assert [one.at for one in found] == sorted(one.at for one in found)
    assert len({one.fact for one in found}) == len(found)


def test_a_purchase_is_one_invoice_in_the_shares_of_each_piece() -> None:
    book, pieces = ledger_of([40_000, 10_000], ["open", "back"])
    invoice, credit = due(book, pieces)
    said = [(one.what, one.work, one.amount_cents) for one in invoice.lines]
    assert said == [
        ("fee", "Piece 0", 34_000), ("platform", "Piece 0", 6_000), ("bonus", "Piece 0", 8_000),
        ("fee", "Piece 1", 8_500), ("platform", "Piece 1", 1_500), ("bonus", "Piece 1", 2_000),
    ]  # fmt: skip
    assert (credit.kind, credit.about) == ("credit_note", invoice.fact)
    assert [one.amount_cents for one in credit.lines] == [12_000]


def test_a_creators_document_says_the_kind_of_piece_and_no_title() -> None:
    book, pieces = ledger_of([40_000], ["bonus"])
    _, fee, bonus = due(book, pieces)
    assert (fee.creator, bonus.creator) == ("c", "c")
    assert {line.work for line in (*fee.lines, *bonus.lines)} == {"email"}
    assert [(one.what, one.amount_cents) for one in fee.lines] == [
        ("fee", 40_000), ("platform", -6_000),
    ]  # fmt: skip


def test_a_fact_whose_piece_is_gone_still_has_its_whole_sum() -> None:
    book, _ = ledger_of([40_000], ["open"])
    (invoice,) = due(book, {})
    assert sum(line.amount_cents for line in invoice.lines) == 48_000


@given(st.integers(0, 10**9), st.decimals(0, 99, places=2))
def test_the_tax_lies_within_the_total(cents: int, percent: Decimal) -> None:
    tax = Tax(percent=percent).within(cents)
    assert 0 <= tax <= cents
    assert abs(tax - cents * percent / (100 + percent)) <= 1


def test_no_tax_is_charged_unless_somebody_says_so() -> None:
    assert Tax().within(11_900) == 0
    assert Tax(percent=Decimal(19)).within(11_900) == 1_900


def test_what_a_party_did_not_tell_is_said() -> None:
    assert Party(name="Ada").missing == ["address"]
    assert Party(name="Ada", address="Here").missing == []


def test_a_number_reads_as_series_year_and_count() -> None:
    assert numbered("credit_note", 2026, 17) == "CRN-2026-000017"


def test_a_list_as_csv_is_inert() -> None:
    said = as_csv([{"number": "INV-2026-000001", "kind": "invoice", "about": "=1+1"}])
    assert said.splitlines() == [
        "number,kind,issued_on,day,amount_cents,currency,about",
        "INV-2026-000001,invoice,,,,,'=1+1",
    ]


def test_the_total_of_a_paper_is_its_lines() -> None:
    lines = (Line(what="fee", work="email", amount_cents=5), Line(
        what="platform", work="email", amount_cents=-2))  # fmt: skip
    assert Paper(seller=Party(), buyer=Party(), lines=lines).total == 3
