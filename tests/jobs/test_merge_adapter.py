"""A month's adapter is merged with that of its industry, or the reason is told."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from cdt import trainer
from cdt.training import check
from core import settings
from domain.access import Actor, worker_for
from domain.adapters import niche_id, public_id
from domain.work import MergeAdapter
from jobs import merge_adapter
from jobs.merge_adapter import NothingToMerge
from memory import adapters, people
from memory.ctx import open_ctx
from tests.trained import script
from tests.worlds import facts, quarter

WORK = MergeAdapter(month="2026-10", method="cat")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Path]:
    """Where adapters lie; a base that nobody loads."""
    base = tmp_path / "base"
    base.mkdir()
    (base / "model.safetensors").write_bytes(b"x")
    settings.use(base_model="toy", base_model_path=base, adapters_dir=tmp_path / "store")
    yield tmp_path / "store"
    for name in ("BASE_MODEL", "BASE_MODEL_PATH", "ADAPTERS_DIR"):
        del settings.os.environ[f"REFLEQT_{name}"]
    settings.settings.cache_clear()


def worker(founder: Actor) -> Actor:
    """The worker of a founder's business."""
    assert founder.business_id
    return worker_for(founder.business_id)


async def owns(founder: Actor, store: Path, base: str) -> None:
    """The business is of an industry and has the adapter that lies in the store under its name."""
    mine = next(iter(store.glob(f"cdt-{public_id(founder.business_id)}-*")), None)
    manifest = check.read_manifest(mine) if mine else {"base": base, "seed": 1}
    name = mine.name if mine else "cdt-a"
    async with open_ctx(worker(founder)) as ctx:
        await people.change_business(ctx, settings={"industry": "Tool Making"})
        row = {"month": "2026-10", "name": name, "status": "kept", "manifest": manifest}
        await adapters.keep(ctx, row | {"sources": ["a"]})


async def test_without_an_adapter_or_without_its_industrys_there_is_nothing_to_merge(
    lasting: Actor, store: Path
) -> None:
    with pytest.raises(NothingToMerge, match="The month has no adapter on this base"):
        await merge_adapter.run(worker(lasting), WORK)
    await owns(lasting, store, await trainer.known_base())
    with pytest.raises(NothingToMerge, match="No adapter of its industry"):
        await merge_adapter.run(worker(lasting), WORK)


async def test_a_merge_that_was_given_up_asks_for_no_verdict(lasting: Actor) -> None:
    await merge_adapter.given_up(worker(lasting), WORK, "TrainingDied")
    async with open_ctx(lasting) as ctx:
        row = await adapters.of_month(ctx, "2026-10-cat")
        assert (row.status, row.reason) == ("refused", "The merge was given up (TrainingDied).")
        assert await facts(ctx, "AdapterFiled") == 0


@pytest.mark.train
@pytest.mark.slow
async def test_two_are_merged_examined_and_filed_with_where_they_came_from(
    lasting: Actor, toy_base: Path, store: Path
) -> None:
    settings.use(base_model_path=toy_base)
    for who in (public_id(lasting.business_id), niche_id("tool  making")):
        script("toy_adapters.py", toy_base, store, 1, int(who, 16))
    await owns(lasting, store, "")
    async with open_ctx(lasting) as ctx:
        await quarter(ctx, per_cell=12)
    for _ in range(2):
        await merge_adapter.run(worker(lasting), WORK)
    async with open_ctx(lasting) as ctx:
        row = await adapters.of_month(ctx, "2026-10-cat")
        own = await adapters.of_month(ctx, "2026-10")
        assert await facts(ctx, "AdapterFiled") == 0
    assert (row.status, row.rank, row.sources) == ("kept_back", 8, ["a"])
    assert [one["name"].split("-")[1] for one in row.manifest["merged"]] == [
        public_id(lasting.business_id), niche_id("Tool Making"),
    ]  # fmt: skip
    assert own.name in row.exam["arms"]
    assert own.status == "kept"
