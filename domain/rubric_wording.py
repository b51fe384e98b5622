"""What rubrics ask of any text: is a thing said in it, how long are its sentences, which words and
numbers stand in it. Word lists are data (`rubric_words.toml`)."""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

LONGEST_SENTENCE, MEAN_SENTENCE = 38, 16.0
_MARKS = re.compile(r"[*_`#>|“”\"']")
_SPACE = re.compile(r"\s+")
_BULLET = re.compile(r"(?m)^\s*(?:-\s+(?:\[[ x]\]\s+)?|\d+\.\s+)")
_END = re.compile(r"(?<=[.!?…:])\s+|\n+")
_WORD = re.compile(r"[^\W_]+(?:[’'.,-][^\W_]+)*")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_HEADING = re.compile(r"(?m)^## +(.+?)\s*$")
_OPEN_TOKEN = re.compile(
    r"\{\{(?!BRAND\}\})[^}]*\}?\}?|\[[^\]\n]*(?:insert|your|name|link)[^\]\n]*\]"
    r"|<[A-Za-z][^>\n]*>",
    re.IGNORECASE,
)


def plain(text: str) -> str:
    """Small letters, no marks of Markdown, single spaces."""
    return _SPACE.sub(" ", _MARKS.sub("", text)).strip().casefold()


def lacking(text: str, said: Iterable[str]) -> list[str]:
    """Those of `said` that a reader of `text` does not find; ends and marks do not count."""
    whole = plain(text)
    return [one for one in said if plain(one).rstrip(" .!?…") not in whole]


def words(text: str) -> list[str]:
    """The words of a text."""
    return _WORD.findall(_MARKS.sub("", text))


def sentences(text: str) -> list[str]:
    """Sentences and list items, without headings and marks."""
    body = _BULLET.sub("", re.sub(r"(?m)^#.*$", "", text))
    parts = (_MARKS.sub("", part).strip() for part in _END.split(body))
    return [part for part in parts if len(words(part)) > 1]


def too_long(text: str) -> str:
    """What is wrong with the length of its sentences, or ''."""
    counts = [len(words(one)) for one in sentences(text)]
    if not counts:
        return "there is no sentence"
    if max(counts) > LONGEST_SENTENCE:
        return f"a sentence has {max(counts)} words; {LONGEST_SENTENCE} are the most"
    mean = sum(counts) / len(counts)
    if mean > MEAN_SENTENCE:
        return f"sentences have {mean:.0f} words on average; {MEAN_SENTENCE:.0f} are the most"
    return ""


def headings(text: str) -> list[str]:
    """The headings of its sections, in order."""
    return _HEADING.findall(text)


def section(text: str, heading: str) -> str:
    """What stands under a heading, or ''."""
    parts = _HEADING.split(text)
    found = dict(zip(parts[1::2], parts[2::2], strict=True))
    return found.get(heading, "")


def numbered(text: str) -> int:
    """How many numbered items a text has."""
    return len(re.findall(r"(?m)^\s*\d+\.\s", text))


def numbers(text: str) -> set[str]:
    """The numbers of a text, without those that number a list; `1,200` is `1200`."""
    body = re.sub(r"(?m)^\s*(?:\d+\.\s+)", "", text)
    return {hit.replace(",", "").rstrip(".") for hit in _NUMBER.findall(body)}


def listed(name: str, text: str) -> list[str]:
    """The words of a list that stand in a text, each once."""
    whole = plain(text)
    return [word for word in _lists()[name] if _stands(word, whole)]


def placeholders(text: str) -> list[str]:
    """What was left to be filled in; the brand's token is none."""
    return [*(hit[0] for hit in _OPEN_TOKEN.finditer(text)), *listed("placeholders", text)]


def runs(text: str, length: int) -> set[tuple[str, ...]]:
    """Every run of so many words in a row, in small letters."""
    every = [word.casefold() for word in words(text)]
    return {tuple(every[at : at + length]) for at in range(len(every) - length + 1)}


def repeats(text: str, others: Sequence[str], length: int = 6) -> list[str]:
    """Runs of `length` words that stand in one of the others too, in order of the alphabet."""
    theirs = {run for other in others for run in runs(other, length)}
    return sorted(" ".join(run) for run in runs(text, length) & theirs)


def _stands(word: str, whole: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", whole) is not None


@cache
def _lists() -> Mapping[str, Sequence[str]]:
    return tomllib.loads(Path(__file__).with_name("rubric_words.toml").read_text("utf-8"))
