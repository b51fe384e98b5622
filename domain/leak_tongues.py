"""Names in other tongues and scripts: German nouns that are no names, and names spelt by ear.

A word that German, Spanish or French has is a name in an English text and an ordinary word in one
of its own. The dictionaries of those tongues are large; they are loaded when a text in one of them
holds a word of a name for the first time.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache

import simplemma
from rapidfuzz.distance import Levenshtein

from domain.disguises import lists, squash
from domain.identity import Identity
from domain.leak_spans import Read
from domain.passages import Word

LEAST_SOUNDS = 4
ALIKE = 0.4
_OTHER_SCRIPT = re.compile(r"[^\W\d_a-zA-Z\u00aa-\u024f]")
_KANA = re.compile(r"[\u3040-\u30ff]")
_KANA_SOUNDS = str.maketrans("lvf", "rpp")
_WORD = re.compile(r"[^\W\d_]+")
_HEARD = [
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"dzh|dge?|zh|j", "j"),
        (r"sch|shch|sh", "s"),
        (r"kh|t?ch", "h"),
        (r"ph", "f"),
        (r"wh", "w"),
        (r"th", "t"),
        (r"ght", "t"),
        (r"gh", ""),
        (r"ck|qu?", "k"),
        (r"x", "ks"),
        (r"c(?=[eiy])", "s"),
        (r"c|g", "k"),
        (r"t?z", "s"),
        (r"b", "p"),
        (r"d", "t"),
        (r"[aeiouyw]+", "a"),
        (r"(.)\1+", r"\1"),
    )
]


def tongue(line: str) -> str:
    """en, de, es or fr, by the small words of a line; en where they do not decide."""
    seen = Counter(
        name for word in _WORD.findall(line.lower()) for name, small in _small() if word in small
    )
    best = max(("en", "de", "es", "fr"), key=lambda name: seen[name])
    return best if seen[best] > seen["en"] else "en"


@lru_cache(maxsize=1)
def _small() -> list[tuple[str, frozenset[str]]]:
    return [(name, frozenset(told.split())) for name, told in lists()["tongues"].items()]


def ordinary_abroad(span: Sequence[Word], line: str) -> str:
    """The tongue of a line other than English that has all words of a span, or ''."""
    code = tongue(line)
    return code if code != "en" and all(_has(word.text, code) for word in span) else ""


@lru_cache(maxsize=10_000)
def _has(word: str, code: str) -> bool:
    """Whether a tongue has a word; accents are gone from the text and may be missing."""
    small = word.lower()
    return small in _small_of(code) or any(
        simplemma.is_known(form, lang=code) for form in (small, *_accented(small, code))
    )


@lru_cache(maxsize=4)
def _small_of(code: str) -> frozenset[str]:
    return dict(_small())[code]


def _accented(word: str, code: str) -> Iterator[str]:
    """The word with one accent of its tongue put back: a plain text has lost them."""
    marks = {
        "de": {"a": "ä", "o": "ö", "u": "ü"},
        "es": {"a": "á", "e": "é", "i": "í", "o": "ó", "u": "ú", "n": "ñ"},
        "fr": {"e": "éèê", "a": "àâ", "c": "ç", "o": "ô", "i": "îï", "u": "ùû"},
    }[code]
    for at, letter in enumerate(word):
        for mark in marks.get(letter, ""):
            yield word[:at] + mark + word[at + 1 :]


def respelt(found: Identity, given: Read) -> Iterator[tuple[str, str, str]]:
    """Names that are written in another script as they sound."""
    if given.text.isascii():
        return
    other = [bool(_OTHER_SCRIPT.search(word.text)) for word in given.words]
    usable = [
        strange or word.text.isdigit() for strange, word in zip(other, given.words, strict=True)
    ]
    for at, word in enumerate(given.words):
        if not usable[at]:
            continue
        for size in range(1, 4):
            span = given.words[at : at + size]
            if len(span) < size or not usable[at + size - 1]:
                break
            if size > 1 and "\n" in span[-1].gap:
                break
            if not any(other[at : at + size]):
                continue
            heard = "".join(one.key for one in span)
            kana = all(_KANA.search(one.text) for one in span)
            for name in found.all_names:
                if same_sound(heard, name.key) or (kana and same_syllables(heard, name.key)):
                    written = given.text[word.start : span[-1].end]
                    yield name.rule, written, name.text


def same_sound(one: str, other: str) -> bool:
    """Whether two squashed names may be the same by ear: the sounds agree, and enough letters."""
    first = sounds(one)
    for second in {sounds(other), sounds(other.replace("w", "v"))}:  # a German w is no English one
        shorter = min(len(first), len(second))
        allowed = 0 if shorter < 5 else 1 if shorter < 7 else 2
        apart = Levenshtein.distance(first, second, score_cutoff=allowed)
        if shorter >= LEAST_SOUNDS and apart <= allowed and _letters(one, other) >= ALIKE:
            return True
    return False


def same_syllables(one: str, other: str) -> bool:
    """As `same_sound` for kana (`one`), which put a vowel after each consonant, have one sound for
    r and l and one for b and v, and no r where no vowel follows."""
    heard, meant = (
        name.translate(_KANA_SOUNDS).replace("a", "")
        for name in (sounds(one), re.sub(r"r(?!a)", "", sounds(other)))
    )
    return len(meant) >= LEAST_SOUNDS and heard == meant


def _letters(one: str, other: str) -> float:
    return Levenshtein.normalized_similarity(squash(one), squash(other))


@lru_cache(maxsize=10_000)
def sounds(name: str) -> str:
    """A squashed name as one hears it, all vowels alike: `orbit` and `arbet` meet."""
    for pattern, sound in _HEARD:
        name = pattern.sub(sound, name)
    return name
