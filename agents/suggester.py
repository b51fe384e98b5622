"""Drafts ghost entries for the calendar: what results speak for and nothing planned says yet."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from agents.base import Thought, think
from domain import fidelity
from domain.beliefs import Belief
from domain.claims import plural, words
from domain.imports import CalendarRow
from domain.suggestions import Card, Suggestions, faults
from memory.ctx import Ctx

MOST = 3
AHEAD_DAYS = 14
SURE = 0.6
MIX = {"email": "email", "webinars": "webinar", "youtube": "video", "google_ads": "ad_copy",
       "seo": "blog_post", "linkedin": "social_post", "community": "social_post"}  # fmt: skip
STAGES = {"email": "mofu", "webinar": "mofu", "ad_copy": "bofu"}


@dataclass(frozen=True)
class Planned:
    """An entry on the calendar ahead."""

    day: date
    segment: str
    angle: str


@dataclass(frozen=True)
class Suggestion:
    """A ghost entry with the reason for it and the beliefs that speak for it."""

    entry: CalendarRow
    why: str
    beliefs: tuple[UUID, ...]


def draft(
    today: date, held: Sequence[Belief], planned: Sequence[Planned], most: int = MOST
) -> list[Suggestion]:
    """At most `most` entries for the coming two weeks, surest first; none where nothing is sure."""
    sure = [b for b in held if b.confidence >= SURE and b.status != "deprecated"]
    liked = [b for b in sure if b.direction == 1]
    messages = _best(liked, "messaging")
    channels, days = _best(liked, "channel"), _best(liked, "timing")
    said = {(one.segment, one.angle) for one in planned}
    busy = {one.day for one in planned}
    found: list[Suggestion] = []
    for message in messages:
        if len(found) == most:
            break
        if (message.scope.segment, message.scope.subject) in said or not channels:
            continue
        channel = channels[len(found) % len(channels)]
        day = _free_day(today, busy, [belief.scope.subject for belief in days])
        busy.add(day)
        found.append(_suggestion(message, channel, day))
    return found


async def refine(
    ctx: Ctx, drafted: Sequence[Suggestion], held: Sequence[Belief], planned: Sequence[Planned]
) -> list[Suggestion]:
    """`drafted` with titles and reasons in better words where a model is configured, or fewer."""
    if not drafted:
        return []
    cards = Suggestions(cards=tuple(card_of(one) for one in drafted))
    cited = {each for one in drafted for each in one.beliefs}
    inputs = {
        "beliefs": [{"claim": b.claim, "n": b.evidence_count, "id": b.id} for b in held
                    if UUID(b.id) in cited],
        "evidence": sorted(cited),
        "calendar": planned,
        "limits": {"cards": len(drafted)},
    }  # fmt: skip

    def cards_are_kept(answer: Suggestions) -> list[str]:
        return faults(cards, answer)

    def numbers_are_given(answer: Suggestions) -> list[str]:
        return fidelity.new_numbers(answer, cards, inputs)

    checks = [cards_are_kept, numbers_are_given]
    thought: Thought[Suggestions] = await think(
        ctx, "suggestions/suggest_entries", inputs, cards, checks
    )
    by_id = {one.entry.id: one for one in drafted}
    return [_worded(by_id[card.id], card) for card in thought.answer.cards]


def card_of(one: Suggestion) -> Card:
    """A suggestion as the founder, and a model, would see it."""
    entry = one.entry
    return Card.model_validate(
        {
            "id": entry.id, "title": entry.title, "why": one.why, "day": entry.publish_on,
            "channel": entry.channel, "segment": entry.segment, "angle": entry.angle,
            "beliefs": one.beliefs,
        }
    )  # fmt: skip


def _worded(one: Suggestion, card: Card) -> Suggestion:
    entry = one.entry.model_copy(update={"title": card.title})
    return replace(one, entry=entry, why=card.why)


def _best(held: Sequence[Belief], category: str) -> list[Belief]:
    own = [belief for belief in held if belief.scope.category == category]
    return sorted(own, key=lambda belief: (-belief.confidence, belief.id))


def _free_day(today: date, busy: set[date], weekdays: Sequence[str]) -> date:
    """The first free day ahead on a weekday that does well, else the first free working day."""
    ahead = [today + timedelta(days=each) for each in range(2, AHEAD_DAYS + 1)]
    working = [day for day in ahead if day.weekday() < 5]
    good = [day for day in working if f"{day:%A}".lower() in weekdays]
    free = [day for day in (*good, *working) if day not in busy]
    return free[0] if free else working[0]


def _suggestion(message: Belief, channel: Belief, day: date) -> Suggestion:
    segment, angle = message.scope.segment, message.scope.subject
    slug = channel.scope.subject
    kind = MIX.get(slug, "blog_post")
    entry = CalendarRow.model_validate(
        {
            "id": f"ghost-{day:%Y%m%d}-{segment}-{angle}",
            "title": f"{words(angle).capitalize()} for {plural(segment)}",
            "artifact_type": kind, "status": "idea", "publish_on": day, "channel": slug,
            "funnel_stage": STAGES.get(kind, "tofu"), "segment": segment, "angle": angle,
        }
    )  # fmt: skip
    why = (
        f"{message.claim} {channel.claim} Nothing in the coming two weeks says it to them "
        f"(n={message.evidence_count} months)."
    )
    return Suggestion(entry, why, (UUID(message.id), UUID(channel.id)))
