"""A record counts what was taken and let lie, never a no."""

from datetime import UTC, datetime
from uuid import UUID

from domain.records import BriefRecord, Record, accepted_share, as_csv, brought, mean

NOW = datetime(2026, 11, 1, tzinfo=UTC)


def test_a_no_costs_nothing_and_silence_does() -> None:
    assert accepted_share(["passed", "declined", "declined"]) == 1.0
    assert accepted_share(["accepted", "expired"]) == 0.5
    assert accepted_share(["declined", "withdrawn"]) is None


def test_a_record_has_ten_fields_and_each_brief_seven() -> None:
    assert len(Record.model_fields) == 10
    assert len(BriefRecord.model_fields) == 7


def test_what_a_creator_came_with_counts_as_results_of_theirs() -> None:
    told = [{"at": "2026-10-01", "quality": 0.9, "satisfaction": 5, "on_time": False}, {}]
    one, bare = brought(UUID(int=1), told)
    assert (one.at.tzinfo, one.quality_score, one.customer_satisfaction, one.late) == (
        UTC, 0.9, 1.0, 0.3,
    )  # fmt: skip
    assert (bare.quality_score, bare.customer_satisfaction, bare.late) == (0.5, None, 0.0)


def test_the_briefs_go_out_as_csv() -> None:
    one = BriefRecord(
        brief_id=UUID(int=1), creator_id=UUID(int=2), quality_score=0.9, delivery_time=20.0,
        revision_count=1, customer_satisfaction=None, artifact_performance=None,
    )  # fmt: skip
    head, line = as_csv([one]).splitlines()
    assert head.split(",") == list(BriefRecord.model_fields)
    assert line.endswith("0.9,20.0,1,,")
    assert (mean([]), mean([1.0, 3.0])) == (None, 2.0)
