"""Drafts ghost entries for the calendar: what results speak for and nothing planned says yet."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from agents.base import Thought, think
from cdt import predictions
from cdt.predictions import Similar
from domain import fidelity
from domain.asking import Mode
from domain.beliefs import Belief
from domain.briefs import MadeBy
from domain.claims import plural, words
from domain.imports import CalendarRow
from domain.modes import IDEA, MOST_IDEAS
from domain.opinions import in_use, usable, weak
from domain.suggestions import Card, Suggestions, faults, mode_faults
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
    belief whose alternative it tries, if it does; an `idea` is one that nothing speaks for."""

    entry: CalendarRow
    why: str
    beliefs: tuple[UUID, ...]
    tries: UUID | None = None
    idea: bool = False
    made_by: MadeBy = "rules"


def draft(
    today: date, held: Sequence[Belief], planned: Sequence[Planned], most: int = MOST,
    mode: Mode = "adaptive",
) -> list[Suggestion]:  # fmt: skip
    """At most `most` entries for the coming two weeks, surest first; none where nothing is sure.

    The last of them tries another message than a weak belief's, where there is one; the strict
    mode tries nothing and says which day it chose without knowing.
    """
    sure = [b for b in held if in_use(b) and (mode != "strict" or carried(b))]
    liked = [b for b in sure if b.direction == 1]
    messages = _best(liked, "messaging")
    channels, days = _best(liked, "channel"), _best(liked, "timing")
    said = {(one.segment, one.angle) for one in planned}
    busy = {one.day for one in planned}
    found: list[Suggestion] = []
    trial = _trial(held, said) if channels and mode != "strict" else None
    for message in messages:
        if len(found) == most - (trial is not None):
            break
        if (message.scope.segment, message.scope.subject) in said or not channels:
            continue
        channel = channels[len(found) % len(channels)]
        day = _free_day(today, busy, [belief.scope.subject for belief in days])
        busy.add(day)
        found.append(_suggestion(message, channel, day, _of_day(mode, day, days)))
    if trial is not None and len(found) < most:
        day = _free_day(today, busy, [belief.scope.subject for belief in days])
        found.append(_tried(*trial, channels[len(found) % len(channels)], day))
    return found


def carried(belief: Belief) -> bool:
    """Whether evidence, or the owner's own word, carries a belief."""
    return belief.evidence_count > 0 or belief.owner_verdict in {"pinned", "agreed"}


def ideas(
    today: date, held: Sequence[Belief], planned: Sequence[Planned],
    drafted: Sequence[Suggestion], results: Similar,
) -> list[Suggestion]:  # fmt: skip
    """Messages that nobody has tried with a segment and nothing forbids, as ideas to test.

    Each says how wide its outcome lies: as wide as all that was ever measured.
    """
    channels = _best([b for b in held if in_use(b) and b.direction == 1], "channel")
    if not channels:
        return []
    entries = [one.entry for one in drafted]
    said = {(one.segment, one.angle) for one in planned}
    said |= {(one.segment or "", one.angle or "") for one in entries}
    busy = {one.day for one in planned} | {one.publish_on for one in entries if one.publish_on}
    wide = predictions.all_told(results)
    found: list[Suggestion] = []
    for segment, angle in _untried(held, said)[:MOST_IDEAS]:
        day = _free_day(today, busy, [])
        busy.add(day)
        why = (
            f"{IDEA} nothing speaks for it yet, and nothing against it: no result tells how "
            f"{plural(segment)} answer to messages about {words(angle)}. {wide}"
        )
        channel = channels[len(found) % len(channels)]
        entry = _entry(segment, angle, channel, day)
        found.append(Suggestion(entry, why, (UUID(channel.id),), idea=True))
    return found


def _untried(held: Sequence[Belief], said: set[tuple[str, str]]) -> list[tuple[str, str]]:
    """Segments and messages that are known, but not with each other; one message a segment, the
    segments and messages that do best elsewhere first."""
    known = {(one.scope.segment, one.scope.subject): one for one in held
             if one.scope.category == "messaging"}  # fmt: skip
    free = [one for one in known.values() if usable(one)]
    segments, angles = _by_confidence(free, "segment"), _by_confidence(free, "subject")
    found: dict[str, tuple[str, str]] = {}
    for angle in angles:
        for segment in segments:
            before = known.get((segment, angle))
            tried = before is not None and before.evidence_count > 0
            banned = before is not None and not _open(before)
            if not (tried or banned or (segment, angle) in said):
                found.setdefault(segment, (segment, angle))
    return list(found.values())


