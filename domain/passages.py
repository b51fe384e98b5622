"""Words of a text with their place: what stands before them, capitals, sentences, stems, numbers.

Everything is about English prose; other scripts are read through their Latin form.
"""

import re
from functools import lru_cache
from typing import NamedTuple

import simplemma

from domain.disguises import lists, squash

_WORD = re.compile(r"[^\W_]+(?:[@$!|][^\W_]+)*")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_OPENING = re.compile(r"""(?:^|[.!?…]["')\]]*\s+|\n)[\s>#*\-–—•|"'“‘(\[\d.)]*$""")
_LABEL = re.compile(r"([^\W_]+)\s*[:=|–—-]\s*[*_\"'“]*\s*$")
_SENTENCE = re.compile(r"(?<=[.!?…])[\"'”’)]*\s+|\n+")
_OWNS = frozenset(("'s", "’s", "'S", "’S"))
_NUMBER = re.compile(r"\d+(?:[.,'’\u00a0\u202f ]\d{3})+(?:[.,]\d{1,2})?(?!\d)|\d+(?:[.,]\d+)?")
_COUNTED = re.compile(r"[ \u00a0-]([a-zA-Z]{3,})")
_SCALE = re.compile(r"\s?(k|m|bn|million|thousand|billion)\b", re.IGNORECASE)
_SCALES = {
    "k": 10**3,
    "thousand": 10**3,
    "m": 10**6,
    "million": 10**6,
    "bn": 10**9,
    "billion": 10**9,
}
_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_SPOKEN = {word: n for n, word in enumerate(_SMALL.split())}
_SPOKEN |= {word: n * 10 for n, word in enumerate(_TENS.split(), start=2)}
_SPOKEN |= {"hundred": 100, "thousand": 10**3, "million": 10**6}


class Word(NamedTuple):
    """One word: `key` is its squashed form, `gap` what stands between it and the word before."""

    text: str
    key: str
    start: int
    end: int
    gap: str
    opens: bool
    owns: bool

    @property
    def capital(self) -> bool:
        """Starts with a capital, or has one inside."""
        return self.text[:1].isupper() or self.text != self.text.lower()


def words(text: str) -> list[Word]:
    """The words of a plain text, in order; `camelCase` words come whole (see `camel_parts`)."""
    found = []
    end = 0
    for match in _WORD.finditer(text):
        gap = text[end : match.start()]
        opens = end == 0 or (
            (len(gap) > 1 or gap == "\n")
            and bool(_OPENING.search(text[max(0, end - 1) : match.start()]))
        )
        owns = text[match.end() : match.end() + 2] in _OWNS
        key = squash(match[0])
        if key:
            found.append(Word(match[0], key, match.start(), match.end(), gap, opens, owns))
        end = match.end()
    return found


def camel_parts(word: str) -> list[str]:
    """`HarborApp` is `Harbor`, `App`; a word without inner capitals has no parts."""
    parts = _CAMEL.split(word)
    return parts if len(parts) > 1 else []


def label_before(text: str, start: int) -> str:
    """The small word of a label right before `start` (`Client: Harbor` gives `client`), or ''."""
    match = _LABEL.search(text[max(0, start - 40) : start])
    return match[1].lower() if match else ""


@lru_cache(maxsize=50_000)
def known(word: str) -> bool:
    """Whether English has `word`; proper names that a dictionary lists count as known."""
    return len(word) > 1 and (word in lists()["stopwords"] or simplemma.is_known(word, lang="en"))


def sentences(text: str) -> list[str]:
    """Sentences and lines, without empty ones."""
    return [part.strip() for part in _SENTENCE.split(text) if part and part.strip()]


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """A light stem that is only good for comparing: `roasting`, `roasted`, `roasts` meet."""
    for ending in ("ingly", "edly", "ings", "ing", "ied", "ies", "ed", "ly", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith("ss"):
            word = word[: -len(ending)]
            break
    if len(word) > 3 and word[-1] == word[-2]:
        word = word[:-1]
    return word[:-1] if len(word) > 4 and word[-1] in "eiy" else word


def stems(text: str) -> list[str]:
    """Stems of all words of `text`, in order."""
    return [stem(word.key) for word in words(text)]


def content(found: list[str]) -> frozenset[str]:
    """The stems that carry meaning: no function words, nothing of one letter."""
    stop = _stopped()
    return frozenset(one for one in found if len(one) > 1 and one not in stop)


@lru_cache(maxsize=1)
def _stopped() -> frozenset[str]:
    return frozenset(stem(word) for word in lists()["stopwords"]) | lists()["stopwords"]


def numbers(text: str) -> dict[float, str]:
    """Numbers of `text` with the words that say them; `1,437`, `1.437`, `1.4k` and spoken ones."""
    found: dict[float, str] = {}
    for match in _NUMBER.finditer(text):
        scale = _SCALE.match(text, match.end())
        factor = _SCALES[scale[1].lower()] if scale else 1
        for value in _readings(match[0]):
            found.setdefault(round(value * factor, 6), match[0] + (scale[0] if scale else ""))
    for value, said in _spoken(text):
        found.setdefault(float(value), said)
    return found


def counted(text: str) -> dict[tuple[float, str], str]:
    """Numbers of two telling figures with the stem of what is counted: `9,400 lunches`.

    Time, shares and lengths of text are counted everywhere and say nothing.
    """
    found = {}
    for match in _NUMBER.finditer(text):
        after = _COUNTED.match(text, _end(text, match))
        if not after or stem(after[1].lower()) in lists()["usual_units"]:
            continue
        for value in numbers(text[match.start() : _end(text, match)]):
            if len(f"{value:g}".replace(".", "").strip("0")) >= 2 and not 1900 <= value <= 2100:
                found[value, stem(after[1].lower())] = text[match.start() : after.end()]
    return found


def _end(text: str, number: re.Match[str]) -> int:
    scale = _SCALE.match(text, number.end())
    return scale.end() if scale else number.end()


def _readings(digits: str) -> list[float]:
    """One number, or two where `1.437` may be a thousand or a fraction."""
    bare = re.sub(r"['’\u00a0\u202f ]", "", digits)
    marks = [sign for sign in bare if sign in ".,"]
    if not marks:
        return [float(bare)]
    last = marks[-1]
    head, tail = bare.rsplit(last, 1)
    joined = re.sub(r"[.,]", "", head)
    if len(marks) > 1 and len(tail) == 3 and marks[0] == last:
        return [float(joined + tail)]
    fraction = float(f"{joined}.{tail}")
    return [float(joined + tail), fraction] if len(tail) == 3 else [fraction]


def _spoken(text: str) -> list[tuple[int, str]]:
    found, run = [], []
    for word in re.split(r"[\s\-]+", text.lower()):
        bare = word.strip(".,;:!?()\"'")
        if bare in _SPOKEN or (bare == "and" and run):
            run.append(bare)
            ended = word[-1:] in ".,;:!?"
        else:
            ended = True
        if ended and run:
            found += _value(run)
            run = []
    return found + _value(run)


def _value(run: list[str]) -> list[tuple[int, str]]:
    said = [word for word in run if word != "and"]
    if len(said) < 2:
        return []
    whole = part = 0
    for word in said:
        n = _SPOKEN[word]
        if n == 100:
            part = max(part, 1) * 100
        elif n > 100:
            whole, part = whole + max(part, 1) * n, 0
        else:
            part += n
    return [(whole + part, " ".join(run))]
