"""How a map keeps to its mode: what is left out and said not to be known, or added as an idea.

Strict says nothing that evidence does not carry; creative adds what no evidence forbids (product
OU8, `domain/modes.py`). The usual mode leaves a map as it was drafted.
"""

from collections.abc import Iterable, Sequence
from statistics import fmean

from agents import campaigns, staging
from agents.phrases import a_piece, of_angle, people, said
from agents.staging import Piece
from cdt import predictions
from domain.maps import Artifact, ExecutionMap, Idea, Source, Unknown
from domain.modes import IDEA, MOST_IDEAS
from domain.planning import Combination, Evidence, Held
from domain.prose import listed, named

NOTHING_CARRIED = (
    "I don't know of a plan that would work, because no evidence carries one from end to end."
)
AGAINST = 0.4
"""Below it the results speak against what a belief says."""


def pieces(known: Evidence, plan: Combination, wanted: Sequence[Piece]) -> list[Piece]:
    """The pieces that a map may hold: all, or in the strict mode those on channels of which
    something measured or believed says that they reach these people."""
    if known.mode != "strict":
        return [*wanted]
    return [
        one for one in wanted if campaigns.grounded(known, plan, staging.channel_of(one[0], plan))
    ]


def within(
    known: Evidence, plan: Combination, whole: ExecutionMap, left_out: Sequence[Piece]
) -> ExecutionMap:
    """The map as its mode has it."""
    if known.mode == "creative":
        return whole.model_copy(update={"ideas": tuple(ideas(known, plan, whole.artifacts))})
    if known.mode == "strict":
        told = tuple(_unknown(plan, whole, left_out))
        return whole.model_copy(update={"pain": None, "unknown": told})
    return whole


def ideas(known: Evidence, plan: Combination, planned: Sequence[Artifact] = ()) -> list[Idea]:
    """Up to two things to try with these people: what they answer to where it was never said to
    them, and what was never said to them where they answer; nothing that is `planned` anyway."""
    tried = {(one.angle, one.channel) for one in known.shown if one.segment == plan.segment}
    tried |= {(one.angle, one.channel) for one in planned}
    elsewhere = [(plan.angle, one) for one in _channels(known)]
    anew = [(one, plan.channel) for one in _angles(known, plan)]
    found: list[Idea] = []
    for options in (elsewhere, anew):
        free = [
            one for one in options if one not in tried and not _forbidden(known, plan.segment, *one)
        ]
        found += [_idea(known, plan, *one) for one in free[:1]]
    return found[:MOST_IDEAS]


def _idea(known: Evidence, plan: Combination, angle: str, channel: str) -> Idea:
    about = said(of_angle(angle)["about"], angle, plan.segment)
    text = (
        f"{IDEA} speak to {people(plan.segment)} of {about}, through {named(channel)}. No piece "
        f"for them was measured that way. {_wide(known, plan)}"
    )
    there = [one for one in known.shown if one.channel == channel]
    newest = sorted(there, key=lambda one: (one.day, str(one.id)))[-2:]
    return Idea(
        text=text, segment=plan.segment, angle=angle, channel=channel,
        evidence=tuple(Source(kind="entry", id=one.id) for one in newest),
    )  # fmt: skip


def _wide(known: Evidence, plan: Combination) -> str:
    metric = campaigns.metric_of(plan)
    history = known.clicks if metric == campaigns.CLICKS else known.results
    return predictions.all_told(history, metric)


def _channels(known: Evidence) -> list[str]:
    """Channels on which anything was measured, by what pieces reached there on average."""
    return _by_mean((one.channel, one.reached) for one in known.shown)


def _angles(known: Evidence, plan: Combination) -> list[str]:
    """What other people were told, by what it reached with them on average; of the same purpose."""
    others = [one for one in known.shown if one.segment != plan.segment]
    verb = of_angle(plan.angle)["verb"]
    reached = _by_mean((one.angle, one.reached) for one in others)
    return [name for name in reached if of_angle(name)["verb"] == verb]


def _by_mean(reached: Iterable[tuple[str, float]]) -> list[str]:
    """Names, without the empty one, from the highest mean to the lowest."""
    every: dict[str, list[float]] = {}
    for name, value in reached:
        every.setdefault(name, []).append(value)
    mean = {name: fmean(each) for name, each in every.items() if name}
    return sorted(mean, key=lambda name: (-mean[name], name))


def _forbidden(known: Evidence, segment: str, angle: str, channel: str) -> bool:
    """Whether the owner or the evidence speaks against saying that to them, or saying it there."""
    scopes = {("messaging", angle, segment), ("channel", channel, "")}
    return bool(scopes & known.forbidden) or any(
        (one.category, one.subject, one.segment) in scopes and _against(one)
        for one in known.beliefs
    )


def _against(one: Held) -> bool:
    if one.direction < 0:
        return one.confidence >= 1 - AGAINST
    return one.n > 0 and one.confidence < AGAINST


def _unknown(plan: Combination, whole: ExecutionMap, left_out: Sequence[Piece]) -> list[Unknown]:
    """What the map would otherwise read into the evidence, said not to be known."""
    who = people(plan.segment)
    found = [
        Unknown(
            part="audience",
            text=f"I don't know what hurts {who}, because no result measures it; what notes say of "
            "it would have to be interpreted.",
        )
    ]
    for kind, _ in left_out:
        way = named(staging.channel_of(kind, plan))
        found.append(
            Unknown(
                part="contents",
                text=f"I don't know whether {who} can be reached through {way}, because no piece "
                f"for them was measured there; so {a_piece(kind)} is left out.",
            )
        )
    bare = [a_piece(one.artifact_type) for one in whole.artifacts if one.forecast is None]
    if bare:
        found.append(
            Unknown(
                part="predicted",
                text=f"I don't know what {listed(bare, 'or')} will bring, because fewer than eight "
                f"such pieces for {who} were measured.",
            )
        )
    return found
