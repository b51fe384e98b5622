"""Labels fit their items; the order of a pair is fixed for a person and even over people."""

import pytest

from domain.labelling import NoReason, WrongLabel, first_for, labels_of, refuse_unfit


def test_the_order_of_a_pair_stays_for_a_person_and_is_even_over_people() -> None:
    orders = [first_for("item", f"person {n}") for n in range(1000)]
    assert orders == [first_for("item", f"person {n}") for n in range(1000)]
    assert 450 < orders.count("one") < 550


def test_each_kind_has_its_labels() -> None:
    assert labels_of("pair") == ("one", "other", "tie")
    assert labels_of("case") == ("good", "acceptable", "bad")
    for kind, label in (("pair", "good"), ("case", "tie"), ("answer", "<script>")):
        with pytest.raises(WrongLabel):
            refuse_unfit(kind, label, [], "")


def test_a_bad_mark_needs_its_reason_in_a_code_or_a_note() -> None:
    with pytest.raises(NoReason):
        refuse_unfit("case", "bad", [], "  ")
    with pytest.raises(WrongLabel, match="no_such_code"):
        refuse_unfit("case", "bad", ["no_such_code"], "")
    refuse_unfit("case", "bad", ["wrong_fact"], "")
    refuse_unfit("case", "bad", [], "The price is another one.")
    refuse_unfit("case", "good", [], "")
