"""β, what is known of a business: its parts, how fresh and how whole each is, and how they share a
budget.

A part gets its floor first, then all compete for the rest by worth for the question.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, get_args
from uuid import UUID

from domain.packing import Piece, Words, pack, written
from domain.profiles import Stated

Part = Literal[
    "stated", "said", "recurring", "calendar", "results", "signals", "beliefs", "segments",
    "competitors", "recommended",
]  # fmt: skip
Verdict = Literal["fresh", "ageing", "stale", "missing"]
PARTS: tuple[Part, ...] = get_args(Part)

STATIC: tuple[Part, ...] = ("stated",)
DYNAMIC: tuple[Part, ...] = ("said", "recurring", "calendar", "results", "signals")
DERIVED: tuple[Part, ...] = ("beliefs", "segments", "competitors", "recommended")
"""β_s, β_d and β_i of seed 001 §3.3."""


@dataclass(frozen=True)
class Cadence:
    """Days up to which a part is fresh, days from which it is stale, and why these."""

    fresh: int
    stale: int
    why: str


CADENCE: Mapping[Part, Cadence] = {
    "stated": Cadence(90, 365, "a business is asked anew each quarter and changes within a year"),
    "said": Cadence(7, 30, "people say something every week; after a month the mood has moved"),
    "recurring": Cadence(30, 90, "what hurts comes up monthly; a quarter of silence is an end"),
    "calendar": Cadence(7, 30, "publishing is planned by the week and looked at by the month"),
    "results": Cadence(35, 70, "figures come once a month; two missing months hide a turn"),
    "signals": Cadence(35, 70, "changes are flagged when a month's figures come in"),
    "beliefs": Cadence(35, 90, "results move beliefs monthly; without any for a quarter they fade"),
    "segments": Cadence(35, 90, "an audience is weighed anew with each month's results"),
    "competitors": Cadence(30, 90, "rivals move within a quarter"),
    "recommended": Cadence(7, 30, "suggestions come daily; a month unanswered is none"),
}

FLOOR: Mapping[Part, float] = {
    "stated": 0.06, "said": 0.0, "recurring": 0.05, "calendar": 0.03, "results": 0.04,
    "signals": 0.02, "beliefs": 0.05, "segments": 0.02, "competitors": 0.02, "recommended": 0.02,
}  # fmt: skip
"""Share of the budget that a part may fill before all compete for a question. What is said needs
none: it is the most, and speaks to every question."""
OVERVIEW: Mapping[Part, float] = {
    "stated": 0.15, "said": 0.2, "recurring": 0.15, "calendar": 0.1, "results": 0.1,
    "signals": 0.05, "beliefs": 0.1, "segments": 0.05, "competitors": 0.05, "recommended": 0.05,
}  # fmt: skip
"""The same where nothing is asked, and worth is only how lately something was: all are heard."""


@dataclass(frozen=True)
class Item:
    """One thing known, with its source: a row `id` of `kind` that a receipt leads on from.

    `said` is when it was said or happened, `learned` when it came to be known here; it holds from
    `since` to `until` where that is known. `worth` in [0, 1] is how much it says for the question
    (without one: how much it matters now). A theme is one item for `count` `quotes`; `quote` are
    words that it rests on. `speaker` and `about` tell who said it and to what; `turn` is its line
    in talk.
    """

    part: Part
    kind: str
    id: UUID
    text: str
    said: datetime | date | None = None
    learned: datetime | None = None
    since: date | None = None
    until: date | None = None
    worth: float = 0.0
    count: int = 1
    quotes: tuple[UUID, ...] = ()
    confidence: float | None = None
    state: str = ""
    quote: str = ""
    speaker: str = ""
    about: str = ""
    turn: int = 0
    why: tuple[str, ...] = ()


@dataclass(frozen=True)
class Asked:
    """What β is composed for: the roots of a question (none: what matters now), the day, and up to
    when things had to be known. `then` says that it is a day gone by; `stated` the profile then.
    """

    roots: frozenset[str]
    day: date
    known_by: datetime
    then: bool = False
    stated: tuple[Stated, ...] = ()


@dataclass(frozen=True)
class Held:
    """What a part holds: its items, the share of what it wants that is there, its newest day.

    `wanting` names what is missing; `tokens` is all text that it could draw on.
    """

    items: tuple[Item, ...] = ()
    coverage: float = 0.0
    newest: date | None = None
    wanting: tuple[str, ...] = ()
    tokens: int = 0


@dataclass(frozen=True)
class Condition:
    """How whole and how fresh a part is; `age` in days."""

    part: Part
    coverage: float
    newest: date | None
    age: int | None
    verdict: Verdict
    wanting: tuple[str, ...] = ()


@dataclass(frozen=True)
class Composed:
    """What went into the budget, in the order of the parts, with the words of each that did.

    `left_out` counts by part what did not fit; `again` what says word for word what is in;
    `text` is the whole as a model gets it.
    """

    items: tuple[Item, ...]
    words: tuple[str, ...]
    text: str
    tokens: int
    left_out: Mapping[Part, int]
    again: int


def condition(part: Part, held: Held, day: date) -> Condition:
    """How whole and how fresh a part is on a day."""
    age = None if held.newest is None else max(0, (day - held.newest).days)
    verdict: Verdict = "missing"
    if age is not None and held.items:
        cadence = CADENCE[part]
        verdict = "fresh" if age <= cadence.fresh else "ageing" if age <= cadence.stale else "stale"
    return Condition(part, min(1.0, max(0.0, held.coverage)), held.newest, age, verdict,
                     held.wanting)  # fmt: skip


def composed(items: Sequence[Item], asked: Words, budget: int) -> Composed:
    """Items, part by part, into `budget` tokens: floors first, then what is worth most."""
    pieces = [
        Piece(
            one.text,
            one.worth,
            one.part,
            heading(one),
            one.speaker,
            one.quote if one.part == "recurring" else "",
        )
        for one in items
    ]
    shares = FLOOR if asked else OVERVIEW
    floors = {part: int(budget * each) for part, each in shares.items()}
    packed = pack(pieces, asked, budget, floors)
    inside = {*packed.places, *packed.again}
    left: dict[Part, int] = {}
    for place, one in enumerate(items):
        if place not in inside:
            left[one.part] = left.get(one.part, 0) + 1
    return Composed(
        tuple(items[place] for place in packed.places), packed.words, written(pieces, packed),
        packed.tokens, left, len(packed.again),
    )  # fmt: skip


CALLED = {"vent": "note", "activity": "team", "answer": "interview", "market_signal": "market"}
"""What a source of words is called in a heading."""


def heading(one: Item) -> str:
    """The label that neighbours of one source share: what it is, when it was said, about what."""
    if one.part != "said":
        return one.part
    said = f"{one.said:%-d %b %Y}" if one.said else ""
    about = "" if one.kind == "activity" else one.about
    return " ".join(each for each in (CALLED.get(one.kind, one.kind), said, about) if each)


def share(there: Iterable[object], wanted: Iterable[object]) -> float:
    """How much of what is wanted is there, in [0, 1]; 0 where nothing is wanted."""
    want = {*wanted}
    return len(want & {*there}) / len(want) if want else 0.0


def fading(day: date | None, today: date, half_life: float = 45.0) -> float:
    """2^(-days / half-life), ahead as behind, in (0, 1]; 0.25 for what has no day."""
    return 0.25 if day is None else 2.0 ** (-abs((today - day).days) / half_life)
