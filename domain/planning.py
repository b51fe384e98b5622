"""What a map may rest on, gathered as of one day: concerns, beliefs, results, news, prices."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from domain.asking import Mode
from domain.segments import key_of

LOOK_AHEAD = timedelta(days=45)
"""How far ahead of a map's day the calendar counts as planned."""
LOOK_BACK = timedelta(days=45)
"""How old a signal may be to say why now."""


WORKDAYS = range(5)
YEAR_ENDS, YEAR_BEGINS = (12, 19), (1, 3)
"""Month and day from which, and up to which, offices stand empty around the turn of the year."""


def working_day(first: date, liked: frozenset[str] = frozenset()) -> date:
    """The first working day from `first` on: within a week one of the weekdays that do well, if
    there is one, else any."""
    ahead = [first + timedelta(days=each) for each in range(28)]
    working = [one for one in ahead if one.weekday() in WORKDAYS and not _idle(one)]
    soon = [one for one in working if one < working[0] + timedelta(days=7)]
    return next((one for one in soon if f"{one:%A}".lower() in liked), working[0])


def _idle(one: date) -> bool:
    return (one.month, one.day) >= YEAR_ENDS or (one.month, one.day) <= YEAR_BEGINS


@dataclass(frozen=True)
class Theme:
    """Something that keeps coming back, with who said it when.

    `quotes` are the ids of what was said, oldest first, with the words; `heard` holds team
    activities that say nearly the same: kind, id and day. `segment` is the group that the words
    name most often, or empty. A map tells none of the words: its receipts do.
    """

    id: UUID
    topic: str
    count: int
    quotes: tuple[tuple[UUID, str], ...]
    since: date | None = None
    until: date | None = None
    heard: tuple[tuple[str, UUID, date], ...] = ()
    segment: str = ""


@dataclass(frozen=True)
class Held:
    """A belief as far as a map cites it; `holds` says whether a map may rest on it, `direction` -1
    that its subject does worse than others, `weighed_on` when evidence last moved it."""

    id: UUID
    category: str
    subject: str
    segment: str
    claim: str
    confidence: float
    n: int
    holds: bool = True
    direction: int = 1
    weighed_on: date | None = None


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

    @property
    def day(self) -> date:
        """The last day of its month."""
        year, _, place = self.month.partition("-")
        first = date(int(year), int(place), 1)
        return (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)


@dataclass(frozen=True)
class News:
    """A market signal that somebody logged, with the topics that were read in it."""

    id: UUID
    day: date
    topics: frozenset[str]


@dataclass(frozen=True)
class Rival:
    """A competitor that counts as one: how many texts name it, and its newest move, if any."""

    id: UUID
    name: str
    mentions: int
    move: str = ""
    moved_on: date | None = None


@dataclass(frozen=True)
class Shown:
    """A published artifact with what it reached so far, in the metric that maps predict."""

    id: UUID
    day: date
    segment: str
    channel: str
    angle: str
    reached: float


@dataclass(frozen=True)
class Ahead:
    """An entry of the calendar that no map may double: it is planned, or went out lately."""

    id: UUID
    day: date
    title: str
    kind: str
    segment: str
    angle: str
    channel: str
    keyword: str = ""


@dataclass(frozen=True)
class Worth:
    """What a conversion of the metric that maps predict brought on average, in minor units: all
    purchases (`n`) over all such conversions; `purchase` is what one purchase brought."""

    cents: int
    n: int
    purchase: int = 0


@dataclass(frozen=True)
class Evidence:
    """Everything a map may rest on, gathered as of `today`."""

    today: date
    currency: str
    themes: Sequence[Theme] = ()
    beliefs: Sequence[Held] = ()
    combinations: Sequence[Combination] = ()
    shifts: Sequence[Shift] = ()
    rivals: Sequence[Rival] = ()
    news: Sequence[News] = ()
    ahead: Sequence[Ahead] = ()
    shown: Sequence[Shown] = ()
    profile: Mapping[str, Sequence[str]] = field(default_factory=dict)
    worth: Worth | None = None
    clicks: Mapping[tuple[str, ...], Sequence[float]] = field(default_factory=dict)
    free: Mapping[str, int] = field(default_factory=dict)
    prices: Mapping[str, Sequence[int]] = field(default_factory=dict)
    results: Mapping[tuple[str, ...], Sequence[float]] = field(default_factory=dict)
    proposed: frozenset[str] = frozenset()
    undecided: int = 0
    missing: Sequence[str] = ()
    mode: Mode = "adaptive"
    forbidden: frozenset[tuple[str, str, str]] = frozenset()
    """What the owner forbade anything to rest on: category, subject, segment."""

    @property
    def coming(self) -> Sequence[Ahead]:
        """What the calendar holds from today on, as far as maps look."""
        return [one for one in self.ahead if self.today <= one.day <= self.today + LOOK_AHEAD]

    @property
    def good_days(self) -> frozenset[str]:
        """Weekdays on which what goes out surely does better."""
        return frozenset(
            one.subject
            for one in self.beliefs
            if one.category == "timing" and one.holds and one.direction > 0
        )

    @property
    def segments(self) -> frozenset[str]:
        """Groups that the profile, the calendar or results know of, in one spelling."""
        told = [*self.profile.get("icp_titles", ()), *(one.segment for one in self.ahead)]
        told += [one.segment for one in (*self.shown, *self.combinations)]
        return frozenset(key_of(one) for one in told if one)

    @property
    def ids(self) -> frozenset[UUID]:
        """Every piece of evidence that a map may cite."""
        told = (*self.beliefs, *self.shifts, *self.news, *self.rivals, *self.ahead, *self.shown)
        found = {one.id for one in (*told, *self.themes)}
        for theme in self.themes:
            found |= {each for each, _ in theme.quotes} | {one for _, one, _ in theme.heard}
        return frozenset(found)
