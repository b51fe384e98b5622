"""A calibration plot tells the same as SVG and as PNG."""

import io

import pytest
from PIL import Image

from api.plots import SCALE, SIZE, bins, calibration, png, svg

PAIRS = [(n / 40, min(1.0, n / 40 + 0.05)) for n in range(40)]


def test_bins_hold_equal_shares_from_low_to_high():
    found = bins(PAIRS)
    assert [one.n for one in found] == [8] * 5
    assert [one.expected for one in found] == sorted(one.expected for one in found)
    assert found[0].reached == pytest.approx(found[0].expected + 0.05)


@pytest.mark.parametrize(("count", "expected"), [(0, 0), (2, 0), (3, 1), (7, 2), (100, 5)])
def test_few_artifacts_make_few_bins(count, expected):
    assert len(bins([(n / 100, 0.5) for n in range(count)])) == expected


def test_the_svg_is_well_formed_named_and_without_inline_style():
    drawn = svg(calibration(PAIRS, 'Version <2> & "so"'), 'Version <2> & "so"')
    assert 'aria-label="Version &lt;2&gt; &amp; &quot;so&quot;"' in drawn
    assert drawn.count("<svg") == drawn.count("</svg>") == 1
    assert "style=" not in drawn
    assert drawn.count("<circle") == 5


def test_the_png_has_the_same_shape():
    image = Image.open(io.BytesIO(png(calibration(PAIRS, "Version 2"))))
    assert image.size == (SIZE * SCALE, SIZE * SCALE)
    assert len(image.getcolors(100_000) or []) > 5


def test_too_little_says_so():
    assert "Too few" in svg(calibration([], "Version 1"), "Version 1")
