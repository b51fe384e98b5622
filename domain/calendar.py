"""An entry of the marketing calendar: its fields, its UTM triple, its tags; gaps and balance.

The eleven core fields are those of the seed (type, title, status, owner, publish date, campaign,
funnel stage, segment, persona, intent, competitive context). The nine implicit signals that a
calendar gives away live in `domain/patterns.py`.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict, Field

from core.errors import BadInput, Conflict

EntryStatus = Literal["idea", "planned", "drafting", "review", "scheduled", "published", "dropped"]
FunnelStage = Literal["tofu", "mofu", "bofu"]

STATUSES: tuple[str, ...] = get_args(EntryStatus)
STAGES: tuple[str, ...] = get_args(FunnelStage)
CORE_FIELDS = (
    "type",
    "title",
    "status",
    "owner",
    "publish_on",
    "campaign",
    "funnel_stage",
    "segment",
    "persona",
    "intent",
    "competitive_context",
)
REVIEW_AFTER = timedelta(days=30)
TARGET_BALANCE: Mapping[str, float] = {"tofu": 0.5, "mofu": 0.3, "bofu": 0.2}
GAP_DAYS = 7

TYPE_FAMILIES: Mapping[str, tuple[str, ...]] = {
    "article": ("blog", "article", "guide", "essay", "tutorial", "case study", "whitepaper"),
    "page": ("landing", "page", "pricing", "comparison", "docs"),
    "post": ("post", "thread", "tweet", "carousel", "story", "reel"),
    "email": ("email", "e-mail", "newsletter", "drip", "sequence"),
    "video": ("video", "webinar", "demo", "short"),
    "audio": ("podcast", "audio", "interview"),
    "ad": ("ad", "ads", "advert", "sponsorship", "banner"),
    "event": ("event", "meetup", "conference", "launch", "ama"),
    "outreach": ("outreach", "pitch", "pr", "press", "cold"),
}
CHANNEL_FAMILIES: Mapping[str, tuple[str, ...]] = {
    "search": ("seo", "google_search", "content", "bing"),
    "paid": ("paid_ads", "google_ads", "bing_ads", "meta_ads", "display_ads", "billboards"),
    "social": ("linkedin", "twitter", "facebook", "instagram", "tiktok", "youtube", "social"),
    "community": ("reddit", "hacker_news", "indie_hackers", "product_hunt", "discord", "slack"),
    "owned": ("email", "sms", "website", "blog"),
    "partners": ("affiliate", "influencer", "partnerships", "podcast", "pr", "referrals"),
    "events": ("events", "webinars"),
}
STAGE_WORDS: Mapping[str, tuple[str, ...]] = {
    "bofu": ("pricing", "demo", "trial", "buy", "comparison", "versus", "vs", "case study", "roi"),
    "mofu": ("guide", "webinar", "how to", "checklist", "template", "newsletter", "tutorial"),
}
STOP_WORDS = frozenset(
    {"a", "an", "and", "are", "as", "at", "be", "by", "for", "from", "how", "in", "is", "it"}
    | {"of", "on", "or", "our", "the", "to", "we", "with"}
)


class UtmIncomplete(BadInput):
    """A UTM triple needs source, medium and campaign."""


class UtmMalformed(BadInput):
    """A UTM value is lower-case letters, digits, and - _ . only."""


class UtmTaken(Conflict):
    """Another artifact already carries this UTM triple."""


class Utm(BaseModel, frozen=True):
    """The triple that ties a visit to one artifact."""

    source: str
    medium: str
    campaign: str


class Entry(BaseModel):
    """One artifact on the calendar. `publish_on` is a day; hour and zone are optional and local.

    `status_times` maps each status to when it was entered; `channels` are channel slugs.
    """

    model_config = ConfigDict(frozen=True)

    id: str
    type: str
    title: str
    status: EntryStatus = "idea"
    owner: str = ""
    publish_on: date | None = None
    campaign: str = ""
    funnel_stage: FunnelStage | None = None
    segment: str = ""
    persona: str = ""
    intent: str = ""
    competitive_context: str = ""
    utm: Utm | None = None
    publish_at: time | None = None
    zone: str = ""
    channels: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    created_at: datetime | None = None
    status_times: Mapping[str, datetime] = Field(default_factory=dict)
    reviewed_at: datetime | None = None


class Tags(BaseModel):
    """What saving an entry adds by rule; `guessed` names the fields that the owner did not set."""

    model_config = ConfigDict(frozen=True)

    type_family: str
    funnel_stage: FunnelStage
    channel_families: tuple[str, ...]
    cluster: str
    guessed: tuple[str, ...]


class Gap(BaseModel):
    """Days in a row, both ends included, on which nothing is to be published."""

    model_config = ConfigDict(frozen=True)

    start: date
    end: date
    days: int


class StageBalance(BaseModel):
    """One stage's share of the entries beside its target share, both in [0, 1]."""

    model_config = ConfigDict(frozen=True)

    stage: FunnelStage
    n: int
    share: float
    target: float

    @property
    def lack(self) -> float:
        """How far the share lies under its target; 0 where it does not."""
        return max(0.0, self.target - self.share)


