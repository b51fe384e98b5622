"""Drafts execution maps: few, argued from evidence, or a reasoned "do nothing"."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from agents.base import Thought, think
from cdt import predictions
from domain import costs, fidelity
from domain.claims import plural, words
from domain.maps import Artifact, Claim, ExecutionMap, Forecast, Proposal, Source, faults, guard_of
from domain.planning import Combination, Evidence, Held, Theme
from domain.predictions import WINDOW
from memory.ctx import Ctx

MOST_MAPS = 3
LEAST_MENTIONS = 3
LEAD_DAYS = {
    "ad_copy": 7, "blog_post": 12, "case_study": 18, "email": 8, "landing_page": 14,
    "social_post": 5, "video": 21, "webinar": 24,
}  # fmt: skip
FORMATS: Mapping[str, tuple[str, ...]] = {
    "webinars": ("webinar", "email"),
    "email": ("email", "landing_page"),
    "linkedin": ("social_post", "blog_post"),
    "seo": ("blog_post", "landing_page"),
    "google_ads": ("ad_copy", "landing_page"),
    "youtube": ("video", "blog_post"),
    "community": ("social_post", "case_study"),
}
ANSWERS: Mapping[str, tuple[str, ...]] = {
    "retention": ("email", "landing_page"),
    "support": ("blog_post", "email"),
    "pricing": ("landing_page", "email"),
    "sales": ("case_study", "email"),
    "positioning": ("landing_page", "blog_post"),
    "product": ("blog_post", "email"),
    "competitors": ("landing_page", "blog_post"),
    "website_conversion": ("landing_page", "case_study"),
}
"""Concerns that customers share, with the pieces that answer each; others are settled inside."""
STAGES = {"email": "mofu", "landing_page": "bofu", "case_study": "bofu", "ad_copy": "bofu"}
WORDS = frozenset(
    {"title", "why_now", "pain", "message", "role", "outline", "distribution", "risks", "rejected"}
)
"""What a model may word anew; all else of a map was computed."""
ROLES = {"tofu": "be found", "mofu": "be believed", "bofu": "be chosen"}


@dataclass(frozen=True)
class Story:
    """What a map says of itself: title, why now, its one message, the pain that it answers."""

    title: str
    why: Sequence[Claim]
    message: str
    pain: Claim | None


def draft(known: Evidence) -> Proposal:
    """One to three maps, or none with the reason; what is missing is always said."""
    candidates = [*_from_results(known), *_from_themes(known)]
    fresh = [one for one in candidates if one.guard not in known.proposed]
    room = MOST_MAPS - known.undecided
    if not fresh or room <= 0:
        return Proposal(do_nothing=_why_nothing(known, bool(candidates)), missing=(*known.missing,))
    return Proposal(maps=tuple(fresh[:room]), missing=(*known.missing,))


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
        "evidence": {"themes": known.themes, "shifts": known.shifts, "rivals": known.competitors},
        "calendar": sorted(known.planned_segments),
        "limits": {"maps": MOST_MAPS, "message_characters": 240},
    }

    def numbers_are_given(answer: ExecutionMap) -> list[str]:
        return fidelity.new_numbers(answer, drafted, inputs)

    checks = [map_is_sound, facts_are_kept, evidence_is_kept, numbers_are_given]
    return await think(ctx, "mapping/draft_map", inputs, drafted, checks)


def _grounds(one: ExecutionMap) -> list[tuple[Source, ...]]:
    """What each claim of a map rests on, in order."""
    return [claim.evidence for claim in (*one.why_now, *([one.pain] if one.pain else []))]


def _why_nothing(known: Evidence, proposed_before: bool) -> str:
    if proposed_before:
        return "What the evidence speaks for is proposed already; decide on that first."
    inward = [one for one in known.themes if one.count >= LEAST_MENTIONS]
    if inward:
        topics = ", ".join(dict.fromkeys(words(one.topic) for one in inward if one.topic))
        named = f" ({topics})" if topics else ""
        return (
            f"What comes back{named} is for you to settle inside; no piece of marketing "
            "answers it, and no combination of audience, message and channel is surely better."
        )
    mentions = max((theme.count for theme in known.themes), default=0)
    return (
        f"No combination of audience, message and channel is surely better than the rest, and no "
        f"concern came back {LEAST_MENTIONS} times (the most is {mentions}). Keep going, keep "
        "measuring."
    )


def _from_results(known: Evidence) -> list[ExecutionMap]:
    """Maps for the surest combinations, one per segment."""
    maps: list[ExecutionMap] = []
    taken: set[str] = set()
    for best in known.combinations:
        reasons = _reasons(known, best)
        if best.low <= 0.5 or best.segment in taken or not reasons:
            continue
        taken.add(best.segment)
        maps.append(_results_map(known, best, reasons))
    return maps[:2]


def _results_map(known: Evidence, best: Combination, reasons: list[Claim]) -> ExecutionMap:
    people, angle = plural(best.segment), words(best.angle)
    title = f"Reach {people} with {angle}, through {words(best.channel)}"
    types = FORMATS.get(best.channel, ("blog_post", "email"))
    pain = _pain(known)
    message = f"For {people}: what {angle} means on an ordinary day, shown and not claimed."
    return _map(known, best, types, Story(title, reasons, message, pain))


def _from_themes(known: Evidence) -> list[ExecutionMap]:
    """Maps that answer what keeps coming back and customers share; one for a topic, ever."""
    maps = []
    for theme in _answerable(known):
        best = known.combinations[0] if known.combinations else None
        channel = best.channel if best else _liked_channel(known)
        segment = best.segment if best else "customers"
        topic = words(theme.topic)
        title = f"Answer the {topic} concern that came back {theme.count} times"
        sources = tuple(Source(kind="extraction", id=each) for each, _ in theme.quotes)
        evidence = (Source(kind="theme", id=theme.id), *sources[:6])
        why = [
            Claim(text=_recurs(theme), evidence=evidence),
            *_heard(theme),
            *_seen_outside(known, theme),
            *_shift_claims(known),
        ]
        plan = Combination(segment, theme.topic, channel, 0.5, 0.0)
        message = f"We heard it too, and here is what changes: {topic}, plainly."
        pain = Claim(text=_told(theme), evidence=evidence)
        made = _map(known, plan, ANSWERS[theme.topic], Story(title, why, message, pain))
        maps.append(made.model_copy(update={"guard": guard_of("theme", theme.topic, "")}))
    return maps


def _recurs(theme: Theme) -> str:
    span = f" between {theme.since} and {theme.until}" if theme.since != theme.until else ""
    said = f": “{_short(theme.label)}”" if theme.label else "."
    return f"A concern about {words(theme.topic)} came back {theme.count} times{span}{said}"


def _heard(theme: Theme) -> list[Claim]:
    """What was said of it when people sat together."""
    return [
        Claim(
            text=f"The team heard it too: “{_short(text)}”", evidence=(Source(kind=kind, id=one),)
        )
        for kind, one, text in theme.heard[:1]
    ]


def _seen_outside(known: Evidence, theme: Theme) -> list[Claim]:
    """The newest market signal about the same topic."""
    fits = [one for one in known.news if theme.topic in one.topics]
    return [
        Claim(
            text=f"Outside, too, on {one.day:%-d %B %Y}: “{_short(one.text)}”",
            evidence=(Source(kind="market_signal", id=one.id),),
        )
        for one in sorted(fits, key=lambda one: (one.day, str(one.id)))[-1:]
    ]


def _told(theme: Theme) -> str:
    return (
        _short(theme.label)
        if theme.label
        else f"{words(theme.topic).capitalize()} keeps coming up."
    )


def answers(theme: Theme, proposed: frozenset[str]) -> bool:
    """Whether a new map may answer the theme: often enough, shared by customers, not proposed."""
    often = theme.count >= LEAST_MENTIONS and theme.topic in ANSWERS
    return often and guard_of("theme", theme.topic, "") not in proposed


def _answerable(known: Evidence) -> list[Theme]:
    """Themes that came back often enough and that a piece of marketing can answer."""
    often = [one for one in known.themes if one.count >= LEAST_MENTIONS and one.topic in ANSWERS]
    return [*{one.topic: one for one in reversed(often)}.values()][::-1]


def _liked_channel(known: Evidence) -> str:
    """The channel that the founder's own words speak best of; e-mail where they speak of none."""
    liked = [one for one in known.beliefs if one.category == "channel" and "more" in one.claim]
    best = max(liked, key=lambda one: one.confidence, default=None)
    return best.subject if best else "email"


