"""Makes labelled conversations: `python -m benchmarks.talk.made {talk,chat,notes} [--seed N]`.

`talk` is two people who talk in short turns, `chat` one who asks an assistant with long replies,
`notes` what one person writes down day by day. All come on stdout, in the public LoCoMo form that
`refleqt bench retrieval` reads. All is put together from the texts of this folder, which were
written for it: weights may be fitted on what comes out.
"""

import json
import re
import sys
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

T = TypeVar("T")
FOLDER = Path(__file__).parent
CONVERSATIONS, SESSIONS = 5, 16
CHATS, OTHER_CHATS = 24, 40
DATED = 0.12
"""Share of questions that name the month in which it was said."""
OPENINGS = (
    *["{}"] * 12, "Can you remind me: {}", "I was wondering: {}", "Do you remember? {}",
    "Going through our earlier conversations, {}",
)  # fmt: skip
"""How questions begin; most of them without any ceremony."""
CHATTER, ASKED_BACK = 0.5, 0.15
"""Share of turns of talk that say something beside the matter, and that end by asking back."""
_SLOT = re.compile(r"\{(\w+)\}")


@dataclass
class Piece:
    """One stretch of talk: (who, what, whether it is evidence) and the questions about it."""

    turns: list[tuple[str, str, bool]] = field(default_factory=list)
    single: list[str] = field(default_factory=list)
    joint: list[str] = field(default_factory=list)


@lru_cache(maxsize=4)
def pieces(name: str) -> tuple[Piece, ...]:
    """The pieces of one text file, apart by empty lines."""
    found = []
    for block in (FOLDER / f"{name}.txt").read_text().split("\n\n"):
        piece = Piece()
        for line in block.strip().splitlines():
            if line.startswith("?? "):
                piece.joint.append(line[3:])
            elif line.startswith("? "):
                piece.single.append(line[2:])
            else:
                piece.turns.append((line[0], line[2:].strip(), line[1] == "*"))
        found.append(piece)
    return tuple(found)


@lru_cache(maxsize=1)
def slots() -> dict[str, list[str]]:
    """What may stand for each `{slot}`."""
    return tomllib.loads((FOLDER / "slots.toml").read_text())


class Maker:
    """One conversation in the making: turns by session, questions with their evidence."""

    def __init__(self, random: np.random.Generator) -> None:
        self.random = random
        self.conversation: dict[str, Any] = {}
        self.questions: list[dict[str, Any]] = []
        self.joint: dict[str, list[str]] = {}
        self.day = date(2023, 1, 5)

    def pick(self, values: Sequence[T]) -> T:
        """One of `values`."""
        return values[int(self.random.integers(len(values)))]

    def session(self, number: int) -> list[dict[str, str]]:
        """Begin a session some days after the one before."""
        self.day += timedelta(days=int(self.random.integers(3, 21)))
        hour = int(self.random.integers(1, 12))
        when = f"{hour}:{int(self.random.integers(10, 59))} pm on {self.day:%-d %B, %Y}"
        self.conversation[f"session_{number}_date_time"] = when
        turns: list[dict[str, str]] = []
        self.conversation[f"session_{number}"] = turns
        return turns

    def say(self, piece: Piece, number: int, names: dict[str, str]) -> None:
        """Put a piece into session `number`; names are those of its `A` and `B`, or `U` and `R`."""
        turns = self.conversation[f"session_{number}"]
        filled = dict(names)
        evidence = []

        def fill(text: str) -> str:
            for slot in _SLOT.findall(text):
                filled.setdefault(slot, self.pick(slots()[slot]) if slot in slots() else "")
            return _SLOT.sub(lambda match: filled[match[1]], text)

        for who, words, counts in piece.turns:
            if turns and who == "R" and turns[-1]["speaker"] == names["R"]:
                turns[-1]["text"] += "\n\n" + fill(words)
            else:
                mark = f"D{number}:{len(turns) + 1}"
                said = self.chatter(fill(words)) if who in "AB" and names[who] else fill(words)
                turns.append({"speaker": names[who], "dia_id": mark, "text": said})
            if counts:
                evidence.append(turns[-1]["dia_id"])
        for question in piece.single:
            asked = self.pick(OPENINGS).format(fill(question))
            if self.random.random() < DATED:
                asked = asked.removesuffix("?") + f", in {self.day:%B %Y}?"
            self.ask(asked, evidence, 4)
        for question in piece.joint:
            self.joint.setdefault(fill(question), []).extend(evidence)

    def chatter(self, words: str) -> str:
        """A turn as people talk: with something before it or a question behind it, now and then."""
        if self.random.random() < CHATTER:
            words = f"{self.pick(slots()['chatter'])} {words}"
        return (
            f"{words} {self.pick(slots()['back'])}" if self.random.random() < ASKED_BACK else words
        )

    def ask(self, question: str, evidence: list[str], category: int) -> None:
        """Add a question."""
        row = {"question": question, "evidence": list(evidence), "category": category}
        self.questions.append(row)

    def document(self, name: str) -> dict[str, Any]:
        """The conversation in the LoCoMo form. A question said of several pieces has them all."""
        for question, evidence in self.joint.items():
            self.ask(question, evidence, 1)
        together: dict[str, dict[str, Any]] = {}
        for row in self.questions:
            known = together.setdefault(row["question"], row)
            if known is not row:
                known["evidence"] = [*dict.fromkeys([*known["evidence"], *row["evidence"]])]
        return {"sample_id": name, "conversation": self.conversation, "qa": [*together.values()]}


