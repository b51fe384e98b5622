"""An entry is saved with a sound UTM triple and the right tags."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.calendar import (
    CORE_FIELDS,
    Entry,
    Utm,
    UtmIncomplete,
    UtmMalformed,
    UtmTaken,
    categorised,
    checked_utm,
    funnel_balance,
    gaps,
    review_on,
    suggested_utm,
)

TRIPLE = {"source": "LinkedIn", "medium": "Social Post", "campaign": "Spring_26"}


def entry(number=1, **over) -> Entry:
    return Entry(**{"id": f"e{number}", "type": "blog post", "title": "How to cut waste", **over})


def test_an_entry_has_the_eleven_core_fields():
    assert len(CORE_FIELDS) == 11
    assert set(CORE_FIELDS) <= set(Entry.model_fields)


def test_a_triple_is_lower_cased_and_has_no_spaces():
    utm = checked_utm(TRIPLE, {}, "e1")
    assert utm == Utm(source="linkedin", medium="social-post", campaign="spring_26")


def test_an_incomplete_triple_names_what_is_missing():
    with pytest.raises(UtmIncomplete, match="medium is missing"):
        checked_utm({**TRIPLE, "medium": " "}, {}, "e1")


def test_signs_that_break_a_link_are_refused():
    with pytest.raises(UtmMalformed, match="utm_campaign is 'a&b'"):
        checked_utm({**TRIPLE, "campaign": "a&b"}, {}, "e1")


def test_two_artifacts_never_share_a_triple_but_one_may_keep_its_own():
    taken = {checked_utm(TRIPLE, {}, "e1"): "e1"}
    assert checked_utm(TRIPLE, taken, "e1")
    with pytest.raises(UtmTaken, match="belongs to entry e1"):
        checked_utm({**TRIPLE, "source": "LINKEDIN"}, taken, "e2")


@given(st.text(max_size=30), st.text(max_size=20), st.lists(st.text(max_size=12), max_size=2))
def test_a_suggested_triple_can_always_be_saved(title, campaign, channels):
    one = entry(title=title, campaign=campaign, channels=tuple(channels))
    first = suggested_utm(one, {})
    second = suggested_utm(one.model_copy(update={"id": "e2"}), {first: "e1"})
    assert checked_utm(first.model_dump(), {}, "e1") == first
    assert checked_utm(second.model_dump(), {first: "e1"}, "e2") == second


def test_saving_tags_by_rule_and_says_what_it_guessed():
    tags = categorised(
        entry(title="Acme vs Bolt", channels=("linkedin", "email"), keywords=("Acme vs Bolt",)),
        {"bolt": ["bolt alternative"], "waste": ["reduce waste"]},
    )
    assert (tags.type_family, tags.funnel_stage, tags.cluster) == ("article", "bofu", "bolt")
    assert (tags.channel_families, tags.guessed) == (("owned", "social"), ("funnel_stage",))
    assert categorised(entry(funnel_stage="tofu")).guessed == ()
    assert categorised(entry(type="thread", keywords=("kvm",))).cluster == "kvm"


def test_a_stretch_without_entries_is_a_gap():
    start = date(2026, 6, 1)
    days = [date(2026, 6, 2), date(2026, 6, 20)]
    found = gaps([entry(i, publish_on=d) for i, d in enumerate(days)], start, date(2026, 6, 30))
    assert [(gap.start.day, gap.end.day, gap.days) for gap in found] == [(3, 19, 17), (21, 30, 10)]
    dropped = [entry(1, publish_on=date(2026, 6, 15), status="dropped")]
    assert gaps(dropped, start, date(2026, 6, 30))[0].days == 30


@given(st.sets(st.integers(0, 59)))
def test_gaps_and_busy_days_make_up_the_whole_span(offsets):
    start = date(2026, 1, 1)
    entries = [entry(i, publish_on=start + timedelta(days=i)) for i in offsets]
    found = gaps(entries, start, start + timedelta(days=59), longer_than=0)
    assert sum(gap.days for gap in found) == 60 - len(offsets)


def test_the_funnel_shows_which_stage_lacks():
    entries = [entry(i, funnel_stage="tofu") for i in range(3)] + [entry(9, funnel_stage="bofu")]
    shares = {one.stage: one for one in funnel_balance(entries)}
    assert (shares["tofu"].share, shares["mofu"].lack) == (0.75, 0.3)
    assert all(one.share == 0 for one in funnel_balance([]))


def test_a_published_entry_is_reviewed_thirty_days_later():
    assert review_on(entry(publish_on=date(2026, 6, 1))) == date(2026, 7, 1)
    assert review_on(entry()) is None
