"""Drafts execution maps: few, argued from evidence, or a reasoned "do nothing"."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from agents import campaigns, reasons
from agents.base import Thought, think
from agents.phrases import a_piece, of_angle, of_type, people, said
from cdt import predictions
from domain import costs, fidelity
from domain.briefs import REVIEW_DAYS
from domain.claims import words
from domain.duplicates import doubles
from domain.maps import (
    LEAD_DAYS,
    USUAL_LEAD,
    Artifact,
    Claim,
    ExecutionMap,
    Forecast,
    Proposal,
    Source,
    faults,
    guard_of,
)
from domain.planning import Combination, Evidence, Theme
from domain.predictions import WINDOW
from domain.prose import day, listed, named
from memory.ctx import Ctx

MOST_MAPS = 3
LEAST_MENTIONS = 3
FRESH = timedelta(days=120)
"""A concern that nobody named for longer is no reason to act now."""
Piece = tuple[str, str]
"""A type of artifact and the stage at which it works."""
FORMATS: Mapping[str, tuple[Piece, ...]] = {
    "webinars": (("webinar", "mofu"), ("email", "bofu")),
    "email": (("email", "mofu"), ("landing_page", "bofu")),
    "linkedin": (("social_post", "tofu"), ("landing_page", "bofu")),
    "seo": (("blog_post", "tofu"), ("landing_page", "bofu")),
    "google_ads": (("ad_copy", "mofu"), ("landing_page", "bofu")),
    "youtube": (("video", "tofu"), ("landing_page", "bofu")),
    "community": (("social_post", "tofu"), ("case_study", "bofu")),
}
USUAL_FORMAT: tuple[Piece, ...] = (("blog_post", "tofu"), ("email", "bofu"))
ANSWERS: Mapping[str, tuple[Piece, ...]] = {
    "retention": (("email", "mofu"), ("landing_page", "bofu")),
    "support": (("blog_post", "mofu"), ("email", "bofu")),
    "pricing": (("email", "mofu"), ("landing_page", "bofu")),
    "sales": (("case_study", "mofu"), ("email", "bofu")),
    "positioning": (("blog_post", "tofu"), ("landing_page", "bofu")),
    "product": (("blog_post", "mofu"), ("email", "bofu")),
    "competitors": (("blog_post", "tofu"), ("landing_page", "bofu")),
    "website_conversion": (("case_study", "mofu"), ("landing_page", "bofu")),
}
"""Concerns that customers share, with the pieces that answer each; others are settled inside."""
CHANNELS = {
    "email": "email", "webinar": "webinars", "video": "youtube", "ad_copy": "google_ads",
    "blog_post": "seo",
}  # fmt: skip
"""Where a type goes out by itself; the others go where the map's channel is."""
LINKED = ("landing_page", "case_study")
OWN_HOURS = {"webinar": 3.0, "video": 2.0, "case_study": 2.0}
USUAL_OWN_HOURS = 1.0
"""The founder's part of a piece: to read the brief, answer a question, read what comes in."""
WORDS = frozenset(
    {"title", "why_now", "pain", "message", "role", "outline", "distribution", "risks", "rejected",
     "made_by"}
)  # fmt: skip
"""What a model may word anew; all else of a map was computed. Who worded it is set here."""
ROLES = {"tofu": "be found", "mofu": "be believed", "bofu": "be chosen"}
VERBS = {"win": "Win more", "keep": "Keep more"}


@dataclass(frozen=True)
class Story:
    """What a map says of itself: why now, the pain that it answers, what makes it the same."""

    why: Sequence[Claim]
    pain: Claim | None
    guard: str


def draft(known: Evidence) -> Proposal:
    """One to three maps, or none with the reason; what is missing is always said."""
    candidates = [*_from_results(known), *_from_themes(known)]
    fresh = [one for one in candidates if one.guard not in known.proposed]
    new = [one for one in fresh if not doubles(one, known.ahead)]
    room = MOST_MAPS - known.undecided
    if not new or room <= 0:
        why = _planned_already(known, fresh) if fresh and room > 0 else (
            _why_nothing(known, bool(candidates))
        )  # fmt: skip
        return Proposal(do_nothing=why, missing=(*known.missing,))
    return Proposal(maps=tuple(new[:room]), missing=(*known.missing,))


