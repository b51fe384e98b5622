"""What a map computes of itself: its aim, the figures to watch, its channels, what it pays back,
when to stop, and what was left out. Everything follows from the evidence and the artifacts."""

from collections.abc import Sequence
from datetime import date, timedelta
from math import ceil

from agents.phrases import a_piece, of_angle, of_type, people, pieces, said
from agents.reasons import speaks_for
from cdt import predictions
from cdt.predictions import METRIC, Kind
from domain.briefs import ABOVE_USUAL
from domain.claims import words
from domain.costs import TABLE_VERSION
from domain.maps import (
    Artifact,
    ChannelCase,
    Kpi,
    Measuring,
    Objective,
    Returns,
    Source,
    Tags,
)
from domain.planning import Combination, Evidence
from domain.predictions import Foreseen
from domain.prose import counted, day, named, number, spelled
from domain.seo import slug_of

SURE_OF_CHANNEL = 0.7
"""From here on most of a map's money may go to one channel."""
MEDIA = {
    "email": "email", "webinar": "webinar", "ad_copy": "cpc", "social_post": "social",
    "video": "video",
}  # fmt: skip
CONVERSION = "a conversion, as your analytics or your CRM counts it"
CLICK = "a click through to your site, as your analytics counts it"
MODEL = "position"
"""The attribution model by which bonuses and maps are judged (`domain/attribution.py`)."""
FIRST_MEASURED = "measured pieces"
STAGE_METRICS = {"tofu": "clicks", "mofu": "clicks", "bofu": METRIC}
EVEN = 0.5
BETTER, ALSO_BETTER = "better than most channels here", "well here too"
CLICKS = "clicks"


def tags(plan: Combination, kind: str, channel: str, guard: str) -> Tags:
    """The tags of an artifact's links; no two artifacts of one business share them."""
    campaign = f"{slug_of(words(plan.angle))}-{slug_of(words(plan.segment))}-{guard[:6]}"
    return Tags(
        source=slug_of(words(channel)), medium=MEDIA.get(kind, "content"), campaign=campaign,
        content=slug_of(words(kind)),
    )  # fmt: skip


