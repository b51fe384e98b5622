"""Labelled conversations as an index in memory, without a store: for fitting and for ablation.

The passages are cut, and the index is built, by the code that serves the product.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from types import SimpleNamespace

import numpy as np

from cdt.embed import read_tokens
from core.ids import derived_id
from domain.conversations import Conversation
from domain.language.terms import roots
from memory.lexical import Lexicon, built
from memory.meanings import Meaning, digest
from memory.passages import Passage, cut_up
from memory.retrieval import Wanted


@dataclass(frozen=True)
class Labelled:
    """An index over one conversation; `marks[i]` is the turn that passage i belongs to."""

    conversation: Conversation
    words: Lexicon
    marks: tuple[str, ...]

    @property
    def allowed(self) -> np.ndarray:
        """Everything may be read."""
        return np.ones(len(self.marks), bool)

    def turns(self, places: Sequence[int]) -> list[str]:
        """Turns in the order of passages, each once."""
        return [*dict.fromkeys(self.marks[place] for place in places)]


def indexed(conversation: Conversation) -> Labelled:
    """The index over a conversation, its sessions as transcripts of activities."""
    rows: list[Passage] = []
    marks: list[str] = []
    for session in conversation.sessions:
        whole = [(session.transcript, [turn.mark for turn in session.turns])]
        notes = [(turn.text, [turn.mark]) for turn in session.turns]
        for text, lines in whole if session.transcript else notes:
            row = SimpleNamespace(id=derived_id(conversation.name, lines[0]), at=session.at)
            cut = cut_up("activity" if session.transcript else "vent", row, text)
            rows += cut
            marks += [lines[one.turn] for one in cut]
    vectors, signs = read_tokens([row.text for row in rows])
    meanings = {
        (row.kind, row.id, row.position): Meaning(vector, bits, digest(row.text))
        for row, vector, bits in zip(rows, vectors, signs, strict=True)
    }
    return Labelled(conversation, built(rows, known=meanings), tuple(marks))


def wanted(question: str, without: tuple[str, ...] = ()) -> Wanted:
    """What is looked for by a question, as `refleqt search` asks."""
    return Wanted(question, tuple(dict.fromkeys(roots(question))), without=without)
