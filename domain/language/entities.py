"""Names, amounts, dates and addresses: known names first, then the shape of the words."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from domain.language.lexicons import pattern, table, word_set
from domain.language.sentences import Span
from domain.language.shapes import Entity, Kind

MAX_ENTITIES = 400
LONGEST = 60_000  # names are looked for in the first stretch of endless texts
ACRONYM = 4  # shorter unknown ones are jargon more often than names

_MONEY = re.compile(
    r"(?:(?:US|CA|AU)?[$€£¥₹]\s?\d[\d,.]*\d?\s?(?:[kKmMbB]n?\b|million|billion|thousand)?"
    r"|\b\d[\d,.]*\s?(?:[kK]|million|thousand)?\s?(?:dollars|euros?|pounds|quid|USD|EUR|GBP|CHF)\b)"
)
_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)"
)
_DATE = re.compile(
    rf"\b(?:\d{{4}}-\d{{2}}-\d{{2}}|{_MONTH}\.?\s\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s\d{{4}})?"
    rf"|\d{{1,2}}\s{_MONTH}(?:\s\d{{4}})?|{_MONTH}\s(?:of\s)?\d{{4}}|Q[1-4](?:\s\d{{4}})?"
    rf"|(?:January|February|April|June|July|August|September|October|November|December)"
    rf"|(?<=[Ii]n )(?:March|May)|(?<=[Ss]ince )(?:March|May))\b"
)
_URL = re.compile(r"https?://[^\s)>\]`\"]+|\bwww\.[^\s)>\]`\"]+|(?<=`)[\w.-]+\.[a-z]{2,}/[^\s`]*")
_DOMAIN = re.compile(r"(?<![\w@./])[a-zA-Z][\w-]*\.(?:com|io|dev|de|ai|co|app|net|org|so|sh|fm)\b")
_WORD = re.compile(r"[^\W_][\w'’&+.-]*[^\W_]|[^\W_]\+*")
_SUFFIX = re.compile(
    r"-(?:based|licensed|only|level|grade|compatible|style|like|specific|powered|hosted|friendly|"
    r"focused|wide|related|driven|enabled|native|ready|sized|quality|first|centric)$"
)
_LINK = {"of", "the", "and", "&", "for", "de", "la", "von", "van", "a", "to", "in", "on", "with"}
_LEGAL = {"inc", "ltd", "llc", "gmbh", "corp", "ag", "co", "sa", "bv", "plc", "labs", "capital"}
_CAMEL = re.compile(r"[A-Z]?[a-z]+[A-Z]\w*|[A-Z][a-z]+[A-Z]+\w*")
_PRODUCT_OF = re.compile(r"\b(?:called|named|app|site|product|project|course|book|plugin)\s+$")


@dataclass(frozen=True)
class _Word:
    start: int
    end: int
    text: str
    first: bool

    @property
    def capital(self) -> bool:
        if self.text.startswith(("I'", "I’")) or self.text == "I":
            return False
        return self.text[0].isupper() or bool(_CAMEL.fullmatch(self.text))


@lru_cache(maxsize=1)
def _known_names() -> dict[str, Kind]:
    return {name: kind for kind, rows in table("gazetteer")["names"].items() for name in rows}


@lru_cache(maxsize=1)
def _known() -> re.Pattern[str]:
    return pattern(_known_names(), cased=True)


@lru_cache(maxsize=1)
def _ignored() -> frozenset[str]:
    return frozenset(table("gazetteer")["ignored"]["words"])


@lru_cache(maxsize=1)
def _given() -> frozenset[str]:
    return frozenset(table("gazetteer")["given"]["names"])


@lru_cache(maxsize=8192)
def is_word(word: str) -> bool:
    """Whether `word` is an English word in lower case (inflected forms too)."""
    from simplemma import is_known

    lower = word.lower().replace("’", "'").removesuffix("'s").strip(".'-")
    if "-" in lower:
        return all(is_word(part) for part in lower.split("-") if part)
    return is_known(lower, lang="en") or lower in _MORE_WORDS


_MORE_WORDS = {
    "and",
    "yeah",
    "yep",
    "hey",
    "hi",
    "hmm",
    "lol",
    "gosh",
    "wow",
    "so",
    "online",
    "ok",
    "blog",
    "startup",
    "website",
    "freemium",
    "signup",
    "onboarding",
}


def is_name(label: str) -> bool:
    """Whether a label in capitals names somebody: a given name, or no English word."""
    words = label.split()
    return words[0][:1].isupper() and (words[0] in _given() or not all(map(is_word, words)))


def entities(
    text: str, parts: Sequence[Span], known: Callable[[str], bool] = is_word
) -> list[Entity]:
    """Entities in order of place, not overlapping; `known` says whether a word is a common one."""
    found: list[Entity] = []
    taken: list[tuple[int, int]] = []

    def add(start: int, end: int, kind: Kind, p: float) -> None:
        full = len(taken) >= MAX_ENTITIES
        if start < end and not full and not any(a < end and start < b for a, b in taken):
            taken.append((start, end))
            found.append(Entity(text=text[start:end], kind=kind, start=start, end=end, p=p))

    shapes: tuple[tuple[re.Pattern[str], Kind], ...] = (
        (_URL, "url"),
        (_MONEY, "money"),
        (_DATE, "date"),
    )
    text = text[:LONGEST]
    parts = [part for part in parts if part.end <= LONGEST]
    for rule, kind in shapes:
        for hit in rule.finditer(text):
            add(hit.start(), hit.end() - _tail(hit.group()), kind, 0.95)
    names = [hit for part in parts for hit in _candidates(text, part, known)]
    for start, end in names:
        if _whole(text, start, end):
            end -= _plural(text, start, end)
            add(start, end, _kind(text, start, end), 0.7)
    for hit in _known().finditer(text):
        add(hit.start(), hit.end(), _known_names()[_canon(hit.group())], 0.9)
    for hit in _DOMAIN.finditer(text):
        add(hit.start(), hit.end(), "company", 0.7)
    return sorted(found, key=lambda one: one.start)


def _plural(text: str, start: int, end: int) -> int:
    """1 where a name ends in a plural s and also stands there without it."""
    one = text[start : end - 1]
    if not one[-1:].isalnum():
        return 0
    return int(text[start:end].endswith("s") and bool(re.search(rf"\b{re.escape(one)}\b", text)))


def _tail(text: str) -> int:
    return len(text) - len(text.rstrip(".,;:!? "))


def _canon(name: str) -> str:
    return " ".join(name.split()).replace("’", "'")


def _whole(text: str, start: int, end: int) -> bool:
    return not text[start:end].isdigit() and len(text[start:end]) > 1


def _kind(text: str, start: int, end: int) -> Kind:
    name = text[start:end]
    known = _known_names().get(_canon(name))
    if known:
        return known
    words = name.split()
    if words[-1].lower().strip(".") in _LEGAL:
        return "company"
    if words[0] in _given() and len(words) <= 3:
        return "person"
    return "product"


def _candidates(text: str, part: Span, known: Callable[[str], bool]) -> list[tuple[int, int]]:
    """Runs of capitalised words in one sentence that look like names."""
    words = [
        _Word(part.start + hit.start(), part.start + hit.end(), hit.group(), place == 0)
        for place, hit in enumerate(_WORD.finditer(part.quote))
    ]
    if _shouted(words):
        return []
    found: list[tuple[int, int]] = []
    run: list[_Word] = []
    for place, word in enumerate(words):
        apart = run and not _joined(text, run[-1], word)
        if run and (apart or not _continues(words, place)):
            found.extend(_name(text, run, known))
            run = []
        if word.capital or (run and _continues(words, place)):
            run.append(word)
    if run:
        found.extend(_name(text, run, known))
    return found


def _shouted(words: list[_Word]) -> bool:
    """Headings and shouting: most longer words are capitalised, so capitals say nothing."""
    long = [word for word in words if len(word.text) > 3]
    capitals = sum(word.text[0].isupper() for word in long)
    return len(long) > 4 and capitals / len(long) > 0.8


def _joined(text: str, before: _Word, after: _Word) -> bool:
    return text[before.end : after.start] in (" ", "\u00a0") and not before.text.endswith(
        ("'s", "’s")
    )


def _continues(words: list[_Word], place: int) -> bool:
    """A capital goes on; a small link word goes on if a capital follows it soon."""
    word = words[place]
    if word.capital or word.text.isdigit():
        return True
    if word.text.lower() not in _LINK or word.text in {"and", "in", "on", "with", "to", "a", "for"}:
        return False
    ahead = words[place + 1 : place + 3]
    return bool(ahead) and (
        ahead[0].capital or (ahead[0].text in _LINK and len(ahead) > 1 and ahead[1].capital)
    )


def _name(text: str, run: list[_Word], known: Callable[[str], bool]) -> list[tuple[int, int]]:
    """The name in a run of words: no common first word of a sentence, no jargon at its ends."""
    ignored = _ignored()
    if text[run[0].start : run[-1].end] in _known_names():
        return [(run[0].start, run[-1].end)]
    while run and (run[-1].text in _LINK or (run[-1].text in ignored and not _versioned(run))):
        run = run[:-1]
    while run and (_opening(run, known) or run[0].text in ignored or run[0].text in _LINK):
        run = run[1:]
    run = [word for word in run if word.text]
    if not run or all(word.text.isdigit() for word in run):
        return []
    end = run[-1].end
    for ending in ("'s", "’s", "'", "."):
        name = text[run[0].start : end]
        if name.endswith(ending) and _canon(name) not in _known_names():
            end -= len(ending)
    end -= len(hit.group()) if (hit := _SUFFIX.search(text[run[0].start : end])) else 0
    end = _known_part(text, run, end, known)
    name = text[run[0].start : end]
    if len(run) == 1 and not _stands(name, run[0], text, known):
        return []
    return [(run[0].start, end)]


def _known_part(text: str, run: list[_Word], end: int, known: Callable[[str], bool]) -> int:
    """End of the known name that a run begins with, where only common words follow it."""
    for place in range(len(run) - 1, 0, -1):
        head = text[run[0].start : run[place - 1].end]
        rest = run[place:]
        if head in _known_names() and all(
            known(word.text) or word.text in _known_names() for word in rest
        ):
            return run[place - 1].end
    return end


def _versioned(run: list[_Word]) -> bool:
    """`Voyager 2 PoE`: jargon belongs to the name behind a number."""
    return len(run) > 2 and run[-2].text.isdigit()


def _opening(run: list[_Word], known: Callable[[str], bool]) -> bool:
    """The first word of a sentence is capitalised anyway: common words there are no names."""
    word = run[0]
    if not word.first or word.text in _known_names() or _CAMEL.fullmatch(word.text):
        return False
    if word.text.lower() in word_set("stopwords", "before_names"):
        return True
    if len(run) > 1 and (word.text in _given() or _title(run[1], known)):
        return False
    return known(word.text) or word.text.lower() in _MORE_WORDS


def _title(second: _Word, known: Callable[[str], bool]) -> bool:
    """A common word in capitals behind the first one: the whole is a title (`Is It Keto`)."""
    name = second.text
    special = name in _known_names() or name in _given() or name in _ignored() or name in _LINK
    return known(name) and not special and not _CAMEL.fullmatch(name) and name != "I"


def _stands(name: str, word: _Word, text: str, known: Callable[[str], bool]) -> bool:
    """Whether one capitalised word is a name by itself."""
    if name in _known_names() or _CAMEL.fullmatch(name) or name in _given():
        return True
    if "'" in name or "’" in name:
        return False
    before = text[max(0, word.start - 2) : word.start]
    if before.endswith((": ", '"', "“", "- ")) and known(name):
        return False
    if name.rstrip("s").isupper():
        return len(name.rstrip("s")) > ACRONYM and not known(name)
    return not known(name) or len(re.findall(rf"(?<=[a-z,] ){re.escape(name)}\b", text)) > 0
