"""Words are compared by their roots and by near meaning."""

from domain.language.terms import common, idle, kin, root, roots


def test_forms_of_a_word_meet() -> None:
    assert root("Cancellations") == root("cancellation")
    assert root("selling") == root("sells")
    assert root("Halvern's") == root("Halvern")


def test_small_words_carry_nothing() -> None:
    assert roots("What is the price of it?") == [root("price")]
    assert idle("What’s")


def test_near_meaning_is_mutual() -> None:
    assert root("charge") in kin(root("price"))
    assert root("price") in kin(root("charge"))
    assert root("price") not in kin(root("price"))


def test_what_is_said_of_every_business_is_common() -> None:
    assert root("company") in common()
