"""A group that is mentioned is not yet a segment (product P7); the same one in other words is."""

import json
from collections import defaultdict
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from domain.derived import Piece
from domain.language.market import audiences
from domain.language.sentences import sentences
from domain.segments import enough, joined, key_of, named_in, shown_as

FILE = Path(__file__).parents[2] / "evals" / "golden" / "segments.jsonl"
CASES = [json.loads(line) for line in FILE.read_text("utf-8").splitlines()]


def inferred(case: Mapping[str, Any]) -> set[str]:
    """The segments that a case's texts, one a day, give rise to."""
    pieces: dict[str, list[Piece]] = defaultdict(list)
    for day, text in enumerate(case["texts"]):
        at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=day)
        for hit in named_in(text, audiences(sentences(text)), case.get("rivals", ())):
            assert text[hit.start : hit.end].strip()
            pieces[key_of(hit.name)].append(Piece(kind="vent", id=UUID(int=day + 1), at=at))
    own: dict[str, list[Piece]] = defaultdict(list)
    for key, to in joined([*pieces]).items():
        own[to] += pieces[key]
    return {key for key, every in own.items() if enough(every)}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_no_more_is_inferred_than_was_said(case: Mapping[str, Any]) -> None:
    found = inferred(case)
    assert found & {*case["forbid"]} == set()
    assert {*case["keep"]} <= found


def test_the_set_holds_enough_that_must_not_be_inferred() -> None:
    assert len(CASES) >= 20
    assert sum(bool(case["forbid"]) for case in CASES) >= 15
    assert sum(bool(case["keep"]) for case in CASES) >= 4


@pytest.mark.parametrize(
    ("one", "other"),
    [("quality_manager", "the Quality Managers"), ("agencies", "agency"),
     ("shop-owner", "shop owners"),
     ("most founders", "founder"), ("businesses", "business"), ("gas", "gas")],
)  # fmt: skip
def test_ways_of_writing_one_name_share_their_key(one: str, other: str) -> None:
    assert key_of(one) == key_of(other)


def test_only_what_is_safe_is_joined() -> None:
    assert joined(["founder", "startup founder"])["founder"] == "startup founder"
    assert joined(["founder", "startup founder", "restaurant founder"])["founder"] == "founder"
    assert joined(["founder", "aspiring founder"])["founder"] == "founder"
    assert joined(["quality manager", "manager of quality"])["quality manager"] == "quality manager"


def test_an_entry_or_a_word_of_the_founder_is_enough_and_a_mention_is_not() -> None:
    said = Piece(kind="vent", id=UUID(int=1), at=datetime(2026, 1, 1, tzinfo=UTC))
    planned = said.model_copy(update={"kind": "entry", "role": "planned"})
    assert not enough([said])
    assert not enough([said, said, said])
    assert enough([said], stated=True)
    assert enough([planned])
    same_day = [said.model_copy(update={"id": UUID(int=n)}) for n in range(5)]
    assert not enough(same_day)


def test_a_segment_is_called_as_it_is_written_most() -> None:
    assert shown_as(["quality_manager", "quality_manager", "Quality Managers"]) == "quality manager"
