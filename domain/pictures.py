"""Pictures without what they tell of their maker: EXIF, comments, colour profiles' neighbours.

Nothing is decoded: a picture is taken apart into its segments, those that a reader needs are put
together again, and what hangs behind its end is left out. So no flood of pixels is ever opened, and
a file that is two things at once becomes one.
"""

import io
from collections.abc import Iterator

from PIL import Image, UnidentifiedImageError

from core.errors import BadInput

MOST_PIXELS = 50_000_000
_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = frozenset(
    {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"pHYs", b"sBIT"}
)
_JPEG_DROPPED = frozenset({0xFE, *range(0xE1, 0xEE), 0xEF})
_JPEG_FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
_WEBP_KEPT = frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ANIM", b"ANMF", b"ALPH"})


class PictureBroken(BadInput):
    """This picture cannot be read to its end."""


class TooManyPixels(BadInput):
    """This picture has more pixels than anybody needs."""


def bare(kind: str, data: bytes) -> bytes:
    """A picture (`png`, `jpg` or `webp`) without its metadata.

    Raises `PictureBroken` or `TooManyPixels`.
    """
    take = {"png": _png, "jpg": _jpeg, "webp": _webp}[kind]
    try:
        return take(data)
    except (IndexError, ValueError) as wrong:
        raise PictureBroken(remedy="Save it again and upload that.") from wrong


def pixels(data: bytes) -> tuple[int, int] | None:
    """Width and height by the head of a picture; None where it is none."""
    try:
        with Image.open(io.BytesIO(data)) as head:
            return head.size
    except (UnidentifiedImageError, OSError):
        return None


def _png(data: bytes) -> bytes:
    kept, at, seen = [_PNG], len(_PNG), b""
    while seen != b"IEND":
        size = _number(data, at, 4)
        seen = data[at + 4 : at + 8]
        chunk = data[at : at + 12 + size]
        if len(chunk) != 12 + size:
            raise ValueError("cut off")
        if seen == b"IHDR":
            _fits(_number(chunk, 8, 4), _number(chunk, 12, 4))
        if seen in _PNG_KEPT:
            kept.append(chunk)
        at += len(chunk)
    return b"".join(kept)


def _jpeg(data: bytes) -> bytes:
    kept, at = [data[:2]], 2
    while True:
        if data[at] != 0xFF:
            raise ValueError("no marker")
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        if marker == 0xDA:
            end = data.rindex(b"\xff\xd9") + 2
            return b"".join([*kept, data[at:end]])
        size = _number(data, at + 2, 2)
        segment = data[at : at + 2 + size]
        if size < 2 or len(segment) != 2 + size:
            raise ValueError("cut off")
        if marker in _JPEG_FRAMES:
            _fits(_number(segment, 5, 2), _number(segment, 7, 2))
        if marker not in _JPEG_DROPPED:
            kept.append(segment)
        at += 2 + size


def _webp(data: bytes) -> bytes:
    kept = []
    for name, chunk in _chunks(data, 12, 8 + _small(data, 4, 4)):
        if name == b"VP8X":
            _fits(1 + _small(chunk, 12, 3), 1 + _small(chunk, 15, 3))
            flags = chunk[8] & ~0x2C  # neither EXIF nor XMP nor a colour profile follows
            chunk = chunk[:8] + bytes([flags]) + chunk[9:]
        if name in _WEBP_KEPT:
            kept.append(chunk)
    if not kept:
        raise ValueError("no picture in it")
    body = b"WEBP" + b"".join(kept)
    return b"RIFF" + len(body).to_bytes(4, "little") + body


def _chunks(data: bytes, at: int, end: int) -> Iterator[tuple[bytes, bytes]]:
    while at < end:
        size = _small(data, at + 4, 4)
        whole = 8 + size + size % 2
        chunk = data[at : at + whole]
        if len(chunk) != whole:
            raise ValueError("cut off")
        yield chunk[:4], chunk
        at += whole


def _fits(width: int, height: int) -> None:
    if width * height > MOST_PIXELS or not width or not height:
        raise TooManyPixels(
            f"It is {width:,} by {height:,}; at most {MOST_PIXELS:,} pixels are taken.",
            remedy="Save it smaller.",
        )


def _number(data: bytes, at: int, size: int) -> int:
    return int.from_bytes(_exactly(data, at, size), "big")


def _small(data: bytes, at: int, size: int) -> int:
    return int.from_bytes(_exactly(data, at, size), "little")


def _exactly(data: bytes, at: int, size: int) -> bytes:
    found = data[at : at + size]
    if len(found) != size:
        raise ValueError("cut off")
    return found
