"""What is to be merged stands in a file; what makes no sense is refused."""

from pathlib import Path
from typing import Any

import pytest

from cdt.training.mixture import MIXTURE, Mixture, NoMixture, Part, read, write

PARTS = (Part("/a", 0.7), Part("/b", 0.3))


def test_a_mixture_is_read_as_it_was_written(tmp_path: Path) -> None:
    assert read(tmp_path) is None
    write(tmp_path, Mixture(PARTS, "ties"))
    assert read(tmp_path) == Mixture(PARTS, "ties")


@pytest.mark.parametrize(
    ("parts", "method"),
    [(PARTS, "average"), (PARTS[:1], "cat"), ((Part("/a", 0.0), PARTS[1]), "cat"),
     ((Part("/a", 1.5), PARTS[1]), "linear")],
)  # fmt: skip
def test_another_way_or_weight_is_refused(
    tmp_path: Path, parts: tuple[Part, ...], method: Any
) -> None:
    with pytest.raises(NoMixture):
        write(tmp_path, Mixture(parts, method))
    assert not (tmp_path / MIXTURE).exists()


def test_a_file_that_is_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / MIXTURE).write_text('{"parts": [1]}')
    with pytest.raises(NoMixture):
        read(tmp_path)
