"""What one may do with an entry: which are asked for, what a change holds, where its hour lies.

The day of publication is a date; its hour and zone are optional and local. So moving an entry to
another day keeps its hour, on whichever side of a change of clocks the day lies (decisions 6).
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, Any
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from core.errors import BadInput, Conflict
from domain.calendar import REVIEW_AFTER, EntryStatus, FunnelStage
from domain.seo import Seo

TRASH_DAYS = 30
"""How long what was put in the trash can be taken out again."""
MOST_AT_ONCE = 500
EARLIEST, LATEST = date(1970, 1, 1), date(9000, 1, 1)

Line = Annotated[str, Field(min_length=1, max_length=500)]
Words = Annotated[str, Field(max_length=5_000)]
Slugs = Annotated[tuple[Annotated[str, Field(max_length=200)], ...], Field(max_length=50)]


class EditedMeanwhile(Conflict):
    """Somebody else changed this entry while you did."""


class ChangedSince(Conflict):
    """It was changed again since, so this can no longer be undone."""


class OutAlready(Conflict):
    """What went out already stays on its day."""


class NoSuchZone(BadInput):
    """There is no such time zone."""


class DayTooFar(BadInput):
    """This day is too far away."""


def known_zone(name: str | None) -> str | None:
    """The name of a time zone, or None. Raises `NoSuchZone`."""
    if not name:
        return None
    if name not in available_timezones():
        raise NoSuchZone(
            f"'{name[:60]}'.", remedy="Write it as Europe/Berlin.", field="timezone", value=name
        )
    return name


def known_day(day: date) -> date:
    """A day that a calendar can show. Raises `DayTooFar`."""
    if not EARLIEST <= day <= LATEST:
        raise DayTooFar(
            f"{day}.", remedy="Take one within reach.", field="publish_on", value=str(day)
        )
    return day


Zone = Annotated[str | None, AfterValidator(known_zone)]
Day = Annotated[date, AfterValidator(known_day)]


class Filters(BaseModel):
    """Which entries are asked for; an empty field asks for all. `text` is looked for in titles."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    channels: Slugs = ()
    stages: tuple[FunnelStage, ...] = ()
    statuses: tuple[EntryStatus, ...] = ()
    segments: Slugs = ()
    owners: Slugs = ()
    campaigns: Slugs = ()
    text: str = Field(default="", max_length=200)

    @property
    def empty(self) -> bool:
        """Whether nothing is left out."""
        return not any(self.model_dump().values())


class Plan(BaseModel):
    """Where else an artifact goes: one channel with its own words, day and paid budget."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    channel: Line
    parameters: dict[str, Annotated[str, Field(max_length=500)]] = Field(default={}, max_length=20)
    schedule: tuple[Day, ...] = Field(default=(), max_length=50)
    paid_budget_cents: int = Field(default=0, ge=0, le=10**12)
    repurposing: Annotated[str, Field(max_length=2_000)] | None = None


class EntryChanges(BaseModel):
    """Fields to write; what is not named stays. Empty words and null clear a field."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: Line = ""
    artifact_type: Line = ""
    status: EntryStatus = "idea"
    owner: Words | None = None
    publish_on: Day | None = None
    publish_at: time | None = None
    timezone: Zone = None
    channel: Words | None = None
    campaign: Words | None = None
    funnel_stage: FunnelStage | None = None
    segment: Words | None = None
    persona: Words | None = None
    angle: Words | None = None
    strategic_intent: Words | None = None
    competitive_context: Words | None = None
    utm_source: Words | None = None
    utm_medium: Words | None = None
    utm_campaign: Words | None = None
    utm_content: Words | None = None
    primary_kpi: Words | None = None
    conversion_event: Words | None = None
    attribution_model: Words | None = None
    ltv_tag: Words | None = None
    review_on: Day | None = None
    cost_cents: int = Field(default=0, ge=0, le=10**12)
    custom: dict[Annotated[str, Field(min_length=1, max_length=60)], Words] = Field(
        default={}, max_length=20
    )
    seo: Seo | None = None
    plans: tuple[Plan, ...] = Field(default=(), max_length=30)

    def named(self) -> dict[str, Any]:
        """The fields of the entry itself that were named, cleared ones as None."""
        own = {name: getattr(self, name) for name in self.model_fields_set - {"seo", "plans"}}
        return {name: None if value == "" else value for name, value in own.items()}


def local_moment(day: date | None, at: time | None, zone: str | None) -> datetime | None:
    """When an entry is due, in UTC; None where it has no day or no hour.

    An hour that the clocks leave out is read by the clock before the change, so that it comes out
    as much later as they leap; an hour that comes twice is the first of the two.
    """
    if day is None or at is None:
        return None
    local = datetime.combine(day, at.replace(tzinfo=None, fold=0), ZoneInfo(zone or "UTC"))
    return local.astimezone(UTC)


def clock_note(day: date | None, at: time | None, zone: str | None) -> str:
    """What the clocks do to an hour on its day: `skipped`, `twice`, or "" where nothing."""
    if day is None or at is None:
        return ""
    local = datetime.combine(day, at.replace(tzinfo=None), ZoneInfo(zone or "UTC"))
    first, second = local.replace(fold=0).utcoffset(), local.replace(fold=1).utcoffset()
    if first == second or first is None or second is None:
        return ""
    return "skipped" if first < second else "twice"


def status_change(
    before: EntryStatus, after: EntryStatus, day: date | None, at: datetime
) -> dict[str, Any]:
    """What else is written when an entry comes to another status.

    Going out fixes the day, and when to look at what it brought: 30 days later.
    """
    if before == after:
        return {}
    changes: dict[str, Any] = {"status": after, "status_changed_at": at}
    if after == "published":
        out = day or at.date()
        changes |= {"published_at": at, "publish_on": out, "review_on": out + REVIEW_AFTER}
    return changes


def restorable_until(deleted_at: datetime) -> datetime:
    """Until when an entry can be taken out of the trash."""
    return deleted_at + timedelta(days=TRASH_DAYS)


def differences(yours: Mapping[str, Any], theirs: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The fields in which two versions differ: `{"field": {"yours": ..., "theirs": ...}}`."""
    return {
        name: {"yours": yours[name], "theirs": theirs.get(name)}
        for name in yours
        if yours[name] != theirs.get(name)
    }
