"""The only caller of LiteLLM: one way to a model, with retries, a breaker, a purse, a record.

Where `REFLEQT_MODEL` is empty no model is configured, and nothing here imports LiteLLM (5 s).
"""

import asyncio
from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import lru_cache
from importlib import import_module
from typing import Any, Protocol
from uuid import UUID

import httpx
import numpy as np

from cdt.breaker import Breaker
from cdt.spend import Bill, Purse
from core import clock
from core.errors import Unavailable
from core.settings import settings
from core.telemetry import logger, model_calls

MOST_RETRIES = 2
PAUSE = 0.2
"""Seconds before the first retry; doubled for the second, each times a draw from 0.5 to 1.5."""
WORTH_RETRYING = frozenset({408, 425, 429, 500, 502, 503, 504, 529})

BROKEN = (OSError, ValueError, TypeError, LookupError, AttributeError, RuntimeError)
"""What vendor code raises on a reply that it cannot read; OSError includes a timeout."""

_log = logger("gateway")
_draw = np.random.default_rng()


class NoModelConfigured(Unavailable):
    """No model is configured."""


class ModelResting(Unavailable):
    """The model failed too often and is left alone for half a minute."""


class SpendExhausted(Unavailable):
    """The day's spending on models is used up."""


class ModelFailed(Unavailable):
    """The model did not answer."""


class Words(Protocol):
    """Which words were sent: what `prompts.library.Rendered` knows of itself."""

    @property
    def prompt_id(self) -> str: ...
    @property
    def version(self) -> int: ...
    @property
    def hash(self) -> str: ...


@dataclass(frozen=True)
class Call:
    """One request to a model and what became of it. `cost_usd` is None where no price is known."""

    prompt_id: str
    prompt_version: int
    prompt_hash: str
    model: str
    adapter: str = "none"
    outcome: str = "answered"
    tokens_in: int = 0
    tokens_out: int = 0
    cost_usd: float | None = None
    seconds: float = 0.0
    retries: int = 0


@dataclass
class Meter:
    """Whose words are sent for whom, and the record of each call that they caused."""

    words: Words
    adapter: str = "none"
    business_id: UUID | None = None
    run_id: UUID | None = None
    calls: list[Call] = field(default_factory=list)


@dataclass(frozen=True)
class Completion:
    """A model's words, and the record of the call."""

    text: str
    call: Call


def configured() -> bool:
    """Whether there is a model to ask."""
    return bool(settings().model)


def resting() -> bool:
    """Whether the configured model is being left alone after failures."""
    return configured() and breaker().open


def breaker() -> Breaker:
    """The breaker of the model that is configured now."""
    return _breaker(settings().model, settings().model_api_base)


def spent() -> Bill:
    """What this process spent on models in the last 24 hours."""
    return _purse().spent()


async def complete(messages: Sequence[Mapping[str, Any]], words: Words) -> Completion:
    """One plain answer to `messages` (OpenAI's shape). Raises `Unavailable` kinds only."""
    meter = Meter(words)
    reply = await send({"messages": [dict(message) for message in messages]}, meter)
    return Completion(str(reply["choices"][0]["message"].get("content") or ""), meter.calls[-1])


async def send(body: Mapping[str, Any], meter: Meter) -> dict[str, Any]:
    """The reply to a chat request, as OpenAI would write it. Raises `Unavailable` kinds only.

    All tries and pauses together take at most the setting's `model_timeout_seconds`.
    """
    guard = await _admitted(meter)
    call, started = _new_call(meter), clock.elapsed()
    try:
        async with asyncio.timeout(settings().model_timeout_seconds):
            reply, said, retries = await _tried(body, guard)
    except (TimeoutError, ModelFailed) as wrong:
        failure = wrong if isinstance(wrong, ModelFailed) else _late(guard)
        _record(_failed(call, failure, started), meter)
        raise failure from wrong
    except asyncio.CancelledError:
        guard.gave_up()
        _record(_weighed(replace(call, outcome="abandoned"), None, started), meter)
        raise
    _record(_weighed(replace(call, retries=retries), reply, started), meter)
    return said


async def stream(body: Mapping[str, Any], meter: Meter) -> AsyncGenerator[dict[str, Any], None]:
    """The reply to a chat request piece by piece; tried once, since words cannot be taken back."""
    guard = await _admitted(meter)
    call, started = _new_call(meter), clock.elapsed()
    last: Any = None
    try:
        pieces = await _ask({**body, "stream": True, "stream_options": {"include_usage": True}})
        async for last in pieces:
            yield last.model_dump(mode="json", exclude_none=True)
    except _broken() as wrong:
        guard.failed()
        failure = _named(wrong)
        _record(_failed(call, failure, started), meter)
        raise failure from wrong
    except (asyncio.CancelledError, GeneratorExit):
        guard.gave_up()
        _record(_weighed(replace(call, outcome="abandoned"), last, started), meter)
        raise
    guard.went_well()
    _record(_weighed(call, last, started), meter)


