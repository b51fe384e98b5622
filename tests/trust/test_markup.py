"""A hundred strings that would make a browser, a reader or a terminal do something: none is kept
by a mind, said in a chat, or obeyed by a terminal."""

import json
from pathlib import Path
from uuid import uuid4

import pytest

from agents.answerer import draft
from api.commands import receipt
from core.text import printable
from domain import fidelity
from domain.answer_checks import sentence_faults
from domain.interview import Question
from tests.agents.test_rewording import material
from tools.receipts import Receipt, Step

FILE = Path(__file__).parents[2] / "evals" / "golden" / "markup.jsonl"
TEXTS = [json.loads(line)["text"] for line in FILE.read_text("utf-8").splitlines()]
DRAFT = Question(field="size", text="How many people work on this?")


@pytest.mark.parametrize("text", TEXTS, ids=ascii)
def test_no_mind_brings_it(text: str) -> None:
    for told in (text, f"How many people work on this? {text}", f"Say {text}, please."):
        answer = DRAFT.model_copy(update={"text": told})
        assert fidelity.new_marks(answer, DRAFT) != []


@pytest.mark.parametrize("text", TEXTS, ids=ascii)
def test_no_chat_says_it(text: str) -> None:
    given = material()
    assert draft(given)
    assert sentence_faults(given, f"The webinar did better {text} [2].") != []


@pytest.mark.parametrize("text", TEXTS, ids=ascii)
def test_no_terminal_obeys_it(text: str) -> None:
    step = Step(kind="sentence", id=uuid4(), at=None, text=text, why="read from this vent")
    told = Receipt(id=uuid4(), kind="x", chain=[step], forward=[])
    shown = printable("\n".join(receipt.lines(told)))
    assert [one for one in shown if not one.isprintable() and one != "\n"] == []


def test_there_are_a_hundred_and_more() -> None:
    assert len(set(TEXTS)) >= 100


def test_what_the_draft_says_may_be_said_again() -> None:
    told = "Is https://veltrane.example/pricing still right, or do you ask by e-mail?"
    drafted = DRAFT.model_copy(update={"text": told})
    assert fidelity.new_marks(drafted.model_copy(update={"text": f"So: {told}"}), drafted) == []


@pytest.mark.parametrize(
    "text",
    [
        "Prices rose by 4.5 % (see note 2) and 3 < 4 > 1.", "Ask: who, when, why?",
        "e.g. email, i.e. mail", "It grew 2x; a/b tests ran.", "They said “no”. We said yes.",
    ],
)  # fmt: skip
def test_plain_prose_is_no_markup(text: str) -> None:
    assert fidelity.new_marks(DRAFT.model_copy(update={"text": text}), DRAFT) == []
