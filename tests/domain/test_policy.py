"""The policy moves by small, proven steps."""

from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.policy import (
    QUESTIONS,
    STEP,
    Observation,
    Policy,
    Question,
    Recommendation,
    answered,
    monthly_step,
    moved,
    observed,
    offline_value,
    proposed,
)

NOW = datetime(2026, 6, 30, tzinfo=UTC)
POLICY = Policy(map_formats={"video": 0.4, "article": 0.4, "podcast": 0.2})


def seen(option: str, values, question: Question = "map_performance") -> list[Observation]:
    return [Observation(question=question, option=option, value=v) for v in values]


def logged(number: int, content="video", **over) -> Recommendation:
    base = {
        "recommendation_id": f"r{number}",
        "business_id": "b",
        "recommendation_type": "execution_map",
        "recommendation_content": content,
        "recommended_at": NOW,
        "recommendation_model_version": 3,
        "propensity": 0.4,
        "shown_position": 1,
        "policy_id": POLICY.id,
    }
    return Recommendation(**{**base, **over})


def share(policy: Policy, row: Recommendation) -> float:
    return policy.map_formats[row.recommendation_content]


def test_a_row_holds_eleven_fields_of_the_seed_and_three_of_ours():
    assert len(Recommendation.model_fields) == 14
    assert {"propensity", "shown_position", "policy_id"} <= Recommendation.model_fields.keys()


def test_all_five_questions_are_answered_even_without_data():
    answers = answered([])
    assert tuple(one.question for one in answers) == QUESTIONS
    assert all(one.best is None and "Too little" in one.sentence for one in answers)


def test_a_clear_winner_is_named_with_n_and_interval():
    answers = answered(seen("video", [0.9] * 40) + seen("article", [0.2] * 40))
    (found,) = [one for one in answers if one.question == "map_performance"]
    assert found.best == "video"
    assert "n = 40" in found.sentence
    assert found.options[0].low <= 0.9 <= found.options[0].high


def test_a_lead_that_may_be_luck_is_called_unsure():
    found = answered(seen("video", [1, 0, 1, 1, 0]) + seen("article", [1, 0, 0, 1, 0]))[2]
    assert found.best is None
    assert "nothing is sure" in found.sentence


def test_fewer_revisions_are_better():
    question = "brief_revisions"
    found = answered(seen("long", [3] * 20, question) + seen("short", [0] * 20, question))[3]
    assert found.best == "short"


@given(
    st.lists(st.floats(0, 1), min_size=5, max_size=40),
    st.lists(st.floats(0, 1), min_size=5, max_size=40),
)
def test_no_month_moves_a_weight_further_than_the_step(video, article):
    answer = answered(seen("video", video) + seen("article", article))[2]
    after = moved(POLICY.map_formats, answer)
    assert sum(after.values()) == pytest.approx(1)
    assert all(abs(after[name] - POLICY.map_formats[name]) <= STEP + 1e-9 for name in after)
    assert after["podcast"] == 0.2
    assert min(after.values()) > 0


def test_few_observations_move_nothing():
    assert proposed(POLICY, answered(seen("video", [1] * 4) + seen("article", [0] * 4))) == POLICY


def test_a_change_makes_a_new_version_that_knows_its_parent():
    new = proposed(POLICY, answered(seen("video", [0.9] * 40) + seen("article", [0.2] * 40)))
    assert new.map_formats["video"] > 0.4
    assert (new.version, new.parent) == (2, POLICY.id)


def test_suggestions_that_nobody_takes_raise_the_threshold():
    question = "suggestion_acceptance"
    raised = proposed(POLICY, answered(seen("post", [0.0] * 40, question)))
    lowered = proposed(POLICY, answered(seen("post", [1.0] * 40, question)))
    assert (raised.suggestion_threshold, lowered.suggestion_threshold) == (0.55, 0.45)


def test_the_log_answers_what_it_can():
    rows = [
        logged(1, "roast", recommendation_type="activity", context_quality_score=0.8),
        logged(2, "post", recommendation_type="calendar_suggestion", user_action="modified"),
        logged(3, "post", recommendation_type="calendar_suggestion"),
    ]
    assert [(one.option, one.value) for one in observed(rows)] == [("roast", 0.8), ("post", 0.5)]


def test_another_policy_is_valued_from_the_log_alone():
    rng = np.random.default_rng(2)
    rows = []
    for _ in range(2_000):
        video = rng.random() < 0.5
        rows.append((0.5, 0.9 if video else 0.1, float(rng.random() < (0.7 if video else 0.3))))
    found = offline_value(rows, rng)
    assert found.low <= 0.66 <= found.high
    assert found.effective_n < 2_000
    assert offline_value([], rng).n == 0


def test_a_step_is_taken_only_where_the_log_speaks_for_it():
    rng = np.random.default_rng(1)
    good = seen("video", [0.9] * 40) + seen("article", [0.2] * 40)
    rows = [logged(i, downstream_impact=0.9) for i in range(60)]
    rows += [logged(99 + i, "article", downstream_impact=0.2) for i in range(60)]
    taken = monthly_step(POLICY, good, rows, share, rng)
    assert taken.taken
    assert "120 logged outcomes" in taken.reasons[0]
    opposite = [
        r.model_copy(update={"downstream_impact": 1 - (r.downstream_impact or 0)}) for r in rows
    ]
    assert monthly_step(POLICY, good, opposite, share, rng).policy == POLICY
    assert "are needed" in monthly_step(POLICY, good, rows[:9], share, rng).reasons[0]
    assert not monthly_step(POLICY, [], rows, share, rng).taken