def checked_utm(values: Mapping[str, str], taken: Mapping[Utm, str], entry_id: str) -> Utm:
    """The triple, lower-cased and trimmed, spaces as `-`.

    `values` has keys source, medium, campaign; `taken` maps each triple in use to its entry.
    Raises `UtmIncomplete`, `UtmMalformed` or `UtmTaken`.
    """
    cleaned = {name: _slug(values.get(name) or "") for name in ("source", "medium", "campaign")}
    if lacking := [name for name, value in cleaned.items() if not value]:
        raise UtmIncomplete(
            f"{' and '.join(lacking)} {'is' if len(lacking) == 1 else 'are'} missing.",
            remedy="Fill in all three, or none.",
            field=f"utm_{lacking[0]}",
            value="",
        )
    for name, value in cleaned.items():
        _must_be_plain(name, value)
    utm = Utm(**cleaned)
    if (holder := taken.get(utm)) and holder != entry_id:
        raise UtmTaken(
            f"{utm.source} / {utm.medium} / {utm.campaign} belongs to entry {holder}.",
            remedy="Add the artifact's name to the campaign.",
            field="utm_campaign",
            value=utm.campaign,
        )
    return utm


def checked_content(value: str) -> str | None:
    """`utm_content` as it may be kept; None where there is none. Raises `UtmMalformed`."""
    cleaned = _slug(value)
    if cleaned:
        _must_be_plain("content", cleaned)
    return cleaned or None


def suggested_utm(entry: Entry, taken: Mapping[Utm, str]) -> Utm:
    """A complete, free triple for an entry: first channel, type family, campaign + title."""
    source = _slug(entry.channels[0]) if entry.channels else "website"
    title = "-".join(re.findall(r"[a-z0-9]+", entry.title.lower())[:6]) or "entry"
    campaign = f"{_plain(entry.campaign)}-{title}" if _plain(entry.campaign) else title
    medium = _family(TYPE_FAMILIES, entry.type, "other")
    number, utm = 1, Utm(source=_plain(source) or "website", medium=medium, campaign=campaign)
    while taken.get(utm, entry.id) != entry.id:
        number += 1
        utm = utm.model_copy(update={"campaign": f"{campaign}-{number}"})
    return utm


def categorised(entry: Entry, clusters: Mapping[str, Sequence[str]] | None = None) -> Tags:
    """Type family, funnel stage, channel families and keyword cluster, by rule.

    `clusters` maps a cluster's name to its keywords (of the business's other entries); the entry
    joins the one with which it shares most words, or starts one named by its first keyword.
    """
    families = {_family(CHANNEL_FAMILIES, channel, "other") for channel in entry.channels}
    guessed = () if entry.funnel_stage else ("funnel_stage",)
    return Tags(
        type_family=_family(TYPE_FAMILIES, entry.type, "other"),
        funnel_stage=entry.funnel_stage or _stage(f"{entry.type} {entry.title} {entry.intent}"),
        channel_families=tuple(sorted(families)),
        cluster=_cluster(entry, clusters or {}),
        guessed=guessed,
    )


