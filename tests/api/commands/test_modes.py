"""`refleqt modes`: show and choose; a wrong mode names the right ones."""

from pathlib import Path

import pytest

from domain.access import Actor
from tests.api.commands.running import refleqt


@pytest.mark.slow
async def test_modes_are_shown_and_chosen(data_dir: Path, lasting: Actor) -> None:
    where = ("--business", str(lasting.business_id), "--data-dir", str(data_dir))
    chosen = refleqt("modes", "--maps", "strict", *where)
    assert "Maps: strict. Suggestions: adaptive." in chosen.out
    assert refleqt("modes", "--json", *where).document == {
        "map": "strict",
        "suggestion": "adaptive",
    }


def test_a_wrong_mode_names_the_right_ones() -> None:
    wrong = refleqt("modes", "--maps", "bold")
    assert wrong.code == 2
    assert "creative" in wrong.out + wrong.err
