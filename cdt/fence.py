"""The HTTP client that LiteLLM is given: it follows no redirect and reads no endless answer.

A server on the list of hosts could otherwise send us on to one that is not. It also tells a stream
that was cut from one that ended: an event stream is whole when it says `[DONE]`.
"""

import asyncio
from collections.abc import AsyncIterator
from weakref import WeakKeyDictionary

import httpx

MOST_BYTES = 8_000_000
MOST_STREAMED_BYTES = 100_000_000
"""A stream wraps each few letters in some two hundred bytes."""
MOST_CONNECTIONS = 1000
_TAIL = 64

_clients: WeakKeyDictionary[asyncio.AbstractEventLoop, httpx.AsyncClient] = WeakKeyDictionary()


def client() -> httpx.AsyncClient:
    """The client of the running event loop."""
    loop = asyncio.get_running_loop()
    if loop not in _clients:
        _clients[loop] = httpx.AsyncClient(
            follow_redirects=False,
            limits=httpx.Limits(max_connections=MOST_CONNECTIONS, max_keepalive_connections=100),
            event_hooks={"response": [_watch]},
        )
    return _clients[loop]


async def _watch(response: httpx.Response) -> None:
    streamed = "text/event-stream" in response.headers.get("content-type", "")
    if isinstance(response.stream, httpx.AsyncByteStream):
        response.stream = Watched(response.stream, streamed=streamed and response.is_success)


class Watched(httpx.AsyncByteStream):
    """A body that breaks off where it grows too large, or where a stream was cut."""

    def __init__(self, body: httpx.AsyncByteStream, *, streamed: bool) -> None:
        self.body, self.streamed = body, streamed

    async def __aiter__(self) -> AsyncIterator[bytes]:
        size, tail = 0, b""
        async for part in self.body:
            size, tail = size + len(part), (tail + part[-_TAIL:])[-_TAIL:]
            if size > (MOST_STREAMED_BYTES if self.streamed else MOST_BYTES):
                raise httpx.DecodingError("an answer without end")
            yield part
        if self.streamed and b"[DONE]" not in tail:
            raise httpx.ReadError("a stream that was cut")

    async def aclose(self) -> None:
        await self.body.aclose()