async def propose(ctx: Ctx, known: Evidence, profile: Mapping[str, object]) -> Proposal:
    """The draft, with each map reworded where a model is configured and keeps to the facts."""
    drafted = draft(known)
    maps = [(await refine(ctx, known, profile, one)).answer for one in drafted.maps]
    return drafted.model_copy(update={"maps": tuple(maps)})


async def refine(
    ctx: Ctx, known: Evidence, profile: Mapping[str, object], drafted: ExecutionMap
) -> Thought[ExecutionMap]:
    """`drafted`, or a model's wording of it with the same evidence, prices, dates and forecasts."""
    ids = frozenset(source.id for source in drafted.sources())

    def map_is_sound(answer: ExecutionMap) -> list[str]:
        return faults(answer, known.today, ids)

    def facts_are_kept(answer: ExecutionMap) -> list[str]:
        return fidelity.changed(drafted, answer, WORDS)

    def evidence_is_kept(answer: ExecutionMap) -> list[str]:
        kept = _grounds(answer) == _grounds(drafted)
        return [] if kept else ["a claim rests on other evidence than before"]

    inputs = {
        "profile": profile,
        "beliefs": known.beliefs,
        "evidence": {"themes": known.themes, "shifts": known.shifts, "rivals": known.rivals},
        "calendar": sorted({one.segment for one in known.coming}),
        "limits": {"maps": MOST_MAPS, "message_characters": 240},
    }

    def numbers_are_given(answer: ExecutionMap) -> list[str]:
        return fidelity.new_numbers(answer, drafted, inputs)

    checks = [map_is_sound, facts_are_kept, evidence_is_kept, numbers_are_given]
    thought = await think(ctx, "mapping/draft_map", inputs, drafted, checks)
    if thought.by == "draft":
        return thought
    return replace(thought, answer=thought.answer.model_copy(update={"made_by": "model"}))


def _grounds(one: ExecutionMap) -> list[tuple[Source, ...]]:
    """What each claim of a map rests on, in order."""
    return [claim.evidence for claim in one.claims()]


def _planned_already(known: Evidence, fresh: Sequence[ExecutionMap]) -> str:
    """What the calendar holds of it, by title and day."""
    (_, entry), *_ = doubles(fresh[0], known.ahead)
    return (
        f"“{entry.title}” of {day(entry.day)} says what the evidence speaks for; let it do its "
        "work first."
    )


def _why_nothing(known: Evidence, proposed_before: bool) -> str:
    if proposed_before:
        return "What the evidence speaks for is proposed already; decide on that first."
    inward = [one for one in known.themes if one.count >= LEAST_MENTIONS]
    if inward:
        topics = ", ".join(dict.fromkeys(words(one.topic) for one in inward if one.topic))
        named = f" ({topics})" if topics else ""
        return (
            f"What comes back{named} is for you to settle inside or was not named lately; no piece "
            "of marketing answers it, and no combination of audience, message and channel is "
            "surely better."
        )
    most = max((theme.count for theme in known.themes), default=0)
    return (
        f"No combination of audience, message and channel is surely better than the rest, and no "
        f"concern came back {LEAST_MENTIONS} times (the most is {most}). Keep going, keep "
        "measuring."
    )


def _from_results(known: Evidence) -> list[ExecutionMap]:
    """Maps for the surest combinations, one per segment."""
    maps: list[ExecutionMap] = []
    taken: set[str] = set()
    for best in known.combinations:
        why = reasons.of_results(known, best)
        if best.low <= 0.5 or best.segment in taken or not why:
            continue
        taken.add(best.segment)
        reading = said(of_angle(best.angle)["pain"], best.angle, best.segment)
        pain = reasons.pain(known, best, reading, None)
        guard = guard_of(best.segment, best.angle, best.channel)
        pieces = FORMATS.get(best.channel, USUAL_FORMAT)
        maps.append(_map(known, best, pieces, Story(why, pain, guard)))
    return maps[:2]


