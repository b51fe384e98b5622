"""The attack on a brief: who in its niche is it about, told from what a creator sees alone?

The attacker knows what is public of every candidate and holds all of the brief. It ranks them by
words that both use (rare ones weigh more), by figures that both name, and by likeness of meaning,
and looks at each in units of how far the candidates lie apart. It points clearly to the true
business where that stands first, by a lead that the first of so many alike would have in fewer
than one of twenty briefs that tell nothing.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Literal

import numpy as np
from pydantic import BaseModel, ConfigDict
from scipy import stats

from domain.briefs import Brief
from domain.passages import content, numbers, stems

MARGIN = 0.05
LEAST_CANDIDATES = 5
FIGURE = 2.0
TOP = 3
Table = np.ndarray[Any, np.dtype[np.float64]]


class Candidate(BaseModel):
    """Somebody of the niche: what is public of them, by field."""

    model_config = ConfigDict(frozen=True)

    kind: Literal["own", "competitor", "decoy"]
    profile: Mapping[str, tuple[str, ...]]

    @property
    def text(self) -> str:
        """The profile as one text, a field a line."""
        return "\n".join(f"{name}: {', '.join(told)}" for name, told in self.profile.items())


class Attack(BaseModel):
    """The true business stood at `rank` of `candidates` with `share` (0…1) of what the attacker
    believes. A lead so clear comes about by `chance` (0…1) where nothing is told. `helped` are the
    parts of the brief that pointed to it most, strongest first. No names are kept."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    rank: int
    candidates: int
    competitors: int
    share: float
    chance: float
    helped: tuple[str, ...] = ()

    @property
    def near_us(self) -> bool:
        """Whether the true business is among the first few: reason to say less, not to block."""
        return self.rank <= TOP

    @property
    def points_to_us(self) -> bool:
        """Whether it points to the true business beyond chance and margin."""
        return self.rank == 1 and self.chance < MARGIN


def parts(brief: Brief) -> dict[str, str]:
    """What a creator sees of a brief, by part; ids and days say nothing of a business."""
    aim = brief.success
    told = {
        "title": brief.title,
        "offer": brief.offer,
        "takeaway": brief.takeaway,
        "audience": " ".join((brief.audience.role, brief.audience.size, brief.audience.words)),
        "situation": f"{brief.audience.situation} {brief.audience.pain}",
        "messages": " ".join(f"{one.text}. {one.proof}." for one in brief.messages),
        "voice": " ".join((*brief.voice.sounds, *brief.voice.never, *_said(brief))),
        "trade": " ".join(brief.voice.words),
        "search": _search(brief),
        "technical": " ".join((*brief.format.consists_of, *brief.technical.requirements)),
        "success": f"{aim.metric} {aim.target:g} {aim.unit}"
        + ("" if aim.baseline is None else f" {aim.baseline:g}"),
        "avoid": " ".join(brief.avoid),
        "references": " ".join(brief.references),
        "call to action": brief.call_to_action,
    }
    return {name: text.strip() for name, text in told.items() if text.strip()}


def _said(brief: Brief) -> list[str]:
    return [word for one in brief.voice.examples for word in (one.say, one.not_say)]


def _search(brief: Brief) -> str:
    seo = brief.seo
    return " ".join((seo.keyword, *seo.headings, *seo.links)) if seo else ""


def attack(seen: Mapping[str, str], pool: Sequence[Candidate], alike: Table) -> Attack:
    """What the attacker finds in the parts that it sees. `alike` is the likeness (-1…1) of each
    part to each candidate, in order; the true business is the one of kind `own`."""
    named, told = list(seen), list(seen.values())
    own = next(at for at, one in enumerate(pool) if one.kind == "own")
    shared, figures = _shared(told, pool), _figures(told, pool)

    def scores(rows: Sequence[int]) -> Table:
        chosen = list(rows)
        near = alike[chosen]
        return (
            _spread(shared[chosen].sum(axis=0))
            + _spread(figures[chosen].sum(axis=0))
            + _spread(near.mean(axis=0))
            + _spread(near.max(axis=0))
        )

    everything = list(range(len(told)))
    found = scores(everything)
    lead = _lead(found, own)
    gains = {
        named[at]: lead - _lead(scores([one for one in everything if one != at]), own)
        for at in (everything if len(everything) > 1 else ())
    }
    helped = [name for name, gain in sorted(gains.items(), key=lambda one: -one[1]) if gain > 0]
    weight = np.exp(found - found.max())
    return Attack(
        rank=1 + int((found > found[own]).sum()),
        candidates=len(pool),
        competitors=sum(one.kind == "competitor" for one in pool),
        share=round(float(weight[own] / weight.sum()), 4),
        chance=round(_chance(lead, len(pool)), 4),
        helped=tuple(helped[:TOP]),
    )


def _shared(told: Sequence[str], pool: Sequence[Candidate]) -> Table:
    """Words that a part and a profile share, rare ones heavier, long profiles lighter."""
    profiles = [content(stems(one.text)) for one in pool]
    seen = Counter(stem for words in profiles for stem in words)
    found = np.zeros((len(told), len(pool)))
    for row, text in enumerate(told):
        own = content(stems(text))
        for column, words in enumerate(profiles):
            weight = sum(_rare(seen[stem], len(pool)) for stem in own & words)
            found[row, column] = weight / np.sqrt(max(1, len(words)))
    return found


def _figures(told: Sequence[str], pool: Sequence[Candidate]) -> Table:
    profiles = [set(numbers(one.text)) for one in pool]
    seen = Counter(value for values in profiles for value in values)
    found = np.zeros((len(told), len(pool)))
    for row, text in enumerate(told):
        own = set(numbers(text))
        for column, values in enumerate(profiles):
            found[row, column] = FIGURE * sum(_rare(seen[one], len(pool)) for one in own & values)
    return found


def _rare(holders: int, among: int) -> float:
    return float(np.log((among + 1) / (holders + 0.5)))


def _spread(values: Table) -> Table:
    deviation = float(values.std())
    return (values - values.mean()) / deviation if deviation > 1e-9 else np.zeros_like(values)


def _lead(scores: Table, own: int) -> float:
    """How far the true business stands above the others, in their own spread."""
    others = np.delete(scores, own)
    deviation = float(others.std(ddof=1)) if len(others) > 1 else 0.0
    apart = float(scores[own] - others.mean())
    return apart / deviation if deviation > 1e-9 else (np.inf if apart > 1e-9 else 0.0)


def _chance(lead: float, among: int) -> float:
    """How often the first of so many alike would lead by as much."""
    scale = float(np.sqrt(1 + 1 / (among - 1)))
    one = float(stats.t.sf(lead / scale, among - 2))
    return 1 - (1 - one) ** among
