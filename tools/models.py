"""Models of a business: which are asked, with whose key, for how much a day, and the switch for all
of them."""

from datetime import date, timedelta
from typing import Any, Literal

from pydantic import Field, SecretStr

from cdt import gateway, routes, spend
from core.errors import BadInput, NotFound
from core.settings import settings
from domain.models import MICROS, Cap, check_route
from memory import models
from memory.ctx import Ctx
from tools.base import Answer, Ask, Nothing, tool

MOST_RANK = 9
MICROS_A_CENT = MICROS // 100


class NoSuchModel(NotFound):
    """No model has this rank."""


class LimitTooHigh(BadInput):
    """The deployment allows less than that a day."""


class OneModel(Ask):
    """A model by LiteLLM's name, the address of an own server, and the key (sealed, never shown).

    Models are asked in the order of their ranks; a rank that is taken is replaced.
    """

    model: str = Field(min_length=3, max_length=200)
    rank: int = Field(1, ge=1, le=MOST_RANK)
    api_base: str = Field("", max_length=400)
    api_key: SecretStr = Field(SecretStr(""), max_length=4000)


class Rank(Ask):
    """A place in the order of asking."""

    rank: int = Field(ge=1, le=MOST_RANK)


class DayLimits(Ask):
    """What the business lets itself spend on one UTC day; what is left out stays, null means the
    deployment's limit."""

    usd_cents_per_day: int | None = Field(None, ge=0, le=100_000_00)
    tokens_per_day: int | None = Field(None, ge=0, le=10_000_000_000)


class Days(Ask):
    """How many days back, today included."""

    days: int = Field(30, ge=1, le=366)


class ModelLine(Answer):
    """A model in the order of asking; `rank` is there for the business's own.

    `resting` says that it failed and is left alone for now, `last` how its newest call here ended.
    """

    source: Literal["adapter", "base", "own", "deployment"]
    model: str
    rank: int | None = None
    api_base: str = ""
    keyed: bool = False
    allowed: bool = True
    resting: bool = False
    last: str | None = None


class Today(Answer):
    """What today (UTC) took and leaves, in tokens and micro-dollars, estimates of open calls in."""

    day: date
    tokens: int
    usd_micros: int
    tokens_per_day: int
    usd_micros_per_day: int
    tokens_left: int
    usd_micros_left: int


class ModelList(Answer):
    """All models that are asked for the business, first to last, and whether any may be."""

    items: list[ModelLine]
    paused: bool
    today: Today


class CostLine(Answer):
    """One day, prompt and model. `unpriced` calls have no known price and count in tokens alone;
    of `unsettled` ones the provider's count never came, so that their estimate stands. The error of
    estimates is in per cent of what was counted."""

    day: date
    prompt_id: str
    model: str
    adapter: str
    calls: int
    answered: int
    refused: int
    tokens_in: int
    tokens_out: int
    tokens: int
    usd_micros: int
    unpriced: int
    unsettled: int
    estimate_error_percent: float | None


class Costs(Answer):
    """What models cost, newest day first."""

    items: list[CostLine]
    usd_micros: int
    tokens: int
    paused: bool
    today: Today


@tool("models:write")
async def set_model(ctx: Ctx, ask: OneModel) -> ModelList:
    """Add or replace a model of the business's own, at a rank."""
    key = ask.api_key.get_secret_value().strip()
    check_route(
        ask.model, ask.api_base, keyed=bool(key), hosts=settings().hosts,
        local=settings().environment == "local",
    )  # fmt: skip
    row = {"rank": ask.rank, "model": ask.model, "api_base": ask.api_base, "enabled": True}
    await models.keep_route(ctx, {**row, "api_key": key or None})
    return await _changed(ctx)


@tool("models:write")
async def remove_model(ctx: Ctx, ask: Rank) -> ModelList:
    """Forget a model of the business's own, with its key."""
    if not await models.drop_route(ctx, ask.rank):
        raise NoSuchModel(f"Got {ask.rank}.", field="rank", value=ask.rank)
    return await _changed(ctx)