def review_on(entry: Entry) -> date | None:
    """The day on which a published entry is to be looked at again (30 days later)."""
    return entry.publish_on + REVIEW_AFTER if entry.publish_on else None


def gaps(
    entries: Iterable[Entry], start: date, end: date, longer_than: int = GAP_DAYS
) -> tuple[Gap, ...]:
    """Stretches of over `longer_than` empty days within `start`..`end`, both included."""
    busy = sorted(
        {
            entry.publish_on
            for entry in entries
            if entry.publish_on and start <= entry.publish_on <= end and entry.status != "dropped"
        }
    )
    day = timedelta(days=1)
    edges = [start - day, *busy, end + day]
    found = (
        Gap(start=left + day, end=right - day, days=(right - left).days - 1)
        for left, right in pairwise(edges)
    )
    return tuple(gap for gap in found if gap.days > longer_than)


def funnel_balance(
    entries: Iterable[Entry], target: Mapping[str, float] = TARGET_BALANCE
) -> tuple[StageBalance, ...]:
    """Each stage's share beside its target, in funnel order; dropped entries do not count."""
    stages = Counter(
        entry.funnel_stage or categorised(entry).funnel_stage
        for entry in entries
        if entry.status != "dropped"
    )
    total = sum(stages.values())
    return tuple(
        StageBalance(
            stage=stage,
            n=stages[stage],
            share=stages[stage] / total if total else 0.0,
            target=target[stage],
        )
        for stage in get_args(FunnelStage)
    )


def words_of(keyword: str) -> frozenset[str]:
    """The content words of a keyword, lower-cased, for comparing keywords with each other."""
    return frozenset(re.findall(r"\w+", keyword.lower())) - STOP_WORDS


def _must_be_plain(name: str, value: str) -> None:
    if not re.fullmatch(r"[a-z0-9][a-z0-9_.\-]*", value):
        raise UtmMalformed(
            f"utm_{name} is '{value[:80]}'.",
            remedy="Use lower-case letters, digits, hyphen, underscore and dot.",
            field=f"utm_{name}",
            value=value,
        )


def _slug(value: str) -> str:
    return re.sub(r"\s+", "-", value.strip().lower())


def _plain(value: str) -> str:
    return "-".join(re.findall(r"[a-z0-9_]+", value.lower())).strip("-_")


def _family(families: Mapping[str, Sequence[str]], value: str, otherwise: str) -> str:
    lowered = value.strip().lower()
    words = set(re.findall(r"[\w-]+", lowered)) | {lowered}
    for family, members in families.items():
        if lowered == family or any(m in words or (" " in m and m in lowered) for m in members):
            return family
    return otherwise


def _stage(text: str) -> FunnelStage:
    lowered = f" {' '.join(re.findall(r'[a-z0-9]+', text.lower()))} "
    if any(f" {word} " in lowered for word in STAGE_WORDS["bofu"]):
        return "bofu"
    return "mofu" if any(f" {word} " in lowered for word in STAGE_WORDS["mofu"]) else "tofu"


def _cluster(entry: Entry, clusters: Mapping[str, Sequence[str]]) -> str:
    own = frozenset().union(*(words_of(keyword) for keyword in entry.keywords))
    own = own or words_of(entry.title)
    shared = {
        name: len(own & frozenset().union(words_of(name), *map(words_of, keywords)))
        for name, keywords in clusters.items()
    }
    best = max(sorted(shared), key=shared.__getitem__, default="")
    if best and shared[best]:
        return best
    return entry.keywords[0].strip().lower() if entry.keywords else ""
