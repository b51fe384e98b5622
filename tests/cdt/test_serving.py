"""The live version decides which adapter answers; what its server refuses is answered by the base
and recorded."""

from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import select

from cdt import adapters, gateway, routes, serving
from cdt.calls import Meter
from cdt.model_says import Fail, Reply, Say
from cdt.model_server import running
from cdt.routes import Route
from cdt.training import check
from core import settings
from domain.access import Actor
from domain.release import in_canary
from memory import releases
from memory.ctx import open_ctx
from memory.models import model_calls
from prompts.library import Rendered
from tests.trained import script
from tests.trained import serving as served_locally
from tests.worlds import facts

WORDS = Rendered("area/verb", 3, "abc", "domain.interview.Question", "Do it.", "<x>1</x>")
ROUTE = Route("openai/cdt", "http://x/v1", SecretStr("k"), "cdt", ("Test House", "test-house"))
WARM = {"temperature": 1, "seed": 3}
NAME = "cdt-0123456789ab-v1-01234567"


def asked(text: str) -> dict[str, Any]:
    """A chat request."""
    return {"messages": [{"role": "user", "content": text}]}


def test_an_adapter_reads_a_placeholder_and_others_read_the_name() -> None:
    hidden = serving.hidden(ROUTE, asked("What does Test House sell?"))
    assert hidden["messages"][0]["content"] == "What does {{BUSINESS}} sell?"
    plain = asked("What does Test House sell?")
    assert serving.hidden(Route("openai/base"), plain) is plain
    assert (serving.name_of(ROUTE), serving.name_of(Route("openai/base"))) == ("Test House", "")


async def live(founder: Actor, adapter: str) -> None:
    """A version of an adapter answers for the business."""
    row = {"version": 1, "name": "cdt-1", "adapter": adapter, "verdict": "release", "reason": "r"}
    async with open_ctx(founder) as ctx:
        await releases.keep_version(ctx, row)
        await releases.make_live(ctx, 1)
    routes.forget(ctx.business_id)


@dataclass
class Heard:
    """What a scripted server was asked, and how it treats the adapter."""

    fault: Any = None

    def __call__(self, body: Mapping[str, Any]) -> Reply:
        if str(body["model"]).startswith("cdt-"):
            return self.fault or Say("Lead with {{BUSINESS}} itself.")
        return Say("The base says so.")


@pytest.fixture
def based() -> Iterator[Heard]:
    """A scripted server of a base and its adapters."""
    heard = Heard()
    with running(heard) as server:
        settings.use(base_model="tiny", base_model_api_base=server.url, base_model_api_key="k")
        yield heard
    settings.use(base_model="", base_model_api_base="", base_model_api_key="")


async def said(founder: Actor, text: str = "Hello") -> tuple[str, Meter]:
    """What answers the business, and by which calls."""
    meter = Meter(WORDS, founder.business_id)
    reply = await gateway.send(WARM | asked(text), meter)
    return reply["choices"][0]["message"]["content"], meter


async def streamed(founder: Actor) -> str:
    """The same piece by piece."""
    meter = Meter(WORDS, founder.business_id)
    body = {"messages": [{"role": "user", "content": "Hello"}]}
    pieces = [piece async for piece in gateway.stream(body, meter)]
    return "".join(
        choice["delta"].get("content", "") for piece in pieces for choice in piece["choices"]
    )


async def test_the_live_adapter_answers_with_the_name_in_its_place(
    lasting: Actor, based: Heard
) -> None:
    await live(lasting, NAME)
    words, meter = await said(lasting)
    assert words == "Lead with Lasting House itself."
    assert await streamed(lasting) == words
    assert [call.adapter for call in meter.calls] == [NAME]


async def test_the_version_and_the_adapter_that_answered_stand_in_the_books(
    lasting: Actor, based: Heard
) -> None:
    await live(lasting, NAME)
    other = NAME.replace("v1", "v2")
    row = {"version": 2, "name": "cdt-2", "adapter": other, "verdict": "release", "reason": "r"}
    async with open_ctx(lasting) as ctx:
        await releases.keep_version(ctx, row)
        await releases.make_canary(ctx, 2)
    routes.forget(ctx.business_id)
    wanted = set()
    for _ in range(12):
        _, meter = await said(lasting)
        trial = in_canary("cdt-2", meter.subject)
        wanted.add((2, other) if trial else (1, NAME))
        assert (meter.calls[-1].cdt_version, meter.calls[-1].adapter) in wanted
    async with open_ctx(lasting) as ctx:
        rows = await ctx.rows(select(model_calls.c.cdt_version, model_calls.c.adapter))
    assert {tuple(row) for row in rows} == wanted


async def test_a_refused_adapter_lets_the_base_answer_once_told_of(
    lasting: Actor, based: Heard
) -> None:
    await live(lasting, NAME.replace("v1", "v2"))
    based.fault = Fail("unknown_model")
    words, meter = await said(lasting)
    assert words == "The base says so."
    assert [call.outcome for call in meter.calls] == ["UnknownModel", "answered"]
    _, again = await said(lasting)
    assert [call.outcome for call in again.calls] == ["resting", "answered"]
    async with open_ctx(lasting) as ctx:
        assert await facts(ctx, "AdapterNotServed") == 1


@pytest.fixture
async def locally(
    lasting: Actor, toy_base: Path, tmp_path: Path
) -> AsyncIterator[tuple[list[str], Path]]:
    """Two adapters on disk behind our own server."""
    script("toy_adapters.py", toy_base, tmp_path, 2)
    with served_locally(toy_base, tmp_path, name="toy") as client:
        settings.use(
            base_model="toy", base_model_api_base=str(client.base_url).rstrip("/"),
            base_model_api_key="k", model_answer_tokens=64,
        )  # fmt: skip
        yield sorted(each.name for each in tmp_path.iterdir()), tmp_path
    settings.use(
        base_model="", base_model_api_base="", base_model_api_key="", model_answer_tokens=8192
    )


@pytest.mark.train
@pytest.mark.slow
async def test_from_the_callers_business_to_its_adapter_and_round_a_broken_one(
    lasting: Actor, locally: tuple[list[str], Path]
) -> None:
    (one, other), store = locally
    await live(lasting, one)
    mine, meter = await said(lasting)
    assert [(call.adapter, call.outcome) for call in meter.calls] == [(one, "answered")]
    assert meter.calls[0].tokens_out > 0
    stranger = Meter(WORDS)
    reply = await gateway.send(WARM | asked("Hello"), stranger)
    assert [call.adapter for call in stranger.calls] == ["none"]
    assert reply["choices"][0]["message"]["content"] != mine
    (store / other / check.CONFIG).write_text("{}")
    async with open_ctx(lasting) as ctx:
        row = {"version": 2, "name": "2", "adapter": other, "verdict": "release", "reason": "r"}
        await releases.keep_version(ctx, row)
        await releases.make_live(ctx, 2)
    routes.forget(ctx.business_id)
    _, round_it = await said(lasting)
    assert [call.adapter for call in round_it.calls] == [other, "none"]
    async with open_ctx(lasting) as ctx:
        assert await facts(ctx, "AdapterNotServed") == 1
    assert adapters.withdraw(lasting.business_id or ctx.business_id) == 0
