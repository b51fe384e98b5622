"""The Home tab and the forms show what they are given, and bring back what they are about."""

import json

from domain.slack_views import (
    LONGEST_FORM,
    Home,
    Waiting,
    home,
    stranger_home,
    told_form,
    vent_form,
)


def actions(view: dict[str, object]) -> list[str]:
    """The action ids of a view."""
    blocks = view["blocks"]
    assert isinstance(blocks, list)
    return [
        each["action_id"] for block in blocks if block["type"] == "actions"
        for each in block["elements"]
    ]  # fmt: skip


def test_home_has_the_three_switches_and_what_waits() -> None:
    view = home(Home(waiting=(Waiting("a1", "Buy a map"),), address="https://r.example"))
    assert actions(view) == [
        "pause", "open_export", "delete_all", "approval_accept", "approval_ignore",
    ]  # fmt: skip


def test_a_paused_home_goes_on_again() -> None:
    view = home(Home(paused=True))
    assert actions(view)[0] == "resume"
    assert "Paused" in json.dumps(view)


def test_a_stranger_is_only_asked_to_connect() -> None:
    assert actions(stranger_home("https://r.example/x")) == ["open_connect"]


def test_a_form_brings_back_what_it_is_about() -> None:
    view = vent_form("w" * 9000, "team", vent="v1")
    assert json.loads(view["private_metadata"]) == {"vent": "v1"}
    assert len(view["blocks"][0]["element"]["initial_value"]) <= LONGEST_FORM
    assert view["blocks"][1]["element"]["initial_option"]["value"] == "team"


def test_a_form_that_only_says_something_cannot_be_sent() -> None:
    assert "submit" not in told_form("Gone.")
    assert actions(told_form("Connect first.", "https://r.example")) == ["open_connect"]
