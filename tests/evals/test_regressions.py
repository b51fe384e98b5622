"""Golden cases: closeness of predictions, answers asked anew, what got worse is named."""

from datetime import UTC, datetime

import pytest

from cdt.preference import Row, fit
from core.ids import new_id
from domain.evaluations import CaseResult
from evals.regressions import Golden, checked, predictions, questions
from memory import evaluations
from memory.ctx import Ctx

AT = datetime(2026, 6, 30, 12, tzinfo=UTC)
BLANK = fit([], AT)


def golden(outcome: float) -> Golden:
    """A golden artifact."""
    row = Row(id=f"{new_id()}", at=AT, segment="ops", channel="email", angle="roi", outcome=outcome)
    return Golden(f"H-{outcome}", row, "A letter")


def asked(difference: float) -> CaseResult:
    """A golden question that was asked."""
    scores = {"candidate": 0.5, "incumbent": 0.5 - difference}
    return CaseResult(key="Q-1", kind="golden", metric="golden_cases", scores=scores,
                      difference=difference)  # fmt: skip


def test_without_golden_cases_nothing_is_measured() -> None:
    metric, cases = checked([], BLANK, None)
    assert (metric.verdict, cases) == ("not_measured", [])


def test_a_prediction_is_scored_by_its_distance_to_what_was_reached() -> None:
    metric, (case,) = checked([golden(0.8)], BLANK, BLANK)
    assert case.scores == {"candidate": pytest.approx(0.7), "incumbent": pytest.approx(0.7)}
    assert (case.difference, metric.verdict, metric.against) == (0, "pass", "incumbent")
    metric, _ = checked([golden(0.8)], BLANK, None)
    assert metric.against == "nothing learned"


def test_a_question_that_got_worse_warns_and_one_within_the_noise_does_not() -> None:
    assert checked([], BLANK, None, [asked(-0.2)])[0].verdict == "warning"
    assert checked([], BLANK, None, [asked(-0.04)])[0].verdict == "pass"


async def test_golden_rows_are_read_by_kind_and_questions_are_asked_as_who_promoted(
    ctx: Ctx,
) -> None:
    one = golden(0.4)
    about = {"source_kind": "entry", "source_id": new_id(), "from_version": 1}
    kept = {"row": one.row.model_dump(mode="json"), "title": "A letter"}
    await evaluations.promote(ctx, {"key": "H-1", "kind": "prediction", "content": kept, **about})
    wanted = {"question": "Who founded the moon?", "answerable": False}
    await evaluations.promote(ctx, {"key": "Q-1", "kind": "question", "content": wanted, **about})
    assert await predictions(ctx) == [Golden("H-1", one.row, "A letter")]
    (case,) = await questions(ctx)
    assert (case.key, case.scores, case.difference) == ("Q-1", {"candidate": 1.0}, 0.0)
    assert case.words.answers["candidate"]
