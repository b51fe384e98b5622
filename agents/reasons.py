"""Why a map is worth making now, what speaks against it, and what rivals do; each with evidence.

All of it is worded by code from counts, days and figures: no sentence of anybody's is repeated.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from statistics import mean

from agents.phrases import of_angle, people, said
from domain.claims import words
from domain.maps import Claim, Source
from domain.planning import (
    LOOK_AHEAD,
    LOOK_BACK,
    Combination,
    Evidence,
    Held,
    Rival,
    Shown,
    Theme,
)
from domain.predictions import WINDOW
from domain.prose import counted, day, listed, month, named, number, opened, spelled

MOST_CITED = 4
"""Artifacts that a sum cites; the others are one click away from them."""
LEAST_SEASON = 8
CLEARLY = 0.15
"""How far a season's mean lies from the year's before it is a reason."""
YEAR = timedelta(days=365)
RIVALS = 3
MOVES = {
    "launched": "brought something new out",
    "raised_prices": "raised prices",
    "cut_prices": "cut prices",
    "hired": "hired",
    "laid_off": "let people go",
    "was_bought": "was bought",
    "bought": "bought a company",
    "raised_money": "raised money",
    "partnered": "found a partner",
    "ended": "closed something",
    "moved_into": "moved into new ground",
}


def of_results(known: Evidence, best: Combination) -> list[Claim]:
    """Beliefs that speak for a combination, what it did lately, the season and the empty days."""
    speak = [one for one in known.beliefs if one.holds and speaks_for(one, best)]
    if not speak:
        return []
    ranked = sorted(speak, key=lambda one: (-one.confidence, str(one.id)))
    found = [_believed(one, known, place) for place, one in enumerate(ranked[:3])]
    found = [_dated_once(one, found[:place]) for place, one in enumerate(found)]
    return [*found, *_moment(known, best), *_thin(known, best)]


def of_theme(known: Evidence, theme: Theme, plan: Combination) -> list[Claim]:
    """How often and how lately a concern came back, where else it was heard, then the moment."""
    topic = words(theme.topic)
    sources = tuple(Source(kind="extraction", id=each) for each, _ in theme.quotes)
    cited = (Source(kind="theme", id=theme.id), *sources[:6])
    found = [Claim(text=_came_back(theme), evidence=cited, on=theme.until)]
    for kind, one, when in theme.heard[:1]:
        text = f"The team came to it as well when it sat together on {day(when)}."
        found.append(Claim(text=text, evidence=(Source(kind=kind, id=one),), on=when))
    outside = [one for one in known.news if theme.topic in one.topics]
    for news in sorted(outside, key=lambda one: (one.day, str(one.id)))[-1:]:
        text = f"Outside, a market signal of {day(news.day)} is about {topic} as well."
        found.append(
            Claim(text=text, evidence=(Source(kind="market_signal", id=news.id),), on=news.day)
        )
    return [*found, *(_silence(known, theme) or _thin(known, plan)), *_moment(known, plan)]


def against(known: Evidence, plan: Combination) -> list[Claim]:
    """Beliefs that contradict the combination, surest first, and a season that speaks against."""
    contrary = [one for one in known.beliefs if _speaks_against(one, plan)]
    ranked = sorted(contrary, key=lambda one: (-one.confidence, str(one.id)))
    found = [
        Claim(
            text=f"{one.claim} {_how_sure(one)}", evidence=(Source(kind="belief", id=one.id),)
        )
        for one in ranked[:3]
    ]  # fmt: skip
    return [*found, *_season(known, good=False)]


def competition(known: Evidence, why: Sequence[Claim]) -> list[Claim]:
    """The rivals that come up most, and their newest moves that are no reason to act by now."""
    top = known.rivals[:RIVALS]
    if not top:
        return []
    cited = tuple(Source(kind="competitor", id=one.id) for one in top)
    moved = sorted(
        (one for one in known.rivals if one.move),
        key=lambda one: (one.moved_on or date.min, one.name),
        reverse=True,
    )
    found = [Claim(text=_named(top), evidence=cited)]
    return [*found, *(one for one in map(_moved, moved[:2]) if one not in why)]


def _named(top: Sequence[Rival]) -> str:
    """Who comes up beside us, the one that does so most apart from the rest."""
    first, rest = top[0], top[1:]
    times = counted(first.mentions, "mention")
    if not rest:
        return f"{first.name} is the only rival that comes up ({times})."
    if rest[0].mentions == first.mentions:
        return f"{listed(one.name for one in top)} come up equally often ({times} each)."
    others = listed(f"{one.name} ({one.mentions})" for one in rest)
    return f"{first.name} comes up most ({times}), far less {others}." if (
        first.mentions > 2 * rest[0].mentions
    ) else f"{first.name} comes up most ({times}), then {others}."  # fmt: skip


def pain(known: Evidence, plan: Combination, reading: str, theme: Theme | None) -> Claim | None:
    """What hurts, as we read the evidence; None where there is less than two pieces of it."""
    if theme is not None:
        cited = [Source(kind="extraction", id=each) for each, _ in theme.quotes[:6]]
        text = f"What hurts, as we read {spelled(len(cited))} of those notes: {_within(reading)}"
    else:
        beliefs = [one for one in known.beliefs if one.holds and speaks_for(one, plan)]
        cited = [Source(kind="belief", id=one.id) for one in beliefs[:2]]
        best = sorted(_alike(known, plan), key=lambda one: (-one.reached, str(one.id)))
        cited += [Source(kind="entry", id=one.id) for one in best[:2]]
        text = f"What hurts, as we read the pieces that did well: {_within(reading)}"
    return Claim(text=text, evidence=tuple(cited)) if len(cited) > 1 else None


def _within(sentence: str) -> str:
    """A sentence of ours as it stands after a colon."""
    return sentence[:1].lower() + sentence[1:]


def speaks_for(one: Held, plan: Combination) -> bool:
    """Whether a belief is about the combination and in its favour."""
    return _about(one, plan) and one.direction > 0


def _speaks_against(one: Held, plan: Combination) -> bool:
    return _about(one, plan) and one.direction < 0 and one.confidence >= 0.5


def _about(one: Held, plan: Combination) -> bool:
    if one.category == "messaging":
        return one.subject == plan.angle and one.segment == plan.segment
    if one.category == "channel":
        return one.subject == plan.channel
    return one.category == "audience" and one.subject == plan.segment


def _believed(one: Held, known: Evidence, place: int) -> Claim:
    """A belief, and when results last moved it, where that was lately."""
    text, on = f"{one.claim} {_how_sure(one, place)}", one.weighed_on
    late = on is not None and known.today - LOOK_BACK <= on <= known.today
    if on is not None and late:
        text = f"{text}{_weighed(on)}"
    cited = (Source(kind="belief", id=one.id),)
    return Claim(text=text, evidence=cited, on=on if late else None)


def _weighed(on: date) -> str:
    return f" It was last tested on {day(on)}."


def _dated_once(one: Claim, before: Sequence[Claim]) -> Claim:
    """A day that a neighbour has told already is not told again."""
    if one.on is None or all(each.on != one.on for each in before):
        return one
    return one.model_copy(update={"text": one.text.removesuffix(_weighed(one.on))})


SURE = ("That held over {} of results.", "So it was in {} of results.", "{} of results agree.")
LIKELY = (
    "As far as {} of results can show, that holds.",
    "The {} measured so far point there.",
    "With {} of results behind it, it is likely and not sure.",
)


def _how_sure(one: Held, place: int = 0) -> str:
    """How sure, in the verb and with n (rubrics: style sheet 4); neighbours do not sound alike."""
    months = counted(one.n, "month")
    if one.confidence < 0.6:
        return f"This may be so; it rests on {months} of results."
    how = SURE if one.confidence >= 0.8 else LIKELY
    return opened(how[place % len(how)].format(months))


def _came_back(theme: Theme) -> str:
    topic = words(theme.topic)
    times = counted(theme.count, "time")
    if theme.since is None or theme.until is None or theme.since == theme.until:
        return f"A concern about {topic} came up {times}."
    return (
        f"Concerns about {topic} came back {times} since {month(f'{theme.since:%Y-%m}')}, last on "
        f"{day(theme.until)}."
    )


def _moment(known: Evidence, plan: Combination) -> list[Claim]:
    """What makes this week better than another: late results, gap, season, rivals, figures."""
    found = [
        *_lately(known, plan),
        *_gap(known, plan),
        *_season(known, good=True),
    ]
    if of_angle(plan.angle)["verb"] == "win":
        recent = [
            one
            for one in known.rivals
            if one.move and one.moved_on and one.moved_on >= known.today - LOOK_BACK
        ]
        found += [_moved(one) for one in recent[:1]]
    return [*found, *_shifts(known)]


def _lately(known: Evidence, plan: Combination) -> list[Claim]:
    """What pieces of this angle, or this channel, reached lately with these people."""
    since = known.today - LOOK_BACK
    late = [one for one in _alike(known, plan) if since <= one.day < known.today]
    total = sum(one.reached for one in late)
    if not total:
        return []
    newest = max(one.day for one in late)
    one_or_more = "piece" if len(late) == 1 else "pieces"
    text = (
        f"{opened(spelled(len(late)))} such {one_or_more} for {people(plan.segment)} brought "
        f"{number(total)} conversions since {day(since)}{_beside(known, total / len(late))}; the "
        f"newest went out on {day(newest)}."
    )
    return [Claim(text=text, evidence=_cited(late), on=newest)]


def _beside(known: Evidence, each: float) -> str:
    """How that compares with the year, where it is clearly more."""
    year = [one for one in known.shown if known.today - YEAR <= one.day < known.today - WINDOW]
    if len(year) < LEAST_SEASON or each < (1 + CLEARLY) * (usual := mean(o.reached for o in year)):
        return ""
    return f", {round(each)} each where a piece of ours usually brings {round(usual)}"


def _thin(known: Evidence, plan: Combination) -> list[Claim]:
    """Pieces for the segment are planned, and none with this angle, or none on this channel."""
    own = [one for one in known.coming if one.segment == plan.segment]
    if any(one.angle == plan.angle for one in own):
        about = f"goes through {named(plan.channel)}"
        own = [] if any(one.channel == plan.channel for one in own) else own
    else:
        about = f"speaks of {said(of_angle(plan.angle)['about'], plan.angle, plan.segment)}"
    if not own:
        return []
    until, who = day(known.today + LOOK_AHEAD), people(plan.segment)
    holds = "one piece" if len(own) == 1 else f"{spelled(len(own))} pieces"
    none = "it" if len(own) == 1 else "none of them"
    text = f"Until {until} the calendar holds {holds} for {who}, and {none} {about}."
    if len(own) == 1:
        text = f"Nothing that the calendar holds for {who} until {until} {about}."
    cited = tuple(Source(kind="entry", id=one.id) for one in own[:MOST_CITED])
    return [Claim(text=text, evidence=cited, on=known.today)]


def _silence(known: Evidence, theme: Theme) -> list[Claim]:
    """Nothing planned answers a concern that keeps coming back."""
    if any(one.angle == theme.topic for one in known.coming):
        return []
    until = day(known.today + LOOK_AHEAD)
    text = f"From {day(known.today)} to {until} no entry on the calendar answers it."
    return [Claim(text=text, evidence=(Source(kind="theme", id=theme.id),), on=known.today)]


def _gap(known: Evidence, plan: Combination) -> list[Claim]:
    """Nothing planned for the segment, with the last piece that spoke to it as the evidence."""
    own = [one for one in known.shown if one.segment == plan.segment and one.day <= known.today]
    if not own or any(one.segment == plan.segment for one in known.coming):
        return []
    last, until = max(own, key=lambda one: one.day), day(known.today + LOOK_AHEAD)
    text = (
        f"From {day(known.today)} to {until} nothing on the calendar speaks to "
        f"{people(plan.segment)}; the last piece that did went out on {day(last.day)}."
    )
    return [Claim(text=text, evidence=(Source(kind="entry", id=last.id),), on=known.today)]


def _season(known: Evidence, *, good: bool) -> list[Claim]:
    """Whether the same weeks of last year did clearly better, or worse, than the year."""
    start = known.today - YEAR
    then = [one for one in known.shown if start <= one.day <= start + LOOK_AHEAD]
    year = [one for one in known.shown if start <= one.day < known.today]
    if len(then) < LEAST_SEASON or not (usual := mean(one.reached for one in year)):
        return []
    now = mean(one.reached for one in then)
    if (now / usual - 1) * (1 if good else -1) < CLEARLY:
        return []
    text = (
        f"In the same weeks of last year {len(then)} pieces reached {number(now)} conversions "
        f"each, against {number(usual)} over the year."
    )
    return [Claim(text=text, evidence=_cited(then))]


def _shifts(known: Evidence) -> list[Claim]:
    found = []
    for one in known.shifts[:1]:
        text = (
            f"{opened(words(one.metric))} went {one.direction} in {month(one.month)}: "
            f"{number(one.value)}, where {number(one.expected)} was to be expected."
        )
        cited = (Source(kind="signal", id=one.id),)
        found.append(Claim(text=text, evidence=cited, on=one.day))
    return found


def _moved(one: Rival) -> Claim:
    when = f" around {day(one.moved_on)}" if one.moved_on else ""
    text = f"{one.name} {MOVES.get(one.move, 'made a move')}, as was noted{when}."
    return Claim(text=text, evidence=(Source(kind="competitor", id=one.id),), on=one.moved_on)


def _alike(known: Evidence, plan: Combination) -> list[Shown]:
    """Measured pieces for these people with the same angle; where there is none, on the channel
    that was chosen for its results."""
    own = [one for one in known.shown if one.segment == plan.segment]
    same = [one for one in own if one.angle == plan.angle]
    chosen = [one for one in own if one.channel == plan.channel and plan.low]
    return same or chosen


def _cited(pieces: Sequence[Shown]) -> tuple[Source, ...]:
    best = sorted(pieces, key=lambda one: (-one.reached, str(one.id)))[:MOST_CITED]
    return tuple(Source(kind="entry", id=one.id) for one in best)
