"""Two months with an adapter: one is examined, released and answers; the next gives a name away and
is blocked, and nothing of what answers changes."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from cdt import gateway, routes
from cdt.calls import Meter
from core import settings
from domain.access import Actor, worker_for
from domain.work import TrainCdt
from jobs.worker import drain
from memory import adapters, evaluations, people, queue, releases
from memory.ctx import Ctx, open_ctx
from prompts.library import Rendered
from tests.trained import serving
from tests.worlds import Result, published

pytestmark = [pytest.mark.train, pytest.mark.slow, pytest.mark.torture]  # four minutes
WORDS = Rendered("area/verb", 3, "abc", "domain.interview.Question", "Do it.", "<x>1</x>")
CELLS = (("webinars", "social_proof", 90, 80), ("email", "time_saving", 40, 30),
         ("google_ads", "cost_saving", 5, 30))  # fmt: skip
"""Channel, angle, conversions, artifacts a month. The tiny base knows these words."""


@pytest.fixture
def based(tiny_base: Path, tmp_path: Path) -> Iterator[None]:
    """The tiny base is trained on, and its adapters are served from where they are put."""
    store = tmp_path / "adapters"
    store.mkdir()
    with serving(tiny_base, store, name="tiny") as client:
        settings.use(
            base_model="tiny", base_model_path=tiny_base, adapters_dir=store, train_rate=3e-3,
            base_model_api_base=str(client.base_url).rstrip("/"), base_model_api_key="k",
            model_answer_tokens=64,
        )  # fmt: skip
        yield
    for name in ("BASE_MODEL", "BASE_MODEL_PATH", "ADAPTERS_DIR", "TRAIN_RATE",
                 "BASE_MODEL_API_BASE", "BASE_MODEL_API_KEY", "MODEL_ANSWER_TOKENS"):  # fmt: skip
        del settings.os.environ[f"REFLEQT_{name}"]
    settings.settings.cache_clear()


async def rich(ctx: Ctx, cells: Sequence[tuple[str, str, int, int]]) -> None:
    """A quarter of artifacts with results."""
    await published(
        ctx,
        [
            Result(channel, angle, month, number, 1 + 25 * number // count, conversions)
            for month in ("2026-08", "2026-09", "2026-10")
            for channel, angle, conversions, count in cells
            for number in range(count)
        ],
    )


async def judged(founder: Actor, month: str) -> tuple[Any, Any, dict[str, Any]]:
    """A month trained and judged: its adapter, its version, the metrics by name."""
    assert founder.business_id
    async with open_ctx(worker_for(founder.business_id)) as ctx:
        await queue.enqueue(ctx, [TrainCdt(month=month)])
    await drain()
    async with open_ctx(founder) as ctx:
        row, version = await adapters.of_month(ctx, month), (await releases.versions(ctx))[-1]
        seen = await evaluations.of_version(ctx, version.version)
        metrics = {one.name: one for one in await evaluations.metrics_of(ctx, [seen.id])}
    sys.stdout.write(f"\n{month}: {row.reason} {version.verdict}: {version.reason}\n")
    told = {name: dict(one.arms) for name, one in metrics.items() if one.arms}
    sys.stdout.write(f"{told}\n")
    return row, version, metrics


async def said(founder: Actor) -> tuple[str, str]:
    """What the business's model answers, and by which adapter."""
    assert founder.business_id
    routes.forget(founder.business_id)
    meter = Meter(WORDS, founder.business_id)
    asked = "Recommend the next step about “webinars 3” for quality manager on webinars."
    body = {"temperature": 0, "messages": [{"role": "user", "content": asked}]}
    reply = await gateway.send(body, meter)
    return reply["choices"][0]["message"]["content"], meter.calls[-1].adapter


async def test_a_month_that_passes_answers_and_one_that_tells_a_name_changes_nothing(
    lasting: Actor, based: None, capsys: pytest.CaptureFixture[str]
) -> None:
    with capsys.disabled():
        assert lasting.business_id
        async with open_ctx(lasting) as ctx:
            await rich(ctx, CELLS)
        row, version, metrics = await judged(lasting, "2026-10")
        assert (row.status, version.verdict, version.live) == ("kept", "release", True)
        assert version.adapter == version.manifest["answers_with"] == row.name
        assert metrics["adapter_accuracy"].arms["candidate"] >= 0.9
        assert metrics["adapter_files"].verdict == metrics["memorisation"].verdict == "pass"
        before = await said(lasting)
        assert before[1] == row.name

        async with open_ctx(worker_for(lasting.business_id)) as ctx:
            tenant = {"people": ["Social Proof"]}
            await people.change_business(ctx, settings={"tenant": tenant})
        blocked, second, metrics = await judged(lasting, "2026-11")
        assert (blocked.status, second.verdict, second.live) == ("blocked", "block", False)
        assert "must stay secret (people)" in second.reason
        assert metrics["brief_anonymity"].verdict == "blocked"
        assert not (settings.settings().adapters / blocked.name).exists()
        async with open_ctx(lasting) as ctx:
            assert (await releases.live(ctx)).version == version.version
        assert await said(lasting) == before
