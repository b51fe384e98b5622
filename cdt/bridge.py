"""pydantic-ai over LiteLLM as a library: an HTTP transport that ends in our gateway, not a socket.

pydantic-ai's own LiteLLM provider is a client of LiteLLM's proxy, which we do not run.
"""

import json
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from typing import TYPE_CHECKING, Any

import httpx

from cdt import gateway
from cdt.calls import Meter
from core.errors import Unavailable
from core.settings import settings

if TYPE_CHECKING:
    from pydantic_ai.models.openai import OpenAIChatModel

NOWHERE = "http://gateway.invalid/v1"
"""An address that no resolver knows, so that a request past the transport cannot leave."""

ANY_MODEL = "openai/any"


class GatewayTransport(httpx.AsyncBaseTransport):
    """Answers the OpenAI client's requests by the gateway; errors become their HTTP status."""

    def __init__(self, meter: Meter) -> None:
        self.meter = meter

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """One chat request in, one reply or stream of server-sent events out."""
        body: dict[str, Any] = json.loads(await request.aread())
        if body.pop("stream", False):
            return await self._streamed(body, request)
        try:
            reply = await gateway.send(body, self.meter)
        except Unavailable as wrong:
            return _refusal(wrong, request)
        return httpx.Response(200, json=reply, request=request)

    async def _streamed(self, body: dict[str, Any], request: httpx.Request) -> httpx.Response:
        body.pop("stream_options", None)
        pieces = gateway.stream(body, self.meter)
        try:
            first = await anext(pieces, {"choices": []})
        except Unavailable as wrong:
            return _refusal(wrong, request)
        headers = {"content-type": "text/event-stream"}
        return httpx.Response(200, headers=headers, stream=_Events(first, pieces), request=request)


class _Events(httpx.AsyncByteStream):
    def __init__(self, first: dict[str, Any], rest: AsyncGenerator[dict[str, Any], None]) -> None:
        self.first, self.rest = first, rest

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield _event(self.first)
        async with aclosing(self.rest) as rest:
            async for piece in rest:
                yield _event(piece)
        yield b"data: [DONE]\n\n"


def chat_model(meter: Meter) -> "OpenAIChatModel":
    """A pydantic-ai model that asks the business's models through the gateway.

    Every call it makes is recorded in `meter`. Which model answers is the gateway's choice, call by
    call; the name given here only says which dialect of JSON schema is understood.
    """
    import openai
    from pydantic_ai.models.openai import OpenAIChatModel
    from pydantic_ai.providers.litellm import LiteLLMProvider

    client = openai.AsyncOpenAI(
        api_key="held-by-the-gateway",
        base_url=NOWHERE,
        max_retries=0,
        http_client=httpx.AsyncClient(transport=GatewayTransport(meter)),
    )
    first = next((model for model, _, _ in settings().models), ANY_MODEL)
    return OpenAIChatModel(first, provider=LiteLLMProvider(openai_client=client))


def _event(piece: dict[str, Any]) -> bytes:
    return f"data: {json.dumps(piece)}\n\n".encode()


def _refusal(wrong: Unavailable, request: httpx.Request) -> httpx.Response:
    status = int(wrong.fields.get("status_seen", wrong.status))
    error = {"error": {"message": wrong.title, "type": wrong.name}}
    return httpx.Response(status, json=error, request=request)
