"""Who is a brief about? An attack on the briefs of invented businesses, in niches of twenty.

Every business is drawn from its niche: what it sells, to whom, where, at what price and through
which channels. Its brief is drafted from its profile by the product's own briefer, read by the
product's own leak gate and guard, and attacked with the profiles of the whole niche.
"""

import itertools
from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID

import numpy as np
from pydantic import BaseModel, Field

from agents import anonymiser, briefer
from agents.briefer import Known
from cdt.embed import embed
from core.ids import derived_id
from domain.anonymity import leaks, leaks_of
from domain.brief_text import render
from domain.briefs import Brief
from domain.claims import plural, words
from domain.identity import Tenant
from domain.maps import Artifact, Claim, ExecutionMap, Forecast, Source
from domain.reidentification import TOP, Attack, Candidate, attack, parts
from domain.samples import wilson

NICHES: Mapping[str, tuple[str, ...]] = {
    "calibration software": ("quality managers", "plant managers", "lab managers", "auditors"),
    "craft bakery": ("hotels", "restaurants", "families", "offices"),
    "dental practice": ("parents", "office workers", "older people", "new patients"),
    "bookkeeping service": ("restaurants", "craftsmen", "founders", "charities"),
    "language school": ("pupils", "companies", "career changers", "parents"),
    "flower logistics": ("growers", "shippers", "wholesalers", "shops"),
    "fitness studio": ("office workers", "young parents", "athletes", "companies"),
    "furniture maker": ("home owners", "interior designers", "hotels", "offices"),
    "pet food": ("dog owners", "cat owners", "kennels", "vets"),
    "security service": ("shops", "landlords", "builders", "schools"),
}
"""Ten niches, each with those who buy in it; a business serves one, two or three of them."""
CHANNELS = ("email", "google_ads", "linkedin", "webinars", "events", "google_search")
TYPES = ("email", "blog_post", "landing_page", "social_post", "case_study", "ad_copy", "webinar")
ANGLES = ("risk", "time_saved", "roi", "craft", "speed", "community", "pricing", "retention")
CITIES = ("Leeds", "Porto", "Graz", "Utrecht", "Aarhus", "Ghent", "Brno", "Bilbao", "Cork", "Turin")
MODELS = ("subscription", "per order", "membership", "fixed price")
PRICES = ("low price", "middle price", "high price")
GOODS = ("starter kit", "night line", "planner", "house visit", "club", "box", "course", "line")
HEADS = ("Brin", "Cald", "Dorn", "Elm", "Farr", "Gond", "Hest", "Ivar", "Jask", "Kolt")
TAILS = ("wick", "dane", "mere", "fold", "ora", "stead", "lane", "via", "holt", "nest")
NAMESPACE = UUID("6f1c2f0a-6f1e-4c86-9d3b-6b5b2f0a7a01")
TODAY = date(2026, 3, 2)


class AnonymityParameters(BaseModel):
    """How many businesses stand in each niche; the same seed gives the same figures."""

    niches: int = Field(default=len(NICHES), ge=1, le=len(NICHES))
    each: int = Field(default=20, ge=5, le=100)
    seed: int = Field(default=0, ge=0)


class AnonymityReport(BaseModel):
    """Shares of briefs whose business the attacker names first, or among three.

    By chance alone it would name `chance_first`. `first_before` is before the guard, and
    `first_by_words` is what another attacker finds, which the guard did not ask: one that cannot
    tell meaning. `kept` is the share of required fields that the guard left as they were drafted;
    `blocked` are the briefs that it gave up.
    """

    first: float
    among_three: float
    mean_rank: float
    chance_first: float
    first_before: float
    first_by_words: float
    kept: float
    generalised: float
    blocked: float
    leaking: float
    helped: dict[str, float]
    intervals: dict[str, tuple[float, float]]
    parameters: AnonymityParameters


class Outcome(BaseModel):
    """One brief: attacked as drafted and as guarded."""

    before: Attack
    after: Attack
    by_words: Attack
    kept: float
    changed: bool
    leaking: bool


def run_anonymity_trial(asked: AnonymityParameters) -> AnonymityReport:
    """Draft, guard and attack the brief of each business of each niche."""
    found: list[Outcome] = []
    for number, niche in enumerate(list(NICHES)[: asked.niches]):
        draw = np.random.default_rng((asked.seed, number))
        pool = [_business(draw, niche, place) for place in range(asked.each)]
        vectors = embed([one.text for one in pool])
        for place in range(len(pool)):
            found.append(_tried(draw, pool, vectors, place))
    return _report(asked, found)


def _tried(
    draw: np.random.Generator, others: list[Candidate], vectors: np.ndarray, place: int
) -> Outcome:
    pool = [
        one.model_copy(update={"kind": "own" if at == place else "competitor"})
        for at, one in enumerate(others)
    ]
    tenant = Tenant.model_validate(_tenant(pool[place]))
    drafted = briefer.draft(_known(draw, pool[place]))

    def attacked(brief: Brief) -> Attack:
        seen = parts(brief)
        return attack(seen, pool, embed(list(seen.values())) @ vectors.T)

    before = attacked(drafted)
    leaked = leaks_of(tenant, drafted, render(drafted))
    brief = anonymiser.generalised(drafted, leaked) if leaked else drafted
    brief = anonymiser.guarded(brief, attacked).brief
    after = attacked(brief)
    seen = parts(brief)
    by_words = attack(seen, pool, np.zeros((len(seen), len(pool))))
    return Outcome(
        before=before, after=after, by_words=by_words, kept=_kept(drafted, brief),
        changed=brief != drafted,
        leaking=bool(leaks(tenant, render(brief))),
    )  # fmt: skip