def _from_themes(known: Evidence) -> list[ExecutionMap]:
    """Maps that answer what keeps coming back and customers share; one for a topic, ever."""
    maps = []
    for theme in _answerable(known):
        pieces, guard = ANSWERS[theme.topic], guard_of("theme", theme.topic, "")
        channel = CHANNELS.get(pieces[0][0]) or _liked_channel(known)
        plan = Combination(_segment(known, theme), theme.topic, channel, 0.5, 0.0)
        reading = said(of_angle(theme.topic)["pain"], theme.topic, plan.segment)
        pain = reasons.pain(known, plan, reading, theme)
        why = reasons.of_theme(known, theme, plan)
        maps.append(_map(known, plan, pieces, Story(why, pain, guard)))
    return maps


def answers(theme: Theme, proposed: frozenset[str]) -> bool:
    """Whether a new map may answer the theme: often enough, shared by customers, not proposed."""
    often = theme.count >= LEAST_MENTIONS and theme.topic in ANSWERS
    return often and guard_of("theme", theme.topic, "") not in proposed


def _answerable(known: Evidence) -> list[Theme]:
    """Themes that came back often enough, and lately, and that a piece of marketing can answer."""
    often = [
        one
        for one in known.themes
        if one.count >= LEAST_MENTIONS
        and one.topic in ANSWERS
        and (one.until is None or one.until >= known.today - FRESH)
    ]
    return [*{one.topic: one for one in reversed(often)}.values()][::-1]


def _segment(known: Evidence, theme: Theme) -> str:
    """Whom the concern is about: whom its words name, else who answers most, else who buys."""
    if theme.segment:
        return theme.segment.replace(" ", "_")
    liked = [
        one for one in known.beliefs
        if one.category == "audience" and one.holds and one.direction > 0
        and not one.subject.startswith("concern:")
    ]  # fmt: skip
    if liked:
        return max(liked, key=lambda one: (one.confidence, str(one.id))).subject
    if known.combinations:
        return known.combinations[0].segment
    titles = known.profile.get("icp_titles", ())
    return titles[0].casefold().replace(" ", "_") if titles else "customer"


def _liked_channel(known: Evidence) -> str:
    """The channel of the best results, else the one that is spoken best of, else e-mail."""
    if known.combinations:
        return known.combinations[0].channel
    liked = [one for one in known.beliefs if one.category == "channel" and one.direction > 0]
    best = max(liked, key=lambda one: one.confidence, default=None)
    return best.subject if best else "email"


def _map(known: Evidence, plan: Combination, pieces: Sequence[Piece], story: Story) -> ExecutionMap:
    artifacts = _artifacts(known, plan, pieces, story.guard)
    quote = costs.quote([costs.Price(one.price_low, one.price_high, 0) for one in artifacts])
    cases = campaigns.channels(known, plan, artifacts)
    lacks = campaigns.lacking(known, artifacts)
    return ExecutionMap(
        title=_title(plan, pieces),
        why_now=tuple(story.why),
        segment=plan.segment,
        persona=_persona(known, plan.segment),
        pain=story.pain,
        message=_message(plan),
        artifacts=artifacts,
        cost_low=quote.low,
        cost_high=quote.high,
        reserve=quote.reserve,
        currency=known.currency,
        quote_valid_until=known.today + timedelta(days=costs.VALID_DAYS),
        prices=campaigns.priced(artifacts, known.today),
        objective=campaigns.objective(known, plan, artifacts),
        kpis=campaigns.kpis(known, plan, artifacts),
        measuring=campaigns.measuring(artifacts),
        returns=campaigns.returns(known, artifacts),
        channels=cases,
        distribution=tuple(_goes_out(one, plan) for one in artifacts),
        competition=tuple(reasons.competition(known, story.why)),
        against=tuple(reasons.against(known, plan)),
        weighed=len(known.beliefs),
        risks=campaigns.risks(known, plan, artifacts, cases),
        rejected=campaigns.rejected(known, plan),
        missing=(*known.missing, *lacks),
        guard=story.guard,
        made_on=known.today,
    )


