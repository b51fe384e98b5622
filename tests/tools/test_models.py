"""A founder says which models are asked and for how much; the key is sealed and never shown."""

import json

import pytest
from pydantic import SecretStr
from sqlalchemy import text

from cdt import spend
from core import settings
from core.errors import RefleqtError
from domain.access import Actor, ScopeMissing
from domain.models import HostNotListed, KeyMissing
from memory import models
from memory.ctx import Ctx
from tests.memory.rows import as_actor
from tests.memory.test_models import a_call
from tools.models import (
    DayLimits,
    Days,
    LimitTooHigh,
    NoSuchModel,
    Nothing,
    OneModel,
    Rank,
    list_models,
    pause_models,
    read_costs,
    remove_model,
    resume_models,
    set_limits,
    set_model,
)

KEY = "sk-live-0123456789"
OWN = OneModel(model="openai/qwen3", api_base="http://127.0.0.1:11434/v1")
VENDORS = OneModel(model="anthropic/claude-haiku-4-5", rank=2, api_key=SecretStr(KEY))


async def test_models_are_listed_in_the_order_of_asking_without_their_keys(ctx: Ctx) -> None:
    settings.use(model="openai/gpt-5-mini")
    try:
        for ask in (VENDORS, OWN):
            found = await set_model(ctx, ask)
    finally:
        settings.use(model="")
    assert [(line.source, line.model, line.rank, line.keyed) for line in found.items] == [
        ("own", "openai/qwen3", 1, False),
        ("own", "anthropic/claude-haiku-4-5", 2, True),
        ("deployment", "openai/gpt-5-mini", None, True),
    ]
    assert KEY not in found.model_dump_json() + repr(VENDORS)


async def test_a_key_is_sealed_in_the_database(ctx: Ctx) -> None:
    await set_model(ctx, VENDORS)
    raw = await ctx.value(text("select api_key from model_routes"))
    assert KEY.encode() not in bytes(raw)
    assert [row.api_key for row in await models.routes(ctx)] == [KEY]


@pytest.mark.parametrize(
    ("ask", "kind"),
    [
        (OneModel(model="openai/x", api_base="http://10.0.0.8/v1"), HostNotListed),
        (OneModel(model="openai/x", api_base="https://169.254.169.254/"), HostNotListed),
        (OneModel(model="groq/x"), KeyMissing),
    ],
)
async def test_what_may_not_be_asked_is_refused_and_not_kept(
    ctx: Ctx, ask: OneModel, kind: type[RefleqtError]
) -> None:
    with pytest.raises(kind):
        await set_model(ctx, ask)
    assert (await list_models(ctx, Nothing())).items == []


async def test_a_model_is_removed_with_its_key(ctx: Ctx) -> None:
    await set_model(ctx, VENDORS)
    assert (await remove_model(ctx, Rank(rank=2))).items == []
    with pytest.raises(NoSuchModel, match="2"):
        await remove_model(ctx, Rank(rank=2))


async def test_limits_stay_within_the_deployments(ctx: Ctx) -> None:
    found = await set_limits(ctx, DayLimits(usd_cents_per_day=250, tokens_per_day=1000))
    assert (found.today.usd_micros_per_day, found.today.tokens_per_day) == (2_500_000, 1000)
    found = await set_limits(ctx, DayLimits(tokens_per_day=None))
    assert (found.today.usd_micros_per_day, found.today.tokens_left) == (2_500_000, 2_000_000)
    with pytest.raises(LimitTooHigh, match="REFLEQT_MODEL_USD_PER_DAY"):
        await set_limits(ctx, DayLimits(usd_cents_per_day=1001))


async def test_all_models_are_paused_and_resumed(ctx: Ctx) -> None:
    assert (await pause_models(ctx, Nothing())).paused
    assert not (await resume_models(ctx, Nothing())).paused


async def test_costs_name_the_error_of_the_estimates_and_what_is_left(ctx: Ctx) -> None:
    done = {"outcome": "answered", "settled": True, "tokens_in": 60, "tokens_out": 20}
    today = {"day": spend.today()}
    await models.keep_call(ctx, a_call(ctx, **done, **today, usd_micros=3))
    await models.keep_call(ctx, a_call(ctx, **today))
    await models.keep_call(ctx, a_call(ctx, outcome="unpaid", settled=True, **today))
    found = await read_costs(ctx, Days(days=7))
    [line] = found.items
    assert (line.calls, line.refused, line.unsettled, line.tokens) == (3, 1, 1, 180)
    assert line.estimate_error_percent == 150.0
    assert (found.usd_micros, found.today.tokens_left) == (10, 2_000_000 - 180)
    assert json.loads(found.model_dump_json())["today"]["day"] == str(spend.today())


async def test_the_team_reads_and_only_a_founder_decides(ctx: Ctx) -> None:
    team = Actor("team", user_id=ctx.actor.user_id, business_id=ctx.business_id)
    async with as_actor(ctx, team) as reader:
        await list_models(reader, Nothing())
        await read_costs(reader, Days())
        for verb, ask in ((set_model, OWN), (pause_models, Nothing()), (set_limits, DayLimits())):
            with pytest.raises(ScopeMissing, match="models:write"):
                await verb(reader, ask)
