"""A record counts what was taken and let lie, never a no."""

from datetime import UTC, datetime
from uuid import UUID

from domain.matching import Result
from domain.records import BriefRecord, Record, accepted_share, as_csv, mean, performance_of

NOW = datetime(2026, 11, 1, tzinfo=UTC)


def test_a_no_costs_nothing_and_silence_does() -> None:
    assert accepted_share(["passed", "declined", "declined"]) == 1.0
    assert accepted_share(["accepted", "expired"]) == 0.5
    assert accepted_share(["declined", "withdrawn"]) is None


def test_a_record_has_ten_fields_and_each_brief_seven() -> None:
    assert len(Record.model_fields) == 10
    assert len(BriefRecord.model_fields) == 7


def test_few_results_stay_near_the_average() -> None:
    one = Result("b", str(UUID(int=1)), NOW, "saas", "email", 1.0)
    score, tier = performance_of([one], UUID(int=1), NOW)
    assert (0.6 < score < 0.8, tier) == (True, "rising")


def test_the_briefs_go_out_as_csv() -> None:
    one = BriefRecord(
        brief_id=UUID(int=1), creator_id=UUID(int=2), quality_score=0.9, delivery_time=20.0,
        revision_count=1, customer_satisfaction=None, artifact_performance=None,
    )  # fmt: skip
    head, line = as_csv([one]).splitlines()
    assert head.split(",") == list(BriefRecord.model_fields)
    assert line.endswith("0.9,20.0,1,,")
    assert (mean([]), mean([1.0, 3.0])) == (None, 2.0)
