"""What a founder decides is about keys: it stands, and it cannot run in circles."""

import pytest

from domain.choices import Choice, IntoItself, groups, merged, resting

CHAIN = {"a": Choice(into="b"), "b": Choice(into="c"), "d": Choice(hidden=True)}


def test_a_key_rests_where_the_last_merge_led() -> None:
    assert (resting("a", CHAIN), resting("c", CHAIN), resting("x", CHAIN)) == ("c", "c", "x")


def test_a_circle_ends() -> None:
    assert resting("a", {"a": Choice(into="b"), "b": Choice(into="a")}) in ("a", "b")


def test_parts_stand_behind_the_one_that_they_are_part_of() -> None:
    assert groups(["a", "d", "c"], CHAIN) == {"c": ["c", "a"], "d": ["d"]}
    assert groups(["a"], CHAIN) == {"c": ["a"]}


def test_nothing_becomes_part_of_itself() -> None:
    assert merged("d", "c", CHAIN, {"c"}) == "c"
    with pytest.raises(IntoItself, match="Choose"):
        merged("c", "a", CHAIN, {"c"})
    with pytest.raises(IntoItself):
        merged("d", "nowhere", CHAIN, {"c"})


def test_nothing_decided_is_empty() -> None:
    assert Choice().empty
    assert not Choice(added=True).empty
