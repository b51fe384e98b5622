"""SEO fields of an entry: the seed's ten and its twelve technical ones, and what is wrong in them.

An error keeps a value from being saved, since a search engine would reject it; a warning is shown.
"""

import json
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field

from core.errors import BadInput
from domain.calendar import words_of
from domain.passages import stem

TITLE = (30, 60)
DESCRIPTION = (70, 160)
SLUG_LENGTH = 75
NEAR = 0.6
"""Share of words in common from which two keywords compete."""
DIRECTIVES = frozenset(
    {"index", "noindex", "follow", "nofollow", "noarchive", "nosnippet", "noimageindex",
     "notranslate", "all", "none"}
)  # fmt: skip
VITALS = {"lcp": 10.0, "inp": 2000.0, "cls": 1.0}
"""Core Web Vitals with the largest target that makes sense: seconds, milliseconds, a score."""
EMPTY_ANCHORS = frozenset({"click here", "here", "read more", "more", "link", "this"})
MOST_TRADE_WORDS, LEAST_SHARED, LEAST_LETTERS = 4, 2, 4
COMMON = frozenset(
    {"cost", "costs", "price", "prices", "pricing", "software", "tool", "tools", "system", "free",
     "best", "online", "list", "template", "checklist", "guide", "example", "examples", "service",
     "services", "company", "group", "forum", "review", "reviews", "compare", "comparison", "near",
     "quality", "small", "from", "what", "with", "your", "management"}
)  # fmt: skip
"""Words of keywords that belong to searching and buying, and to no trade."""
_SLUG = re.compile(r"[a-z0-9]+(?:[-/][a-z0-9]+)*")

Text = Annotated[str, Field(max_length=2_000)]
Texts = Annotated[tuple[Annotated[str, Field(max_length=500)], ...], Field(max_length=100)]


class SeoWrong(BadInput):
    """A search engine could not take this."""


