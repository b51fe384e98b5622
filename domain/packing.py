"""Packing for a question: the pieces that say most for it, until a budget of tokens is full.

What stands in the pack is verbatim. A piece said twice goes in once; of a long one that does not
fit any more, the sentences that speak of the question go in alone. Pieces of one source share its
label. Leaving out of every piece the sentences that speak of something else, ordering by worth per
token, and letters for names of speakers were measured and saved nothing worth their loss
(docs/decisions/0018-beta.md).
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from domain.language.terms import roots

RATIOS = (2, 4, 8, 15, 25, 40)
"""How many times smaller than everything a pack may be; what it keeps is printed for each."""
MISSES = 40
"""Pieces in a row that found no room, after which the pack is full."""
Words = Collection[str]
_TOKEN = re.compile(r"\w{1,6}|[^\w\s]")
_BREAK = re.compile(r"(?<=[.!?])\s+|\n+")


@dataclass(frozen=True)
class Piece:
    """Words that may go in, and what they are worth; `heading` and `speaker` go in with them.

    Neighbours under one heading share it. `part` is whose floor it may use. `quote` is what it
    repeats of somebody's words, where that is not all of it.
    """

    text: str
    worth: float = 0.0
    part: str = ""
    heading: str = ""
    speaker: str = ""
    quote: str = ""


@dataclass(frozen=True)
class Packed:
    """What went in: places of the pieces with their words, and how many tokens all is.

    `again` are places whose words stand in it already.
    """

    places: tuple[int, ...]
    words: tuple[str, ...]
    tokens: int
    again: tuple[int, ...] = ()


def tokens(text: str) -> int:
    """About how many tokens a model reads: pieces of up to six letters, and marks."""
    return sum(1 for _ in _TOKEN.finditer(text))


def line(piece: Piece, words: str) -> str:
    """A piece as it stands under its heading."""
    return f"{piece.speaker}: {words}" if piece.speaker else words


@dataclass
class _Pack:
    """A pack while it is filled."""

    pieces: Sequence[Piece]
    asked: Words
    kept: dict[int, str] = field(default_factory=dict)
    again: list[int] = field(default_factory=list)
    used: int = 0
    said: set[str] = field(default_factory=set)
    headings: set[str] = field(default_factory=set)

    def take(self, place: int, room: int, *, whole: bool = False) -> int:
        """Put a piece in, `whole` or else in sentences, within `room`; the tokens it took.

        What is in already takes none.
        """
        piece = self.pieces[place]
        same = " ".join((piece.quote or piece.text).casefold().split())
        if place in self.kept or not same:
            return 0
        if same in self.said:
            self.again.append(place)
            return 0
        label = 0 if piece.heading in self.headings else tokens(piece.heading)
        label += tokens(line(piece, ""))
        words = piece.text
        if tokens(words) + label > room:
            words = "" if whole else _fitting(words, self.asked, room - label)
        if not words:
            return 0
        self.kept[place] = words
        self.said.add(same)
        self.headings.add(piece.heading)
        self.used += label + tokens(words)
        return label + tokens(words)


def pack(
    pieces: Sequence[Piece], asked: Words, budget: int, floors: Mapping[str, int] | None = None
) -> Packed:
    """Pieces into `budget` tokens: each part's best up to its floor, then the best of all.

    `asked` are the roots of the question. Places come as they were given.
    """
    it = _Pack(pieces, asked)
    order = sorted(range(len(pieces)), key=lambda place: (-pieces[place].worth, place))
    for part, floor in (floors or {}).items():
        room = min(floor, budget - it.used)
        for place in (one for one in order if pieces[one].part == part):
            room -= it.take(place, room, whole=True)
    it.again.clear()
    missed = 0
    for place in order:
        if missed >= MISSES:
            break
        missed = 0 if it.take(place, budget - it.used) else missed + 1
    chosen = sorted(it.kept)
    words = tuple(it.kept[place] for place in chosen)
    return Packed(tuple(chosen), words, it.used, tuple(it.again))


def written(pieces: Sequence[Piece], packed: Packed) -> str:
    """A pack as a reader gets it: headings, each once, with their lines."""
    under: dict[str, list[str]] = {}
    for place, words in zip(packed.places, packed.words, strict=True):
        under.setdefault(pieces[place].heading, []).append(line(pieces[place], words))
    return "\n".join(_lines(under))


def _lines(under: Mapping[str, Sequence[str]]) -> Iterator[str]:
    for heading, lines in under.items():
        yield from ([heading] if heading else [])
        yield from lines


def _fitting(text: str, asked: Words, room: int) -> str:
    """The sentences of a text that speak of the question and fit, in their order; or ""."""
    kept = []
    for sentence in _BREAK.split(text):
        if room > 0 and set(roots(sentence)) & set(asked) and tokens(sentence) <= room:
            kept.append(sentence)
            room -= tokens(sentence)
    return " ".join(kept)
