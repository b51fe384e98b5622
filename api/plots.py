"""What was promised against what came, drawn once: shapes for a page, an SVG or a PNG."""

import io
import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from PIL import Image, ImageDraw, ImageFont

SIZE, EDGE, TOP = 480, 64, 58
INK, QUIET, ACCENT, PAPER = "#1f1b2e", "#6f6b7e", "#6d4aff", "#ffffff"
GRID = "#e6e3ee"
SCALE = 2
"""Pixels of the PNG for each unit of the SVG."""
BINS, FEWEST = 5, 3


@dataclass(frozen=True)
class Bin:
    """What was expected to do alike: mean expected, mean reached, how many."""

    expected: float
    reached: float
    n: int


@dataclass(frozen=True)
class Line:
    """A straight line; `colour` is a hex colour."""

    x1: float
    y1: float
    x2: float
    y2: float
    colour: str
    width: float = 1.0


@dataclass(frozen=True)
class Dot:
    """A filled circle."""

    x: float
    y: float
    radius: float
    colour: str = ACCENT


@dataclass(frozen=True)
class Words:
    """One line of text; `anchor` is start, middle or end."""

    x: float
    y: float
    text: str
    size: int = 13
    anchor: str = "start"
    colour: str = INK


Shape = Line | Dot | Words


@dataclass(frozen=True)
class Labels:
    """The words of the axes; `held_out` says how many artifacts, `few` that there are too few."""

    expected: str = "expected outcome"
    reached: str = "reached"
    held_out: str = "{count} held-out artifacts"
    few: str = "Too few held-out artifacts to draw."


ENGLISH = Labels()


def bins(pairs: Sequence[tuple[float, float]]) -> list[Bin]:
    """(expected, reached) in equal shares by what was expected; fewer bins where there are few."""
    ordered = sorted(pairs)
    count = min(BINS, len(ordered) // FEWEST)
    cuts = [round(len(ordered) * place / count) for place in range(count + 1)] if count else []
    return [
        Bin(
            sum(one for one, _ in part) / len(part), sum(two for _, two in part) / len(part),
            len(part),
        )
        for part in (ordered[a:b] for a, b in itertools.pairwise(cuts))
    ]  # fmt: skip


def calibration(
    pairs: Sequence[tuple[float, float]], title: str, labels: Labels = ENGLISH
) -> list[Shape]:
    """The chart of (expected, reached) pairs, with how many there are."""
    found = bins(pairs)
    note = labels.held_out.format(count=len(pairs)) if found else labels.few
    return diagonal(found, title, labels, note)


def diagonal(found: Sequence[Bin], title: str, labels: Labels, note: str = "") -> list[Shape]:
    """Dots on the diagonal promise what came; their size is how many stand for them."""
    low, high = EDGE, SIZE - 20
    bottom = SIZE - EDGE

    def place(x: float, y: float) -> tuple[float, float]:
        return low + x * (high - low), bottom - y * (bottom - TOP)

    shapes: list[Shape] = [Words(low, 24, title, 15)]
    for tick in (0.0, 0.25, 0.5, 0.75, 1.0):
        (x, zero), (left, y) = place(tick, 0), place(0, tick)
        shapes += [Line(left, y, high, y, GRID), Line(x, zero, x, TOP, GRID)]
        shapes += [Words(x, zero + 18, f"{tick:g}", 12, "middle", QUIET)]
        shapes += [Words(left - 8, y + 4, f"{tick:g}", 12, "end", QUIET)]
    shapes.append(Line(*place(0, 0), *place(1, 1), QUIET, 1.5))
    points = [place(one.expected, one.reached) for one in found]
    shapes += [Line(*one, *other, ACCENT, 2) for one, other in itertools.pairwise(points)]
    shapes += [
        Dot(x, y, 3 + min(9.0, one.n**0.5)) for (x, y), one in zip(points, found, strict=True)
    ]
    shapes.append(Words((low + high) / 2, SIZE - 26, labels.expected, 13, "middle"))
    shapes.append(Words(low, TOP - 6, labels.reached, 13, "start"))
    shapes.append(Words(high, SIZE - 8, note, 12, "end", QUIET))
    return shapes


def svg(shapes: Sequence[Shape], label: str) -> str:
    """The shapes as a picture that scales, with a name for who does not see it."""
    drawn = "\n".join(_svg(one) for one in shapes)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIZE} {SIZE}" role="img" '
        f'aria-label="{escape(label, {chr(34): "&quot;"})}" font-family="Inter, sans-serif">\n'
        f'<rect width="{SIZE}" height="{SIZE}" fill="{PAPER}"/>\n{drawn}\n</svg>\n'
    )


def png(shapes: Sequence[Shape]) -> bytes:
    """The shapes as pixels."""
    image = Image.new("RGB", (SIZE * SCALE, SIZE * SCALE), PAPER)
    draw = ImageDraw.Draw(image)
    for one in shapes:
        _png(draw, one)
    held = io.BytesIO()
    image.save(held, "PNG", optimize=True)
    return held.getvalue()


def _svg(one: Shape) -> str:
    if isinstance(one, Line):
        return (
            f'<line x1="{one.x1:.1f}" y1="{one.y1:.1f}" x2="{one.x2:.1f}" y2="{one.y2:.1f}" '
            f'stroke="{one.colour}" stroke-width="{one.width:g}"/>'
        )
    if isinstance(one, Dot):
        place = f'cx="{one.x:.1f}" cy="{one.y:.1f}" r="{one.radius:.1f}"'
        return f'<circle {place} fill="{one.colour}"/>'
    return (
        f'<text x="{one.x:.1f}" y="{one.y:.1f}" font-size="{one.size}" '
        f'text-anchor="{one.anchor}" fill="{one.colour}">{escape(one.text)}</text>'
    )


def _png(draw: ImageDraw.ImageDraw, one: Shape) -> None:
    if isinstance(one, Line):
        ends = [one.x1 * SCALE, one.y1 * SCALE, one.x2 * SCALE, one.y2 * SCALE]
        draw.line(ends, fill=one.colour, width=round(one.width * SCALE))
    elif isinstance(one, Dot):
        x, y, radius = one.x * SCALE, one.y * SCALE, one.radius * SCALE
        draw.ellipse([x - radius, y - radius, x + radius, y + radius], fill=one.colour)
    else:
        anchor = {"start": "ls", "middle": "ms", "end": "rs"}[one.anchor]
        font = ImageFont.load_default(one.size * SCALE)
        place = (one.x * SCALE, one.y * SCALE)
        draw.text(place, one.text, fill=one.colour, font=font, anchor=anchor)
