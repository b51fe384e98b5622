"""Every field of the profile and every closed value has a name, and values are shown as words."""

from api.web.fields import ENDS, FIELDS, GROUPS, VALUES, on_scale, shown
from domain import interview
from domain.interview import AXES, CLOSED, bank


def test_every_field_group_and_value_has_a_name() -> None:
    assert set(FIELDS) == set(interview.FIELDS)
    assert set(VALUES) == {each for allowed in CLOSED.values() for each in allowed}
    assert set(ENDS) == set(AXES)
    assert set(GROUPS) == {name for name, group in bank()["groups"].items() if group["fields"]}


def test_values_are_shown_as_words() -> None:
    assert shown("stage", "pre_revenue") == "Before first revenue"
    assert shown("business_model", ["b2b", "saas"]) == "Companies, Software by subscription"
    assert shown("pricing", [{"amount": 99, "currency": "USD", "per": "month"}]) == "99 USD / month"
    assert shown("icp_company_size", {"min": 50, "max": 300}) == "50–300"
    assert shown("size", 4) == "4"
    assert shown("industry", "saas_devtools") == "saas devtools"


def test_a_scale_is_said_between_its_ends() -> None:
    assert on_scale("voice_formality", 1) == "formal"
    assert on_scale("voice_formality", -0.5) == "rather casual"
    assert shown("voice_playfulness", 0.0) == "in between"
