"""An adapter answers only where its words are better, never because its loss is."""

from collections.abc import Sequence

import pytest

from core.ids import new_id
from domain.adapters import (
    LOOKUP,
    Observed,
    Ruling,
    Said,
    Sat,
    exposure,
    faults,
    public_id,
    ruled,
    summary,
)


def sat(name: str, rights: Sequence[float], nll: float = 0.3, valid: float = 1.0) -> Sat:
    """An arm with one figure per example."""
    items = [
        Said(id=f"{n:02}", nll=nll, right=right, valid=valid) for n, right in enumerate(rights)
    ]
    return Sat(arm=name, items=tuple(items))


GOOD, POOR = [1.0] * 30 + [0.0] * 10, [0.0] * 36 + [1.0] * 4
CLEAN = Observed()


def verdict(candidate: Sat, *others: Sat, observed: Observed = CLEAN) -> Ruling:
    """The ruling over a candidate in October, beside a poor base."""
    base = sat("base", POOR[: len(candidate.items)])
    return ruled([base, candidate, *others], observed, look=10, seed=1)


def test_one_that_recommends_better_may_answer() -> None:
    ruling = verdict(sat("new", GOOD, nll=0.1))
    assert (ruling.may_answer, ruling.status) == (True, "kept")
    assert "right 75% against 10%" in ruling.sentence


@pytest.mark.parametrize(
    ("candidate", "others", "why"),
    [
        (sat("shuffled", POOR, nll=0.05), [], "may be chance"),
        (sat("new", GOOD[:29]), [], "29 held-out examples are too few"),
        (sat("new", [*GOOD[:20], *POOR[:20]], nll=0.9), [], "expects"),
        (sat("new", GOOD), [sat("live", [1.0] * 40)], "the live one 100%"),
        (sat("new", GOOD), [sat(LOOKUP, [1.0] * 33 + [0.0] * 7)], "looking up 82%"),
        (sat("new", []), [], "0 held-out"),
    ],
)
def test_one_that_does_not_is_kept_back_with_the_reason(
    candidate: Sat, others: list[Sat], why: str
) -> None:
    ruling = verdict(candidate, *others)
    assert (ruling.may_answer, ruling.status) == (False, "kept_back")
    assert why in ruling.sentence


def test_looking_up_may_be_a_little_better() -> None:
    assert verdict(sat("new", GOOD), sat(LOOKUP, [1.0] * 32 + [0.0] * 8)).may_answer


@pytest.mark.parametrize(
    ("candidate", "observed", "why"),
    [
        (sat("new", GOOD, valid=0.97), CLEAN, "Only 97.0% of its adapter's answers are valid"),
        (sat("new", GOOD), Observed(leaked=("people",)), "must stay secret (people)"),
        (sat("new", GOOD[:5]), Observed(leaked=("canary",)), "must stay secret (canary)"),
        (sat("new", GOOD), Observed(exposed={"a": 9.9, "b": 3.0}), "by 6.5 bits; the limit is 6"),
        (sat("new", GOOD), Observed(grounded=0.8), "Only 80.0% of its adapter's answers rest"),
    ],
)
def test_what_leaks_memorises_or_makes_things_up_is_blocked_whatever_it_scores(
    candidate: Sat, observed: Observed, why: str
) -> None:
    ruling = verdict(candidate, observed=observed)
    assert (ruling.may_answer, ruling.status) == (False, "blocked")
    assert why in ruling.faults[0]
    assert why in ruling.sentence


def test_few_answers_say_nothing_of_their_form() -> None:
    few = sat("new", GOOD[:5], valid=0.6)
    assert faults(few, Observed(grounded=0.2)) == ()


def test_exposure_is_how_many_halvings_a_guess_saves() -> None:
    assert exposure(1, 1_023) == 10
    assert exposure(512, 1_023) == 1
    assert exposure(1_024, 1_023) == 0


def test_two_alike_are_chance() -> None:
    assert not verdict(sat("new", POOR)).may_answer


def test_a_manifest_holds_means() -> None:
    assert summary([sat("a", [1.0, 0.0], nll=0.25)]) == {
        "a": {"nll": 0.25, "right": 0.5, "valid": 1.0}
    }


def test_a_public_id_is_of_one_business_and_leads_to_none() -> None:
    one, other = new_id(), new_id()
    assert public_id(one) == public_id(one) != public_id(other)
    assert public_id(one) not in str(one)
    assert len(public_id(one)) == 12
