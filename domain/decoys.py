"""Invented businesses of a niche, so that a first customer's brief has somebody to hide among.

A decoy is drawn by a hash from the lists of its industry. Half of what it sells and of whom it
sells to is the true business's own: who competes with it is after the same people.
"""

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any

from core.ids import content_hash
from domain.reidentification import Candidate

FIRST_YEAR = 1985
YEARS = 40


def decoys(own: Candidate, count: int, seed: str = "") -> list[Candidate]:
    """So many others of the niche of a business; the same business gets the same ones."""
    niche = " ".join((*own.profile.get("industry", ()), *own.profile.get("model", ())))
    lists = _book()["industries"][industry_of(niche)]
    return [_decoy(own.profile, lists, f"{seed}:{number}") for number in range(count)]


def industry_of(told: str) -> str:
    """The industry whose signs a description has most of, or `other`."""
    words = set(told.lower().replace("_", " ").split())
    found = {
        name: len(words & set(lists["signs"].split()))
        for name, lists in _book()["industries"].items()
    }
    best = max(found, key=lambda name: found[name])
    return best if found[best] else "other"


def _decoy(
    own: Mapping[str, tuple[str, ...]], lists: Mapping[str, Sequence[str]], seed: str
) -> Candidate:
    book = _book()

    def draw(slot: str, among: Sequence[str], most: int = 1) -> tuple[str, ...]:
        ranked = sorted(dict.fromkeys(among), key=lambda one: content_hash(seed, slot, one))
        return tuple(ranked[:most])

    def half(slot: str, among: Sequence[str], most: int) -> tuple[str, ...]:
        """Some of the true business's own, each with even chances, and others of the list."""
        kept = [one for one in own.get(slot, ()) if _number(seed, slot, one) % 2]
        others = draw(slot, [one for one in among if one not in kept], most)
        return tuple((*kept, *others)[: max(most, len(kept))])

    audience = half("audience", lists["audiences"], 3)
    product = half("products", lists["products"], 3)
    count = 50 + _number(seed, "count") % 9000
    return Candidate(
        kind="decoy",
        profile={
            "name": ("".join((*draw("head", book["heads"]), *draw("tail", book["tails"]))),),
            "industry": own.get("industry", ()),
            "products": product,
            "city": draw("city", book["cities"]),
            "audience": audience,
            "model": half("model", lists["models"], 1),
            "price": half("price", book["prices"], 1),
            "channels": half("channels", book["channels"], 3),
            "founded": (str(FIRST_YEAR + _number(seed, "founded") % YEARS),),
            "facts": (f"Serves {count} {audience[0]}",),
        },
    )


def _number(*of: str) -> int:
    return int(content_hash(*of)[:8], 16)


@cache
def _book() -> dict[str, Any]:
    return tomllib.loads(
        resources.files("domain.language").joinpath("decoys.toml").read_text(encoding="utf-8")
    )
