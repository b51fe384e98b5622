"""The rows of a training follow from its seed and its weights, and from nothing else."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from cdt.training import plan
from cdt.training.plan import Example, OneAnswer, Plan, PlanBroken, TooFewExamples

PLAN = Plan("cdt-0123456789ab-v1", "d", "b", seed=7, steps=200)
MANY = [Example(f"e{n:02}", f"Ask {n}", f"Say {n}", 1.0 + n % 3) for n in range(30)]


def test_the_same_seed_draws_the_same_rows_in_whatever_order_they_came() -> None:
    drawn = plan.draw(PLAN, MANY)
    assert drawn == plan.draw(PLAN, MANY[::-1])
    assert drawn != plan.draw(replace(PLAN, seed=8), MANY)
    assert len(drawn) == 200 * 16


def test_a_shorter_plan_is_the_beginning_of_a_longer_one() -> None:
    assert plan.draw(PLAN, MANY)[:160] == plan.draw(replace(PLAN, steps=10), MANY)


def test_rows_are_drawn_by_their_weight() -> None:
    drawn = Counter(plan.draw(PLAN, MANY))
    heavy = sum(drawn[one.id] for one in MANY if one.weight == 3.0)
    assert abs(heavy / 3_200 - 0.5) < 0.03


def test_three_rows_are_too_few_and_repeating_them_helps_nothing(tmp_path: Path) -> None:
    rows = [replace(MANY[n % 3], id=f"x{n}") for n in range(90)]
    with pytest.raises(TooFewExamples, match="3 different"):
        plan.write(tmp_path, PLAN, rows)
    assert list(tmp_path.iterdir()) == []


def test_one_answer_to_everything_teaches_nothing(tmp_path: Path) -> None:
    with pytest.raises(OneAnswer):
        plan.write(tmp_path, PLAN, [replace(one, response="Buy.") for one in MANY])


def test_a_run_is_read_as_it_was_written_and_for_its_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "run"
    plan.write(folder, PLAN, MANY, MANY[:2])
    plan.write(folder, PLAN, MANY, MANY[:2])
    assert plan.read(folder) == PLAN
    assert plan.read_rows(folder / plan.ROWS) == MANY
    assert plan.read_rows(folder / plan.HOLDOUT) == MANY[:2]
    assert folder.stat().st_mode & 0o077 == 0


def test_another_plan_does_not_go_on_where_one_began(tmp_path: Path) -> None:
    plan.write(tmp_path / "run", PLAN, MANY)
    with pytest.raises(PlanBroken):
        plan.write(tmp_path / "run", replace(PLAN, seed=9), MANY)


@pytest.mark.parametrize("text", ["", "{}", '{"name": 1}', "[1]"])
def test_a_broken_plan_is_told(tmp_path: Path, text: str) -> None:
    (tmp_path / plan.PLAN).write_text(text)
    (tmp_path / plan.ROWS).write_text('{"id": 1}\n')
    with pytest.raises(PlanBroken):
        plan.read(tmp_path)
    with pytest.raises(PlanBroken):
        plan.read_rows(tmp_path / plan.ROWS)


def test_more_examples_take_more_steps_within_bounds() -> None:
    assert [plan.steps_for(n) for n in (20, 400, 2_000, 10_000)] == [40, 100, 500, 1_000]