class Seo(BaseModel):
    """The SEO fields; all are optional.

    Headers are `h2 Words`, one a line; images `file: alternative text`; vitals are targets: LCP in
    seconds, INP in milliseconds, CLS as a score.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    primary_keyword: Text | None = None
    secondary_keywords: Texts = ()
    search_intent: (
        Literal["informational", "navigational", "commercial", "transactional"] | None
    ) = None
    keyword_difficulty: float | None = Field(default=None, ge=0, le=100)
    search_volume: int | None = Field(default=None, ge=0, le=10**9)
    ranking_position: float | None = Field(default=None, ge=1, le=1000)
    serp_features: Texts = ()
    keyword_cluster: Text | None = None
    internal_link_targets: Texts = ()
    featured_snippet: bool | None = None
    url_slug: Text | None = None
    meta_title: Text | None = None
    meta_description: Text | None = None
    header_structure: Texts = ()
    schema_markup: Annotated[str, Field(max_length=20_000)] | None = None
    canonical_url: Text | None = None
    index_status: Literal["indexed", "not_indexed", "blocked", "unknown"] | None = None
    web_vitals_targets: dict[str, float] = {}
    mobile_rendering: Literal["responsive", "separate", "not_checked"] | None = None
    image_alt_inventory: Texts = ()
    anchor_text_plan: Texts = ()
    crawl_directives: Texts = ()


class Fault(BaseModel):
    """What is wrong in one field, and what to do."""

    model_config = ConfigDict(frozen=True)

    field: str
    weight: Literal["error", "warning"]
    said: str
    remedy: str


def faults(seo: Seo) -> list[Fault]:
    """All that is wrong in the fields, errors first."""
    found = [*_address(seo), *_schema(seo), *_crawling(seo), *_vitals(seo), *_snippet(seo),
             *_page(seo)]  # fmt: skip
    return sorted(found, key=lambda one: one.weight)


def checked(seo: Seo) -> list[Fault]:
    """The warnings about fields that may be saved. Raises `SeoWrong` with the first error."""
    found = faults(seo)
    for one in found:
        if one.weight == "error":
            value = str(getattr(seo, one.field))[:80]
            raise SeoWrong(one.said, remedy=one.remedy, field=one.field, value=value)
    return found


def competing(keyword: str, others: Mapping[str, str]) -> list[str]:
    """Ids of the entries whose keyword competes with `keyword`, the closest first.

    `others` maps an entry's id to its keyword. Two keywords compete when they share at least 60 %
    of their words (seed: keyword overlap).
    """
    own = words_of(keyword)
    shares = {one: _share(own, words_of(other)) for one, other in others.items()}
    near = [one for one, share in shares.items() if share >= NEAR]
    return sorted(near, key=lambda one: (-shares[one], one))


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if one and other else 0.0


def _address(seo: Seo) -> Iterable[Fault]:
    if seo.url_slug and not _SLUG.fullmatch(seo.url_slug.strip("/")):
        yield _error("url_slug", f"The slug '{seo.url_slug[:60]}' has signs beside a-z, 0-9, -.",
                     f"Write it as {slug_of(seo.url_slug) or 'gauge-drift'}.")  # fmt: skip
    elif seo.url_slug and len(seo.url_slug) > SLUG_LENGTH:
        yield _warning("url_slug", f"The slug has {len(seo.url_slug)} characters.",
                       f"Up to {SLUG_LENGTH} are shown whole.")  # fmt: skip
    if seo.canonical_url:
        where = urlsplit(seo.canonical_url)
        if where.scheme not in ("http", "https") or "." not in where.netloc:
            yield _error("canonical_url", "The canonical address is not a whole address.",
                         "Write it with https:// and the domain.")  # fmt: skip
        elif where.fragment or where.scheme == "http":
            yield _warning("canonical_url", "The canonical address has a # part or no https.",
                           "Point at the page itself, with https.")  # fmt: skip


def slug_of(title: str) -> str:
    """A slug of the words of a title."""
    return "-".join(re.findall(r"[a-z0-9]+", title.lower()))[:SLUG_LENGTH].strip("-")


def _schema(seo: Seo) -> Iterable[Fault]:
    if not seo.schema_markup:
        return
    remedy = 'Write {"@context": "https://schema.org", "@type": "Article"}.'
    try:
        found = json.loads(seo.schema_markup)
    except (ValueError, RecursionError):
        yield _error("schema_markup", "The schema is not JSON.", remedy)
        return
    items: list[Any] = found if isinstance(found, list) else [found]
    nodes = [
        node for item in items if isinstance(item, dict) for node in item.get("@graph", [item])
    ]
    if not nodes or not all(isinstance(node, dict) and node.get("@type") for node in nodes):
        yield _error("schema_markup", "The schema does not say what @type it is.", remedy)
    elif not all("schema.org" in str(item.get("@context", "")) for item in items):
        yield _error(
            "schema_markup", "The schema does not name schema.org as its @context.", remedy
        )


def _crawling(seo: Seo) -> Iterable[Fault]:
    said = [one.strip().lower() for one in seo.crawl_directives]
    for one in said:
        name = one.partition(":")[0]
        if name not in DIRECTIVES | {"max-snippet", "max-image-preview", "max-video-preview",
                                     "unavailable_after"}:  # fmt: skip
            yield _error("crawl_directives", f"No crawler knows '{one[:40]}'.",
                         "Use index, noindex, follow, nofollow ...")  # fmt: skip
    for yes, no in (("index", "noindex"), ("follow", "nofollow")):
        if yes in said and no in said:
            yield _error("crawl_directives", f"It says both {yes} and {no}.", "Keep one of them.")
    if seo.primary_keyword and ({"noindex", "none"} & set(said) or seo.index_status == "blocked"):
        yield _warning("crawl_directives", "A page with a keyword is kept out of the index.",
                       "Take noindex away, or the keyword.")  # fmt: skip


def _vitals(seo: Seo) -> Iterable[Fault]:
    for name, value in seo.web_vitals_targets.items():
        if name not in VITALS:
            yield _error("web_vitals_targets", f"'{name[:20]}' is not one of LCP, INP and CLS.",
                         "Name lcp, inp or cls.")  # fmt: skip
        elif not 0 <= value <= VITALS[name]:
            yield _error("web_vitals_targets", f"{name.upper()} is {value:g}.",
                         f"Take a target from 0 to {VITALS[name]:g}.")  # fmt: skip


def _snippet(seo: Seo) -> Iterable[Fault]:
    for field, text, (low, high) in (
        ("meta_title", seo.meta_title, TITLE),
        ("meta_description", seo.meta_description, DESCRIPTION),
    ):
        name = field.replace("_", " ")
        if text and not low <= len(text) <= high:
            yield _warning(field, f"The {name} has {len(text)} characters.",
                           f"Between {low} and {high} are shown whole.")  # fmt: skip
    if (
        seo.meta_title
        and seo.primary_keyword
        and not (words_of(seo.primary_keyword) <= words_of(seo.meta_title))
    ):
        yield _warning("meta_title", "The meta title lacks the keyword.",
                       f"Say “{seo.primary_keyword[:60]}” in it.")  # fmt: skip


def _page(seo: Seo) -> Iterable[Fault]:
    levels = [
        int(hit[1]) for line in seo.header_structure if (hit := re.match(r"[hH]([1-6])\b", line))
    ]
    if len(levels) < len(seo.header_structure):
        yield _warning(
            "header_structure", "A line does not begin with h1 to h6.", "Write h2 Words."
        )
    if levels and levels.count(1) != 1:
        yield _warning("header_structure", f"There are {levels.count(1)} headers of level 1.",
                       "A page has one.")  # fmt: skip
    if any(low - high > 1 for high, low in pairwise(levels)):
        yield _warning("header_structure", "A level of headers is left out.", "Step down by one.")
    bare = [line for line in seo.image_alt_inventory if not line.partition(":")[2].strip()]
    if bare:
        yield _warning("image_alt_inventory", f"{len(bare)} images have no alternative text.",
                       "Write file: what it shows.")  # fmt: skip
    if any(line.strip().lower() in EMPTY_ANCHORS for line in seo.anchor_text_plan):
        yield _warning("anchor_text_plan", "An anchor says nothing of where it leads.",
                       "Use words of the page behind it.")  # fmt: skip


def _error(field: str, said: str, remedy: str) -> Fault:
    return Fault(field=field, weight="error", said=said, remedy=remedy)


def _warning(field: str, said: str, remedy: str) -> Fault:
    return Fault(field=field, weight="warning", said=said, remedy=remedy)


def trade_words(
    keywords: Sequence[str], apart: Collection[str], most: int = MOST_TRADE_WORDS
) -> tuple[str, ...]:
    """Words that several of a business's keywords share: those of its trade, which all who search
    there use. `apart` are words that say something else already, such as the reader's title."""
    given = {stem(one) for one in apart}
    counts = Counter(
        word
        for one in keywords
        for word in sorted({each for each in words_of(one) if len(each) >= LEAST_LETTERS})
        if word not in COMMON and stem(word) not in given
    )
    shared = sorted(((-n, word) for word, n in counts.items() if n >= LEAST_SHARED))
    return tuple(word for _, word in shared[:most])
