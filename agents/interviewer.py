"""Reads an onboarding interview: the draft, made by code alone."""

from __future__ import annotations

from collections.abc import Sequence

from domain.interview import InterviewResult, Turn
from domain.language.answers import read


def draft(turns: Sequence[Turn], name: str = "") -> InterviewResult:
    """Profile, manner, contradictions and next question after `turns`."""
    return read(turns, name)
