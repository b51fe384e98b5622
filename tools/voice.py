"""How the business sounds: whether a text fits its own words, and whether pieces say the same."""

import asyncio
from collections import Counter, defaultdict
from typing import Any
from uuid import UUID

import numpy as np
from pydantic import Field

from cdt.embed import embed
from domain.prose import counted, listed, number, paragraph, rounded, share
from domain.samples import gap
from domain.stylometry import LEAST_WORDS, TEXTS, fit, long_enough
from memory import calendar, people, vectors
from memory.ctx import Ctx
from tools.base import Ask, tool
from tools.findings import Finding, Part, Ref, lacking, weightiest
from tools.heard import Spoken, spoken
from tools.pieces import PeriodAsk

LATEST = 150  # titles that are compared, so that the answer comes within seconds
AXES = {
    "voice_formality": ("casual", "formal"),
    "voice_technicality": ("plain", "technical"),
    "voice_boldness": ("measured", "bold"),
    "voice_playfulness": ("serious", "playful"),
}


class TextAsk(Ask):
    """A text that is to sound like the business."""

    text: str = Field(
        min_length=1, max_length=50_000, description=f"The text, of {LEAST_WORDS} words or more"
    )


@tool("context:read")
async def brand_voice_distance(ctx: Ctx, ask: TextAsk) -> Finding:
    """How far a text sounds from the business's own words, in manner and in matter."""
    every = [one for one in await spoken(ctx) if long_enough(one.text)]
    found = fit(ask.text, [one.text for one in every])
    if found is None:
        said = f"{counted(len(every), 'text')} of your own with {LEAST_WORDS} words are known."
        if not long_enough(ask.text):
            said = f"The text has fewer than {LEAST_WORDS} words."
        needed = f"a text of {LEAST_WORDS} words and {TEXTS} of your own as long"
        return lacking(said, needed, len(every), [one.ref() for one in every])
    near, order = await _matter(ctx, ask.text, every)
    if found.closer >= 0.25:
        head = "The text sounds like you"
    elif found.closer >= 0.05:
        head = "The text sounds somewhat unlike you"
    else:
        head = "The text does not sound like you"
    head += f": {share(found.closer)} of {counted(found.n, 'text')} of your own lie further from "
    head += f"your usual manner (distance {number(found.delta)}, usual {number(found.usual)})."
    habits = listed(f"{name} ({number(mine)} against {number(usual)})"
                    for name, mine, usual in found.habits)  # fmt: skip
    axes = await _axes(ctx)
    lines = [
        head,
        f"What differs most is {habits}." if habits else "",
        f"In what it speaks of, it lies nearer to your words than {share(near)} of them lie to the "
        "rest.",
        f"The profile asks for a voice that is {axes}." if axes else "",
    ]
    figures = {
        "usual distance": rounded(found.usual),
        "further out in percent": rounded(100 * found.closer),
        "nearer than in percent": rounded(100 * near),
    }
    for name, mine, usual in found.habits:
        figures |= {f"{name}, here": rounded(mine), f"{name}, usual": rounded(usual)}
    return Finding(
        said=paragraph(*lines), enough=True, n=found.n, value=rounded(found.delta),
        unit="spreads of your own habits", figures=figures,
        evidence=weightiest(every[at].ref() for at in order[:20]),
    )  # fmt: skip


