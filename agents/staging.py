"""The pieces of a map: in which order, when, with which outline, and how each goes out.

What others lead to comes first and is there when they go out; what follows a piece goes out after
it. Nothing goes out on a day on which nobody works.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from agents import campaigns
from agents.phrases import of_angle, of_type, people, said
from cdt.predictions import Kind
from domain import costs
from domain.briefs import REVIEW_DAYS
from domain.claims import words
from domain.maps import LEAD_DAYS, STANDING, USUAL_LEAD, Artifact, Forecast
from domain.planning import Combination, Evidence, working_day
from domain.predictions import WINDOW
from domain.prose import on_weekday

Piece = tuple[str, str]
"""A type of artifact and the stage at which it works."""
CHANNELS = {
    "email": "email", "webinar": "webinars", "video": "youtube", "ad_copy": "google_ads",
    "blog_post": "seo",
}  # fmt: skip
"""Where a type goes out by itself; the others go where the map's channel is."""
OWN_HOURS = {"webinar": 3.0, "video": 2.0, "case_study": 2.0}
USUAL_OWN_HOURS = 1.0
"""The founder's part of a piece: to read the brief, answer a question, read what comes in."""
TO_BEGIN = timedelta(days=3)
"""From the plan to the day on which a creator has said yes."""
ROLES: Mapping[str, Mapping[str, str]] = {
    "win": {"tofu": "get noticed", "mofu": "earn trust", "bofu": "get the yes"},
    "keep": {
        "tofu": "bring them back to it",
        "mofu": "show them what they have in it",
        "bofu": "give them a reason to stay",
    },
}


def pieces(
    known: Evidence, plan: Combination, wanted: Sequence[Piece], guard: str
) -> tuple[Artifact, ...]:
    """The artifacts of a map, dated, priced and with what is expected of each."""
    made: list[Artifact] = []
    verb = of_angle(plan.angle)["verb"]
    for position, (kind, stage) in enumerate(wanted):
        price = costs.price(kind, known.prices.get(kind, ()))
        due, out = _days(known, kind, made)
        channel = channel_of(kind, plan)
        made.append(
            Artifact(
                position=position, artifact_type=kind, role=ROLES[verb][stage], channel=channel,
                title=called(kind, plan), funnel_stage=stage, angle=plan.angle,
                outline=_outline(kind, plan, points_of(plan, stage, made)), due_on=due, out_on=out,
                review_on=out + WINDOW, after=position - 1 if position else None,
                price_low=price.low, price_high=price.high, price_n=price.known,
                forecast=_forecast(known, plan, Kind(plan.segment, channel, kind), out),
                tags=campaigns.tags(plan, kind, channel, guard),
                own_hours=OWN_HOURS.get(kind, USUAL_OWN_HOURS),
            )
        )  # fmt: skip
    return tuple(made)


def goes_out(one: Artifact, plan: Combination, before: Artifact | None) -> str:
    """What is done with a finished piece, on which day, and whom it reaches first."""
    phrases, out = of_type(one.artifact_type), one.out_on or one.due_on
    name = str(phrases.get("called") or words(one.artifact_type)).capitalize()
    spread = said(str(phrases["spread"]), one.angle, plan.segment)
    if of_angle(plan.angle)["verb"] == "keep":
        already = "" if people(plan.segment) == "customers" else " who are customers already"
        spread = spread.replace(" on your list", already)
    first = of_type(before.artifact_type).get("follows", "") if before else ""
    more = f" {first}." if first else ""
    return f"{name}, {on_weekday(out)}. {spread}.{more}"


def called(kind: str, plan: Combination) -> str:
    """A piece's title: what it is, for whom, about what."""
    name = str(of_type(kind).get("called") or words(kind))
    about = said(of_angle(plan.angle)["about"], plan.angle, plan.segment)
    return f"{name.capitalize()} for {people(plan.segment)}: {about}"


def message(plan: Combination) -> str:
    """The one message, the same in every piece."""
    return said(of_angle(plan.angle)["takeaway"], plan.angle, plan.segment)


def _days(known: Evidence, kind: str, made: Sequence[Artifact]) -> tuple[date, date]:
    """The day of the hand-in and the day on which it goes out."""
    start = known.today + TO_BEGIN + timedelta(days=LEAD_DAYS.get(kind, USUAL_LEAD))
    due = working_day(max([start, *(one.due_on for one in made)]))
    earliest = due + timedelta(days=REVIEW_DAYS)
    if made:
        last = made[-1].out_on or made[-1].due_on
        leads = made[-1].artifact_type in STANDING
        return due, working_day(max(earliest, last + timedelta(days=0 if leads else 1)))
    return due, working_day(earliest, known.good_days)


def channel_of(kind: str, plan: Combination) -> str:
    """Where a piece goes out; who is a customer already is reached directly, not by searching."""
    if kind in STANDING and of_angle(plan.angle)["verb"] == "keep":
        return plan.channel
    return CHANNELS.get(kind, plan.channel)


def points_of(plan: Combination, stage: str, before: Sequence[Artifact]) -> list[tuple[str, str]]:
    """The two points that a piece tells first: the later ones where somebody decides, or where an
    earlier piece of the same stage has told the others."""
    every: list[tuple[str, str]] = [(text, proof) for text, proof in of_angle(plan.angle)["points"]]
    late = stage == "bofu" or any(one.funnel_stage == stage for one in before)
    return every[-2:] if late else every[:2]


def _outline(kind: str, plan: Combination, own: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """What the piece opens with, the one message, the points that are its own, and the one step."""
    phrases = of_angle(plan.angle)
    points = [f"{text}: {proof[0].lower()}{proof[1:]}" for text, proof in own]
    opening, step = of_type(kind)["opening"], f"One step at the end: {phrases['call_to_action']}"
    lines = (opening, f"The one message: {message(plan)}", *points, step)
    return tuple(said(line, plan.angle, plan.segment) for line in lines)


def _forecast(known: Evidence, plan: Combination, kind: Kind, out: date) -> Forecast | None:
    """What artifacts of its kind reached in their first 30 days; none below eight measured."""
    told = campaigns.usual_of(known, kind, campaigns.metric_of(plan))
    if told is None:
        return None
    rests, found = told
    return Forecast(
        metric=found.metric, expected=found.expected, low=found.low, high=found.high,
        probability=found.probability, due_on=out + WINDOW, n=found.basis, bar=found.bar,
        chance=found.chance, alike=campaigns.alike(rests, kind.type),
    )  # fmt: skip
