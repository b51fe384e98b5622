"""Leaks of names: of the business, its products, people, customers, domains and handles.

A coined name is a leak wherever it turns up. A name that English has as words is one only where it
is written as a name: capitalised inside a sentence, owning something, in a slug or behind "by".
"""

import re
from collections.abc import Iterator, Sequence

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from domain.disguises import lists, skeleton, squash
from domain.identity import Identity, Name
from domain.passages import Word, camel_parts, known, label_before

Found = tuple[str, str, str]
LONGEST = 5
_JOINS = re.compile(r"[ \t]{0,2}[-–_.·•*~`'’/|+&]{0,3}[ \t]{0,2}|[-–]\n\s*|\*{0,2}\n\*{0,2}")
_STOPS = re.compile(r"\.\s")
_SPACED = re.compile(r"(?<![^\W_])(?:[^\W_][\s.\-–_·*|/,+~]{1,3}){3,}[^\W_](?![^\W_])")
_DOTTED = re.compile(r"(?<![^\W_])(?:[A-Z]\.[ ]?){2,5}(?![a-z])")
_PAIR = re.compile(r"(?<![^\W_])([A-Z])\s?(?:&|\+|and|n)\s?([A-Z])(?![^\W_])")
_CUT = re.compile(r"[*_~`]|-\n")
_SLUG = re.compile(r"[_@#/\\]|\.[a-z0-9]{2,5}$", re.IGNORECASE)


def names_in(found: Identity, text: str, given: Sequence[Word]) -> Iterator[Found]:
    """(rule, what stands in the text, what it points to) for every way a name can hide."""
    yield from _plain_names(found, text, given)
    yield from _inside_words(found, text, given)
    yield from _near_names(found, given)
    yield from _spaced(found, text)
    yield from _initials(found, text, given)


def spans(given: Sequence[Word], longest: int = LONGEST) -> Iterator[Sequence[Word]]:
    """Neighbouring words that may be parts of one word or name, single words first."""
    for start in range(len(given)):
        for size in range(1, min(longest, len(given) - start) + 1):
            gap = given[start + size - 1].gap
            if size > 1 and (not _JOINS.fullmatch(gap) or _STOPS.match(gap)):
                break
            yield given[start : start + size]


def _plain_names(found: Identity, text: str, given: Sequence[Word]) -> Iterator[Found]:
    for span in spans(given):
        key = "".join(word.key for word in span)
        written = text[span[0].start : span[-1].end]
        for name in found.names.get(key, ()):
            if _shown(name, span, text, given):
                yield name.rule, written, name.text
        if len(span) <= 3 and any(not w.text.isascii() or not known(w.key) for w in span):
            seen = skeleton("".join(word.text for word in span))
            for name in found.skeletons.get(seen, ()):
                if name.key != key and len(seen) >= 4 and not written.isdigit():
                    yield name.rule, written, name.text
            turned = found.turned.get(key)
            if turned and not known(key):
                yield turned.rule, written, turned.text


def _shown(name: Name, span: Sequence[Word], text: str, given: Sequence[Word]) -> bool:
    if any(not word.text.isascii() for word in span) or name.proper == "any":
        return True
    if name.proper == "capital" and span[0].capital:
        return True
    if not name.ordinary:
        loose = name.size < len(span) and all(known(word.key) for word in span)
        return not loose or any(word.capital for word in span) or _undetermined(name, span, given)
    if name.size == 1:
        return _single(name, span, text, given)
    return _phrase(name, span, given)


def _undetermined(name: Name, span: Sequence[Word], given: Sequence[Word]) -> bool:
    """A coined name cut into small words of English, where no article makes them a thing."""
    before = _before(given, span[0])
    return len(name.key) >= 7 and (before is None or before.key not in lists()["determiners"])


def _single(name: Name, span: Sequence[Word], text: str, given: Sequence[Word]) -> bool:
    """Whether an ordinary word is written as a name here."""
    word = span[0]
    if len(span) > 1:
        cut = any(_CUT.search(part.gap) for part in span[1:])
        return cut or not all(known(w.key) for w in span) or (word.capital and not word.opens)
    if _in_slug(text, word) and not name.short:
        return True
    if not word.capital:
        return False
    after = _next(given, word)
    named = word.owns or (after is not None and after.key in lists()["verbs"])
    before = _before(given, word)
    if name.short:
        return named
    cued = before is not None and before.key in lists()["name_cues"] and not word.opens
    line = _line(text, word)
    if named or cued or line.strip(" .,#*-\"'") == word.text:
        return True
    if label_before(text, word.start) in lists()["label_cues"]:
        return True
    return not word.opens and not _titled(line) and not label_before(text, word.start)