@tool("calendar:read")
async def message_consistency(ctx: Ctx, ask: PeriodAsk) -> Finding:
    """Whether the pieces of a campaign say the same thing, and which of them stray."""
    rows = [
        row for row in await calendar.entries(ctx, since=ask.since)
        if row.campaign_id and row.status != "dropped"
        and (ask.until is None or (row.publish_on and row.publish_on <= ask.until))
    ][-LATEST:]  # fmt: skip
    sizes = Counter(row.campaign_id for row in rows)
    rows = [row for row in rows if sizes[row.campaign_id] >= 3]
    if len({row.campaign_id for row in rows}) < 2:
        said = f"{counted(len(rows), 'entry', 'entries')} belong to a campaign of 3 pieces or more."
        return lacking(said, "2 campaigns of at least 3 pieces each", len(rows), _refs(rows))
    names = await calendar.campaign_names(ctx)
    meaning = await asyncio.to_thread(embed, [_words(row) for row in rows])
    inside, outside = _likeness(rows, meaning)
    told = gap(outside, inside)
    own = defaultdict(list)
    for row, one in zip(rows, inside, strict=True):
        own[row.campaign_id].append((one, row))
    means = {key: float(np.mean([one for one, _ in held])) for key, held in own.items()}
    best, worst = max(means, key=lambda k: means[k]), min(means, key=lambda k: means[k])
    stray = [row for _, row in sorted(own[worst], key=lambda each: (each[0], str(each[1].id)))]
    middle, others = float(np.mean(inside)), float(np.mean(outside))
    if told and told.low > 0:
        head = "Pieces of one campaign speak more alike than pieces of different ones"
    else:
        head = "Pieces of one campaign speak no more alike than pieces of different ones"
    head += f": likeness {number(middle)} against {number(others)} "
    head += f"(1 is the same; {counted(len(rows), 'piece')} in {len(own)} campaigns)."
    line = f"“{names[best]}” holds together best ({number(means[best])}), “{names[worst]}” least "
    line += f"({number(means[worst])}); there “{stray[0].title}” strays furthest."
    return Finding(
        said=paragraph(head, line), enough=True, n=len(rows), value=rounded(middle - others),
        low=rounded(told.low if told else 0), high=rounded(told.high if told else 0),
        unit="likeness, 0 to 1",
        parts=[Part(name=names[key], value=rounded(one), n=len(own[key]))
               for key, one in sorted(means.items(), key=lambda each: -each[1])],
        figures={"within": rounded(middle), "between": rounded(others), "campaigns": len(own),
                 "same": 1},
        evidence=_refs([*stray[:10], *(row for _, row in own[best][:10])]),
    )  # fmt: skip


async def _matter(ctx: Ctx, text: str, own: list[Spoken]) -> tuple[float, list[int]]:
    """Share of own texts that lie further from the rest than `text`; own texts, nearest first."""
    held: dict[UUID, np.ndarray] = {}
    for kind in sorted({one.kind for one in own}):
        held |= await vectors.vectors_of(ctx, kind, [one.id for one in own if one.kind == kind])
    at = [place for place, one in enumerate(own) if one.id in held]
    if not at:
        return 0.0, [*range(len(own))]
    mine = (await asyncio.to_thread(embed, [text]))[0]
    rest = np.stack([held[own[place].id] for place in at])
    centre = rest.mean(axis=0)
    near = float((rest @ centre < mine @ centre).mean())
    return near, [at[int(place)] for place in np.argsort(-(rest @ mine), kind="stable")]


async def _axes(ctx: Ctx) -> str:
    profile = await people.profile(ctx)
    told = []
    for name, (low, high) in AXES.items():
        value = getattr(profile, name, None)
        if value is not None and abs(value) >= 0.25:
            told.append(high if value > 0 else low)
    return listed(told)


def _words(row: Any) -> str:
    return ". ".join(each for each in (row.title, row.strategic_intent) if each)


def _likeness(rows: list[Any], meaning: np.ndarray) -> tuple[list[float], list[float]]:
    """Each piece's mean likeness to its own campaign, and to the others."""
    near = meaning @ meaning.T
    np.fill_diagonal(near, np.nan)
    keys = np.array([str(row.campaign_id) for row in rows])
    same = keys[:, None] == keys[None, :]
    inside = np.nanmean(np.where(same, near, np.nan), axis=1)
    outside = np.nanmean(np.where(same, np.nan, near), axis=1)
    return [float(each) for each in inside], [float(each) for each in outside]


def _refs(rows: list[Any]) -> list[Ref]:
    return weightiest(Ref(kind="entry", id=row.id) for row in rows)
