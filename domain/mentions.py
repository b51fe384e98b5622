"""Whether a text speaks of something: all content words of a query, in whatever form."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from rapidfuzz import fuzz

from domain.language.entities import is_word
from domain.language.sentences import sentences

PASSING = frozenset(
    {"a", "an", "and", "are", "about", "as", "at", "be", "by", "did", "do", "does", "ever", "for"}
    | {"from", "had", "has", "have", "how", "i", "in", "is", "it", "its", "many", "me", "mention"}
    | {"mentioned", "my", "of", "often", "on", "or", "our", "said", "say", "says", "so", "talk"}
    | {"talked", "that", "the", "their", "there", "they", "this", "times", "to", "was", "we"}
    | {"were", "what", "when", "with", "word", "words", "you", "your", "first", "last", "time"}
)
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
ALIKE = 88.0
OTHER_NAMES = {
    "churn": "retention", "price": "pricing", "prices": "pricing", "burnout": "founder_wellbeing",
    "stress": "founder_wellbeing", "search": "seo", "hires": "hiring", "investors": "funding",
    "rivals": "competitors", "competition": "competitors", "ads": "paid_ads", "emails": "email",
    "newsletter": "email", "website": "website_conversion", "conversion": "website_conversion",
    "conversions": "website_conversion", "customers": "customer_research", "bugs": "product",
}  # fmt: skip


@lru_cache(maxsize=20_000)
def base(word: str) -> str:
    """The form of a word that all its forms share: `agencies` and `agency` are one."""
    from simplemma import lemmatize

    lower = word.lower().replace("’", "'").removesuffix("'s")
    return str(lemmatize(lower, lang="en")).lower()


def content(words: str) -> frozenset[str]:
    """The content words of a query in their base form; all of them where none has content."""
    found = _WORD.findall(words)
    kept = [each for each in found if each.lower() not in PASSING]
    return frozenset(base(each) for each in kept or found)


def spoken_of(wanted: frozenset[str], text: str) -> str:
    """The sentence that holds all the wanted words, else the first with any; "" if one is absent.

    The words may stand anywhere in the text.
    """
    if not wanted or not wanted <= bases(text):
        return ""
    every = [span.quote for span in sentences(text)] or [text]
    return max(every, key=lambda one: len(wanted & bases(one)))


@lru_cache(maxsize=4096)
def bases(text: str) -> frozenset[str]:
    """All words of a text in their base form."""
    return frozenset(base(each) for each in _WORD.findall(text))


def topic_of(words: str, taxonomy: Sequence[str]) -> str:
    """The topic of the taxonomy that the words name, or ""."""
    asked = " ".join(sorted(each.lower() for each in _WORD.findall(words)
                            if each.lower() not in PASSING))  # fmt: skip
    if asked in OTHER_NAMES:
        return OTHER_NAMES[asked]
    rated = {name: fuzz.token_sort_ratio(asked, name.replace("_", " ")) for name in taxonomy}
    best = max(taxonomy, key=lambda name: (rated[name], name), default="")
    return best if best and rated[best] >= ALIKE else ""


def topic_within(words: str, taxonomy: Sequence[str]) -> str:
    """The longest topic all of whose words are among the words in some form, or ""."""
    wanted = content(words)
    inside = [name for name in taxonomy if frozenset(map(base, name.split("_"))) <= wanted]
    return max(inside, key=lambda name: (len(name), name), default="")


def names_said(names: Iterable[str], text: str) -> list[str]:
    """Which of the names stand in the text as whole words, capital letters aside.

    A name of several words may be said by its first one, where that is no common word.
    """
    lower = text.lower()
    return [name for name in names if any(_stands(each, lower) for each in _ways(name))]


def _ways(name: str) -> list[str]:
    first = name.split()[0] if name.split() else ""
    short = len(first) >= 5 and first[:1].isupper() and not is_word(first)
    return [each for each in (name.strip(), first if short else "") if each]


def _stands(name: str, lower: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(name.lower())}(?!\w)", lower) is not None