def _title(plan: Combination, pieces: Sequence[Piece]) -> str:
    phrases = of_angle(plan.angle)
    made = listed(a_piece(kind) for kind, _ in pieces)
    about = said(phrases["about"], plan.angle, plan.segment)
    return f"{VERBS[phrases['verb']]} {people(plan.segment)}: {made} about {about}"


def _message(plan: Combination) -> str:
    return said(of_angle(plan.angle)["takeaway"], plan.angle, plan.segment)


def _persona(known: Evidence, segment: str) -> str:
    """Who that is, as far as the profile says it in a few words."""
    who = people(segment).capitalize()
    where = listed(known.profile.get("icp_industry", ())[:3], "or")
    size = listed(known.profile.get("icp_company_size", ())[:2], "or")
    told = f"{who} in {where}" if where else who
    return f"{told}, at companies of {size}" if size else told


def _artifacts(
    known: Evidence, plan: Combination, pieces: Sequence[Piece], guard: str
) -> tuple[Artifact, ...]:
    made: list[Artifact] = []
    start = known.today + timedelta(days=3)
    for position, (kind, stage) in enumerate(pieces):
        price = costs.price(kind, known.prices.get(kind, ()))
        due = max(
            start + timedelta(days=LEAD_DAYS.get(kind, USUAL_LEAD)),
            *(one.due_on for one in made),
            start,
        )
        out = due + timedelta(days=REVIEW_DAYS)
        channel = CHANNELS.get(kind, plan.channel)
        made.append(
            Artifact(
                position=position, artifact_type=kind, role=ROLES[stage], channel=channel,
                title=_called(kind, plan), funnel_stage=stage, angle=plan.angle,
                outline=_outline(kind, plan, position), due_on=due, out_on=out,
                review_on=out + WINDOW, after=position - 1 if position else None,
                price_low=price.low,
                price_high=price.high, price_n=price.known,
                forecast=_forecast(known, plan, channel, out),
                tags=campaigns.tags(plan, kind, channel, guard),
                own_hours=OWN_HOURS.get(kind, USUAL_OWN_HOURS),
            )
        )  # fmt: skip
    return tuple(made)


def _called(kind: str, plan: Combination) -> str:
    name = str(of_type(kind).get("called") or words(kind))
    about = said(of_angle(plan.angle)["about"], plan.angle, plan.segment)
    return f"{name.capitalize()} for {people(plan.segment)}: {about}"


def _outline(kind: str, plan: Combination, position: int) -> tuple[str, ...]:
    """What the piece opens with, the one message, two points that the piece before did not spend,
    and the one step."""
    phrases = of_angle(plan.angle)
    chosen = phrases["points"][:2] if position == 0 else phrases["points"][-2:]
    points = [f"{text}: {proof[0].lower()}{proof[1:]}" for text, proof in chosen]
    opening, step = of_type(kind)["opening"], f"One step at the end: {phrases['call_to_action']}"
    lines = (opening, f"The one message: {_message(plan)}", *points, step)
    return tuple(said(line, plan.angle, plan.segment) for line in lines)


def _goes_out(one: Artifact, plan: Combination) -> str:
    name = str(of_type(one.artifact_type).get("called") or words(one.artifact_type))
    out = day(one.out_on or one.due_on)
    way = "is linked from" if one.artifact_type in LINKED else "goes out through"
    return (
        f"{name.capitalize()}: {way} {named(one.channel)} on {out} to "
        f"{people(plan.segment)}, and is looked at on {day(one.review_on or one.due_on)}."
    )


def _forecast(known: Evidence, plan: Combination, channel: str, out: date) -> Forecast | None:
    """What artifacts of its kind reached in their first 30 days; none below eight measured."""
    found = predictions.of_kind(known.results, plan.segment, channel)
    if found is None:
        return None
    return Forecast(
        metric=found.metric, expected=found.expected, low=found.low, high=found.high,
        probability=found.probability, due_on=out + WINDOW, n=found.basis, bar=found.bar,
        chance=found.chance,
    )  # fmt: skip
