"""β_s holds every field that the contract names, each of one kind."""

from domain.business import PROFILE_KINDS

AXES = {"voice_formality", "voice_technicality", "voice_boldness", "voice_playfulness"}


def test_the_profile_has_the_promised_fields() -> None:
    assert len(PROFILE_KINDS) == 35
    assert {"business_name", "icp_pains", "stack_crm", "state_never_tried"} <= set(PROFILE_KINDS)


def test_the_four_voice_axes_are_numbers() -> None:
    assert {name for name, kind in PROFILE_KINDS.items() if kind == "axis"} == AXES


def test_every_kind_is_a_known_one() -> None:
    assert set(PROFILE_KINDS.values()) <= {"text", "list", "axis", "count"}
