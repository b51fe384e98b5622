"""Models are asked in one order: adapter, base, the business's own, the deployment's."""

from collections.abc import Iterator

import pytest

from cdt import routes
from core import settings
from core.ids import new_id
from domain.access import Actor, worker_for
from domain.release import in_canary
from memory import adapters, models, releases
from memory.ctx import open_ctx

BASE = {"base_model": "tiny-base", "base_model_api_base": "http://base/v1"}


@pytest.fixture
def deployed() -> Iterator[None]:
    """A deployment with two models and a base."""
    settings.use(
        model="openai/x,groq/y", model_api_base="http://one/v1,", model_api_key="k", **BASE
    )
    yield
    settings.use(model="", model_api_base="", **dict.fromkeys(BASE, ""))


async def release(founder: Actor, adapter: str | None) -> None:
    """A live version with an adapter, or without one."""
    row = {"version": 1, "name": "cdt-1", "adapter": adapter, "verdict": "release", "reason": "r"}
    async with open_ctx(founder) as ctx:
        await releases.keep_version(ctx, row)
        await releases.make_live(ctx, 1)


async def own(founder: Actor, **more: object) -> None:
    """A model that the business added."""
    row = {"rank": 1, "model": "openai/own", "api_base": "http://127.0.0.1:9/v1", "enabled": True}
    async with open_ctx(founder) as ctx:
        await models.keep_route(ctx, {**row, **more})
    routes.forget(ctx.business_id)


async def named(founder: Actor) -> list[str]:
    """The models in the order of asking."""
    return [route.model for route in (await routes.plan(founder.business_id)).routes]


async def test_the_order_is_adapter_base_own_deployment(lasting: Actor, deployed: None) -> None:
    await release(lasting, "cdt-abc-v1-1234")
    await own(lasting)
    plan = await routes.plan(lasting.business_id)
    assert [route.model for route in plan.routes] == [
        "openai/cdt-abc-v1-1234", "openai/tiny-base", "openai/own", "openai/x", "groq/y",
    ]  # fmt: skip
    assert [route.adapter for route in plan.routes[:2]] == ["cdt-abc-v1-1234", "none"]


@pytest.mark.parametrize("adapter", [None, "tiny-base"])
async def test_a_release_without_an_adapter_of_its_own_has_no_route_for_one(
    lasting: Actor, deployed: None, adapter: str | None
) -> None:
    await release(lasting, adapter)
    assert await named(lasting) == ["openai/tiny-base", "openai/x", "groq/y"]


async def on_trial(founder: Actor) -> None:
    """Version 1 answers with an adapter, version 2 is on trial with another."""
    await release(founder, "cdt-abc-v1-1234")
    row = {"version": 2, "name": "cdt-2", "adapter": "cdt-abc-v2-5678", "verdict": "release",
           "reason": "r"}  # fmt: skip
    async with open_ctx(founder) as ctx:
        await releases.keep_version(ctx, row)
        await releases.make_canary(ctx, 2)
    routes.forget(ctx.business_id)


async def test_a_version_on_trial_answers_its_share_of_subjects_always_the_same(
    lasting: Actor, deployed: None
) -> None:
    await on_trial(lasting)
    subjects = [f"run {number}" for number in range(400)]
    found = [await routes.plan(lasting.business_id, one) for one in subjects]
    assert found == [await routes.plan(lasting.business_id, one) for one in subjects]
    trial = [plan for plan in found if plan.version == 2]
    assert 0.14 <= len(trial) / len(found) <= 0.26
    assert {plan.routes[0].adapter for plan in trial} == {"cdt-abc-v2-5678"}
    others = [plan for plan in found if plan.version != 2]
    assert {(plan.version, plan.routes[0].adapter) for plan in others} == {(1, "cdt-abc-v1-1234")}
    chosen = [in_canary("cdt-2", one) for one in subjects]
    assert chosen == [plan.version == 2 for plan in found]


async def test_an_adapter_that_was_withdrawn_is_not_asked(lasting: Actor, deployed: None) -> None:
    await on_trial(lasting)
    async with open_ctx(worker_for(lasting.business_id or new_id())) as ctx:
        told = {"month": "2026-10", "name": "cdt-abc-v1-1234", "status": "withdrawn"}
        await adapters.keep(ctx, told)
    assert (await routes.plan(lasting.business_id, "run 0")).version in {1, 2}
    routes.forget(ctx.business_id)
    plans = [await routes.plan(lasting.business_id, f"run {number}") for number in range(40)]
    assert {plan.routes[0].adapter for plan in plans} == {"none", "cdt-abc-v2-5678"}


async def test_without_a_server_for_the_base_it_is_not_asked(lasting: Actor) -> None:
    settings.use(base_model="tiny-base")
    await release(lasting, "cdt-abc-v1-1234")
    assert await named(lasting) == []
    settings.use(base_model="")


async def test_what_a_business_added_is_asked_for_it_alone(lasting: Actor) -> None:
    await own(lasting, api_key="sk-secret")
    [route] = (await routes.plan(lasting.business_id)).routes
    assert route.api_key.get_secret_value() == "sk-secret"
    assert "sk-secret" not in repr(route)
    assert (await routes.plan(None)).routes == (await routes.plan(new_id())).routes == ()


async def test_an_address_that_left_the_list_is_not_asked_any_more(lasting: Actor) -> None:
    settings.use(model_hosts="llm.internal")
    await own(lasting, api_base="http://llm.internal/v1")
    assert await named(lasting) == ["openai/own"]
    settings.use(model_hosts="")
    assert await named(lasting) == []


async def test_a_pause_is_seen_after_half_a_second_at_the_latest(
    lasting: Actor, deployed: None
) -> None:
    assert (await routes.plan(lasting.business_id)).ready
    async with open_ctx(lasting) as ctx:
        await models.keep_limits(ctx, {"paused": True})
    assert (await routes.plan(lasting.business_id)).ready
    routes.forget(ctx.business_id)
    assert not (await routes.plan(lasting.business_id)).ready
