"""Names split over lines: list items, cells of a table, a broken line, first letters of a list."""

import re
from collections.abc import Iterable, Iterator, Sequence

from domain.disguises import plain, squash
from domain.identity import Identity, Name
from domain.leak_spans import Read
from domain.passages import Word

LONGEST_PART = 3
MOST_PARTS = 4
LEAST_ACROSTIC = 5
_MARKER = re.compile(r"^[\s>|]*(?:[-*•–+]|\d{1,2}[.):]|[a-z][.)])?[\s*_|]*")
_CELL = re.compile(r"\s*[|;\t\n]\s*")
_QUOTED = re.compile(r"[\"“‘«'`]([^\W_][^\"”’»'`\n]{0,29})[\"”’»'`](?!\w)")
_COUNTED = re.compile(r"(?:(?<=\s)|^)(?:\(?\d{1,2}[.)]|\(?[a-h]\))\s+|\n", re.MULTILINE)
_NAMED_PART = re.compile(
    r"\b(?:word|part|half|piece|syllable|letters|line|name)\b(?: \w+)?(?:\s+is|:|\s+=)\s+"
    r"[\"“'‘]?([^\W_][\w-]{0,29})",
    re.IGNORECASE,
)
"""“The first word is Nord, the second is licht” tells a name as well as a list does."""
_LABEL = re.compile(r"^(.{2,24}?)\s*[*_]*\s*(?::|\s[–—-]\s)")


def splits_in(found: Identity, given: Read) -> Iterator[tuple[str, str, str]]:
    """(rule, what stands in the text, what it points to) for names whose parts stand apart."""
    lines = [_MARKER.sub("", line, count=1) for line in given.text.split("\n") if line.strip()]
    cells = [cell for line in lines for cell in _CELL.split(line) if cell.strip(" -:*_")]
    labels = [match[1] for line in lines if (match := _LABEL.match(line))]
    firsts = [line.split()[0] for line in lines if line[:1].isalnum()]
    quoted = _QUOTED.findall(given.text)
    counted = [part.strip(" .,;:") for part in _COUNTED.split(given.text)]
    named = [match[1] for match in _NAMED_PART.finditer(given.text)]
    for parts in (cells, labels, firsts, quoted, counted, named):
        yield from _joined(found, parts)
    if len(lines) > 1:
        yield from _acrostic(found, lines)
        yield from _broken(found, given)


def split_over(found: Identity, rows: Iterable[Sequence[str]]) -> Iterator[tuple[str, str, str]]:
    """As `splits_in`, for rows of texts that stand in strings of their own."""
    for row in rows:
        yield from _joined(found, [plain(part) if _short(part) else "" for part in row])


def _short(part: str) -> bool:
    return part.count(" ") < LONGEST_PART and len(part) <= 30


def _joined(found: Identity, cells: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """Names that neighbouring parts make together; a part of signs alone stands in no way."""
    parts = [part for part in cells if not part or any(sign.isalnum() for sign in part)]
    keys = [squash(part) if _short(part) else "" for part in parts]
    for at in range(len(keys)):
        key = keys[at]
        for size in range(2, min(MOST_PARTS, len(keys) - at) + 1):
            if key not in found.starts or not keys[at + size - 1]:
                break
            key += keys[at + size - 1]
            for name in found.names.get(key, ())[:1]:
                if len(name.key) >= 4:
                    yield name.rule, " | ".join(parts[at : at + size]), name.text


def _acrostic(found: Identity, lines: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    if len(lines) < LEAST_ACROSTIC:
        return
    first = squash("".join(line[:1] for line in lines))
    for name in found.all_names:
        if len(name.key) >= LEAST_ACROSTIC and name.key in first:
            yield name.rule, "first letters of lines", name.text


def _broken(found: Identity, given: Read) -> Iterator[tuple[str, str, str]]:
    """A name of several words, or a coined one, with the end of a line inside it."""
    for at in range(1, len(given.words)):
        gap = given.words[at].gap
        if "\n" not in gap or gap.count("\n") > 1:
            continue
        for before in range(max(0, at - LONGEST_PART), at):
            key = "".join(word.key for word in given.words[before:at])
            for after in range(at + 1, min(at + LONGEST_PART, len(given.words)) + 1):
                if key not in found.starts:
                    break
                span = given.words[before:after]
                key += given.words[after - 1].key
                for name in found.names.get(key, ())[:1]:
                    if _tells(name, span):
                        written = given.text[span[0].start : span[-1].end]
                        yield name.rule, written.replace("\n", " "), name.text


def _tells(name: Name, span: Sequence[Word]) -> bool:
    if name.ordinary or name.size == 1:
        return len(name.key) >= LEAST_ACROSTIC and all(w.capital for w in (span[0], span[-1]))
    return True
