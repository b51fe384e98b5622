"""Guards a brief: what would tell whose it is becomes a general word, or the brief is blocked."""

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from domain.anonymity import Leak, leaks
from domain.briefs import BRAND, Brief
from domain.identity import Tenant
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
COARSER = frozenset({"title", "audience"})
"""Parts that have coarser words which still instruct; what a bonus hangs on is never among them."""
SOMEBODY = "People who decide about this in their daily work read this"


def found(tenant: Tenant, brief: Brief, rendered: str) -> list[Leak]:
    """Every leak of the record and of the text that a creator would read."""
    return [*leaks(tenant, brief), *leaks(tenant, rendered)]


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


def coarsened(brief: Brief, helped: Sequence[str]) -> Brief:
    """The brief with the parts that help an attacker in words that fit the whole niche."""
    if not COARSER & set(helped):
        return brief
    kind = brief.format.artifact_type.replace("_", " ").capitalize()
    audience = brief.audience.model_copy(update={"role": SOMEBODY, "size": "", "words": ""})
    title = f"{kind}: {brief.takeaway.rstrip('.')}"
    return brief.model_copy(update={"title": title, "audience": audience})


@dataclass(frozen=True)
class Guarded:
    """A brief with the attack on it, and the parts that were said in coarser words for it."""

    brief: Brief
    attack: Attack | None
    coarsened: tuple[str, ...] = ()


def guarded(brief: Brief, attacked: Callable[[Brief], Attack | None]) -> Guarded:
    """The brief, in coarser words where an attack comes near the business through words."""
    found = attacked(brief)
    if found is None or not found.near_us:
        return Guarded(brief, found)
    after = coarsened(brief, found.helped)
    if after == brief:
        return Guarded(brief, found)
    return Guarded(after, attacked(after), tuple(one for one in found.helped if one in COARSER))


def faults(leaked: Sequence[Leak]) -> list[str]:
    """Leaks as sentences for the founder, each once."""
    told = [f"“{leak.text}” ({leak.where}) points to {leak.points_to}" for leak in leaked]
    return [*dict.fromkeys(told)]
