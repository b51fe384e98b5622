"""Every fault of the scripted model is one by status, by silence, by its bytes or by its answer."""

from typing import get_args

from cdt.model_says import STATUS, Fault
from cdt.model_wire import CHANGES

BY_BYTES = {"cut", "bad_json", "wrong_types", "empty", "refusal"}


def test_every_fault_has_its_way() -> None:
    ways = [set(STATUS), {"hangs"}, BY_BYTES, set(CHANGES)]
    assert set().union(*ways) == set(get_args(Fault))
    assert sum(map(len, ways)) == len(get_args(Fault))
