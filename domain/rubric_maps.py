"""The checklist of a map: 28 criteria, on the record and on the text that the founder reads.

Sources of the criteria: `docs/rubrics.md`. A gate that fails holds the whole map at 64.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from domain.briefs import REVIEW_DAYS
from domain.claims import plural
from domain.costs import LEAST_PRICES, TABLE, TABLE_VERSION
from domain.duplicates import doubles
from domain.map_text import aim_of, render, usual_of
from domain.maps import LEAD_DAYS, USUAL_LEAD, Artifact, ExecutionMap
from domain.planning import LOOK_BACK, Ahead
from domain.predictions import SIMILAR, WINDOW
from domain.prose import day, money, number
from domain.rubric_wording import lacking, listed, words
from domain.rubrics import Criterion, ScoreCard, Unchecked, score
from domain.segments import key_of

GATE = 64
MESSAGE_WORDS = 28
MOST_CHANNELS, MOST_SHARE, SURE_OF_CHANNEL = 3, 0.7, 0.7
MOST_KPIS, MOST_AT_STAGE = 5, 3
LEAST_RESERVE, MOST_RESERVE = 0.10, 0.15
OWN_HOURS_A_WEEK = 4.0
"""What a founder can give to a map beside everything else; said in the map's page."""
STOPS = ("stop", "pause", "call off", "hold back")


@dataclass(frozen=True)
class MapCase:
    """A map as a record and as text, with what it may be held against; None: not at hand.

    `ids` are pieces of evidence that resolve, `segments` those that the business knows, `prices`
    the ranges of its price list, `free` how many briefs of a type creators can take, `ahead` the
    calendar, `contrary` the beliefs that contradict the map.
    """

    plan: ExecutionMap
    text: str
    ids: frozenset[UUID] | None = None
    segments: frozenset[str] | None = None
    prices: Mapping[str, tuple[int, int]] | None = None
    free: Mapping[str, int] | None = None
    ahead: Sequence[Ahead] | None = None
    contrary: frozenset[UUID] | None = None

    @property
    def today(self) -> date:
        """The day on which it was proposed."""
        return self.plan.made_on or min(one.due_on for one in self.plan.artifacts)


def score_of(plan: ExecutionMap) -> ScoreCard:
    """The score of a map by itself, as it renders."""
    return scored(MapCase(plan, render(plan)))


def scored(case: MapCase) -> ScoreCard:
    """The score of a map with what it is held against."""
    return score(case, CRITERIA)


def _title(it: MapCase) -> str:
    title = it.plan.title
    if not listed("outcomes", title):
        return "the title names no outcome"
    return "" if _in(title, plural(it.plan.segment)) else "the title does not say for whom"


def _why_now(it: MapCase) -> str:
    since = it.today - LOOK_BACK
    late = [one for one in it.plan.why_now if one.on and since <= one.on <= it.today]
    if len(late) < 2:
        return f"{len(late)} of two dated signals of the last {LOOK_BACK.days} days"
    return _said(it, "why now", *(one.text for one in it.plan.why_now))


def _objective(it: MapCase) -> str:
    aim = it.plan.objective
    if aim is None or not (aim.verb and aim.metric and aim.target > 0):
        return "no objective with a verb, a metric, a number and a day"
    return _said(it, "the objective", aim_of(aim))


def _baseline(it: MapCase) -> str:
    aim = it.plan.objective
    if aim is None or aim.baseline is None or not aim.evidence:
        return "what is usual is not said with its source"
    return _said(it, "what is usual", usual_of(aim))


def _target(it: MapCase) -> str | Unchecked:
    aim = it.plan.objective
    if aim is None or aim.low is None or aim.high is None:
        return Unchecked("a range of earlier results")
    if aim.low <= aim.target <= aim.high:
        return ""
    return "" if _in(it.text, "a stretch") else "the target lies outside what ever was reached"