def _by_confidence(held: Sequence[Belief], part: str) -> list[str]:
    best: dict[str, float] = {}
    for one in held:
        name = str(getattr(one.scope, part))
        best[name] = max(best.get(name, 0.0), one.confidence if one.direction == 1 else 0.0)
    return sorted((name for name in best if name), key=lambda name: (-best[name], name))


def why_none(held: Sequence[Belief], planned: Sequence[Planned], mode: Mode = "adaptive") -> str:
    """Why nothing is suggested, as far as the beliefs and the calendar tell."""
    liked = [one for one in held if in_use(one) and one.direction == 1]
    if mode == "strict" and liked and not any(carried(one) for one in liked):
        return "I don't know what works: no result and no word of yours carries any belief yet."
    if not any(one.scope.category == "messaging" for one in liked):
        return "No message is surely better with any group of people yet; results will tell."
    if not any(one.scope.category == "channel" for one in liked):
        return "No channel is surely better than the others yet; results will tell."
    return (
        "Whatever the results speak for is planned for the people it works with, or was refused "
        f"lately ({len(planned)} entries were looked at)."
    )


async def refine(
    ctx: Ctx, drafted: Sequence[Suggestion], held: Sequence[Belief], planned: Sequence[Planned],
    mode: Mode = "adaptive",
) -> list[Suggestion]:  # fmt: skip
    """`drafted` with titles and reasons in better words where a model is configured, or fewer."""
    if not drafted:
        return []
    thought = await reworded(ctx, drafted, held, planned, mode)
    by_id = {one.entry.id: one for one in drafted}
    made: MadeBy = "rules" if thought.by == "draft" else "model"
    return [_worded(by_id[card.id], card, made) for card in thought.answer.cards]


async def reworded(
    ctx: Ctx, drafted: Sequence[Suggestion], held: Sequence[Belief], planned: Sequence[Planned],
    mode: Mode = "adaptive",
) -> Thought[Suggestions]:  # fmt: skip
    """The cards of `drafted`, or a model's wording of them with the same facts, or fewer."""
    cards = cards_of(drafted)
    cited = {each for one in drafted for each in one.beliefs}
    inputs = {
        "beliefs": [{"claim": b.claim, "n": b.evidence_count, "id": b.id} for b in held
                    if UUID(b.id) in cited],
        "evidence": sorted(cited),
        "calendar": planned,
        "limits": {"cards": len(drafted), "mode": mode},
    }  # fmt: skip
    known = frozenset(UUID(one.id) for one in held if carried(one))

    def cards_are_kept(answer: Suggestions) -> list[str]:
        return [*faults(cards, answer, mode), *mode_faults(answer, mode, known)]

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
            "beliefs": one.beliefs, "idea": one.idea,
        }
    )  # fmt: skip


def _worded(one: Suggestion, card: Card, made: MadeBy) -> Suggestion:
    entry = one.entry.model_copy(update={"title": card.title})
    return replace(one, entry=entry, why=card.why, made_by=made)


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
    free = usable(belief) and belief.status != "deprecated"
    return free and not weak(belief) and not in_use(belief)


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


def _of_day(mode: Mode, day: date, weekdays: Sequence[Belief]) -> str:
    """In the strict mode, that no result chose the weekday, where none did."""
    if mode != "strict" or f"{day:%A}".lower() in {one.scope.subject for one in weekdays}:
        return ""
    return f" I don't know whether a {day:%A} is a good day: no result says so; it is free."


def _suggestion(message: Belief, channel: Belief, day: date, of_day: str = "") -> Suggestion:
    why = (
        f"{message.claim} {channel.claim} Nothing in the coming two weeks says it to them "
        f"(n={message.evidence_count} months).{of_day}"
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