@tool("models:write")
async def set_limits(ctx: Ctx, ask: DayLimits) -> ModelList:
    """Set what models may cost this business a day, within what the deployment allows."""
    most = spend.cap()
    changes: dict[str, Any] = {}
    if "tokens_per_day" in ask.model_fields_set:
        changes["tokens_per_day"] = _within("tokens_per_day", ask.tokens_per_day, most.tokens)
    if "usd_cents_per_day" in ask.model_fields_set:
        cents = ask.usd_cents_per_day
        _within("usd_cents_per_day", cents, most.usd_micros // MICROS_A_CENT)
        changes["usd_micros_per_day"] = None if cents is None else cents * MICROS_A_CENT
    await models.keep_limits(ctx, changes)
    return await _changed(ctx)


@tool("models:write")
async def pause_models(ctx: Ctx, ask: Nothing) -> ModelList:
    """Ask no model any more for this business; all goes on with drafts by code."""
    await models.keep_limits(ctx, {"paused": True})
    return await _changed(ctx)


@tool("models:write")
async def resume_models(ctx: Ctx, ask: Nothing) -> ModelList:
    """Ask models again."""
    await models.keep_limits(ctx, {"paused": False})
    return await _changed(ctx)


@tool("models:read")
async def list_models(ctx: Ctx, ask: Nothing) -> ModelList:
    """Which models are asked for this business, in which order, and what is left of today."""
    rows, outcomes = await models.routes(ctx), await models.last_outcomes(ctx)
    plan = await routes.plan(ctx.business_id)
    resting = {route.model for route in plan.routes if gateway.breaker(route).open}
    usable = {route.model for route in plan.routes}

    def line(source: Any, model: str, **more: Any) -> ModelLine:
        news = {"resting": model in resting, "last": outcomes.get(model), **more}
        return ModelLine(source=source, model=model, **news)

    own = [
        line("own", row.model, rank=row.rank, api_base=row.api_base, keyed=bool(row.api_key),
             allowed=not row.enabled or row.model in usable or _allowed(row))
        for row in rows
    ]  # fmt: skip
    base = settings().base_model_api_base
    served = [
        line("base" if route.adapter == "none" else "adapter", route.model, keyed=True)
        for route in plan.routes
        if base and route.api_base == base
    ]
    others = [line("deployment", model, keyed=True) for model, _, _ in settings().models]
    limits = await models.limits(ctx)
    paused = bool(limits and limits.paused)
    return ModelList(items=[*served, *own, *others], paused=paused, today=await _today(ctx))


@tool("models:read")
async def read_costs(ctx: Ctx, ask: Days) -> Costs:
    """What models cost: by day, prompt and model, with the error of the estimates."""
    since = spend.today() - timedelta(days=ask.days - 1)
    lines = [_cost(row) for row in await models.costs(ctx, since)]
    limits = await models.limits(ctx)
    return Costs(
        items=lines,
        usd_micros=sum(line.usd_micros for line in lines),
        tokens=sum(line.tokens for line in lines),
        paused=bool(limits and limits.paused),
        today=await _today(ctx),
    )


async def _changed(ctx: Ctx) -> ModelList:
    answer = await list_models(ctx, Nothing())
    routes.forget(ctx.business_id)  # what listing just read was from before this transaction
    return answer


async def _today(ctx: Ctx) -> Today:
    used = await models.budget(ctx, spend.today())
    cap: Cap = spend.cap().within(used.tokens_per_day, used.usd_micros_per_day)
    return Today(
        day=spend.today(),
        tokens=used.tokens,
        usd_micros=used.usd_micros,
        tokens_per_day=cap.tokens,
        usd_micros_per_day=cap.usd_micros,
        tokens_left=max(0, cap.tokens - used.tokens),
        usd_micros_left=max(0, cap.usd_micros - used.usd_micros),
    )


def _cost(row: Any) -> CostLine:
    counted, error = int(row.counted), None
    if counted:
        error = round(100 * (int(row.estimated) - counted) / counted, 1)
    names = (
        "day", "prompt_id", "model", "adapter", "calls", "answered", "refused", "tokens_in",
        "tokens_out", "tokens", "usd_micros", "unpriced", "unsettled",
    )  # fmt: skip
    return CostLine(**{name: getattr(row, name) for name in names}, estimate_error_percent=error)


def _allowed(row: Any) -> bool:
    try:
        check_route(
            row.model, row.api_base, keyed=bool(row.api_key), hosts=settings().hosts,
            local=settings().environment == "local",
        )  # fmt: skip
    except BadInput:
        return False
    return True


def _within(field: str, given: int | None, most: int) -> int | None:
    if given is not None and given > most:
        raise LimitTooHigh(
            f"Got {given:,}; the most is {most:,}.", field=field, value=given,
            remedy="Whoever runs Refleqt may raise REFLEQT_MODEL_USD_PER_DAY or "
            "REFLEQT_MODEL_TOKENS_PER_DAY.",
        )  # fmt: skip
    return given