def _reasons(known: Evidence, best: Combination) -> list[Claim]:
    """Beliefs that speak for the combination, then what changed lately, then the empty calendar."""
    found = [
        Claim(text=f"{one.claim} {_surely(one)}", evidence=(Source(kind="belief", id=one.id),))
        for one in sorted(known.beliefs, key=lambda one: -one.confidence)
        if one.holds and _speaks_for(one, best)
    ]
    if found and best.segment not in known.planned_segments:
        text = f"Nothing on the calendar ahead speaks to {plural(best.segment)}."
        found.append(Claim(text=text, evidence=found[0].evidence))
    return [*found[:4], *_shift_claims(known)] if found else []


def _speaks_for(one: Held, best: Combination) -> bool:
    if one.category == "messaging":
        return one.subject == best.angle and one.segment == best.segment and "answer" in one.claim
    if one.category == "channel":
        return one.subject == best.channel and "more" in one.claim
    return one.category == "audience" and one.subject == best.segment and "more" in one.claim


def _surely(one: Held) -> str:
    """How sure, in words and with n (rubrics: certainty in the verb, always with a number)."""
    how = "This held" if one.confidence >= 0.8 else "As far as the results can show, this held"
    return f"{how} in {one.n} months of results."


def _shift_claims(known: Evidence) -> list[Claim]:
    return [
        Claim(
            text=f"{one.metric} went {one.direction} in {one.month}: {one.value:,.4g}, where "
            f"{one.expected:,.4g} was to be expected.",
            evidence=(Source(kind="signal", id=one.id),),
        )
        for one in known.shifts[:1]
    ]


