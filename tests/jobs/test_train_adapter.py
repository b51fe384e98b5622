"""A month's adapter is trained apart, filed, and judged with its month; or the reason is."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest

from cdt.adapters import runs_of
from core import settings
from domain.access import Actor, worker_for
from domain.work import TrainAdapter, TrainCdt
from jobs import train_adapter
from jobs.worker import drain
from memory import adapters, queue, releases
from memory.ctx import open_ctx
from tests.worlds import facts, quarter

MONTH = "2026-10"
WORK = TrainAdapter(month=MONTH)


@pytest.fixture
def base(tmp_path: Path) -> Iterator[Path]:
    """A base is set, and what would train on it; both are nothing of the kind."""
    folder = tmp_path / "base"
    folder.mkdir()
    (folder / "model.safetensors").write_bytes(b"x")
    was = settings.settings().train_python
    settings.use(
        base_model="toy", base_model_path=folder, adapters_dir=tmp_path / "adapters",
        train_python=was or "/bin/false",
    )  # fmt: skip
    yield folder
    new = [] if was else ["TRAIN_PYTHON"]
    for name in ("BASE_MODEL", "BASE_MODEL_PATH", "ADAPTERS_DIR", *new):
        del settings.os.environ[f"REFLEQT_{name}"]
    settings.settings.cache_clear()


def worker(founder: Actor) -> Actor:
    """The worker of a founder's business."""
    assert isinstance(founder.business_id, UUID)
    return worker_for(founder.business_id)


async def month(founder: Actor, per_cell: int) -> None:
    """Results lie in the business, and the month is to be trained."""
    async with open_ctx(founder) as ctx:
        await quarter(ctx, per_cell=per_cell)
    async with open_ctx(worker(founder)) as ctx:
        await queue.enqueue(ctx, [TrainCdt(month=MONTH)])


async def test_a_poor_month_is_judged_without_an_adapter_and_says_why(
    lasting: Actor, base: Path
) -> None:
    await month(lasting, per_cell=1)
    await drain()
    async with open_ctx(lasting) as ctx:
        row = await adapters.of_month(ctx, MONTH)
        (version,) = await releases.versions(ctx)
        assert await facts(ctx, "AdapterWanted") == await facts(ctx, "AdapterFiled") == 1
    assert row.status == "refused"
    assert version.manifest["adapter"].startswith("none: There are too few examples")
    assert version.adapter == "toy"


async def test_a_training_that_was_given_up_lets_the_month_go_on(
    lasting: Actor, base: Path
) -> None:
    await train_adapter.given_up(worker(lasting), WORK, "TrainingDied")
    await drain()
    async with open_ctx(lasting) as ctx:
        (version,) = await releases.versions(ctx)
    assert version.manifest["adapter"] == "none: The training was given up (TrainingDied)."


@pytest.mark.train
@pytest.mark.slow
async def test_a_month_is_trained_examined_filed_and_pinned(
    lasting: Actor, toy_base: Path, base: Path
) -> None:
    settings.use(base_model_path=toy_base)
    await month(lasting, per_cell=12)
    await drain()
    async with open_ctx(lasting) as ctx:
        row = await adapters.of_month(ctx, MONTH)
        (version,) = await releases.versions(ctx)
    assert row.status == "kept_back"
    assert "too few" in row.reason or "no answers" in row.reason
    assert version.manifest["adapter"]["name"] == row.name
    assert version.manifest["adapter"]["arms"].keys() == {"__base__", row.name}
    assert version.adapter == "toy"
    assert (settings.settings().adapters / row.name).is_dir()
    assert not (runs_of(worker(lasting).business_id or ctx.business_id) / MONTH).exists()


@pytest.mark.train
@pytest.mark.slow
async def test_a_month_that_was_filed_is_not_trained_again(
    lasting: Actor, toy_base: Path, base: Path
) -> None:
    await train_adapter.given_up(worker(lasting), WORK, "Buried")
    await train_adapter.run(worker(lasting), WORK)
    async with open_ctx(lasting) as ctx:
        assert (await adapters.of_month(ctx, MONTH)).status == "refused"
        assert await facts(ctx, "AdapterFiled") == 1
