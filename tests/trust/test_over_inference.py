"""Nothing is inferred beyond what was said (product P7): by drafts, nor by a model that does."""

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from agents import extractor
from cdt.embed import READER
from cdt.model_says import Brain, Give, Reply
from cdt.model_server import ModelServer
from domain.interview import Turn
from domain.language.answers import read
from domain.language.extraction import draft
from memory.ctx import Ctx

Served = Callable[[Brain | Sequence[Reply]], ModelServer]
FILE = Path(__file__).parents[2] / "evals" / "golden" / "over_inference.jsonl"
CASES = [json.loads(line) for line in FILE.read_text("utf-8").splitlines()]
READ = [case for case in CASES if case["kind"] == "extraction"]


def drafted(case: Mapping[str, Any]) -> dict[str, Any]:
    """What the draft of the agent makes of a case, by field."""
    if case["kind"] == "interview":
        found = read([Turn(question=case["question"], answer=case["text"])])
        return {name: mark.value for name, mark in found.profile.items()}
    return draft(case["text"], READER).model_dump()


def holds(found: Mapping[str, Any], field: str, value: Any) -> bool:
    """Whether a field holds a value, in whatever case it is written."""
    given = found.get(field)
    listed = given if isinstance(given, list) else [given]
    return str(value).lower() in [str(each).lower() for each in listed]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_a_draft_infers_what_was_said_and_no_more(case: Mapping[str, Any]) -> None:
    found = drafted(case)
    assert [f for f, value in case["forbid"].items() if holds(found, f, value)] == []
    assert [f for f, value in case["keep"].items() if not holds(found, f, value)] == []


def test_the_set_is_large_and_of_both_kinds() -> None:
    assert len({case["text"] for case in CASES}) == len(CASES) >= 40
    assert min(len(READ), len(CASES) - len(READ)) >= 10


@pytest.mark.parametrize(
    ("text", "signal"),
    [
        ("I spoke at an event in Berlin.", "The company is located in Berlin"),
        ("We looked at Klaviyo and left it.", "Uses Klaviyo for marketing"),
        ("Our biggest customer pays 4,000 euros a month to Salesforce.", "Pricing is 4,000 euros"),
        ("Maybe the onboarding is why they leave.", "Onboarding definitely causes churn"),
        ("A customer told me that Gong records their calls.", "Their product offers recording"),
    ],
)
async def test_a_model_that_infers_more_is_dropped(
    ctx: Ctx, served: Served, text: str, signal: str
) -> None:
    own = draft(text, READER)
    more = {"text": signal, "quote": text, "start": 0, "end": len(text)}
    answer = {**own.model_dump(mode="json"), "signals": [more]}
    served(lambda _body: Give(answer))
    thought = await extractor.refine(ctx, text, own)
    assert (thought.by, thought.answer) == ("draft", own)
    assert "is not a word of the text" in " ".join(thought.dropped)
