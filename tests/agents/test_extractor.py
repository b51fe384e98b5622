"""The extractor reads many texts as it reads each alone; a model may read better, never invent."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from agents import extractor
from agents.extractor import grounded
from api import imports
from cdt.embed import READER
from cdt.model_says import Brain, Give, Reply
from cdt.model_server import ModelServer
from domain import fidelity
from domain.language.extraction import draft, draft_many
from domain.language.shapes import Signal
from memory.ctx import Ctx

Served = Callable[[Brain | Sequence[Reply]], ModelServer]
TEXT = "We raised prices in May. Churn worries me, maybe it is the onboarding."


def test_every_draft_keeps_its_own_rules() -> None:
    rows, _ = imports.rows_of("vents", Path("examples/gaugewren/vents.jsonl"))
    texts = [row.text for row in rows]
    for text, read in zip(texts, draft_many(texts, READER), strict=True):
        assert fidelity.not_in(text, extractor.quotes(read)) == []
        assert grounded(text, read) == read


async def test_without_a_model_the_draft_is_the_reading(ctx: Ctx) -> None:
    assert await extractor.read(ctx, [TEXT]) == [draft(TEXT, READER)]


async def test_a_better_reading_is_grounded_in_the_text(ctx: Ctx, served: Served) -> None:
    quote = "maybe it is the onboarding"
    signals = [{"text": "Churn: maybe the onboarding", "quote": quote, "start": 0, "end": 0}]
    served([Give({**draft(TEXT, READER).model_dump(mode="json"), "signals": signals})])
    (read,) = await extractor.read(ctx, [TEXT])
    start = TEXT.index(quote)
    [signal] = read.signals
    assert signal == Signal(
        text="Churn: maybe the onboarding", quote=quote, start=start, end=start + len(quote)
    )


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"signals": [{"text": "x", "quote": "Churn is terrible"}]}, "signals.0"),
        ({"signals": [{"text": "40 % leave", "quote": "Churn worries me"}]}, "number 40"),
        ({"signals": [{"text": "Onboarding causes churn", "quote": "Churn"}]}, "'causes'"),
        (
            {
                "themes": [
                    {"label": "bad product", "score": 1, "quote": "Churn", "start": 0, "end": 5}
                ]
            },
            "'product'",
        ),
        ({"competitors": ["Lattice"]}, "'Lattice' is not in the text"),
        ({"language": "de"}, "language was changed"),
        ({"topics": [{"topic": "x", "p": 1, "quote": "Churn", "start": 0, "end": 5}]}, "no topic"),
    ],
)
async def test_what_the_text_does_not_say_is_dropped(
    ctx: Ctx, served: Served, change: dict[str, Any], says: str
) -> None:
    drafted = draft(TEXT, READER)
    served(lambda _body: Give({**drafted.model_dump(mode="json"), **change}))
    thought = await extractor.refine(ctx, TEXT, drafted)
    assert (thought.answer, thought.by) == (drafted, "draft")
    assert says in " ".join(thought.dropped)


async def test_only_a_person_confirms(ctx: Ctx, served: Served) -> None:
    drafted = draft(TEXT, READER)
    topics = [{**drafted.topics[0].model_dump(), "status": "confirmed"}]
    served(lambda _body: Give({**drafted.model_dump(mode="json"), "topics": topics}))
    thought = await extractor.refine(ctx, TEXT, drafted)
    assert "only a person confirms" in thought.dropped