def _business(draw: np.random.Generator, niche: str, number: int) -> Candidate:
    """One of a niche: everything but the niche is drawn by even chances."""

    def some(among: tuple[str, ...], low: int, high: int) -> tuple[str, ...]:
        return tuple(str(one) for one in draw.choice(among, draw.integers(low, high + 1), False))

    people = some(NICHES[niche], 1, 3)
    name = f"{HEADS[number % 10]}{TAILS[(number // 10 + number) % 10]}"
    return Candidate(
        kind="competitor",
        profile={
            "name": (name,), "industry": (niche,), "products": some(GOODS, 1, 3),
            "city": some(CITIES, 1, 1), "audience": people, "model": some(MODELS, 1, 1),
            "price": some(PRICES, 1, 1), "channels": tuple(map(words, some(CHANNELS, 2, 4))),
            "founded": (str(draw.integers(1985, 2025)),),
            "facts": (f"Serves {draw.integers(100, 9999)} {people[0]}",),
        },
    )  # fmt: skip


def _tenant(one: Candidate) -> dict[str, object]:
    told = one.profile
    return {
        "name": told["name"], "products": told["products"], "city": told["city"],
        "founded": told["founded"], "facts": told["facts"],
    }  # fmt: skip


def _known(draw: np.random.Generator, own: Candidate) -> Known:
    """A map with one artifact for some of those who buy, through a channel that is in use."""
    segment = str(draw.choice(own.profile["audience"]))
    channel = str(draw.choice(own.profile["channels"])).replace(" ", "_")
    kind, angle = str(draw.choice(TYPES)), str(draw.choice(ANGLES))
    source = Source(kind="belief", id=derived_id(NAMESPACE, own.text))
    due = TODAY + timedelta(days=int(draw.integers(7, 40)))
    expected = float(draw.integers(5, 400))
    artifact = Artifact(
        position=0, artifact_type=kind, role="convince", channel=channel,
        title=f"{words(kind).capitalize()}: {words(angle)} for {plural(segment)}",
        funnel_stage="mofu", angle=angle, outline=("Open", "Show", "Close"), due_on=due,
        price_low=40_000, price_high=40_000,
        forecast=Forecast(
            metric="conversions", expected=expected, low=expected / 2, high=expected * 2,
            probability=0.6, due_on=due + timedelta(days=30), n=int(draw.integers(3, 30)),
        ),
    )  # fmt: skip
    plan = ExecutionMap(
        title=artifact.title, why_now=(Claim(text="It worked before.", evidence=(source,)),),
        segment=segment, message="Say it plainly.", artifacts=(artifact,), cost_low=40_000,
        cost_high=40_000, reserve=0, currency="USD", quote_valid_until=due,
    )  # fmt: skip
    axes = ("formality", "technicality", "boldness", "playfulness")
    voice = {axis: float(draw.uniform(-1, 1)) for axis in axes}
    return Known(brief_id=str(source.id), plan=plan, artifact=artifact, voice=voice, n=5)


def _kept(before: Brief, after: Brief) -> float:
    """The share of required fields that stand as they were drafted."""
    pairs = list(zip(_required(before), _required(after), strict=True))
    return sum(one == other for one, other in pairs) / len(pairs)


def _required(brief: Brief) -> list[object]:
    form, who, aim = brief.format, brief.audience, brief.success
    told = itertools.chain.from_iterable((one.text, one.proof) for one in brief.messages)
    return [
        brief.title, brief.takeaway, brief.call_to_action, brief.due, form.artifact_type,
        form.length_low, form.length_high, form.consists_of, who.role, who.situation, who.pain,
        *told, brief.voice, brief.technical, aim.metric, aim.target, aim.measured_on, aim.model,
        brief.avoid, brief.references, brief.review_rounds, brief.turnaround_days, brief.acceptance,
    ]  # fmt: skip


def _report(asked: AnonymityParameters, found: list[Outcome]) -> AnonymityReport:
    n = len(found)
    first = [one.after.rank == 1 for one in found]
    three = [one.after.rank <= TOP for one in found]
    kept = [one.kept for one in found]
    helped = {
        part: round(sum(part in one.after.helped for one in found) / n, 4)
        for part in sorted({part for one in found for part in one.after.helped})
    }
    return AnonymityReport(
        first=round(sum(first) / n, 4),
        among_three=round(sum(three) / n, 4),
        mean_rank=round(sum(one.after.rank for one in found) / n, 3),
        chance_first=round(1 / asked.each, 4),
        first_before=round(sum(one.before.rank == 1 for one in found) / n, 4),
        first_by_words=round(sum(one.by_words.rank == 1 for one in found) / n, 4),
        kept=round(sum(kept) / n, 4),
        generalised=round(sum(one.changed for one in found) / n, 4),
        blocked=round(sum(one.after.points_to_us for one in found) / n, 4),
        leaking=round(sum(one.leaking for one in found) / n, 4),
        helped=helped,
        intervals={"first": wilson(sum(first), n), "among_three": wilson(sum(three), n)},
        parameters=asked,
    )