def _kpis(it: MapCase) -> str:
    stages = [one.stage for one in it.plan.kpis]
    if not 1 <= len(stages) <= MOST_KPIS or any(stages.count(s) > MOST_AT_STAGE for s in stages):
        return "one to three figures for each stage, five at the most, are needed"
    if {one.funnel_stage for one in it.plan.artifacts} - {*stages}:
        return "a stage has no figure to watch"
    return _said(it, "a figure", *(f"{number(k.target)} {k.metric}" for k in it.plan.kpis))


def _segment(it: MapCase) -> str | Unchecked:
    name = it.plan.segment
    if not name or "," in name or " and " in name:
        return "it is not for exactly one group of people"
    if it.segments is None:
        return Unchecked("the groups that the business knows")
    known = {key_of(one) for one in it.segments}
    return "" if key_of(name) in known else "the business knows no such group"


def _pain(it: MapCase) -> str:
    pain = it.plan.pain
    if pain is None or len(set(pain.evidence)) < 2:
        return "what hurts rests on fewer than two pieces of evidence"
    return _said(it, "what hurts", pain.text)


def _message(it: MapCase) -> str:
    message = it.plan.message
    if not message or len(words(message)) > MESSAGE_WORDS:
        return f"one message of at most {MESSAGE_WORDS} words is needed"
    other = [one for one in it.plan.artifacts if lacking(" ".join(one.outline), [message])]
    if other:
        return f"piece {other[0].position + 1} does not carry the message"
    return _said(it, "the message", message)


def _pieces(it: MapCase) -> str:
    count = len(it.plan.artifacts)
    return "" if 2 <= count <= 6 else f"{count} pieces; two to six make a plan"


def _each(it: MapCase) -> str:
    for one in it.plan.artifacts:
        if not (one.role and one.funnel_stage and one.owner and len(one.outline) >= 3):
            return f"piece {one.position + 1} lacks its role, stage, maker or outline"
        told = (one.title, one.role, day(one.due_on), *one.outline)
        if gone := _said(it, f"all of piece {one.position + 1}", *told):
            return gone
    return ""


def _stages(it: MapCase) -> str | Unchecked:
    aim = it.plan.objective
    if aim is None or aim.metric not in ("conversions", "revenue"):
        return Unchecked("an objective of conversions")
    closing = any(one.funnel_stage in ("bofu", "decision") for one in it.plan.artifacts)
    return "" if closing else "it asks for conversions and has no piece that closes"


def _channels(it: MapCase) -> str:
    cases = {one.channel: one for one in it.plan.channels}
    for channel in dict.fromkeys(one.channel for one in it.plan.artifacts):
        case = cases.get(channel)
        if case is None or (case.ground != "experiment" and not case.evidence):
            return f"nothing says why {channel}"
        if case.ground == "experiment" and not _in(case.text, "experiment"):
            return f"{channel} is an experiment and is not called one"
    return _said(it, "why a channel", *(one.text for one in it.plan.channels))


def _spread(it: MapCase) -> str:
    cases = it.plan.channels
    if not 1 <= len(cases) <= MOST_CHANNELS:
        return f"{len(cases)} channels; one to {MOST_CHANNELS} can be done well"
    for one in cases:
        if one.share > MOST_SHARE and (one.p or 0) < SURE_OF_CHANNEL:
            return f"{one.share:.0%} of the cost is for {one.channel}, which is not sure enough"
    return ""


def _sums(it: MapCase) -> str:
    plan = it.plan
    low = sum(one.price_low for one in plan.artifacts)
    high = sum(one.price_high for one in plan.artifacts)
    if (low, high) != (plan.cost_low, plan.cost_high):
        return "the pieces do not add up to the whole"
    return _said(it, "the cost", money(low, plan.currency), money(high, plan.currency))


def _prices(it: MapCase) -> str:
    if not it.plan.prices:
        return "nothing says where the prices come from"
    for one in it.plan.artifacts:
        if not one.price_n and TABLE_VERSION in it.plan.prices:
            listed_at = TABLE.get(one.artifact_type, (one.price_low, one.price_high))
        elif one.price_n < LEAST_PRICES:
            return f"piece {one.position + 1} is priced by no list"
        else:
            listed_at = (it.prices or {}).get(one.artifact_type, (one.price_low, one.price_high))
        if (one.price_low, one.price_high) != listed_at:
            return f"the price of piece {one.position + 1} is not that of the list"
    return _said(it, "where the prices come from", it.plan.prices)


