"""Competitors: who counts as one, what was said of them, what they did, how often they come up.

A name in one comparison is asked about, not assumed (product P7): it counts once it was set against
us in two texts, stands in the profile, was logged as a market signal, or somebody says so.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence

from domain.derived import Piece, sources

LEAST_FRAMED = 2
MOST_LETTERS = 60
MOVES = (
    "launched", "raised_prices", "cut_prices", "hired", "laid_off", "was_bought", "bought",
    "raised_money", "partnered", "ended", "moved_into",
)  # fmt: skip


def key_of(name: str) -> str:
    """What the ways of writing one name share: capital letters, blanks and a legal form aside."""
    words = name.replace("’", "'").casefold().split()
    while len(words) > 1 and words[-1].strip(".,") in {"inc", "llc", "ltd", "gmbh", "ag", "labs"}:
        words = words[:-1]
    return " ".join(words).strip(" .,'")


def could_be(name: str, own: Collection[str]) -> bool:
    """Whether a name that was read may be a competitor: a name, and nobody of our own.

    `own` are our own people, products, customers and ourselves, in small letters.
    """
    lower = name.casefold()
    return 1 < len(name) <= MOST_LETTERS and name != lower and lower not in own


def joined(names: Iterable[str]) -> dict[str, list[str]]:
    """Key → its names, the longest first; `Acme Pro` is part of `Acme` where both are named."""
    keys = sorted({key_of(name) for name in names if key_of(name)})
    found: dict[str, list[str]] = {}
    for name in sorted(set(names)):
        key = key_of(name)
        if not key:
            continue
        head = next((one for one in keys if one != key and key.startswith(f"{one} ")), key)
        found.setdefault(head, []).append(name)
    return {key: sorted(own, key=lambda one: (-len(one), one)) for key, own in found.items()}


def shown_as(key: str, names: Sequence[str]) -> str:
    """The name itself as it is written, never a longer one that was joined to it."""
    return next((name for name in names if key_of(name) == key), key)


def sure(pieces: Sequence[Piece], *, stated: bool) -> bool:
    """Whether somebody counts as a competitor."""
    framed = sources(one for one in pieces if one.framed)
    return stated or len(framed) >= LEAST_FRAMED


def feelings(pieces: Iterable[Piece]) -> Mapping[str, int]:
    """How many texts that name it sound good, bad or even, and in how many nothing was told."""
    found = {"good": 0, "bad": 0, "even": 0, "silent": 0}
    for one in sources(pieces):
        told = one.sentiment
        mood = "silent" if told is None else "good" if told > 0 else "bad" if told < 0 else "even"
        found[mood] += 1
    return found
