"""Guards a brief: what would tell whose it is becomes a general word, or the brief is blocked."""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from domain.anonymity import Leak
from domain.briefs import BRAND, GIVING, Brief
from domain.language.firm import industry_of
from domain.reidentification import Attack

GENERAL = {
    "name": BRAND,
    "aliases": BRAND,
    "legal": BRAND,
    "handles": BRAND,
    "products": BRAND,
    "domains": BRAND,
    "people": "a colleague",
    "customers": "a customer",
    "city": "the region",
    "url": "a page that we name when you begin",
}
"""What stands for a leaked word, by the field of the tenant that it points to."""
_TRADE = re.compile(rf" in [^,]+(?={re.escape(GIVING)})")
_WHOM = re.compile(r" for ([^,]+)")
SECTORS = {
    "manufacturing": "manufacturing", "healthcare": "health care", "education": "education",
    "hospitality": "hospitality", "ecommerce_food": "food", "logistics": "logistics",
    "real_estate": "real estate", "legal": "legal services", "agriculture": "farming",
    "local_services": "local services", "fitness": "sports", "fintech": "finance",
}  # fmt: skip
"""The line of business that a trade belongs to, as a broader word for it."""
SOMEBODY = "People who decide about this in their daily work"


def generalised(brief: Brief, leaked: Sequence[Leak]) -> Brief:
    """The brief with leaked words replaced where a general word is known; check it again."""
    text = brief.model_dump_json()
    for leak in sorted(leaked, key=_exact_first):
        general = GENERAL.get(leak.rule)
        if general:
            written = json.dumps(leak.text, ensure_ascii=False)[1:-1]
            text = text.replace(written, general)
            text = re.sub(rf"({re.escape(general)})(?: +\1)+", r"\1", text)  # name and surname
    return Brief.model_validate_json(text)


def _exact_first(leak: Leak) -> tuple[bool, int, str]:
    """A name as it is known, then the shorter: what stands around a name stays."""
    return leak.text.casefold() != leak.points_to.casefold(), len(leak.text), leak.text


def coarser(brief: Brief) -> Iterator[tuple[tuple[str, ...], Brief]]:
    """The brief in ever coarser words, with the parts that were changed so far: first without the
    words of the trade, then with its sector instead of the trade, then without either, at last for
    nobody in particular."""
    changed: tuple[str, ...] = ()
    if brief.voice.words:
        voice = brief.voice.model_copy(update={"words": ()})
        brief, changed = brief.model_copy(update={"voice": voice}), ("trade",)
        yield changed, brief
    if (broad := _by_sector(brief)) != brief:
        brief = broad
        yield (*changed, "offer"), brief
    whom = _TRADE.sub("", brief.audience.role)
    if brief.offer or whom != brief.audience.role:
        audience = brief.audience.model_copy(update={"role": whom})
        brief = brief.model_copy(update={"offer": "", "audience": audience})
        changed = (*changed, "offer")
        yield changed, brief
    kind = brief.format.artifact_type.replace("_", " ").capitalize()
    _, giving, time = brief.audience.role.partition(GIVING)
    role = f"{SOMEBODY}{giving}{time}"
    audience = brief.audience.model_copy(update={"role": role, "size": "", "words": ""})
    title = f"{kind}: {brief.takeaway.rstrip('.')}"
    after = brief.model_copy(update={"title": title, "audience": audience})
    yield (*changed, "title", "audience"), after


def _by_sector(brief: Brief) -> Brief:
    """The brief with the sector where its trade stands; as it is where no sector is known."""
    trades = [*_TRADE.findall(brief.audience.role), *_WHOM.findall(brief.offer)]
    sector = next((SECTORS[one] for each in trades if (one := industry_of(each)) in SECTORS), "")
    if not sector:
        return brief
    role = _TRADE.sub(f" in {sector}", brief.audience.role)
    audience = brief.audience.model_copy(update={"role": role})
    offer = _WHOM.sub(f" for {sector}", brief.offer)
    return brief.model_copy(update={"offer": offer, "audience": audience})


@dataclass(frozen=True)
class Guarded:
    """A brief with the attack on it, and the parts that were said in coarser words for it."""

    brief: Brief
    attack: Attack | None
    coarsened: tuple[str, ...] = ()


def guarded(brief: Brief, attacked: Callable[[Brief], Attack | None]) -> Guarded:
    """The brief, in words only as coarse as it takes to keep an attack away from the business;
    where none do, in those in which it comes least near."""
    found = attacked(brief)
    if found is None or not found.near_us:
        return Guarded(brief, found)
    tried = [Guarded(brief, found)]
    for changed, after in coarser(brief):
        tried.append(Guarded(after, attacked(after), changed))
        if not (tried[-1].attack and tried[-1].attack.near_us):
            return tried[-1]
    quiet = [one for one in tried if one.attack and not one.attack.points_to_us]
    return max(quiet, key=lambda one: one.attack.rank if one.attack else 0, default=tried[-1])


def faults(leaked: Sequence[Leak]) -> list[str]:
    """Leaks as sentences for the founder, each once."""
    told = [f"“{leak.text}” ({leak.where}) points to {leak.points_to}" for leak in leaked]
    return [*dict.fromkeys(told)]
