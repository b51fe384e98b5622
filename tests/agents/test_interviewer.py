"""The interviewer reads answers by code; a model may word the next question, not choose it."""

from collections.abc import Callable, Sequence

import pytest

from agents import interviewer
from agents.interviewer import draft
from cdt.model_says import Brain, Give, Reply
from cdt.model_server import ModelServer
from domain.interview import Question, Turn
from memory.ctx import Ctx

Served = Callable[[Brain | Sequence[Reply]], ModelServer]
TURNS = [Turn(question="What is your business called?", answer="Quillmark, we are in Oslo.")]
NEXT = Question(field="size", text="How many of you work on this, counting yourself?")


def test_a_draft_has_profile_and_next_question():
    result = draft([Turn(question="What is it called?", answer="Mossly.")], "iv")
    assert result.id == "iv"
    assert result.profile["business_name"].value == "Mossly"
    assert result.next_question is not None


async def test_without_a_model_the_question_stays(ctx: Ctx) -> None:
    assert (await interviewer.word(ctx, TURNS, NEXT)).answer == NEXT


async def test_a_question_takes_up_the_founders_words(ctx: Ctx, served: Served) -> None:
    text = "How big is the Quillmark team, counting yourself?"
    served([Give({"field": "size", "text": text})])
    thought = await interviewer.word(ctx, TURNS, NEXT)
    assert (thought.answer.text, thought.by) == (text, "model")


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        ({"field": "stage", "text": "How big is the team?"}, "field was changed"),
        ({"field": "size", "text": "Who are your competitors?"}, "does not ask for size"),
        ({"field": "size", "text": "How big is the team? And who sells?"}, "not one question"),
        ({"field": "size", "text": "How big is the team, over 50 people?"}, "number 50 is new"),
        ({"field": "size", "text": "How big is the team at Acme?"}, "Acme is a new name"),
        ({"field": "size", "text": "How big is the team, " + "and so on, " * 12 + "?"}, "too long"),
    ],
)
async def test_another_question_is_dropped(
    ctx: Ctx, served: Served, answer: dict[str, str], says: str
) -> None:
    served(lambda _body: Give(answer))
    thought = await interviewer.word(ctx, TURNS, NEXT)
    assert thought.answer == NEXT
    assert says in " ".join(thought.dropped)
