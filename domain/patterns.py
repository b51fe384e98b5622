"""The nine implicit signals of a calendar, computed nightly from its entries.

Each comes with its value, on how many entries it stands, and the formula in words, so that a page
can show it beside an example. A value is None where nothing can be said.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import combinations, pairwise
from statistics import median
from typing import Literal

from pydantic import BaseModel, ConfigDict

from domain.calendar import CORE_FIELDS, REVIEW_AFTER, STATUSES, Entry, funnel_balance, words_of

SignalName = Literal[
    "entry_frequency",
    "field_completion",
    "campaign_clustering",
    "funnel_balance",
    "channel_concentration",
    "review_behaviour",
    "status_speed",
    "keyword_overlap",
    "time_to_publish",
]
WINDOW = timedelta(days=90)
DAY = 86_400


class Pattern(BaseModel):
    """One implicit signal: `value` in `unit`, from `n` entries; `parts` break it down."""

    model_config = ConfigDict(frozen=True)

    name: SignalName
    value: float | None
    unit: str
    n: int
    computed: str
    parts: dict[str, float] = {}


def patterns(entries: Sequence[Entry], now: datetime) -> tuple[Pattern, ...]:
    """All nine, in the seed's order."""
    return (
        entry_frequency(entries, now),
        field_completion(entries),
        campaign_clustering(entries),
        funnel_health(entries),
        channel_concentration(entries),
        review_behaviour(entries, now),
        status_speed(entries),
        keyword_overlap(entries),
        time_to_publish(entries),
    )


def entry_frequency(entries: Sequence[Entry], now: datetime) -> Pattern:
    """Entries logged a week over the last 90 days, or since the first one if that is later."""
    times = [entry.created_at for entry in entries if entry.created_at and entry.created_at <= now]
    recent = [at for at in times if at > now - WINDOW]
    span = min(WINDOW, now - min(times)) if times else WINDOW
    weeks = max(span.total_seconds() / (7 * DAY), 1.0)
    return Pattern(
        name="entry_frequency",
        value=len(recent) / weeks if times else None,
        unit="entries a week",
        n=len(recent),
        computed="entries logged in the last 90 days / weeks in them (since the first entry)",
    )


def field_completion(entries: Sequence[Entry]) -> Pattern:
    """Mean share of the eleven core fields that are filled; parts: share per field."""
    parts = {
        field: sum(bool(getattr(entry, field)) for entry in entries) / len(entries)
        for field in CORE_FIELDS
        if entries
    }
    return Pattern(
        name="field_completion",
        value=sum(parts.values()) / len(parts) if parts else None,
        unit="share",
        n=len(entries),
        computed="filled core fields / (11 x entries)",
        parts=parts,
    )


def campaign_clustering(entries: Sequence[Entry]) -> Pattern:
    """Share of entries in a campaign of at least two; parts: entries per such campaign."""
    sizes = Counter(entry.campaign.strip().lower() for entry in entries if entry.campaign.strip())
    parts = {name: float(size) for name, size in sorted(sizes.items()) if size >= 2}
    return Pattern(
        name="campaign_clustering",
        value=sum(parts.values()) / len(entries) if entries else None,
        unit="share",
        n=len(entries),
        computed="entries in campaigns of two or more / entries",
        parts=parts,
    )


def funnel_health(entries: Sequence[Entry]) -> Pattern:
    """1 - total variation between the stages' shares and the target; parts: shares."""
    balance = funnel_balance(entries)
    count = sum(one.n for one in balance)
    apart = sum(abs(one.share - one.target) for one in balance) / 2
    return Pattern(
        name="funnel_balance",
        value=1 - apart if count else None,
        unit="share",
        n=count,
        computed="1 - half the sum of |share of a stage - its target|",
        parts={one.stage: one.share for one in balance} if count else {},
    )


def channel_concentration(entries: Sequence[Entry]) -> Pattern:
    """Herfindahl index over channels: 1 = all on one channel; parts: share per channel.

    An entry on several channels is split evenly among them.
    """
    placed = [entry for entry in entries if entry.channels]
    shares: dict[str, float] = {}
    for entry in placed:
        for channel in entry.channels:
            part = 1 / (len(entry.channels) * len(placed))
            shares[channel] = shares.get(channel, 0.0) + part
    return Pattern(
        name="channel_concentration",
        value=sum(share**2 for share in shares.values()) if placed else None,
        unit="index, 1/channels to 1",
        n=len(placed),
        computed="sum of squared channel shares",
        parts=dict(sorted(shares.items())),
    )


def review_behaviour(entries: Sequence[Entry], now: datetime) -> Pattern:
    """Share of entries due for their 30-day review that were reviewed."""
    due = [
        entry
        for entry in entries
        if entry.status == "published"
        and entry.publish_on
        and entry.publish_on + REVIEW_AFTER <= now.date()
    ]
    done = sum(entry.reviewed_at is not None and entry.reviewed_at <= now for entry in due)
    return Pattern(
        name="review_behaviour",
        value=done / len(due) if due else None,
        unit="share",
        n=len(due),
        computed="reviewed / published 30 days ago or earlier",
    )


def status_speed(entries: Sequence[Entry]) -> Pattern:
    """Median days spent in a status before the next; parts: median per status."""
    spent: dict[str, list[float]] = {}
    for entry in entries:
        steps = sorted((at, STATUSES.index(s), s) for s, at in entry.status_times.items())
        for (left, _, status), (right, _, _) in pairwise(steps):
            spent.setdefault(status, []).append((right - left).total_seconds() / DAY)
    every = [days for times in spent.values() for days in times]
    return Pattern(
        name="status_speed",
        value=median(every) if every else None,
        unit="days",
        n=sum(len(entry.status_times) > 1 for entry in entries),
        computed="median days from entering a status to entering the next",
        parts={status: median(spent[status]) for status in STATUSES if status in spent},
    )


def keyword_overlap(entries: Sequence[Entry]) -> Pattern:
    """Share of pairs of entries that target a keyword of the same words; parts: entries each."""
    sets = [{words_of(word) for word in entry.keywords} - {frozenset()} for entry in entries]
    sets = [one for one in sets if one]
    holders: dict[frozenset[str], list[int]] = {}
    for place, one in enumerate(sets):
        for words in one:
            holders.setdefault(words, []).append(place)
    shared = {pair for places in holders.values() for pair in combinations(places, 2)}
    pairs = len(sets) * (len(sets) - 1) // 2
    counts = {words: len(places) for words, places in holders.items()}
    return Pattern(
        name="keyword_overlap",
        value=len(shared) / pairs if pairs else None,
        unit="share of pairs",
        n=len(sets),
        computed="pairs of entries that share a keyword / pairs of entries with keywords",
        parts={" ".join(sorted(w)): float(c) for w, c in sorted(counts.items(), key=str) if c > 1},
    )


def time_to_publish(entries: Sequence[Entry]) -> Pattern:
    """Median days from idea (or creation) to published."""
    days = []
    for entry in entries:
        began = entry.status_times.get("idea", entry.created_at)
        ended = entry.status_times.get("published")
        if began and ended and ended >= began:
            days.append((ended - began).total_seconds() / DAY)
    return Pattern(
        name="time_to_publish",
        value=median(days) if days else None,
        unit="days",
        n=len(days),
        computed="median of published - idea",
    )
