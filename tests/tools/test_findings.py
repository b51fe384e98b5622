"""A finding says what it rests on, and little data is said to be little."""

from core.ids import new_id
from tools.findings import MOST_EVIDENCE, Ref, lacking, weightiest


def test_evidence_is_named_once_and_not_without_end() -> None:
    same = Ref(kind="vent", id=new_id())
    many = [Ref(kind="vent", id=new_id()) for _ in range(MOST_EVIDENCE + 5)]
    assert weightiest([same, same]) == [same]
    assert weightiest(many) == many[:MOST_EVIDENCE]


def test_too_little_has_no_figure() -> None:
    found = lacking("Two months are known.", "six months", 2)
    assert (found.enough, found.value, found.needed, found.n) == (False, None, "six months", 2)
