"""The training interpreter is started with our code last on its path, and its word is heard."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from cdt import trainer
from cdt.trainer import NoTrainer, TrainingDied, TrainingRefused
from cdt.training import plan
from core import settings
from tests.cdt.training.test_plan import MANY, PLAN


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Path]:
    """This interpreter as the one that trains; it has no torch. The folder of a base."""
    was = settings.settings().train_python
    (tmp_path / "base").mkdir()
    (tmp_path / "base/model.safetensors").write_bytes(b"x")
    settings.use(train_python=sys.executable, base_model_path=tmp_path / "base")
    yield tmp_path
    for name in ("TRAIN_PYTHON", "BASE_MODEL_PATH"):
        del settings.os.environ[f"REFLEQT_{name}"]
    settings.settings.cache_clear()
    if was:
        settings.use(train_python=was)


async def test_what_the_other_process_refuses_is_told_with_its_reason(here: Path) -> None:
    with pytest.raises(TrainingRefused) as wrong:
        await trainer.train(here)
    assert wrong.value.fields["reason"] == "PlanBroken"


async def test_a_base_that_changed_since_the_plan_is_refused_before_torch_loads(
    here: Path,
) -> None:
    plan.write(here / "run", PLAN, MANY)
    with pytest.raises(TrainingRefused) as wrong:
        await trainer.train(here / "run")
    assert wrong.value.fields["reason"] == "base"


async def test_a_process_that_dies_says_so(here: Path) -> None:
    settings.use(train_python="/bin/false")
    with pytest.raises(TrainingDied, match="status 1"):
        await trainer.train(here)


async def test_a_base_is_known_anew_once_it_changed(here: Path) -> None:
    first = await trainer.known_base()
    assert await trainer.known_base() == first
    (here / "base/model.safetensors").write_bytes(b"xy")
    assert await trainer.known_base() != first


def test_without_an_interpreter_nothing_is_started(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REFLEQT_TRAIN_PYTHON", raising=False)
    settings.settings.cache_clear()
    with pytest.raises(NoTrainer):
        trainer.command("cdt.training.run")
    with pytest.raises(NoTrainer):
        trainer.base()
    monkeypatch.undo()
    settings.settings.cache_clear()
