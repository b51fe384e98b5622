"""What a map may rest on, gathered as of one day: concerns, beliefs, results, news, prices."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID


@dataclass(frozen=True)
class Theme:
    """Something that keeps coming back, with who said it when.

    `label` is a quote that everybody may read, or empty: a private note shapes maps, and nobody is
    shown its words. `heard` holds what team activities say of it: kind, id and words.
    """

    id: UUID
    topic: str
    label: str
    count: int
    quotes: tuple[tuple[UUID, str], ...]
    since: str = ""
    until: str = ""
    heard: tuple[tuple[str, UUID, str], ...] = ()


@dataclass(frozen=True)
class Held:
    """A belief as far as a map cites it; `holds` says whether a map may rest on it."""

    id: UUID
    category: str
    subject: str
    segment: str
    claim: str
    confidence: float
    n: int
    holds: bool = True


@dataclass(frozen=True)
class Combination:
    """A segment, angle and channel with the expected outcome and its lower bound (0 to 1)."""

    segment: str
    angle: str
    channel: str
    mean: float
    low: float


@dataclass(frozen=True)
class Shift:
    """A figure that moved further than its own noise."""

    id: UUID
    metric: str
    month: str
    direction: str
    value: float
    expected: float


@dataclass(frozen=True)
class News:
    """A market signal that somebody logged, with the topics that were read in it."""

    id: UUID
    text: str
    day: date
    topics: frozenset[str]


@dataclass(frozen=True)
class Evidence:
    """Everything a map may rest on, gathered as of `today`."""

    today: date
    currency: str
    themes: Sequence[Theme] = ()
    beliefs: Sequence[Held] = ()
    combinations: Sequence[Combination] = ()
    shifts: Sequence[Shift] = ()
    competitors: Sequence[str] = ()
    news: Sequence[News] = ()
    planned_segments: frozenset[str] = frozenset()
    prices: Mapping[str, Sequence[int]] = field(default_factory=dict)
    results: Mapping[tuple[str, str], Sequence[float]] = field(default_factory=dict)
    proposed: frozenset[str] = frozenset()
    undecided: int = 0
    missing: Sequence[str] = ()
