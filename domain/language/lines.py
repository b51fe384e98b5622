"""The fixed lines that texts are compared with: what topics and tones sound like."""

from __future__ import annotations

from domain.language.lexicons import table


def fixed_lines() -> list[str]:
    """Every line of `topics.toml` and `tone.toml`, in a steady order."""
    lines = [line for row in table("topics").values() for line in (row["about"], *row["said"])]
    return lines + [line for said in table("tone")["said"].values() for line in said]