async def _tried(body: Mapping[str, Any], guard: Breaker) -> tuple[Any, dict[str, Any], int]:
    """The reply, the same as plain data, and how many retries it took."""
    retry = 0
    while True:
        try:
            reply = await _ask(body)
            said = _sound(reply)
        except _broken() as wrong:
            failure = _named(wrong, retry)
            if not _worth_another(failure, guard):
                raise failure from wrong
        else:
            guard.went_well()
            return reply, said, retry
        await asyncio.sleep(PAUSE * 2**retry * _draw.uniform(0.5, 1.5))
        retry += 1


def _worth_another(failure: ModelFailed, guard: Breaker) -> bool:
    """Whether to try again. A request that the model refuses says nothing about its health."""
    if failure.fields["status_seen"] not in WORTH_RETRYING:
        guard.gave_up()
        return False
    guard.failed()
    return failure.fields["retries"] < MOST_RETRIES and not guard.open


async def _ask(body: Mapping[str, Any]) -> Any:
    litellm = _litellm()
    chosen, key = settings(), settings().model_api_key.get_secret_value()
    address = {"api_base": chosen.model_api_base} if chosen.model_api_base else {}
    secret = {"api_key": key} if key else {"api_key": "none"} if address else {}
    return await litellm.acompletion(
        **{"max_tokens": chosen.model_answer_tokens, **body, "model": chosen.model},
        timeout=chosen.model_timeout_seconds,
        **address,
        **secret,
        num_retries=0,
        max_retries=0,
    )


@lru_cache(maxsize=1)
def _litellm() -> Any:
    import litellm

    vendor: Any = litellm
    vendor.suppress_debug_info = True
    vendor.telemetry = False
    vendor.drop_params = True
    # a first call imports five hundred modules more: here, on a thread, not in an answer's time
    import_module("openai.resources.chat")
    vendor.completion("openai/none", [{"role": "user", "content": ""}], mock_response="ready")
    return vendor


def _broken() -> tuple[type[BaseException], ...]:
    """What may go wrong on the way to a model; LiteLLM's errors are children of OpenAI's."""
    return (import_module("openai").OpenAIError, httpx.HTTPError, *BROKEN)


def _named(wrong: BaseException, retries: int = 0) -> ModelFailed:
    """The failure without the vendor's message, which may repeat the words that were sent."""
    status = getattr(wrong, "status_code", None)
    if not isinstance(status, int):
        status = 504 if isinstance(wrong, TimeoutError) else 502
    reason = type(wrong).__name__
    return ModelFailed(f"{reason} ({status}).", status_seen=status, reason=reason, retries=retries)


def _late(guard: Breaker) -> ModelFailed:
    guard.failed()
    return ModelFailed("It took too long.", status_seen=504, reason="Late", retries=0)


def _sound(reply: Any) -> dict[str, Any]:
    """The reply as plain data. Raises `ValueError` where it is no chat completion."""
    said = reply.model_dump(mode="json", exclude_none=True)
    first = said["choices"][0]["message"]
    if not (first.get("content") or first.get("tool_calls")):
        raise ValueError("a reply without words")
    return said


async def _admitted(meter: Meter) -> Breaker:
    """The breaker that lets this call pass, with LiteLLM imported off the event loop."""
    if not configured():
        raise NoModelConfigured(remedy="Set REFLEQT_MODEL to a LiteLLM model string.")
    guard, limit = breaker(), settings()
    if _purse().empty(Bill(limit.model_tokens_per_day, limit.model_usd_per_day)):
        _record(replace(_new_call(meter), outcome="unpaid"), meter)
        raise SpendExhausted(
            f"{spent().tokens} tokens, {spent().usd:.2f} USD in 24 hours.",
            remedy="Raise REFLEQT_MODEL_TOKENS_PER_DAY or REFLEQT_MODEL_USD_PER_DAY.",
        )
    await asyncio.to_thread(_litellm)
    if not guard.may_ask():
        _record(replace(_new_call(meter), outcome="resting"), meter)
        raise ModelResting
    return guard


@lru_cache(maxsize=16)
def _breaker(_model: str, _api_base: str) -> Breaker:
    return Breaker()


@lru_cache(maxsize=1)
def _purse() -> Purse:
    return Purse()


def _new_call(meter: Meter) -> Call:
    words = meter.words
    return Call(words.prompt_id, words.version, words.hash, settings().model, meter.adapter)


def _failed(call: Call, wrong: ModelFailed, started: float) -> Call:
    reason, retries = str(wrong.fields["reason"]), int(wrong.fields["retries"])
    return replace(call, outcome=reason, seconds=clock.elapsed() - started, retries=retries)


def _weighed(call: Call, reply: Any, started: float) -> Call:
    usage = getattr(reply, "usage", None)
    cost = (getattr(reply, "_hidden_params", None) or {}).get("response_cost")
    return replace(
        call,
        seconds=clock.elapsed() - started,
        tokens_in=int(getattr(usage, "prompt_tokens", 0) or 0),
        tokens_out=int(getattr(usage, "completion_tokens", 0) or 0),
        cost_usd=None if cost is None else float(cost),
    )


def _record(call: Call, meter: Meter) -> None:
    meter.calls.append(call)
    _purse().pay(Bill(call.tokens_in + call.tokens_out, call.cost_usd or 0.0))
    model_calls.labels(call.model, call.outcome).inc()
    _log.info("model called", **asdict(call))
