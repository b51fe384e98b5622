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
from domain.opinions import in_use, weak
from domain.suggestions import Card, Suggestions, faults
from memory.ctx import Ctx

MOST = 3
AHEAD_DAYS = 14
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
    """A ghost entry with the reason for it and the beliefs that speak for it; `tries` is the weak
    belief whose alternative it tries, if it does."""

    entry: CalendarRow
    why: str
    beliefs: tuple[UUID, ...]
    tries: UUID | None = None


def draft(
    today: date, held: Sequence[Belief], planned: Sequence[Planned], most: int = MOST
) -> list[Suggestion]:
    """At most `most` entries for the coming two weeks, surest first; none where nothing is sure.

    The last of them tries another message than a weak belief's, where there is one.
    """
    sure = [b for b in held if in_use(b)]
    liked = [b for b in sure if b.direction == 1]
    messages = _best(liked, "messaging")
    channels, days = _best(liked, "channel"), _best(liked, "timing")
    said = {(one.segment, one.angle) for one in planned}
    busy = {one.day for one in planned}
    found: list[Suggestion] = []
    trial = _trial(held, said) if channels else None
    for message in messages:
        if len(found) == most - (trial is not None):
            break
        if (message.scope.segment, message.scope.subject) in said or not channels:
            continue
        channel = channels[len(found) % len(channels)]
        day = _free_day(today, busy, [belief.scope.subject for belief in days])
        busy.add(day)
        found.append(_suggestion(message, channel, day))
    if trial is not None and len(found) < most:
        day = _free_day(today, busy, [belief.scope.subject for belief in days])
        found.append(_tried(*trial, channels[len(found) % len(channels)], day))
    return found


def why_none(held: Sequence[Belief], planned: Sequence[Planned]) -> str:
    """Why nothing is suggested, as far as the beliefs and the calendar tell."""
    liked = [one for one in held if in_use(one) and one.direction == 1]
    if not any(one.scope.category == "messaging" for one in liked):
        return "No message is surely better with any group of people yet; results will tell."
    if not any(one.scope.category == "channel" for one in liked):
        return "No channel is surely better than the others yet; results will tell."
    return (
        "Whatever the results speak for is planned for the people it works with, or was refused "
        f"lately ({len(planned)} entries were looked at)."
    )


async def refine(
    ctx: Ctx, drafted: Sequence[Suggestion], held: Sequence[Belief], planned: Sequence[Planned]
) -> list[Suggestion]:
    """`drafted` with titles and reasons in better words where a model is configured, or fewer."""
    if not drafted:
        return []
    thought = await reworded(ctx, drafted, held, planned)
    by_id = {one.entry.id: one for one in drafted}
    return [_worded(by_id[card.id], card) for card in thought.answer.cards]


async def reworded(
    ctx: Ctx, drafted: Sequence[Suggestion], held: Sequence[Belief], planned: Sequence[Planned]
) -> Thought[Suggestions]:
    """The cards of `drafted`, or a model's wording of them with the same facts, or fewer."""
    cards = cards_of(drafted)
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
    return await think(ctx, "suggestions/suggest_entries", inputs, cards, checks)


def cards_of(drafted: Sequence[Suggestion]) -> Suggestions:
    """Suggestions as a model would see them."""
    return Suggestions(cards=tuple(card_of(one) for one in drafted))


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


def _trial(held: Sequence[Belief], said: set[tuple[str, str]]) -> tuple[Belief, str] | None:
    """A weak belief about a message, and the message that its segment heard least of instead.

    What is forbidden, given up or planned for that segment already is no alternative.
    """
    known = {(one.scope.segment, one.scope.subject): one for one in held
             if one.scope.category == "messaging"}  # fmt: skip
    angles = sorted({angle for _, angle in known})
    doubted = [one for one in known.values() if one.direction == 1 and weak(one)]
    for belief in sorted(doubted, key=lambda one: (one.confidence, one.id)):
        segment = belief.scope.segment
        others = [
            (known[segment, angle].evidence_count if (segment, angle) in known else 0, angle)
            for angle in angles
            if (segment, angle) not in said and angle != belief.scope.subject
            and _open(known.get((segment, angle)))
        ]  # fmt: skip
        if others and not any(each == segment for each, _ in said):
            return belief, min(others)[1]
    return None


def _open(belief: Belief | None) -> bool:
    """Whether a message may still be tried: nothing is known of it, or nothing against it."""
    if belief is None:
        return True
    return belief.status != "deprecated" and not weak(belief) and not in_use(belief)


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
    why = (
        f"{message.claim} {channel.claim} Nothing in the coming two weeks says it to them "
        f"(n={message.evidence_count} months)."
    )
    entry = _entry(message.scope.segment, message.scope.subject, channel, day)
    return Suggestion(entry, why, (UUID(message.id), UUID(channel.id)))


def _tried(doubted: Belief, angle: str, channel: Belief, day: date) -> Suggestion:
    why = (
        f"We doubt it: “{doubted.claim}” (n={doubted.evidence_count}). Try {words(angle)} with "
        f"them instead, and measure it. {channel.claim}"
    )
    entry = _entry(doubted.scope.segment, angle, channel, day)
    return Suggestion(entry, why, (UUID(channel.id),), UUID(doubted.id))


def _entry(segment: str, angle: str, channel: Belief, day: date) -> CalendarRow:
    slug = channel.scope.subject
    kind = MIX.get(slug, "blog_post")
    return CalendarRow.model_validate(
        {
            "id": f"ghost-{day:%Y%m%d}-{segment}-{angle}",
            "title": f"{words(angle).capitalize()} for {plural(segment)}",
            "artifact_type": kind, "status": "idea", "publish_on": day, "channel": slug,
            "funnel_stage": STAGES.get(kind, "tofu"), "segment": segment, "angle": angle,
        }
    )  # fmt: skip
