"""Each of the nine signals on a calendar small enough to reckon by hand."""

from datetime import UTC, date, datetime, timedelta
from typing import get_args

import pytest

from domain.calendar import Entry
from domain.patterns import SignalName, patterns

NOW = datetime(2026, 6, 30, tzinfo=UTC)


def entry(number: int, **over) -> Entry:
    created = NOW - timedelta(days=70 - 7 * number)
    base = {"id": f"e{number}", "type": "post", "title": f"Title {number}", "created_at": created}
    return Entry(**{**base, **over})


def read(entries) -> dict:
    return {one.name: one for one in patterns(entries, NOW)}


def test_all_nine_come_in_the_order_of_the_seed_with_their_formula():
    found = patterns([entry(1)], NOW)
    assert tuple(one.name for one in found) == get_args(SignalName)
    assert all(one.computed for one in found)


def test_an_empty_calendar_says_nothing():
    assert all(one.value is None and one.n == 0 for one in patterns([], NOW))


def test_frequency_counts_entries_a_week():
    assert read([entry(i) for i in range(10)])["entry_frequency"].value == pytest.approx(1.0)


def test_completion_is_the_share_of_core_fields():
    found = read([entry(1), entry(2, owner="ana", campaign="spring")])["field_completion"]
    assert found.value == pytest.approx((3 + 5) / 22)
    assert found.parts["owner"] == 0.5


def test_clustering_counts_campaigns_of_two_or_more():
    found = read([entry(1, campaign="A"), entry(2, campaign="a "), entry(3, campaign="b")])
    assert found["campaign_clustering"].value == pytest.approx(2 / 3)
    assert found["campaign_clustering"].parts == {"a": 2.0}


def test_a_funnel_on_target_is_one():
    stages = ["tofu"] * 5 + ["mofu"] * 3 + ["bofu"] * 2
    entries = [entry(i, funnel_stage=stage) for i, stage in enumerate(stages)]
    assert read(entries)["funnel_balance"].value == pytest.approx(1)
    assert read(entries[:5])["funnel_balance"].value == pytest.approx(0.5)


def test_all_on_one_channel_is_one_and_two_evenly_is_a_half():
    one = read([entry(1, channels=("seo",)), entry(2, channels=("seo",))])
    two = read([entry(1, channels=("seo", "email"))])
    assert one["channel_concentration"].value == pytest.approx(1)
    assert two["channel_concentration"].value == pytest.approx(0.5)


def test_reviews_count_only_where_due():
    old, new = date(2026, 5, 1), date(2026, 6, 20)
    found = read(
        [
            entry(1, status="published", publish_on=old, reviewed_at=NOW - timedelta(days=2)),
            entry(2, status="published", publish_on=old),
            entry(3, status="published", publish_on=new),
        ]
    )["review_behaviour"]
    assert (found.value, found.n) == (0.5, 2)


def test_speed_and_time_to_publish_come_from_the_status_times():
    times = {
        "idea": NOW - timedelta(days=10),
        "drafting": NOW - timedelta(days=8),
        "published": NOW - timedelta(days=2),
    }
    found = read([entry(1, status_times=times)])
    assert found["status_speed"].value == 4
    assert found["status_speed"].parts == {"idea": 2, "drafting": 6}
    assert found["time_to_publish"].value == 8


def test_keywords_of_the_same_words_overlap():
    keywords = (("best kvm",), ("KVM, best",), ("pricing",))
    found = read([entry(i, keywords=k) for i, k in enumerate(keywords)])["keyword_overlap"]
    assert found.value == pytest.approx(1 / 3)
    assert found.parts == {"best kvm": 2.0}
