"""A training is told to the store with figures and hashes, and no store stops a training."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from cdt import tracking
from core import settings, telemetry
from core.ids import new_id
from memory import adapters
from memory.ctx import Ctx
from tests.cdt.test_release import trained
from tests.cdt.test_tracking_store import read, run


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Path]:
    """Another data directory, for files alone."""
    before = settings.settings().data_dir
    settings.use(data_dir=tmp_path)
    yield tmp_path
    settings.use(data_dir=before)


async def test_a_version_and_its_adapter_are_told_in_figures_and_hashes(ctx: Ctx) -> None:
    await trained(ctx, "2026-09")
    await adapters.keep(ctx, {
        "month": "2026-09", "name": "cdt-x-v1-abc", "status": "kept", "rank": 8, "bytes": 10,
        "manifest": {"base": "b", "sha256": "s", "dataset": "d", "loss": 0.5, "rank": 8},
        "exam": {"arms": {"base": {"nll": 1.0}}, "seconds": 3.0},
    })  # fmt: skip
    version, adapter = await tracking.told(ctx, 1)
    assert version["tags"]["verdict"] == "not_enough_evidence"
    assert {"month", "half_life_days", "trained_on", "expected_seconds"} <= version["params"].keys()
    assert {"accuracy candidate", "seconds", "usd_micros"} <= version["metrics"].keys()
    assert (adapter["tags"]["sha256"], adapter["metrics"]["base nll"]) == ("s", 1.0)
    assert adapter["metrics"]["loss"] == 0.5
    assert await tracking.told(ctx, 9) == []


async def test_the_store_of_a_business_is_written_and_forgotten(elsewhere: Path) -> None:
    ours, other = new_id(), new_id()
    assert await tracking.record(ours, [run()])
    assert await tracking.record(other, [])
    assert [one["name"] for one in read(tracking.store(ours))] == ["cdt-x-v1"]
    assert f"sqlite:///{elsewhere}" in tracking.opened_by(ours)
    assert (tracking.forget(ours), tracking.forget(ours)) == (1, 0)


async def test_a_store_that_cannot_be_written_is_told_to_the_log(
    elsewhere: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    telemetry.configure()
    business_id = new_id()
    path = tracking.store(business_id)
    path.parent.mkdir()
    path.write_text("no database")
    assert not await tracking.record(business_id, [run()])
    assert "a training was not tracked" in capfd.readouterr().err
