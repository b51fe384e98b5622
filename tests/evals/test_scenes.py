"""Golden scenes become inputs by the product's own drafts, each different and each sound."""

import pytest

from domain.release import MINIMUM_ITEMS
from evals.scenes import TASKS, scenes
from evals.suites.outputs import measured
from prompts import library


@pytest.mark.parametrize("prompt_id", TASKS)
def test_there_are_inputs_enough_and_no_draft_fails_a_metric(prompt_id: str) -> None:
    tasks = [TASKS[prompt_id](scene) for scene in scenes().values()]
    assert len({task.asked for task in tasks}) == len(tasks) >= MINIMUM_ITEMS
    for task in tasks:
        assert [one for one in measured(task, task.asked) if not one.reached] == []
        assert task.wanted
        shape = type(task.draft)
        assert library.load(prompt_id).answer == f"{shape.__module__}.{shape.__qualname__}"


def test_what_is_no_document_is_no_answer() -> None:
    task = TASKS["mapping/draft_map"](scenes()["S01"])
    assert task.faults("{")[0].startswith("it is no ExecutionMap")
