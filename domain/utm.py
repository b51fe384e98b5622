"""UTM join: which calendar entry a touch or a row of performance belongs to."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import unquote_plus

from rapidfuzz import fuzz, process

_BETWEEN = re.compile(r"[\s_\-–—.]+")


@dataclass(frozen=True)
class Tags:
    """What came with a click: an artifact id, a UTM triple, or parts of either."""

    source: str = ""
    medium: str = ""
    campaign: str = ""
    artifact: str = ""

    @property
    def triple(self) -> tuple[str, str, str]:
        """The triple in the form in which two spellings of it are equal."""
        return tag_key(self.source), tag_key(self.medium), tag_key(self.campaign)


@dataclass(frozen=True)
class Tracked:
    """A calendar entry and the tags it was published with."""

    entry: str
    tags: Tags


@dataclass(frozen=True)
class Suggestion:
    """An entry that an unmatched row may belong to; `score` 0 to 100."""

    entry: str
    score: float


@dataclass(frozen=True)
class Match:
    """The entry of a row; or none, why not, and up to three suggestions, best first."""

    entry: str | None
    by: str
    suggestions: tuple[Suggestion, ...] = ()


def tag_key(tag: str) -> str:
    """`Spring%20Sale`, `spring_sale` and full-width letters come out as `spring-sale`."""
    plain = unicodedata.normalize("NFKC", unquote_plus(tag)).casefold().strip()
    return _BETWEEN.sub("-", plain).strip("-")


def join_utm(rows: Sequence[Tags], calendar: Iterable[Tracked]) -> list[Match]:
    """One match per row: by artifact id, else by a triple that only one entry carries.

    A row that names an unknown artifact still joins by its triple; nothing is ever guessed.
    """
    entries = list(calendar)
    artifacts = _index((tag_key(one.tags.artifact), one.entry) for one in entries)
    artifacts.pop("", None)
    triples = _index((one.tags.triple, one.entry) for one in entries if all(one.tags.triple))
    names = {number: " ".join(one.tags.triple) for number, one in enumerate(entries)}
    return [_match(row, artifacts, triples, (names, entries)) for row in rows]


def unmatched_share(matches: Sequence[Match]) -> float:
    """The share of rows that found no entry, 0 to 1."""
    return sum(one.entry is None for one in matches) / len(matches) if matches else 0.0


def _index(pairs: Iterable[tuple]) -> dict:
    found: dict = {}
    for key, entry in pairs:
        found.setdefault(key, []).append(entry)
    return found


def _match(
    row: Tags, artifacts: dict, triples: dict, known: tuple[dict[int, str], list[Tracked]]
) -> Match:
    by_artifact = artifacts.get(tag_key(row.artifact), [])
    if len(by_artifact) == 1:
        return Match(by_artifact[0], "artifact")
    by_triple = triples.get(row.triple, [])
    if len(by_triple) == 1:
        return Match(by_triple[0], "utm")
    if by_artifact or by_triple:
        options = tuple(Suggestion(entry, 100.0) for entry in (by_artifact or by_triple)[:3])
        return Match(None, "several entries carry these tags", options)
    if not any(row.triple):
        return Match(None, "no tags")
    names, entries = known
    near = process.extract(
        " ".join(row.triple), names, scorer=fuzz.token_sort_ratio, limit=3, score_cutoff=70
    )
    options = tuple(Suggestion(entries[number].entry, round(score, 1)) for _, score, number in near)
    return Match(None, "no entry carries these tags", options)
