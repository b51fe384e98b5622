"""An adapter answers only where its words are better, never because its loss is."""

from collections.abc import Sequence

import pytest

from core.ids import new_id
from domain.adapters import Said, Sat, public_id, ruled, summary


def sat(name: str, rights: Sequence[float], nll: float = 0.3, valid: float = 1.0) -> Sat:
    """An arm with one figure per example."""
    items = [
        Said(id=f"{n:02}", nll=nll, right=right, valid=valid) for n, right in enumerate(rights)
    ]
    return Sat(arm=name, items=tuple(items))


GOOD, POOR = [1.0] * 30 + [0.0] * 10, [0.0] * 36 + [1.0] * 4
BASE = sat("base", POOR)


def test_one_that_recommends_better_may_answer() -> None:
    ruling = ruled(BASE, sat("new", GOOD, nll=0.1), [], look=10, seed=1)
    assert ruling.may_answer
    assert "right 75% against 10%" in ruling.sentence


@pytest.mark.parametrize(
    ("candidate", "others", "why"),
    [
        (sat("shuffled", POOR, nll=0.05), [], "may be chance"),
        (sat("new", GOOD[:29]), [], "29 held-out examples are too few"),
        (sat("new", [*GOOD[:20], *POOR[:20]], nll=0.9), [], "expects"),
        (sat("new", GOOD, valid=0.97), [], "3% of its answers"),
        (sat("new", GOOD), [sat("live", [1.0] * 40)], "the live one 100%"),
        (sat("new", []), [], "0 held-out"),
    ],
)
def test_one_that_does_not_is_kept_back_with_the_reason(
    candidate: Sat, others: list[Sat], why: str
) -> None:
    base = sat("base", POOR[: len(candidate.items)])
    ruling = ruled(base, candidate, others, look=10, seed=1)
    assert not ruling.may_answer
    assert why in ruling.sentence


def test_two_alike_are_chance() -> None:
    assert not ruled(BASE, sat("new", POOR), [], look=1, seed=1).may_answer


def test_a_manifest_holds_means() -> None:
    assert summary([sat("a", [1.0, 0.0], nll=0.25)]) == {
        "a": {"nll": 0.25, "right": 0.5, "valid": 1.0}
    }


def test_a_public_id_is_of_one_business_and_leads_to_none() -> None:
    one, other = new_id(), new_id()
    assert public_id(one) == public_id(one) != public_id(other)
    assert public_id(one) not in str(one)
    assert len(public_id(one)) == 12
