"""The only caller of LiteLLM: one way to every model, by routes, with a breaker and a budget each.

Where no model is configured for a business nothing here imports LiteLLM (2 to 5 s).
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import asdict, dataclass, field, replace
from functools import lru_cache, partial
from typing import Any, TypeVar
from uuid import UUID

import numpy as np

from cdt import failures, fence, replies, routes, serving, spend, vendor
from cdt.breaker import Breaker
from cdt.calls import (
    Call,
    Completion,
    Meter,
    ModelFailed,
    ModelRefused,
    ModelResting,
    ModelsPaused,
    NoModelConfigured,
    SpendExhausted,
    Words,
)
from cdt.routes import Route
from core import clock
from core.errors import Unavailable
from core.settings import settings
from core.telemetry import logger, model_calls
from domain.models import Estimate, micros
from memory.ctx import Ctx

MOST_RETRIES = 2
PAUSE = 0.2
"""Seconds before the first retry; doubled for the second, each times a draw from 0.5 to 1.5."""

T = TypeVar("T")
Audio = tuple[str, bytes, str]
"""A recording: a name with its ending, the bytes, the media type."""
Ask = Callable[[Route, Mapping[str, Any]], Awaitable[Any]]
MOST_SPOKEN = 2_000
_log = logger("gateway")
_draw = np.random.default_rng()
_settling: set[asyncio.Task[None]] = set()


async def ready(ctx: Ctx) -> bool:
    """Whether there is a model to ask for the business of `ctx`; if so, the way to it is warm.

    What a first call has to import is imported here, so that no answer's time is spent on it.
    """
    found = (await routes.plan(ctx.actor.business_id)).ready
    if found:
        await vendor.ready()
    return found


async def resting(business_id: UUID | None = None) -> bool:
    """Whether every model of the business is being left alone after failures."""
    known = (await routes.plan(business_id)).routes
    return bool(known) and all(breaker(route).open for route in known)


async def complete(
    messages: Sequence[Mapping[str, Any]], words: Words, business_id: UUID | None = None
) -> Completion:
    """One plain answer to `messages` (OpenAI's shape). Raises `Unavailable` kinds only."""
    meter = Meter(words, business_id)
    reply = await send({"messages": [dict(message) for message in messages]}, meter)
    return Completion(str(reply["choices"][0]["message"].get("content") or ""), meter.calls[-1])


async def send(body: Mapping[str, Any], meter: Meter) -> dict[str, Any]:
    """The reply to a chat request, as OpenAI would write it. Raises `Unavailable` kinds only.

    Routes are tried in order; on each, all tries and pauses together take at most the setting's
    `model_timeout_seconds`.
    """
    whole = {name: value for name, value in body.items() if not name.startswith("stream")}
    for route in await _routes(meter):
        try:
            read = partial(replies.whole, name=serving.name_of(route))
            return await _sent(route, serving.hidden(route, whole), meter, _ask, read)
        except (ModelFailed, ModelResting, SpendExhausted) as wrong:
            meter.failure = wrong
            if isinstance(wrong, ModelRefused):
                break
    raise meter.failure or NoModelConfigured


async def stream(body: Mapping[str, Any], meter: Meter) -> AsyncGenerator[dict[str, Any], None]:
    """The reply to a chat request piece by piece. Raises `Unavailable` kinds only.

    Up to the first piece it is tried like a plain one; afterwards words cannot be taken back.
    """
    said = False
    for route in await _routes(meter):
        try:
            async with aclosing(_streamed(route, serving.hidden(route, body), meter)) as pieces:
                async for piece in pieces:
                    said = True
                    yield piece
        except (ModelFailed, ModelResting, SpendExhausted) as wrong:
            meter.failure = wrong
            if said or isinstance(wrong, ModelRefused):
                raise
        else:
            return
    raise meter.failure or NoModelConfigured


async def transcribe(audio: Audio, meter: Meter) -> str:
    """The words of a recording, by the deployment's model for speech.

    Raises `Unavailable` kinds only.
    """
    route = routes.speech()
    if route is None:
        raise NoModelConfigured(remedy="Set REFLEQT_SPEECH_MODEL.")
    if (await routes.plan(meter.business_id)).paused:
        raise ModelsPaused(remedy="A founder resumes them: refleqt models resume.")
    body = {"file": audio, "max_tokens": MOST_SPOKEN}
    return await _sent(route, body, meter, _hear, replies.words)


async def embed(model: str, texts: Sequence[str], meter: Meter) -> np.ndarray:
    """Vectors of texts by one of the settings' embedding models. Raises `Unavailable` kinds."""
    body = {"input": [*texts], "max_tokens": 1}
    return await _sent(routes.embedding(model), body, meter, _embed, replies.vectors)


async def probe(route: Route, words: Words) -> Call:
    """Ask a route of the deployment for one token, to see that it answers; charged to nobody.

    Raises `Unavailable` kinds only.
    """
    meter = Meter(words)
    ask = [{"role": "user", "content": "Say: yes."}]
    await _sent(route, {"messages": ask, "max_tokens": 16}, meter, _ask, replies.whole)
    return meter.calls[-1]


@lru_cache(maxsize=1024)
def breaker(_route: Route) -> Breaker:
    """The breaker of a route."""
    return Breaker()


@dataclass
class _Open:
    """A call that is being made."""

    route: Route
    meter: Meter
    call: Call
    held: UUID | None
    started: float = field(default_factory=clock.elapsed)

    @property
    def guard(self) -> Breaker:
        return breaker(self.route)

    async def went_well(self, used: replies.Usage | None, retries: int) -> None:
        """Settle by the provider's count; without one the estimate stands."""
        self.guard.went_well()
        answered = replace(self.call, outcome="answered", retries=retries)
        await self._over(_weighed(answered, used))

    async def failed(self, wrong: ModelFailed, used: replies.Usage | None) -> None:
        """Settle what failed: nothing is owed where the server surely counted nothing."""
        reason, retries = str(wrong.fields["reason"]), int(wrong.fields["retries"])
        call = replace(self.call, outcome=reason, retries=retries)
        free = bool(wrong.fields["free"])
        await self._over(replace(call, settled=True) if free else _weighed(call, used))
        await serving.tell_refusal(self.route, wrong, self.guard, self.meter.business_id)

    async def abandoned(self, used: replies.Usage | None) -> None:
        """The caller went away; in the books even where the task is being cancelled."""
        self.guard.gave_up()
        ending = self._over(_weighed(replace(self.call, outcome="abandoned"), used))
        task = asyncio.get_running_loop().create_task(ending)
        _settling.add(task)
        task.add_done_callback(_settling.discard)
        await asyncio.shield(task)

    async def _over(self, call: Call) -> None:
        call = replace(call, seconds=clock.elapsed() - self.started)
        _record(call, self.meter)
        await spend.settle(self.meter, self.held, call)


async def _routes(meter: Meter) -> tuple[Route, ...]:
    known = await routes.plan(meter.business_id, meter.subject)
    meter.failure, meter.version = None, known.version
    if not known.routes:
        raise NoModelConfigured(remedy="Set REFLEQT_MODEL, or add one: refleqt models add.")
    if known.paused:
        meter.failure = ModelsPaused(remedy="A founder resumes them: refleqt models resume.")
        raise meter.failure
    return known.routes


async def _sent(
    route: Route, body: Mapping[str, Any], meter: Meter, ask: Ask, read: Callable[[Any], T]
) -> T:
    at_hand = await _begun(route, body, meter)
    reply: Any = None

    async def asked() -> T:
        nonlocal reply
        reply = None
        reply = await ask(route, body)
        return read(reply)

    try:
        async with asyncio.timeout(settings().model_timeout_seconds):
            said, retries = await _tried(asked, at_hand.guard)
    except TimeoutError:
        failure = failures.late()
        at_hand.guard.failed()
    except ModelFailed as wrong:
        failure = wrong
    except asyncio.CancelledError:
        await at_hand.abandoned(replies.usage(reply))
        raise
    else:
        await at_hand.went_well(replies.usage(reply), retries)
        return said
    await at_hand.failed(failure, replies.usage(reply))
    raise failure


async def _streamed(
    route: Route, body: Mapping[str, Any], meter: Meter
) -> AsyncGenerator[dict[str, Any], None]:
    at_hand = await _begun(route, body, meter)
    heard, failure = replies.Listener(serving.name_of(route)), None
    whole = {**body, "stream": True, "stream_options": {"include_usage": True}}

    async def opened() -> tuple[Any, AsyncIterator[Any]]:
        async with asyncio.timeout(settings().model_timeout_seconds):
            rest = aiter(await _ask(route, whole))
            return await anext(rest, None), rest

    rest: Any = None
    retries, began = 0, False
    try:
        (piece, rest), retries = await _tried(opened, at_hand.guard)
        began = True
        end = clock.elapsed() + settings().model_stream_seconds
        while piece is not None:
            yield heard.take(piece)
            async with asyncio.timeout(_patience(end)):
                piece = await anext(rest, None)
        heard.end()
    except failures.broken() as wrong:
        failure = failures.named(wrong, retries)
        at_hand.guard.failed()
    except ModelFailed as wrong:
        failure = wrong
        if began:
            _tell(at_hand.guard, wrong)
    except (asyncio.CancelledError, GeneratorExit):
        await at_hand.abandoned(replies.counted(rest))
        raise
    if failure is None:
        await at_hand.went_well(replies.counted(rest), retries)
        return
    await at_hand.failed(failure, replies.counted(rest))
    raise failure


def _patience(end: float) -> float:
    """Seconds until the next piece must have come."""
    return max(0.0, min(settings().model_stall_seconds, end - clock.elapsed()))


async def _tried(ask: Callable[[], Awaitable[T]], guard: Breaker) -> tuple[T, int]:
    """What `ask` gives, and how many retries it took. Raises `ModelFailed` kinds."""
    retry = 0
    while True:
        try:
            return await ask(), retry
        except (*failures.broken(), ModelFailed) as wrong:
            failure = failures.named(wrong, retry)
        _tell(guard, failure)
        wait = failure.fields["wait"]
        if not failure.fields["again"] or retry >= MOST_RETRIES or guard.open:
            raise failure
        if wait is not None and wait > failures.LONGEST_WAIT:
            guard.rest(wait)
            raise failure
        pause = PAUSE * 2**retry * _draw.uniform(0.5, 1.5)
        await asyncio.sleep(pause if wait is None else wait + pause / 4)
        retry += 1


def _tell(guard: Breaker, failure: ModelFailed) -> None:
    """A request that the server refuses says nothing about its health."""
    if failure.fields["healthy"]:
        guard.gave_up()
    else:
        guard.failed()


async def _ask(route: Route, body: Mapping[str, Any]) -> Any:
    most = {"max_tokens": spend.most_tokens(body)}
    return await _vendor().acompletion(**{**most, **body, **_by(route)})


async def _hear(route: Route, body: Mapping[str, Any]) -> Any:
    return await _vendor().atranscription(file=body["file"], **_by(route))


async def _embed(route: Route, body: Mapping[str, Any]) -> Any:
    return await _vendor().aembedding(input=body["input"], **_by(route))


def _vendor() -> Any:
    library = vendor.litellm()
    library.aclient_session = fence.client()
    return library


def _by(route: Route) -> dict[str, Any]:
    """Whom to ask, with which key, and how long; tries are counted here, not there."""
    key = route.api_key.get_secret_value()
    address = {"api_base": route.api_base} if route.api_base else {}
    secret = {"api_key": key} if key else {"api_key": "none"} if address else {}
    tries = {"num_retries": 0, "max_retries": 0, "timeout": settings().model_timeout_seconds}
    return {"model": route.model, **tries, **address, **secret}


async def _begun(route: Route, body: Mapping[str, Any], meter: Meter) -> _Open:
    """The call, held in the books. Raises `ModelResting` and what `spend.hold` raises."""
    await vendor.ready()
    estimate = _estimate(route, body)
    words = meter.words
    call = Call(
        words.prompt_id, words.version, words.hash, route.model, route.adapter, "open", False,
        tokens_estimated=estimate.tokens, usd_micros_estimated=estimate.usd_micros,
        cdt_version=meter.version,
    )  # fmt: skip
    guard = breaker(route)
    if not guard.may_ask():
        _record(replace(call, outcome="resting", settled=True), meter)
        raise ModelResting(f"({route.model})")
    try:
        held = await spend.hold(meter, call, estimate)
    except Unavailable as wrong:
        guard.gave_up()
        paid = "unpaid" if isinstance(wrong, SpendExhausted) else type(wrong).__name__
        _record(replace(call, outcome=paid, settled=True), meter)
        meter.failure = wrong
        raise
    except BaseException:
        guard.gave_up()
        raise
    return _Open(route, meter, call, held)


def _estimate(route: Route, body: Mapping[str, Any]) -> Estimate:
    """What a request may take at the most."""
    tokens_in, tokens_out = spend.tokens_in(body), spend.most_tokens(body)
    price = _price(route.model, replies.Usage(tokens_in, tokens_out))
    return Estimate(tokens_in, tokens_out, price)


def _price(model: str, used: replies.Usage) -> int | None:
    """Micro-dollars by LiteLLM's own table of prices; None where it has none for the model."""
    try:
        parts = vendor.litellm().cost_per_token(
            model=model, prompt_tokens=used.tokens_in, completion_tokens=used.tokens_out
        )
    except (vendor.litellm().exceptions.ModelNotMappedError, *failures.broken()):
        return None
    return micros(sum(parts))


def _weighed(call: Call, used: replies.Usage | None) -> Call:
    if used is None:
        return replace(call, settled=False)
    cost = _price(call.model, used)
    return replace(
        call, settled=True, tokens_in=used.tokens_in, tokens_out=used.tokens_out, usd_micros=cost
    )


def _record(call: Call, meter: Meter) -> None:
    meter.calls.append(call)
    model_calls.labels(call.model, call.outcome).inc()
    _log.info("model called", **asdict(call))
