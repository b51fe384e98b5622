"""Events are AG-UI 1.0: the protocol's own types read each of them back."""

from types import SimpleNamespace
from uuid import UUID

import pytest
from ag_ui.core import Event
from pydantic import TypeAdapter

from domain import run_events as told
from domain.asking import Used

ONE = UUID(int=7)
ACT = SimpleNamespace(id=ONE, tool="submit_vent", arguments={"text": "x"}, summary="Keep x.")
MESSAGES = [
    {"id": ONE, "role": role, "text": "Hello.", "more": {"known": True}}
    for role in ("user", "assistant")
]
EVENTS = [
    told.run_started(ONE, ONE), told.run_finished(ONE, ONE, {"known": True}),
    told.run_finished(ONE, ONE, {}, stopped=True), told.run_waits(ONE, ONE, {}, [ACT]),
    told.run_failed("Sorry.", "ValueError"), told.step_started("gather"),
    told.step_finished("gather"), told.words_begun(ONE), told.words(ONE, "Hello."),
    told.words_ended(ONE), told.words_withdrawn(ONE, "why"), told.proposal(ACT),
    told.approval_answered(ONE, "accepted", "Done."), told.audit("draft", ["x"], 1),
    told.snapshot("answer", MESSAGES),
    *told.tool_used("c", Used(tool="list_themes", arguments={"least": 2}, said="Two.")),
]  # fmt: skip


@pytest.mark.parametrize("event", EVENTS, ids=lambda it: it[0] or "words")
def test_the_protocol_reads_every_event_back(event: told.Told) -> None:
    read = TypeAdapter(Event).validate_python(event[1])
    assert read.model_dump(mode="json", by_alias=True, exclude_none=True) == event[1]


def test_only_pieces_of_words_are_told_each_time() -> None:
    assert [event["type"] for key, event in EVENTS if not key] == ["TEXT_MESSAGE_CONTENT"]
    keys = [key for key, _ in EVENTS if key and not key.startswith("finished")]
    assert len(keys) == len({*keys})


def test_words_that_were_taken_back_do_not_stand() -> None:
    pieces = [told.words(ONE, "No."), told.words_withdrawn(ONE, "x"), told.words(ONE, "Yes.")]
    assert told.said_in([event for _, event in pieces]) == ("Yes.", 1)
    assert told.said_in([]) == ("", 0)


@pytest.mark.parametrize("status", ["accepted", "edited", "responded", "ignored"])
def test_what_became_of_an_act_is_a_sentence(status: str) -> None:
    said = told.outcome(status, "Keep x.")
    assert said.endswith(": Keep x.")
    assert said.startswith("Done") == (status in ("accepted", "edited"))
