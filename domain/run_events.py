"""Events of a run as AG-UI 1.0 has them: what is written to the log and goes over the wire.

Each function gives the key under which the event is told once in its run (empty: each time), and
the event as JSON with the names of the protocol. What the protocol has no event for is a CUSTOM
one: `words_withdrawn`, `proposal`, `approval`, `audit`.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from ag_ui import core as agui

from domain.asking import Citation, Used

Told = tuple[str, Mapping[str, Any]]
PROTOCOL = "1.0"


def run_started(thread_id: UUID, run_id: UUID, step: int = 0) -> Told:
    """A run begins, or goes on after `step` approvals."""
    event = agui.RunStartedEvent(
        thread_id=str(thread_id), run_id=str(run_id), protocol_version=PROTOCOL
    )
    return f"started/{step}", _plain(event)


def run_finished(
    thread_id: UUID,
    run_id: UUID,
    result: Mapping[str, Any],
    step: int = 0,
    *,
    stopped: bool = False,
) -> Told:
    """A run ends: it is answered, or was stopped."""
    outcome = agui.RunFinishedCancelledOutcome() if stopped else agui.RunFinishedSuccessOutcome()
    event = agui.RunFinishedEvent(
        thread_id=str(thread_id), run_id=str(run_id), result=dict(result), outcome=outcome
    )
    return f"finished/{step}", _plain(event)


def run_waits(
    thread_id: UUID, run_id: UUID, result: Mapping[str, Any], asks: Sequence[Any]
) -> Told:
    """A run pauses until a person decides; `asks` are rows of approvals."""
    interrupts = [
        agui.Interrupt(id=str(one.id), reason="approval", message=one.summary) for one in asks
    ]
    event = agui.RunFinishedEvent(
        thread_id=str(thread_id), run_id=str(run_id), result=dict(result),
        outcome=agui.RunFinishedInterruptOutcome(interrupts=interrupts),
    )  # fmt: skip
    return "waits", _plain(event)


def run_failed(message: str, code: str) -> Told:
    """A run ends without an answer; `message` is for a person to read."""
    return "failed", _plain(agui.RunErrorEvent(message=message, code=code))


def step_started(name: str) -> Told:
    """A step of the graph begins."""
    return f"step/{name}/started", _plain(agui.StepStartedEvent(step_name=name))


def step_finished(name: str) -> Told:
    """A step of the graph is done."""
    return f"step/{name}/finished", _plain(agui.StepFinishedEvent(step_name=name))


def words_begun(message_id: UUID) -> Told:
    """An answer begins."""
    key = f"words/{message_id}/begun"
    return key, _plain(agui.TextMessageStartEvent(message_id=str(message_id), role="assistant"))


def words(message_id: UUID, said: str) -> Told:
    """A piece of an answer."""
    return "", _plain(agui.TextMessageContentEvent(message_id=str(message_id), delta=said))


def words_ended(message_id: UUID) -> Told:
    """An answer is whole, or ends here."""
    return f"words/{message_id}/ended", _plain(agui.TextMessageEndEvent(message_id=str(message_id)))


def words_withdrawn(message_id: UUID, why: str) -> Told:
    """The words of a message do not stand; another message takes its place."""
    value = {"messageId": str(message_id), "why": why}
    return f"words/{message_id}/withdrawn", custom("words_withdrawn", value)


def tool_begun(call: str, tool: str, arguments: Mapping[str, Any]) -> list[Told]:
    """A tool is called with arguments."""
    told = json.dumps(dict(arguments), ensure_ascii=False, default=str)
    events = (
        agui.ToolCallStartEvent(tool_call_id=call, tool_call_name=tool),
        agui.ToolCallArgsEvent(tool_call_id=call, delta=told),
    )
    return [(f"tool/{call}/{event.type.value}", _plain(event)) for event in events]


def tool_ended(call: str, said: str) -> list[Told]:
    """What a tool said."""
    events = (
        agui.ToolCallEndEvent(tool_call_id=call),
        agui.ToolCallResultEvent(
            message_id=f"{call}/result", tool_call_id=call, content=said, role="tool"
        ),
    )
    return [(f"tool/{call}/{event.type.value}", _plain(event)) for event in events]


def tool_used(call: str, used: Used) -> list[Told]:
    """A tool that code called for an answer: begun and ended at once."""
    return [*tool_begun(call, used.tool, used.arguments), *tool_ended(call, used.said)]


def proposal(approval: Any) -> Told:
    """An act waits for a person's decision; `approval` is its row."""
    value = {
        "approvalId": str(approval.id),
        "tool": approval.tool,
        "arguments": approval.arguments,
        "summary": approval.summary,
    }
    return f"proposal/{approval.id}", custom("proposal", value)


def approval_answered(approval_id: UUID, status: str, said: str) -> Told:
    """A person decided."""
    value = {"approvalId": str(approval_id), "status": status, "said": said}
    return f"approval/{approval_id}", custom("approval", value)


def outcome(status: str, summary: str) -> str:
    """What became of an act, as a sentence."""
    said = {
        "accepted": "Done",
        "edited": "Done, with your changes",
        "responded": "Not done, you answered",
        "ignored": "Left undone",
    }
    return f"{said[status]}: {summary}"


def audit(by: str, dropped: Sequence[str], calls: int) -> Told:
    """Who made the answer, and what stood against a refinement."""
    return "audit", custom("audit", {"by": by, "dropped": [*dropped], "calls": calls})


def snapshot(key: str, messages: Sequence[Mapping[str, Any]]) -> Told:
    """The messages of the branch shown: each `id`, `role`, `text`, and what more is known of it."""
    made: list[agui.Message] = [
        (agui.UserMessage if one["role"] == "user" else agui.AssistantMessage)(
            id=str(one["id"]), content=one["text"], metadata={"refleqt": one["more"]}
        )
        for one in messages
    ]
    return f"snapshot/{key}", _plain(agui.MessagesSnapshotEvent(messages=made))


def cited(citations: Sequence[Citation]) -> list[dict[str, Any]]:
    """Citations as the wire has them."""
    return [each.model_dump(mode="json") for each in citations]


def custom(name: str, value: Any) -> Mapping[str, Any]:
    """An event of our own within the protocol."""
    return _plain(agui.CustomEvent(name=name, value=value))


def said_in(events: Sequence[Mapping[str, Any]]) -> tuple[str, int]:
    """The words of a run that stand so far, and how often words were withdrawn before them."""
    words, withdrawn = "", 0
    for event in events:
        if event["type"] == "TEXT_MESSAGE_CONTENT":
            words += event["delta"]
        elif event["type"] == "CUSTOM" and event["name"] == "words_withdrawn":
            words, withdrawn = "", withdrawn + 1
    return words, withdrawn


def _plain(event: agui.BaseEvent) -> Mapping[str, Any]:
    return event.model_dump(mode="json", by_alias=True, exclude_none=True)
