"""The fixed lines are all there, once."""

from domain.language.lexicons import table
from domain.language.lines import fixed_lines


def test_every_line_of_topics_and_tones_is_among_them_once():
    lines = fixed_lines()
    assert len(lines) == len(set(lines))
    assert {row["about"] for row in table("topics").values()} < set(lines)
    assert set(table("tone")["said"]["hurts"]) < set(lines)