def objective(known: Evidence, plan: Combination, artifacts: Sequence[Artifact]) -> Objective:
    """What the artifacts are to reach together: what their briefs ask for, beside what as many
    alike reached in the middle; where nothing was measured, figures for each of them."""
    foreseen = [one.forecast for one in artifacts if one.forecast]
    metric = metric_of(plan)
    end = max(one.review_on or one.due_on for one in artifacts)
    if len(foreseen) < len(artifacts):
        return Objective(verb="publish", metric=FIRST_MEASURED, target=len(artifacts), due_on=end)
    usual = sum(one.expected for one in foreseen)
    alike = [one for one in known.shown if one.segment == plan.segment] or [*known.shown]
    best = sorted(alike, key=lambda one: (-one.reached, str(one.id)))
    middle = best[len(best) // 2 - 1 : len(best) // 2 + 2]
    return Objective(
        verb="reach", metric=metric, target=sum(_more(one.expected) for one in foreseen),
        due_on=end, baseline=usual,
        n=min(one.n for one in foreseen), low=sum(one.low for one in foreseen),
        high=sum(one.high for one in foreseen),
        evidence=tuple(Source(kind="entry", id=one.id) for one in middle),
    )  # fmt: skip


def metric_of(plan: Combination) -> str:
    """What a map is held to: who buys, or, for people who are customers already, who comes back."""
    return CLICKS if of_angle(plan.angle)["verb"] == "keep" else METRIC


def kpis(known: Evidence, plan: Combination, artifacts: Sequence[Artifact]) -> tuple[Kpi, ...]:
    """One figure for each stage that the artifacts cover, as far as it was ever measured."""
    found: list[Kpi] = []
    for one in artifacts:
        metric = STAGE_METRICS[one.funnel_stage]
        if any((kpi.stage, kpi.metric) == (one.funnel_stage, metric) for kpi in found):
            continue
        told = usual_of(known, Kind(plan.segment, one.channel, one.artifact_type), metric)
        if told is not None:
            _, usual = told
            found.append(
                Kpi(
                    stage=one.funnel_stage, metric=metric, target=_more(usual.expected),
                    low=usual.low, high=usual.high, n=usual.basis,
                )
            )  # fmt: skip
    return tuple(found)


def usual_of(known: Evidence, kind: Kind, metric: str) -> tuple[Kind, Foreseen] | None:
    """What pieces like one usually reach, with the kind that this rests on.

    In the strict mode what other people did with a piece says nothing of these.
    """
    history = known.clicks if metric == CLICKS else known.results
    found = predictions.narrowest(history, kind, metric)
    return None if found and known.mode == "strict" and not found[0].segment else found


def alike(kind: Kind, made: str) -> str:
    """What the measured pieces behind a forecast have in common, and, where they are not of the
    type itself, why: `emails for quality managers`."""
    who = f" for {people(kind.segment)}" if kind.segment else ""
    way = f" through {named(kind.channel)}" if kind.channel else ""
    if kind.type:
        way = "" if kind.channel in (kind.type, f"{kind.type}s") else way  # emails through email
        return f"{pieces(kind.type)}{who}{way}"
    there = " there" if way else ""
    return f"pieces{who}{way}, because fewer than eight {pieces(made)} were measured{there}"


def measuring(plan: Combination, artifacts: Sequence[Artifact]) -> Measuring:
    """How it is counted; the links are tagged on the day before the first artifact goes out."""
    first = min(one.out_on or one.due_on for one in artifacts)
    event = CONVERSION if metric_of(plan) == METRIC else CLICK
    return Measuring(event=event, model=MODEL, ready_on=first - timedelta(days=1))


def returns(known: Evidence, plan: Combination, artifacts: Sequence[Artifact]) -> Returns | None:
    """What it takes to pay, and the range of what comes back; None where neither a conversion's
    worth nor a forecast is known. How many customers stay is not measured, so it has no range."""
    low_cost = sum(one.price_low for one in artifacts)
    high_cost = sum(one.price_high for one in artifacts)
    foreseen = [one.forecast for one in artifacts if one.forecast]
    if metric_of(plan) != METRIC:
        if known.worth is None or not known.worth.purchase:
            return None
        bought = known.worth.purchase
        return Returns(
            value=bought, n=known.worth.n, break_even=ceil(high_cost / bought), of="customer"
        )
    if known.worth is None:
        expected = sum(one.expected for one in foreseen)
        return Returns(pays_from=ceil(high_cost / expected)) if expected else None
    cents, n = known.worth.cents, known.worth.n
    even = ceil(high_cost / cents)
    if len(foreseen) < len(artifacts):
        return Returns(value=cents, n=n, break_even=even)
    low = sum(one.low for one in foreseen) * cents / high_cost - 1
    high = sum(one.high for one in foreseen) * cents / max(1, low_cost) - 1
    expected = sum(one.expected for one in foreseen) * cents
    middle = expected / max(1, (low_cost + high_cost) / 2) - 1
    return Returns(
        value=cents, n=n, break_even=even, low=round(low, 2), high=round(high, 2),
        middle=round(middle, 2),
    )  # fmt: skip


def channels(
    known: Evidence, plan: Combination, artifacts: Sequence[Artifact]
) -> tuple[ChannelCase, ...]:
    """Each channel with its part of the cost and why it is used."""
    whole = max(1, sum(one.price_high for one in artifacts))
    found: list[ChannelCase] = []
    for channel in dict.fromkeys(one.channel for one in artifacts):
        cost = sum(one.price_high for one in artifacts if one.channel == channel)
        case = _case(known, plan, channel, round(cost / whole, 4))
        if any(one.ground == "worked" for one in found) and case.ground == "worked":
            case = case.model_copy(update={"text": case.text.replace(BETTER, ALSO_BETTER)})
        found.append(case)
    return tuple(found)


def grounded(known: Evidence, plan: Combination, channel: str) -> bool:
    """Whether anything measured or believed says that a channel reaches these people."""
    return _case(known, plan, channel, 0).ground != "experiment"


def _case(known: Evidence, plan: Combination, channel: str, share: float) -> ChannelCase:
    mine = Combination(plan.segment, plan.angle, channel, 0, 0)
    held = [
        one for one in known.beliefs
        if one.category == "channel" and one.holds and speaks_for(one, mine)
    ]  # fmt: skip
    name = opened_name(channel)
    if held:
        best = max(held, key=lambda one: one.confidence)
        bring = "do" if name.endswith("s") else "does"
        return ChannelCase(
            channel=channel, ground="worked", share=share, p=round(best.confidence, 2),
            text=f"{name} {bring} {BETTER}, by {counted(best.n, 'month')} of results "
            f"({best.confidence:.0%} sure).",
            evidence=(Source(kind="belief", id=best.id),),
        )  # fmt: skip
    there = [one for one in known.shown if (one.segment, one.channel) == (plan.segment, channel)]
    if there:
        newest = sorted(there, key=lambda one: (one.day, str(one.id)))[-2:]
        return ChannelCase(
            channel=channel, ground="audience", share=share,
            text=f"{name}: {counted(len(there), 'earlier piece')} reached {people(plan.segment)} "
            "there.",
            evidence=tuple(Source(kind="entry", id=one.id) for one in newest),
        )  # fmt: skip
    text = f"{name}: an experiment; no piece for {people(plan.segment)} was measured there."
    return ChannelCase(channel=channel, ground="experiment", share=share, text=text)


def risks(
    known: Evidence, plan: Combination, artifacts: Sequence[Artifact], cases: Sequence[ChannelCase]
) -> tuple[str, ...]:
    """What may go wrong: each with what shows it and what is stopped then."""
    first = min(artifacts, key=lambda one: one.review_on or one.due_on)
    about = said(of_angle(plan.angle)["about"], plan.angle, plan.segment)
    who, review = people(plan.segment), first.review_on or first.due_on
    found = [_flat(first, who, about, review)]
    found.append(
        "Work comes late. If a piece has not passed its reviews on the day on which it should go "
        "out, that day moves by a week at the most; then stop, take its brief back, and its money "
        "returns."
    )
    lead = max(cases, key=lambda one: one.share)
    if lead.ground == "worked":
        found.append(
            f"{opened_name(lead.channel)} may wear out. If the monthly review makes it less than "
            f"{EVEN:.0%} sure that this channel does better than the others, stop buying for it."
        )
    elif lead.ground == "experiment":
        found.append(
            f"{opened_name(lead.channel)} is a bet. If nobody has clicked within 14 days of "
            f"{day(first.out_on or first.due_on)}, stop there and plan no second piece for it."
        )
    if of_angle(plan.angle)["verb"] == "keep":
        found.append(
            "Words may not be what keeps them. If cancellations in the two months after it are no "
            "fewer than in the two before, stop answering this with pieces and look inside."
        )
    if any(one.move == "cut_prices" for one in known.rivals) and plan.angle in ("pricing", "roi"):
        found.append(
            "A rival may cut prices again. If one does before the last piece is out, stop it and "
            "look at its price line first."
        )
    return tuple(found)


def _flat(first: Artifact, who: str, about: str, review: date) -> str:
    name = str(of_type(first.artifact_type).get("called") or words(first.artifact_type))
    forecast = first.forecast
    if forecast is None or forecast.bar is None:
        return (
            f"Nobody may care. If the {name} has brought nobody by {day(review)}, stop: no "
            f"further piece on {about} is planned for {who}."
        )
    few = f"fewer than {number(forecast.bar)} {forecast.metric}"
    if forecast.bar <= 1:
        few = f"no {forecast.metric.removesuffix('s')}"
    return (
        f"The {name} falls flat. If it has {few} by "
        f"{day(review)}, stop: no further piece on {about} is planned for {who}."
    )


def rejected(known: Evidence, plan: Combination) -> tuple[str, ...]:
    """What was weighed and left out, doing nothing among it, each with the reason."""
    who, found = people(plan.segment), list[str]()
    near = [one for one in known.combinations if one.segment == plan.segment
            and (one.angle, one.channel) != (plan.angle, plan.channel)]  # fmt: skip
    others = [one for one in known.combinations if one.segment != plan.segment]
    if near and plan.low:
        found.append(
            f"{opened_name(near[0].channel)} for the same {who}, with messages about "
            f"{words(near[0].angle)}, because its results are {_behind(near[0], plan)}."
        )
    if others and plan.low:
        found.append(
            f"{people(others[0].segment).capitalize()} through {named(others[0].channel)}, with "
            f"messages about {words(others[0].angle)}, because {_rival(others[0], plan)}."
        )
    if not plan.low and known.combinations:
        one = known.combinations[0]
        found.append(
            f"One more piece for {people(one.segment)} through {named(one.channel)}, with messages "
            f"about {words(one.angle)}, because that does well already and answers nothing of this."
        )
    return (*found, _nothing(known, plan, who))


def _behind(one: Combination, plan: Combination) -> str:
    """How much less sure the results of another combination are."""
    return (
        f"less sure: at its low end such a piece beats {one.low:.0%} of all, and one of this map "
        f"{plan.low:.0%}"
    )


def _rival(one: Combination, plan: Combination) -> str:
    """Why another group of people is not asked first."""
    if one.low <= plan.low:
        return f"results there are {_behind(one, plan)}"
    return "they have, or get, a plan of their own, and two at once would share one desk"


def _nothing(known: Evidence, plan: Combination, who: str) -> str:
    """What would be lost by doing nothing."""
    ahead = [one for one in known.coming if one.segment == plan.segment]
    same = sum(one.angle == plan.angle for one in ahead)
    if not ahead:
        return f"Doing nothing, because {who} would hear nothing from us until the next plan."
    about = said(of_angle(plan.angle)["about"], plan.angle, plan.segment)
    planned = (
        f"{spelled(len(ahead))} {'piece is' if len(ahead) == 1 else 'pieces are'} planned for {who}"
    )
    there = sum(one.channel == plan.channel for one in ahead)
    if same:
        way = named(plan.channel)
        few = spelled(there) if there else "none"
        return (
            f"Doing nothing, because {planned}, {spelled(same)} of them on {about} and {few} "
            f"through {way}, where they answer most."
        )
    none = "and it does not speak" if len(ahead) == 1 else "and none of them speaks"
    return f"Doing nothing, because {planned}, {none} of {about}."


def priced(artifacts: Sequence[Artifact], today: date) -> str:
    """Where prices come from: the marketplace as of a day, the table by its version, or both."""
    asked = max((one.price_n for one in artifacts), default=0)
    sources = []
    if asked:
        sources.append(f"the middle half of what up to {asked} creators ask, as of {day(today)}")
    if any(not one.price_n for one in artifacts):
        sources.append(f"the price table {TABLE_VERSION}")
    return " and ".join(sources)


def lacking(known: Evidence, artifacts: Sequence[Artifact]) -> list[str]:
    """What this map in particular could not rest on."""
    found = [
        f"No creator is free for {a_piece(one.artifact_type)} just now; offers may have to wait."
        for one in artifacts
        if known.free and not known.free.get(one.artifact_type)
    ]
    if any(one.forecast is None for one in artifacts):
        found.append("Fewer than eight pieces of a kind were measured, so nothing is predicted.")
    return [*dict.fromkeys(found)]


def _more(usual: float) -> int:
    return max(1, ceil(usual * ABOVE_USUAL))


def opened_name(channel: str) -> str:
    """A channel at the start of a sentence."""
    name = named(channel)
    return name[:1].upper() + name[1:]
