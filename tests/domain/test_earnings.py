"""Every cent of a creator's work is in one place, and the ledger ends on what was earned."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from domain.earnings import Earning, inert, movements, shares, standing_of, statement, totals

NOW = datetime(2026, 11, 1, 9, tzinfo=UTC)


def earning(number: int, fee: int, bonus: int, standing: str, code: str = "USD") -> Earning:
    """A piece of work with its money."""
    platform, net = shares(fee)
    paid = NOW + timedelta(days=number) if standing == "released" else None
    extra = "paid" if paid and bonus else "none"
    return Earning.model_validate(
        {
            "id": UUID(int=number), "title": f"Piece {number}", "artifact_type": "email",
            "status": "passed", "standing": standing, "currency": code, "fee_cents": fee,
            "platform_cents": platform, "net_cents": net, "paid_at": paid, "bonus_cents": bonus,
            "bonus": extra, "bonus_metric": "clicks", "bonus_on": None,
            "bonus_paid_at": paid + timedelta(days=30) if paid and bonus else None,
        }
    )  # fmt: skip


CENTS = st.integers(1, 10**7)
WORKS = st.lists(
    st.tuples(CENTS, st.integers(0, 10**6), st.sampled_from(("held", "released", "offered")),
              st.sampled_from(("USD", "EUR"))), max_size=12,
)  # fmt: skip


@given(WORKS)
def test_the_ledger_sums_to_what_was_earned(works: list[tuple[int, int, str, str]]) -> None:
    given_ = [earning(n, *one) for n, one in enumerate(works)]
    lines = movements(given_)
    for total in totals(given_):
        own = [line for line in lines if line.currency == total.currency]
        assert sum(line.amount_cents for line in own) == total.earned
        assert not own or own[-1].balance_cents == total.earned


@given(CENTS)
def test_a_fee_is_split_to_the_cent(fee: int) -> None:
    assert sum(shares(fee)) == fee


def test_nothing_is_promised_before_an_offer_is_taken() -> None:
    states = ("offered", "accepted", "escalated", "passed", "closed", "declined")
    assert [standing_of(state) for state in states] == [
        "offered", "held", "held", "released", "not_earned", "not_earned",
    ]  # fmt: skip


def test_a_statement_runs_nothing_in_a_spreadsheet() -> None:
    one = earning(1, 1000, 0, "released").model_copy(update={"title": "=1+1"})
    assert "'=1+1" in statement([one])
    assert statement([one]).startswith("date,work,kind,amount_cents,balance_cents,currency\n")
    assert inert("plain") == "plain"