def talk(seed: int) -> list[dict[str, Any]]:
    """Conversations of two people; both tell things of the same kind at different times."""
    made = []
    for number in range(CONVERSATIONS):
        maker = Maker(np.random.default_rng([seed, number]))
        one, other = (str(each) for each in maker.random.permutation(slots()["name"])[:2])
        every = [*pieces("exchanges"), *pieces("exchanges")]
        order = [every[int(place)] for place in maker.random.permutation(len(every))]
        for session in range(1, SESSIONS + 1):
            maker.session(session)
            share = order[(session - 1) * 8 : session * 8]
            for place, piece in enumerate(share):
                names = {"A": one, "B": other}
                if maker.random.random() < 0.5:
                    names = {"A": other, "B": one}
                if place % 3 == 0:
                    maker.say(maker.pick(pieces("small_talk")), session, names)
                maker.say(piece, session, names)
        made.append(maker.document(f"talk-{seed}-{number}"))
    return made


def chat(seed: int) -> list[dict[str, Any]]:
    """Conversations of a user with an assistant whose replies are long."""
    made = []
    for number in range(CONVERSATIONS):
        maker = Maker(np.random.default_rng([seed, 100 + number]))
        order = [*range(CHATS), *[-1] * OTHER_CHATS]
        for session, place in enumerate(maker.random.permutation(order), 1):
            maker.session(session)
            piece = pieces("chats")[int(place)] if place >= 0 else _strange(maker)
            for part in (piece, _more(maker, piece)):
                maker.say(part, session, {"U": "user", "R": "assistant", "A": "I", "B": "you"})
        made.append(maker.document(f"chat-{seed}-{number}"))
    return made


def notes(seed: int) -> list[dict[str, Any]]:
    """Notes of one person: what somebody tells in `talk`, without the other one's words."""
    made = []
    for number in range(CONVERSATIONS):
        maker = Maker(np.random.default_rng([seed, 200 + number]))
        order = maker.random.permutation(len(pieces("exchanges")))
        for session in range(1, len(order) // 3 + 1):
            maker.session(session)
            for place in order[(session - 1) * 3 : session * 3]:
                maker.say(_noted(pieces("exchanges")[int(place)]), session, {"A": "", "B": ""})
            maker.say(_thought(maker), session, {"A": "", "B": ""})
        made.append(maker.document(f"notes-{seed}-{number}"))
    return made


def _noted(piece: Piece) -> Piece:
    """A piece as its teller would write it down; what is asked about "{A}" is asked about "I"."""
    told = " ".join(words for _, words, counts in piece.turns if counts)
    asked = [_in_first_person(question) for question in piece.single]
    return Piece(turns=[("A", told, True)], single=asked)


def _in_first_person(question: str) -> str:
    said = re.sub(r"\{[AB]\}['’]s", "my", question)
    for third, first in (("does", "do I"), ("has", "have I"), ("is", "am I"), ("", "I")):
        said = re.sub(rf"\b{third}\s*\{{[AB]\}}" if third else r"\{[AB]\}", first, said)
    return said


def _thought(maker: Maker) -> Piece:
    words = [words for _, words, _ in maker.pick(pieces("small_talk")).turns]
    return Piece(turns=[("A", re.sub(r",? \{[AB]\}", "", maker.pick(words)), False)])


def _strange(maker: Maker) -> Piece:
    """A chat that nobody asks about: something told, and a reply about the same or other things."""
    told = [words for who, words, _ in maker.pick(pieces("exchanges")).turns]
    return Piece(turns=[("U", maker.pick(told), False), *_paragraphs(maker, 4)])


def _more(maker: Maker, piece: Piece) -> Piece:
    """What follows in a chat: the user wants more of it, and gets it at length."""
    asked = maker.pick(slots()["more"])
    same = [turn for turn in piece.turns if turn[0] == "R" and not turn[2]]
    again = [same[int(place)] for place in maker.random.permutation(len(same))[:2]]
    return Piece(turns=[("U", asked, False), *again, *_paragraphs(maker, 2)])


def _paragraphs(maker: Maker, most: int) -> list[tuple[str, str, bool]]:
    every = [turn for one in pieces("chats") for turn in one.turns if turn[0] == "R"]
    return [(who, words, False) for who, words, _ in (maker.pick(every) for _ in range(most))]


def main() -> None:
    """Print the conversations that were asked for."""
    kinds = {"talk": talk, "chat": chat, "notes": notes}
    seed = int(sys.argv[sys.argv.index("--seed") + 1]) if "--seed" in sys.argv else 1
    json.dump(kinds[sys.argv[1]](seed), sys.stdout, ensure_ascii=False, indent=1)


if __name__ == "__main__":
    main()