def _reserve(it: MapCase) -> str:
    part = it.plan.reserve / max(1, it.plan.cost_high)
    if not LEAST_RESERVE <= part <= MOST_RESERVE:
        return f"the reserve is {part:.0%} of the cost; 10 to 15 % are usual"
    return _said(it, "the reserve", money(it.plan.reserve, it.plan.currency))


def _times(it: MapCase) -> str:
    places = {one.position: one for one in it.plan.artifacts}
    for one in it.plan.artifacts:
        at, lead = f"piece {one.position + 1}", LEAD_DAYS.get(one.artifact_type, USUAL_LEAD)
        if one.due_on < it.today + timedelta(days=lead):
            return f"{at} has less time than its kind takes"
        if one.out_on is None or one.out_on < one.due_on + timedelta(days=REVIEW_DAYS):
            return f"{at} leaves no time for its reviews"
        if one.after is not None and not _earlier(one, places.get(one.after)):
            return f"{at} waits for what comes later, or for itself"
    return ""


def _earlier(one: Artifact, before: Artifact | None) -> bool:
    return before is not None and before.position < one.position and before.due_on <= one.due_on


def _hours(it: MapCase) -> str | Unchecked:
    own = sum(one.own_hours for one in it.plan.artifacts)
    last = max(one.out_on or one.due_on for one in it.plan.artifacts)
    weeks = max(1, (last - it.today).days / 7)
    if not own:
        return "nothing says what it takes of the founder's time"
    if own > weeks * OWN_HOURS_A_WEEK:
        return f"{own:.0f} hours of the founder's own are more than there is"
    if it.free is None:
        return Unchecked("which creators are free")
    busy = [one.artifact_type for one in it.plan.artifacts if not it.free.get(one.artifact_type)]
    return f"no creator is free for {busy[0].replace('_', ' ')}" if busy else ""


def _tracked(it: MapCase) -> str:
    how = it.plan.measuring
    if how is None or not (how.event and how.model):
        return "no event counts as a conversion, or no model shares the credit"
    if how.ready_on >= min(one.out_on or one.due_on for one in it.plan.artifacts):
        return "the links are tagged only after the launch"
    told = [f"the {how.model} model", day(how.ready_on)]
    for one in it.plan.artifacts:
        tags = one.tags
        if tags is None or not all((tags.source, tags.medium, tags.campaign, tags.content)):
            return f"the links of piece {one.position + 1} have no tags"
        told += [f"utm_source={tags.source}", f"utm_content={tags.content}"]
    return _said(it, "how it is counted", *told)


def _reviews(it: MapCase) -> str:
    for one in it.plan.artifacts:
        if one.review_on is None or one.review_on < (one.out_on or one.due_on) + WINDOW:
            return f"piece {one.position + 1} is not looked at after {WINDOW.days} days"
    return _said(
        it, "a review", *(day(one.review_on) for one in it.plan.artifacts if one.review_on)
    )


def _predicted(it: MapCase) -> str:
    said = [one.forecast for one in it.plan.artifacts if one.forecast]
    if len(said) < len(it.plan.artifacts):
        return "not every piece has a prediction"
    if any(one.low >= one.high or one.n < SIMILAR for one in said):
        return "a prediction is no range, or rests on too little"
    return _said(it, "a prediction", *(f"n={one.n}" for one in said))


def _returns(it: MapCase) -> str | Unchecked:
    back = it.plan.returns
    if back is not None and back.of == "customer" and back.break_even:
        gone = _said(it, "what it pays back", "breaks even", "no return is predicted")
        return gone or Unchecked("how many customers stay because of a piece")
    if back is None or back.break_even is None or back.low is None or back.high is None:
        return "break-even and the range of the return are not computed"
    return _said(it, "what it pays back", "breaks even", f"{abs(back.high):.0%}")


