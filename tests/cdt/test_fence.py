"""The HTTP client follows no redirect, reads no endless answer and knows a stream that was cut."""

from collections.abc import AsyncIterator

import httpx
import pytest

from cdt import fence
from cdt.fence import Watched


class Body(httpx.AsyncByteStream):
    """Parts of a body."""

    def __init__(self, *parts: bytes) -> None:
        self.parts = parts

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for part in self.parts:
            yield part


async def read(*parts: bytes, streamed: bool) -> bytes:
    """All of a watched body."""
    return b"".join([part async for part in Watched(Body(*parts), streamed=streamed)])


async def test_a_whole_stream_passes_as_it_is() -> None:
    parts = (b"data: {}\n\n", b"data: [DO", b"NE]\n\n")
    assert await read(*parts, streamed=True) == b"".join(parts)
    assert await read(b"{}", streamed=False) == b"{}"


async def test_a_stream_without_its_end_was_cut() -> None:
    with pytest.raises(httpx.ReadError):
        await read(b"data: {}\n\n", b"data: [DO", streamed=True)


async def test_an_answer_without_end_breaks_off() -> None:
    part = b"a" * 1_000_000
    with pytest.raises(httpx.DecodingError):
        await read(*[part] * (fence.MOST_BYTES // len(part) + 1), streamed=False)


async def test_there_is_one_client_a_loop_and_it_follows_nobody() -> None:
    assert fence.client() is fence.client()
    assert not fence.client().follow_redirects