def _phrase(name: Name, span: Sequence[Word], given: Sequence[Word]) -> bool:
    """Whether ordinary words side by side are written as a name."""
    if name.size > 2 or len(span) != name.size or any(word.gap.strip() for word in span[1:]):
        return True
    capitals = [word.capital for word in span]
    if all(capitals) or (any(capitals) and not span[0].opens):
        return True
    before, after = _before(given, span[0]), _next(given, span[-1])
    if before is not None and before.key in lists()["determiners"]:
        return False
    cued = before is not None and before.key in lists()["name_cues"]
    named = span[-1].owns or (after is not None and after.key in lists()["verbs"])
    return cued or named


def _before(given: Sequence[Word], word: Word) -> Word | None:
    at = given.index(word)
    return given[at - 1] if at and "\n" not in word.gap else None


def _next(given: Sequence[Word], word: Word) -> Word | None:
    at = given.index(word) + 1
    if at < len(given) and given[at].key == "s" and word.owns:
        at += 1
    return given[at] if at < len(given) and given[at].gap in (" ", "  ") else None


def _line(text: str, word: Word) -> str:
    start = text.rfind("\n", 0, word.start) + 1
    end = text.find("\n", word.end)
    return text[start : end if end >= 0 else len(text)]


def _titled(line: str) -> bool:
    """A heading in title case or capitals, where a capital says nothing."""
    long = [part for part in re.findall(r"[^\W_]+", line) if len(part) > 3]
    return len(long) > 1 and all(part[0].isupper() for part in long)


def _in_slug(text: str, word: Word) -> bool:
    """Whether a word is part of a file name, a path, a handle or a tag."""
    start = max(text.rfind(sign, 0, word.start) for sign in " \n\t(\"'") + 1
    end = min(
        (at for sign in " \n\t)\"'" if (at := text.find(sign, word.end)) >= 0), default=len(text)
    )
    chunk = text[start:end].rstrip(".,;:!?*_").lstrip("*_")
    if chunk.lower() == word.text.lower() or not _SLUG.search(chunk):
        return False
    # "and/or" and "bold_" are prose; a slash counts only in a longer path.
    return chunk.count("/") != 1 or bool(re.search(r"[_@#.\\]|^/", chunk))


def _inside_words(found: Identity, text: str, given: Sequence[Word]) -> Iterator[Found]:
    """Names within longer words: `getnorthwind`, `NorthwindApp`, `harborhq`."""
    names = [name for name in found.all_names if len(name.key) >= 4]
    around = lists()["generic_nouns"]
    for word in {one.key: one for one in given if len(one.key) > 5 and not known(one.key)}.values():
        parts = {squash(part) for part in camel_parts(word.text)}
        for name in names:
            if name.key == word.key or name.key not in word.key:
                continue
            rest = word.key.replace(name.key, "", 1)
            joined = rest in around or rest.isdigit() or known(rest)
            if (
                not name.ordinary
                or name.size > 1
                or (joined and len(rest) > 1)
                or name.key in parts
            ):
                yield name.rule, text[word.start : word.end], name.text


def _near_names(found: Identity, given: Sequence[Word]) -> Iterator[Found]:
    """Misspellings: words English does not have, within a distance that grows with the length."""
    names = list({name.key: name for name in found.all_names if len(name.key) >= 5}.values())
    near = {
        "".join(word.key for word in span): span
        for span in spans(given, 3)
        if any(not known(w.key) and len(w.key) > 2 and not w.key.isdigit() for w in span)
    }
    keys = [key for key in near if 4 <= len(key) <= 40 and not known(key)]
    if not names or not keys:
        return
    apart = process.cdist(
        keys, [name.key for name in names], scorer=DamerauLevenshtein.distance, score_cutoff=3
    )
    for row, key in enumerate(keys):
        for column, name in enumerate(names):
            if 0 < apart[row, column] <= _allowed(name, near[key]):
                yield name.rule, " ".join(word.text for word in near[key]), name.text


def _allowed(name: Name, span: Sequence[Word]) -> int:
    """Damerau distance that still reads as the name: 1 from five letters, 2 from 8, 3 from 12."""
    if name.ordinary and name.size == 1:
        written = span[0].capital or len(name.key) >= 7
        return int(len(span) == 1 and written and len(name.key) >= 5)
    return 1 if len(name.key) < 8 else 2 if len(name.key) < 12 else 3


def _spaced(found: Identity, text: str) -> Iterator[Found]:
    """Letters with something between them: `N o r t h`, `n-o-r-t-h`."""
    for match in _SPACED.finditer(text):
        joined = squash(match[0])
        for name in found.all_names:
            if len(name.key) >= 4 and name.key in joined:
                yield name.rule, match[0], name.text


def _initials(found: Identity, text: str, given: Sequence[Word]) -> Iterator[Found]:
    for word in given:
        name = found.initials.get(word.text.upper())
        if not name:
            continue
        slug = len(word.text) > 2 and _in_slug(text, word)
        if slug or (word.text.isupper() and not _line(text, word).isupper()):
            yield name.rule, word.text, name.text
    for match in (*_DOTTED.finditer(text), *_PAIR.finditer(text)):
        name = found.initials.get("".join(match.groups()) or squash(match[0]).upper())
        if name:
            yield name.rule, match[0].strip(), name.text
