"""A creator leaves once nothing is open: each thing in the way is told with the way out."""

import pytest

from domain.departures import (
    BidStands,
    DisputeOpen,
    InTheWay,
    NotPaidOut,
    WorkOpen,
    must_be_settled,
)


@pytest.mark.parametrize(
    ("found", "error"),
    [
        (InTheWay(disputes=1, work=1, bids=1, unpaid=1), DisputeOpen),
        (InTheWay(work=2, bids=1, unpaid=1), WorkOpen),
        (InTheWay(bids=1, unpaid=1), BidStands),
        (InTheWay(unpaid=1), NotPaidOut),
    ],
)
def test_what_is_open_is_refused_with_the_way_out(found: InTheWay, error: type) -> None:
    with pytest.raises(error) as refused:
        must_be_settled(found)
    assert (refused.value.status, bool(refused.value.remedy)) == (409, True)


def test_with_nothing_open_the_way_is_free() -> None:
    must_be_settled(InTheWay())
