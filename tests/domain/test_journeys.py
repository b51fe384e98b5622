"""Journeys: a path leaves out repeats, late touches and what lies outside the window."""

from domain.journeys import Journey, Touch, channel_key, is_direct, path


def test_ties_in_time_keep_the_order_of_input():
    journey = Journey("j", (Touch("b", 5), Touch("a", 9), Touch("c", 5)))
    assert path(journey) == (1, 0, 2)


def test_a_repeat_is_left_out_and_another_artifact_is_not():
    journey = Journey("j", (Touch("Mail", 5, "x"), Touch("mail ", 5, "x"), Touch("mail", 5, "y")))
    assert path(journey) == (0, 2)


def test_late_touches_and_old_touches_are_left_out():
    journey = Journey("j", (Touch("a", -1), Touch("a", 24), Touch("a", 25)))
    assert path(journey, 24) == (1,)


def test_spellings_of_one_channel_meet():
    assert channel_key("Ｅmail  List") == channel_key("email list")
    assert is_direct("(Direct)")
    assert not is_direct("email")
