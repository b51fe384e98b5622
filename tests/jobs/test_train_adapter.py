"""A month's adapter is trained apart, filed, and judged with its month; or the reason is."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

import pytest

from cdt import dataset, release, trainer
from cdt.adapters import runs_of
from cdt.preference import fit
from core import settings
from domain.access import Actor, worker_for
from domain.adapters import LOOKUP
from domain.work import TrainAdapter, TrainCdt
from jobs import train_adapter
from jobs.worker import drain
from memory import adapters, locks, queue, releases
from memory.ctx import Ctx, open_ctx
from tests.worlds import facts, quarter

MONTH = "2026-10"
WORK = TrainAdapter(month=MONTH)
NAME = "cdt-0123456789ab-v1-01234567"


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
    assert version.manifest["adapter"]["arms"].keys() == {"__base__", row.name, LOOKUP}
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


async def test_what_was_erased_while_it_was_learned_from_is_noticed(ctx: Ctx) -> None:
    await quarter(ctx)
    known = (await dataset.gather(ctx)).sources
    assert known
    assert await train_adapter.gone(ctx, known) == 0
    assert await train_adapter.gone(ctx, [*known, "erased"]) == 1


async def answers_with_an_adapter(founder: Actor, base: str) -> None:
    """Version 1 is live with an adapter of this base."""
    async with open_ctx(worker(founder)) as ctx:
        row = {"month": "2026-09", "name": NAME, "status": "kept", "manifest": {"base": base}}
        await adapters.keep(ctx, row)
        told = {"version": 1, "name": "cdt-1", "adapter": NAME, "verdict": "release", "reason": "r",
                "manifest": {"preference": fit([], ctx.at).model_dump(mode="json"),
                             "trained_on": []}}  # fmt: skip
        await releases.keep_version(ctx, told)
        await releases.make_live(ctx, 1)


@pytest.fixture
def refusing(base: Path, tmp_path: Path) -> Iterator[Callable[[str, str], None]]:
    """Sets a training interpreter that refuses whatever it is asked, in a process of its own."""
    was = settings.settings().train_python

    def refuse(kind: str, sentence: str) -> None:
        said = json.dumps({"refused": kind, "sentence": sentence, "fields": {}})
        python = tmp_path / "python"
        python.write_text(f"#!/bin/sh\necho '{said}'\nexit 1\n")
        python.chmod(0o700)
        settings.use(train_python=python)

    yield refuse
    settings.use(train_python=was)


@pytest.mark.parametrize("kind", ["LossNotFinite", "AdapterRefused"])
async def test_a_training_that_is_refused_leaves_what_answers_as_it_is(
    lasting: Actor, refusing: Callable[[str, str], None], kind: str
) -> None:
    refusing(kind, "So it is.")
    await answers_with_an_adapter(lasting, await trainer.known_base())
    await month(lasting, per_cell=6)
    await drain()
    async with open_ctx(lasting) as ctx:
        row, live = await adapters.of_month(ctx, MONTH), await releases.live(ctx)
        second = await releases.version(ctx, 2)
        used = await releases.in_use(ctx)
    assert (row.status, row.reason) == ("refused", "The training was refused. So it is.")
    assert (live.version, [one.adapter for one in used if one.live]) == (1, [NAME])
    assert (second.live, second.adapter) == (False, NAME)
    assert second.manifest["adapter"] == "none: The training was refused. So it is."
    assert second.manifest["answers_with"] == NAME


@pytest.mark.parametrize("kind", ["DiskFull", "TrainsAlready"])
async def test_what_passes_is_tried_again_and_nothing_is_filed(
    lasting: Actor, refusing: Callable[[str, str], None], kind: str
) -> None:
    refusing(kind, "So it is.")
    async with open_ctx(lasting) as ctx:
        await quarter(ctx, per_cell=6)
    with pytest.raises(train_adapter.TriesLater, match="So it is"):
        await train_adapter.run(worker(lasting), WORK)
    async with open_ctx(lasting) as ctx:
        assert await adapters.of_month(ctx, MONTH) is None
    assert (runs_of(worker(lasting).business_id or ctx.business_id) / MONTH).exists()


async def test_one_training_at_a_time_on_all_machines(lasting: Actor, base: Path) -> None:
    async with locks.alone("training of adapters") as mine:
        assert mine
        with pytest.raises(locks.HeldElsewhere):
            await train_adapter.run(worker(lasting), WORK)
    async with open_ctx(lasting) as ctx:
        assert await adapters.of_month(ctx, MONTH) is None


async def test_an_adapter_whose_base_was_changed_is_not_carried_on(
    lasting: Actor, base: Path
) -> None:
    await answers_with_an_adapter(lasting, "b" * 64)
    async with open_ctx(lasting) as ctx:
        assert await release.adapter_of(ctx, None) == "toy"
