"""Says an answer while it comes about: whole sentences, each checked before anybody hears it.

Words go in as a model writes them. A sentence is said once it has ended and its checks pass; one
that fails is held back and named. Nothing that failed is ever said.
"""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from core.text import clean_text
from domain.answer_checks import sentence_faults
from domain.answer_text import parts
from domain.asking import Gathered, Said, Utterance, Withdrawn

Say = Callable[[Utterance], Awaitable[None]]
"""Where the pieces of an answer go, in order, while it comes about."""

MOST_DROPPED = 1 / 3
"""Share of the sentences that may be held back before the whole is given up."""
LONGEST_BUFFER = 6_000
_VERDICT = re.compile(r"^\s*[*_`]*(UNKNOWN|KNOWN)[*_`]*\s*[:.]?\s*(?:\n|$|(?=\S))")
_UNSURE = re.compile(
    r"^\s*[*_`]*(?:U|UN|UNK|UNKN|UNKNO|UNKNOW|UNKNOWN|K|KN|KNO|KNOW|KNOWN)?[*_`]*\s*$"
)


@dataclass
class Speaker:
    """An answer while it is spoken: `said` are its sentences, `dropped` why others are not."""

    gathered: Gathered
    say: Say
    live: bool = True
    said: list[str] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)
    first_dropped: bool = False
    known: bool | None = None
    ended: bool = True
    _waiting: str = ""
    _begun: bool = False
    _heard: int = 0

    @property
    def text(self) -> str:
        """What was said so far."""
        return " ".join(self.said)

    async def hear(self, words: str) -> None:
        """Take in more words; sentences that have ended are judged and said."""
        self._heard += len(words)
        if self._heard > LONGEST_BUFFER * 4:
            return
        self._waiting += clean_text(words)
        if not self._begun and not self._opened():
            return
        *whole, self._waiting = _ended(self._waiting)
        for sentence in whole:
            await self._judge(sentence)

    async def finish(self) -> None:
        """No more words come: what still waits is judged. A sentence without an end has faults."""
        rest, self._waiting = self._waiting.strip(), ""
        if not self._begun:
            rest = _VERDICT.sub("", rest)
        for sentence in parts(rest):
            self.ended = bool(re.search(r"(?:[.!?…][\"”’)]*|\])\.?$", sentence))
            await self._judge(sentence)

    async def withdraw(self, why: str) -> None:
        """Take back what was said."""
        if self.said and self.live:
            await self.say(Withdrawn(why=why))
        self.said = []

    async def restart(self) -> None:
        """What was heard were words before a tool call; the answer is still to come."""
        await self.withdraw("It looks further first.")
        self.dropped, self.known, self.first_dropped, self.ended = [], None, False, True
        self._waiting, self._begun, self._heard = "", False, 0

    def faults(self) -> list[str]:
        """What is wrong with the sentences taken together."""
        every = len(self.said) + len(self.dropped)
        wrong = []
        if self.first_dropped or len(self.dropped) > MOST_DROPPED * max(every, 1):
            wrong += self.dropped
        if not self.ended:
            wrong.append("it breaks off in the middle of a sentence")
        if self._heard > LONGEST_BUFFER:
            wrong.append(f"it is longer than {LONGEST_BUFFER} characters")
        return wrong

    def _opened(self) -> bool:
        """Read the verdict of the first line, once enough of it is there."""
        if _UNSURE.match(self._waiting):
            return False
        verdict = _VERDICT.match(self._waiting)
        if verdict:
            self.known = verdict[1] == "KNOWN"
            self._waiting = self._waiting[verdict.end() :]
        self._begun = True
        return True

    async def _judge(self, sentence: str) -> None:
        wrong = sentence_faults(self.gathered, sentence)
        if wrong:
            self.first_dropped = self.first_dropped or not self.said
            self.dropped.append("; ".join(wrong))
            return
        gap = " " if self.said else ""
        self.said.append(sentence)
        if self.live:
            await self.say(Said(text=gap + sentence))


async def say_whole(text: str, say: Say) -> None:
    """Say a text that is checked already, sentence by sentence."""
    for place, sentence in enumerate(parts(text)):
        await say(Said(text=(" " if place else "") + sentence))


def _ended(text: str) -> list[str]:
    """The sentences that have surely ended, and last what may still go on."""
    done, place = parts(text)[:-1], 0
    for sentence in done:
        place = text.index(sentence, place) + len(sentence)
    if done and text[place:].lstrip().startswith("["):  # its marker is still being written
        place -= len(done.pop())
        place = len(text[:place].rstrip())
    return [*done, text[place:]]
