"""Drafts execution maps: few, argued from evidence, or a reasoned "do nothing"."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from agents import bounds, campaigns, reasons, staging
from agents.base import Thought, think
from agents.phrases import a_piece, of_angle, people, said
from agents.staging import Piece
from domain import costs, fidelity
from domain.claims import words
from domain.duplicates import doubles
from domain.maps import (
    Claim,
    ExecutionMap,
    Proposal,
    Source,
    faults,
    guard_of,
    mode_faults,
)
from domain.planning import Combination, Evidence, Theme
from domain.prose import day, listed
from memory.ctx import Ctx

MOST_MAPS = 3
LEAST_MENTIONS = 3
FRESH = timedelta(days=120)
"""A concern that nobody named for longer is no reason to act now."""
FORMATS: Mapping[str, tuple[Piece, ...]] = {
    "webinars": (("webinar", "mofu"), ("email", "bofu")),
    "email": (("landing_page", "bofu"), ("email", "mofu")),
    "linkedin": (("landing_page", "bofu"), ("social_post", "tofu")),
    "seo": (("landing_page", "bofu"), ("blog_post", "tofu")),
    "google_ads": (("landing_page", "bofu"), ("ad_copy", "mofu")),
    "youtube": (("landing_page", "bofu"), ("video", "tofu")),
    "community": (("case_study", "bofu"), ("social_post", "tofu")),
}
USUAL_FORMAT: tuple[Piece, ...] = (("blog_post", "tofu"), ("email", "bofu"))
ANSWERS: Mapping[str, tuple[Piece, ...]] = {
    "retention": (("blog_post", "mofu"), ("email", "mofu")),
    "support": (("blog_post", "mofu"), ("email", "mofu")),
    "product": (("blog_post", "mofu"), ("email", "mofu")),
    "pricing": (("landing_page", "bofu"), ("email", "mofu")),
    "sales": (("case_study", "bofu"), ("email", "mofu")),
    "positioning": (("landing_page", "bofu"), ("blog_post", "tofu")),
    "competitors": (("landing_page", "bofu"), ("blog_post", "tofu")),
    "website_conversion": (("landing_page", "bofu"), ("case_study", "mofu")),
}
"""Concerns that customers share, with the pieces that answer each; others are settled inside."""
WORDS = frozenset(
    {"title", "why_now", "pain", "message", "role", "outline", "distribution", "risks", "rejected",
     "made_by"}
)  # fmt: skip
"""What a model may word anew; all else of a map was computed. Who worded it is set here."""
STRICT_WORDS = frozenset({"outline", "made_by"})
"""The same in the strict mode: whatever states something stands as it was computed."""
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
        if known.mode == "strict" and not candidates:
            why = f"{bounds.NOTHING_CARRIED} {why}"
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
        return [*faults(answer, known.today, ids), *mode_faults(answer)]

    def facts_are_kept(answer: ExecutionMap) -> list[str]:
        return fidelity.changed(
            drafted, answer, STRICT_WORDS if drafted.mode == "strict" else WORDS
        )

    def evidence_is_kept(answer: ExecutionMap) -> list[str]:
        kept = _grounds(answer) == _grounds(drafted)
        return [] if kept else ["a claim rests on other evidence than before"]

    inputs = {
        "profile": profile,
        "beliefs": known.beliefs,
        "evidence": {"themes": known.themes, "shifts": known.shifts, "rivals": known.rivals},
        "calendar": sorted({one.segment for one in known.coming}),
        "limits": {"maps": MOST_MAPS, "message_characters": 240, "mode": drafted.mode},
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
        maps += _map(known, best, pieces, Story(why, pain, guard))
    return maps[:2]


def _from_themes(known: Evidence) -> list[ExecutionMap]:
    """Maps that answer what keeps coming back and customers share; one for a topic, ever."""
    maps: list[ExecutionMap] = []
    for theme in _answerable(known):
        pieces, guard = ANSWERS[theme.topic], guard_of("theme", theme.topic, "")
        channel = staging.CHANNELS.get(pieces[-1][0]) or _liked_channel(known)
        plan = Combination(_segment(known, theme), theme.topic, channel, 0.5, 0.0)
        reading = said(of_angle(theme.topic)["pain"], theme.topic, plan.segment)
        pain = reasons.pain(known, plan, reading, theme)
        why = reasons.of_theme(known, theme, plan)
        if known.mode == "strict" and not theme.segment:
            continue  # whose concern it is was guessed
        maps += _map(known, plan, pieces, Story(why, pain, guard))
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


def _map(
    known: Evidence, plan: Combination, wanted: Sequence[Piece], story: Story
) -> list[ExecutionMap]:
    """The map, within its mode; none where the mode leaves no piece of it."""
    pieces = bounds.pieces(known, plan, wanted)
    if not pieces:
        return []
    artifacts = staging.pieces(known, plan, pieces, story.guard)
    quote = costs.quote([costs.Price(one.price_low, one.price_high, 0) for one in artifacts])
    cases = campaigns.channels(known, plan, artifacts)
    lacks = campaigns.lacking(known, artifacts)
    whole = ExecutionMap(
        title=_title(plan, pieces),
        why_now=tuple(story.why),
        segment=plan.segment,
        persona=_persona(known, plan),
        pain=story.pain,
        message=staging.message(plan),
        artifacts=artifacts,
        cost_low=quote.low,
        cost_high=quote.high,
        reserve=quote.reserve,
        currency=known.currency,
        quote_valid_until=known.today + timedelta(days=costs.VALID_DAYS),
        prices=campaigns.priced(artifacts, known.today),
        objective=campaigns.objective(known, plan, artifacts),
        kpis=campaigns.kpis(known, plan, artifacts),
        measuring=campaigns.measuring(plan, artifacts),
        returns=campaigns.returns(known, plan, artifacts),
        channels=cases,
        distribution=tuple(
            staging.goes_out(one, plan, artifacts[place - 1] if place else None)
            for place, one in enumerate(artifacts)
        ),
        competition=tuple(reasons.competition(known, story.why)),
        against=tuple(reasons.against(known, plan)),
        weighed=len(known.beliefs),
        risks=campaigns.risks(known, plan, artifacts, cases),
        rejected=campaigns.rejected(known, plan),
        missing=(*known.missing, *lacks),
        guard=story.guard,
        made_on=known.today,
        mode=known.mode,
    )
    return [bounds.within(known, plan, whole, [each for each in wanted if each not in pieces])]


def _title(plan: Combination, pieces: Sequence[Piece]) -> str:
    phrases = of_angle(plan.angle)
    made = listed(a_piece(kind) for kind, _ in pieces)
    about = said(phrases["about"], plan.angle, plan.segment)
    return f"{VERBS[phrases['verb']]} {people(plan.segment)}: {made} about {about}"


def _persona(known: Evidence, plan: Combination) -> str:
    """Who that is, as far as the profile says it in a few words."""
    who = people(plan.segment).capitalize()
    where = listed(known.profile.get("icp_industry", ())[:3], "or")
    size = listed(known.profile.get("icp_company_size", ())[:2], "or")
    told = f"{who} in {where}" if where else who
    told = f"{told}, at companies of {size}" if size else told
    return f"{told}, who are customers already" if _keeps(plan) and who != "Customers" else told


def _keeps(plan: Combination) -> bool:
    return bool(of_angle(plan.angle)["verb"] == "keep")
