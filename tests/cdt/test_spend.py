"""A purse knows what the last 24 hours cost."""

from cdt.spend import DAY_SECONDS, Bill, Purse


def test_bills_add_up_and_leave_after_a_day() -> None:
    at = [0.0]
    purse = Purse(lambda: at[0])
    purse.pay(Bill(100, 0.5))
    at[0] = DAY_SECONDS / 2
    purse.pay(Bill(50, 0.25))
    assert purse.spent() == Bill(150, 0.75)
    at[0] = DAY_SECONDS
    assert purse.spent() == Bill(50, 0.25)


def test_either_limit_empties_it() -> None:
    purse = Purse(lambda: 0.0)
    purse.pay(Bill(100, 0.5))
    assert not purse.empty(Bill(101, 0.6))
    assert purse.empty(Bill(100, 9.0))
    assert purse.empty(Bill(999, 0.5))
