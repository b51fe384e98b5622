"""Pictures lose what they tell of their maker, and nothing that a reader sees."""

import struct
import zlib

import pytest

from domain.pictures import MOST_PIXELS, PictureBroken, TooManyPixels, bare, pixels


def chunk(name: bytes, data: bytes) -> bytes:
    """A chunk of a PNG."""
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(width: int = 2, height: int = 1, *extra: bytes) -> bytes:
    """A PNG of one grey line, with chunks before its data."""
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    data = zlib.compress(b"\x00" * 3)
    end = chunk(b"IEND", b"")
    first = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head)
    return first + b"".join(extra) + chunk(b"IDAT", data) + end


def jpeg(width: int = 2, *extra: bytes) -> bytes:
    """The bones of a JPEG: a frame header, segments, a scan."""
    frame = b"\xff\xc0" + struct.pack(">HBHHB", 11, 8, 1, width, 1) + b"\x01\x11\x00"
    scan = b"\xff\xda" + struct.pack(">H", 8) + b"\x01\x01\x00\x00\x3f\x00" + b"pixels"
    return b"\xff\xd8" + b"".join(extra) + frame + scan + b"\xff\xd9"


def webp(*extra: tuple[bytes, bytes], width: int = 2) -> bytes:
    """A WebP with an extended header."""
    head = bytes([0x2C, 0, 0, 0]) + (width - 1).to_bytes(3, "little") + (0).to_bytes(3, "little")
    parts = [(b"VP8X", head), (b"VP8 ", b"pixels"), *extra]
    body = b"WEBP" + b"".join(
        name + len(data).to_bytes(4, "little") + data + b"\x00" * (len(data) % 2)
        for name, data in parts
    )
    return b"RIFF" + len(body).to_bytes(4, "little") + body


EXIF = b"Exif\x00\x00GPS 52.5 13.4"


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("png", png(2, 1, chunk(b"eXIf", EXIF), chunk(b"tEXt", b"Author\x00GPS"))),
        ("jpg", jpeg(2, b"\xff\xe1" + struct.pack(">H", len(EXIF) + 2) + EXIF)),
        ("webp", webp((b"EXIF", EXIF), (b"XMP ", b"GPS"))),
    ],
)
def test_where_it_was_taken_is_gone_and_the_picture_stays(kind: str, data: bytes) -> None:
    assert b"GPS" in data
    after = bare(kind, data)
    assert b"GPS" not in after
    assert b"pixels" in after or b"IDAT" in after
    assert bare(kind, after) == after


@pytest.mark.parametrize(("kind", "data"), [("png", png()), ("jpg", jpeg())])
def test_what_hangs_behind_the_end_is_left_out(kind: str, data: bytes) -> None:
    assert bare(kind, data + b"<script>alert(1)</script>") == bare(kind, data)


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("png", png(MOST_PIXELS, 2)),
        ("jpg", jpeg(0)),
        ("webp", webp(width=2**24)),
    ],
)
def test_a_flood_of_pixels_is_never_opened(kind: str, data: bytes) -> None:
    if kind == "webp":
        data = data.replace((0).to_bytes(3, "little") + b"VP8 ", b"\xff\xff\x00VP8 ")
    with pytest.raises(TooManyPixels):
        bare(kind, data)


@pytest.mark.parametrize(("kind", "whole"), [("png", png()), ("jpg", jpeg()), ("webp", webp())])
def test_a_picture_cut_off_anywhere_is_refused_calmly(kind: str, whole: bytes) -> None:
    for end in range(12, len(whole) - 1):
        with pytest.raises(PictureBroken):
            bare(kind, whole[:end])


def test_the_size_is_read_from_the_head_alone() -> None:
    assert pixels(png(1200, 628)) == (1200, 628)
    assert pixels(b"no picture") is None