def _risks(it: MapCase) -> str:
    whole = [one for one in it.plan.risks if " if " in f" {one.casefold()}" and _stops(one)]
    if len(whole) < 2:
        return "two risks, each with what shows it and when to stop, are needed"
    return _said(it, "a risk", *it.plan.risks)


def _stops(risk: str) -> bool:
    return any(each in risk.casefold() for each in STOPS)


def _rejected(it: MapCase) -> str:
    if not any("because" in one.casefold() for one in it.plan.rejected):
        return "nothing says what was left out, and why"
    return _said(it, "what was left out", *it.plan.rejected)


def _doubled(it: MapCase) -> str | Unchecked:
    if it.ahead is None:
        return Unchecked("the calendar")
    found = doubles(it.plan, it.ahead)
    return f"“{found[0][1].title}” is on the calendar already" if found else ""


def _rivals(it: MapCase) -> str:
    if it.plan.competition:
        return _said(it, "what rivals do", *(one.text for one in it.plan.competition))
    return "" if _in(it.text, "no rival is known") else "rivals are neither named nor ruled out"


def _claims(it: MapCase) -> str:
    shown = {source.id for one in it.plan.against for source in one.evidence}
    if any(not one.evidence for one in it.plan.claims()):
        return "a claim rests on no evidence"
    if it.ids is not None and {source.id for source in it.plan.sources()} - it.ids:
        return "evidence of it leads nowhere"
    if it.contrary is not None and it.contrary - shown:
        return "a belief that contradicts it is not shown"
    told = it.plan.against or it.plan.weighed or _in(it.text, "no belief is held yet")
    return "" if told else "nothing says what speaks against it"


def _in(text: str, said: str) -> bool:
    return not lacking(text, [said])


def _said(it: MapCase, what: str, *fields: str) -> str:
    """'' where the text says every field, else what it does not say."""
    gone = lacking(it.text, fields)
    return f"the text does not say {what}: “{gone[0][:80]}”" if gone else ""


CRITERIA: Sequence[Criterion[MapCase]] = (
    Criterion("M01", "A title with the outcome and for whom", 3, _title),
    Criterion("M02", "Why now: two dated signals of 45 days", 5, _why_now),
    Criterion("M03", "One objective: verb, metric, number, day", 6, _objective, GATE),
    Criterion("M04", "What is usual, with its source", 3, _baseline),
    Criterion("M05", "A target inside what was reached, or a stretch", 3, _target),
    Criterion("M06", "Figures to watch at each stage", 4, _kpis),
    Criterion("M07", "Exactly one group of people that is known", 4, _segment),
    Criterion("M08", "What hurts, from two pieces of evidence", 4, _pain),
    Criterion("M09", "One message, the same in every piece", 4, _message),
    Criterion("M10", "Two to six pieces", 3, _pieces),
    Criterion("M11", "Each piece with role, stage, maker, day, outline", 5, _each),
    Criterion("M12", "Stages that fit the objective", 3, _stages),
    Criterion("M13", "A reason for each channel", 4, _channels),
    Criterion("M14", "Few channels, no blind bet on one", 3, _spread),
    Criterion("M15", "Parts that add up to the cost", 5, _sums, GATE),
    Criterion("M16", "Prices of the price list", 4, _prices, GATE),
    Criterion("M17", "10 to 15 % in reserve", 2, _reserve),
    Criterion("M18", "Days that can be kept, reviews and all", 5, _times, GATE),
    Criterion("M19", "Hours that there are", 3, _hours),
    Criterion("M20", "Tagged links, an event, a model, before launch", 4, _tracked),
    Criterion("M21", "A review 30 days after each piece", 3, _reviews),
    Criterion("M22", "Predictions as ranges, with confidence and n", 4, _predicted),
    Criterion("M23", "Break-even and the range of the return", 4, _returns),
    Criterion("M24", "Two risks, each with trigger and stop", 4, _risks),
    Criterion("M25", "What was left out, and why", 3, _rejected),
    Criterion("M26", "Nothing that is planned already", 3, _doubled),
    Criterion("M27", "What rivals do, or that none is known", 3, _rivals),
    Criterion("M28", "Evidence for every claim, and what speaks against", 6, _claims, GATE),
)
