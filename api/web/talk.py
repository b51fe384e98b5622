"""A conversation as its page shows it: words with their citations, cards, branches, what comes
next."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from domain.next_questions import next_questions
from tools.chats import Conversation, MessageLine, RunLine
from tools.runs import ApprovalLine

_LABEL = re.compile(r"\[(\d{1,3})\]")
_PARAGRAPH = re.compile(r"\n{2,}")


@dataclass(frozen=True)
class Piece:
    """Words, or the number of a citation."""

    text: str
    label: int | None = None


@dataclass(frozen=True)
class Branch:
    """Where a message stands among those in its place: `before` and `after` are its neighbours."""

    number: int
    of: int
    before: UUID | None
    after: UUID | None


@dataclass(frozen=True)
class Turn:
    """One message with all that belongs to it; `run` is the one that it answers for."""

    message: MessageLine
    paragraphs: list[list[Piece]]
    run: RunLine | None = None
    branch: Branch | None = None
    approvals: list[ApprovalLine] = field(default_factory=list)
    last: bool = False

    @property
    def mine(self) -> bool:
        """Whether the reader said it."""
        return self.message.role == "user"

    @property
    def more(self) -> dict[str, Any]:
        """What is known of the message beside its words."""
        return self.message.more


@dataclass(frozen=True)
class Talk:
    """A conversation: its turns, the run underway, one that failed, what may be asked next."""

    turns: list[Turn]
    underway: RunLine | None
    failed: RunLine | None
    next: Sequence[str]
    mode: str


def talk_of(chat: Conversation, approvals: Sequence[ApprovalLine]) -> Talk:
    """The branch that a chat shows, made ready for its page."""
    runs = {run.id: run for run in chat.runs}
    turns = [
        _turn(message, runs, approvals, last=message is chat.messages[-1])
        for message in chat.messages
    ]
    underway = next((run for run in chat.runs if not run.rests), None)
    newest = chat.runs[-1] if chat.runs else None
    here = {message.id for message in chat.messages}
    failed = newest if newest and newest.status == "failed" and newest.question_id in here else None
    return Talk(
        turns=turns, underway=underway, failed=failed, mode=newest.mode if newest else "adaptive",
        next=[] if underway or failed else _next(turns),
    )  # fmt: skip


def paragraphs(text: str, citations: Sequence[Mapping[str, Any]]) -> list[list[Piece]]:
    """A text in paragraphs of pieces; a number in brackets is a citation where one has it."""
    known = {int(one["label"]) for one in citations}
    found = []
    for part in _PARAGRAPH.split(text):
        pieces, place = [], 0
        for hit in _LABEL.finditer(part):
            if int(hit[1]) in known:
                pieces += [Piece(part[place : hit.start()]), Piece(hit[0], int(hit[1]))]
                place = hit.end()
        found.append([*pieces, Piece(part[place:])])
    return found


def _turn(
    message: MessageLine,
    runs: Mapping[UUID, RunLine],
    approvals: Sequence[ApprovalLine],
    *,
    last: bool,
) -> Turn:
    run = runs.get(message.run_id) if message.run_id else None
    answers = run is not None and run.answer_id == message.id
    return Turn(
        message=message, run=run, branch=_branch(message), last=last,
        paragraphs=paragraphs(message.text, message.more.get("citations", ())),
        approvals=[one for one in approvals if answers and run and one.run_id == run.id],
    )  # fmt: skip


def _branch(message: MessageLine) -> Branch | None:
    beside = message.beside
    if len(beside) < 2:
        return None
    place = beside.index(message.id)
    return Branch(
        number=place + 1, of=len(beside),
        before=beside[place - 1] if place else None,
        after=beside[place + 1] if place + 1 < len(beside) else None,
    )  # fmt: skip


def _next(turns: Sequence[Turn]) -> Sequence[str]:
    if not turns or turns[-1].mine:
        return []
    answer = turns[-1]
    asked = next((turn.message.text for turn in reversed(turns) if turn.mine), "")
    kinds = [one["kind"] for one in answer.more.get("citations", ())]
    return next_questions(asked, bool(answer.more.get("known", True)), kinds)