def _pain(known: Evidence) -> Claim | None:
    for theme in _answerable(known):
        sources = tuple(Source(kind="extraction", id=each) for each, _ in theme.quotes[:3])
        return Claim(text=_told(theme), evidence=sources)
    return None


def _map(known: Evidence, plan: Combination, types: Sequence[str], story: Story) -> ExecutionMap:
    artifacts = _artifacts(known, plan, types)
    quote = costs.quote([costs.Price(one.price_low, one.price_high, 0) for one in artifacts])
    rival = f"Known rivals: {', '.join(known.competitors[:3])}." if known.competitors else None
    return ExecutionMap(
        title=story.title,
        why_now=tuple(story.why),
        segment=plan.segment,
        pain=story.pain,
        message=story.message,
        artifacts=artifacts,
        cost_low=quote.low,
        cost_high=quote.high,
        reserve=quote.reserve,
        currency=known.currency,
        quote_valid_until=known.today + timedelta(days=costs.VALID_DAYS),
        distribution=tuple(
            f"{words(one.artifact_type).capitalize()} through {words(one.channel)} on {one.due_on}"
            for one in artifacts
        ),
        risks=(
            "Stop if the first artifact ends in the lower half of the forecast.",
            f"The audience may have changed since the results were measured. {rival or ''}".strip(),
        ),
        rejected=_rejected(known, plan),
        missing=tuple(known.missing),
        guard=guard_of(plan.segment, plan.angle, plan.channel),
    )


def _artifacts(known: Evidence, plan: Combination, types: Sequence[str]) -> tuple[Artifact, ...]:
    made: list[Artifact] = []
    start = known.today + timedelta(days=3)
    for position, kind in enumerate(types):
        price = costs.price(kind, known.prices.get(kind, ()))
        stage = STAGES.get(kind, "tofu")
        due = max(
            start + timedelta(days=LEAD_DAYS.get(kind, 14)), *(one.due_on for one in made), start
        )
        made.append(
            Artifact(
                position=position, artifact_type=kind, role=ROLES[stage], channel=plan.channel,
                title=f"{words(kind).capitalize()}: {words(plan.angle)} for {plural(plan.segment)}",
                funnel_stage=stage, angle=plan.angle, outline=_outline(kind, plan), due_on=due,
                after=position - 1 if position else None, price_low=price.low,
                price_high=price.high, forecast=_forecast(known, plan, due),
            )
        )  # fmt: skip
    return tuple(made)


def _outline(kind: str, plan: Combination) -> tuple[str, ...]:
    angle, people = words(plan.angle), plural(plan.segment)
    opening = {
        "email": f"Subject line that names the moment {people} recognise",
        "webinar": f"Opening case: one day in which {angle} decided",
        "landing_page": f"Headline: the outcome {people} want, in their words",
    }.get(kind, f"Opening scene from the working day of {people}")
    return (
        opening,
        f"What goes wrong without it, and what {angle} changes",
        "One proof: a customer's case in general terms, with what was measured",
        "One call to action, said once",
    )


def _forecast(known: Evidence, plan: Combination, due: date) -> Forecast | None:
    """What artifacts of its kind reached in their first 30 days; none below eight measured."""
    found = predictions.of_kind(known.results, plan.segment, plan.channel)
    if found is None:
        return None
    return Forecast(
        metric=found.metric, expected=found.expected, low=found.low, high=found.high,
        probability=found.probability, due_on=due + WINDOW, n=found.basis, bar=found.bar,
        chance=found.chance,
    )  # fmt: skip


def _rejected(known: Evidence, plan: Combination) -> tuple[str, ...]:
    others = [one for one in known.combinations if one.segment != plan.segment][-1:]
    return tuple(
        f"{plural(one.segment).capitalize()} with {words(one.angle)} through {words(one.channel)}: "
        "the results give it the least."
        for one in others
    )


def _short(text: str, limit: int = 18) -> str:
    """At most `limit` words of a quote (rubrics: style sheet 6)."""
    parts = text.split()
    return " ".join(parts[:limit]) + (" …" if len(parts) > limit else "")
