"""Tools are put where they are used."""

from domain.interview import Turn
from domain.language.replies import replies
from domain.language.stack import named, refused, stack


def hear(answer):
    return replies([Turn(question="Which tools do you use?", answer=answer)])[0]


def test_tools_go_to_their_part():
    found = stack(hear("wix, insta and matomo"))
    assert {part: mark.value for part, mark in found.items()} == {
        "stack_cms": ["Wix"],
        "stack_social": ["Instagram"],
        "stack_analytics": ["Matomo"],
    }


def test_what_it_is_used_for_beats_what_it_is_known_for():
    assert stack(hear("HubSpot for email"))["stack_email"].value == ["HubSpot"]


def test_a_tool_that_is_also_a_word_needs_a_capital_or_a_place_in_a_list():
    assert named("we close deals later") == []
    assert [name for name, _, _ in named("We use Close.")] == ["Close"]


def test_what_is_not_there_is_refused():
    assert refused(hear("Ghost, no CRM, dont do emails")) == ["stack_crm", "stack_email"]


def test_people_who_do_things_with_tools_are_no_tools():
    said = "On Webflow. HubSpot, though Hank keeps half of it. Buffer, I think Priya still pays."
    assert [name for name, _, _ in named(said)] == ["Webflow", "HubSpot", "Buffer"]
    assert [name for name, _, _ in named("We use Webflow, Hank and Priya like it.")] == ["Webflow"]
    assert [name for name, _, _ in named("We use Craftbase for the site.")] == ["Craftbase"]
