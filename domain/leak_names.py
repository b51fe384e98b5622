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
from domain.leak_spans import HEAD, Read, near, spans
from domain.leak_tongues import ordinary_abroad, respelt
from domain.passages import Word, camel_parts, known, label_before

Found = tuple[str, str, str]
SHORTEST_INFLECTED = 4
_SPACED = re.compile(r"(?<![^\W_])(?:[^\W_][\s.\-–_·*|/,+~]{1,3}){3,}[^\W_](?![^\W_])")
_DOTTED = re.compile(
    r"(?<![^\W_])(?:[A-Z]\.[ ]?){2,5}(?![a-z])|(?<![\w-])[A-Z](?:-[A-Z]){1,4}(?![\w-])"
)
_PAIR = re.compile(r"(?<![^\W_])([A-Z])\.?\s?(?:&|\+|and|n)\.?\s?([A-Z])(?![^\W_])")
_CUT = re.compile(r"[*_~`]|-\n")
_SLUG = re.compile(r"[_@#/\\]|\.[a-z0-9]{2,5}$", re.IGNORECASE)


def names_in(found: Identity, given: Read) -> Iterator[Found]:
    """(rule, what stands in the text, what it points to) for every way a name can hide."""
    odd = [not word.text.isascii() or not known(word.key) for word in given.words]
    yield from _plain_names(found, given)
    yield from _disguised(found, given, odd)
    yield from _inside_words(found, given, odd)
    yield from _near_names(found, given, odd)
    yield from respelt(found, given)
    yield from _spaced(found, given.text)
    yield from _initials(found, given)


def _plain_names(found: Identity, given: Read) -> Iterator[Found]:
    for at, size in spans(given, found.starts):
        span = given.words[at : at + size]
        key = span[0].key if size == 1 else "".join(word.key for word in span)
        names = found.names.get(key)
        if names is None:
            names = _inflected(found, span, key)
        if any(name.proper == "any" and _somebody_else(name, span, given) for name in names):
            continue
        for name in names:
            if _shown(name, span, given):
                yield name.rule, given.text[span[0].start : span[-1].end], name.text


def _inflected(found: Identity, span: Sequence[Word], key: str) -> Sequence[Name]:
    """Names that a span ends in another form of: Harborites, Harbors, Nordlichts."""
    if len(key) <= SHORTEST_INFLECTED:
        return ()
    last = span[-1]
    coined = not known(last.key)
    names: list[Name] = []
    for size in range(1, min(6, len(last.key) - 2)):
        if last.key[-size:] not in lists()["inflections"]:
            continue
        bare = key[:-size]
        for name in (*found.names.get(bare, ()), *found.names.get(f"{bare}s", ())):
            written = len(span) > 1 and all(word.capital for word in span)
            alike = written and (name.size == len(span) or not name.ordinary)
            if len(name.key) >= SHORTEST_INFLECTED and (
                alike or (coined and (not name.ordinary or span[0].capital))
            ):
                names.append(name)
    return names


def _disguised(found: Identity, given: Read, odd: Sequence[bool]) -> Iterator[Found]:
    """Look-alike letters, and names read backwards or moved by thirteen letters."""
    begun = found.disguised_starts
    may = [
        skeleton(word.text)[:-1][:HEAD] in begun or word.key[:HEAD] in begun for word in given.words
    ]
    for at, size in near(given, odd):
        if not may[at]:
            continue
        span = given.words[at : at + size]
        key = "".join(word.key for word in span)
        written = given.text[span[0].start : span[-1].end]
        seen = skeleton("".join(word.text for word in span))
        for name in found.skeletons.get(seen, ()):
            if name.key != key and len(seen) >= 4 and not written.isdigit():
                yield name.rule, written, name.text
        turned = found.turned.get(key)
        if turned and not known(key):
            yield turned.rule, written, turned.text


def _shown(name: Name, span: Sequence[Word], given: Read) -> bool:
    if name.proper == "any":
        return True
    if name.proper == "capital" and span[0].capital:
        return not (span[0].opens and name.ordinary) or _single(name, span, given)
    if not name.ordinary:
        if ordinary_abroad(span, given.line(span[0])):
            return _written_abroad(name, span, given)
        loose = name.size < len(span) and all(known(word.key) for word in span)
        return not loose or any(word.capital for word in span) or _undetermined(name, span, given)
    if any(not word.text.isascii() for word in span):
        return True
    if name.size == 1:
        return _single(name, span, given)
    return _phrase(name, span, given)


def _somebody_else(name: Name, span: Sequence[Word], given: Read) -> bool:
    """A first name with the surname of another: Kofi Annan is not Kofi Bright."""
    after = _next(given, span[-1])
    if after is None or not after.capital or span[-1].owns:
        return False
    return name.size == 1 and after.key not in squash(name.text) and known(after.key) is False


def _written_abroad(name: Name, span: Sequence[Word], given: Read) -> bool:
    """Whether words of another tongue are written as a name in a text of that tongue."""
    word = span[0]
    if any(_in_slug(given.text, one) for one in span):
        return True
    capitals = all(one.capital for one in span)
    if len(span) > 1:
        joined = all(one.gap.strip() for one in span[1:])
        return name.size == len(span) and (capitals or joined)
    after = _next(given, word)
    named = word.owns or (after is not None and after.key in lists()["verbs"])
    if ordinary_abroad(span, given.line(word)) == "de":
        return named
    return word.capital and (named or not word.opens)


def _undetermined(name: Name, span: Sequence[Word], given: Read) -> bool:
    """A coined name cut into small words of English, where no article makes them a thing."""
    before = _before(given, span[0])
    return len(name.key) >= 7 and (before is None or before.key not in lists()["determiners"])


def _single(name: Name, span: Sequence[Word], given: Read) -> bool:
    """Whether an ordinary word is written as a name here."""
    word = span[0]
    if len(span) > 1:
        cut = any(_CUT.search(part.gap) for part in span[1:])
        return cut or not all(known(w.key) for w in span) or (word.capital and not word.opens)
    if _in_slug(given.text, word) and not name.short:
        return True
    if not word.capital:
        return False
    after = _next(given, word)
    named = word.owns or (after is not None and after.key in lists()["verbs"])
    before = _before(given, word)
    if name.short:
        return named
    cued = before is not None and before.key in lists()["name_cues"] and not word.opens
    line = given.line(word)
    if named or cued or line.strip(" .,#*-\"'") == word.text:
        return True
    label = label_before(given.text, word.start)
    if label in lists()["label_cues"]:
        return True
    return not word.opens and not _titled(line) and not label


def _phrase(name: Name, span: Sequence[Word], given: Read) -> bool:
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


def _before(given: Read, word: Word) -> Word | None:
    at = given.words.index(word)
    return given.words[at - 1] if at and "\n" not in word.gap else None


def _next(given: Read, word: Word) -> Word | None:
    found = given.words
    at = found.index(word) + 1
    if at < len(found) and found[at].key == "s" and word.owns:
        at += 1
    return found[at] if at < len(found) and found[at].gap in (" ", "  ") else None


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


def _inside_words(found: Identity, given: Read, odd: Sequence[bool]) -> Iterator[Found]:
    """Names within longer words: `getnorthwind`, `NorthwindApp`, `harborhq`."""
    long = {
        one.key: one
        for one, strange in zip(given.words, odd, strict=True)
        if strange and len(one.key) > 5 and not known(one.key)
    }
    if not long:
        return
    names = [name for name in found.all_names if len(name.key) >= 4]
    around = lists()["generic_nouns"]
    for word in long.values():
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
            ) and not ordinary_abroad([word], given.line(word)):
                yield name.rule, word.text, name.text


def _near_names(found: Identity, given: Read, odd: Sequence[bool]) -> Iterator[Found]:
    """Misspellings: words English does not have, within a distance that grows with the length."""
    strange = [
        one and len(word.key) > 2 and not word.key.isdigit() and not known(word.key)
        for one, word in zip(odd, given.words, strict=True)
    ]
    if not any(strange):
        return
    names = list({name.key: name for name in found.all_names if len(name.key) >= 5}.values())
    close: dict[str, Sequence[Word]] = {}
    for at, size in near(given, strange):
        span = given.words[at : at + size]
        key = "".join(word.key for word in span)
        if 4 <= len(key) <= 40 and key not in close and not known(key):
            close[key] = span
    if not names or not close:
        return
    keys = list(close)
    apart = process.cdist(
        keys, [name.key for name in names], scorer=DamerauLevenshtein.distance, score_cutoff=3
    )
    for row, column in zip(*((apart > 0) & (apart <= 3)).nonzero(), strict=True):
        name, span = names[column], close[keys[row]]
        if apart[row, column] > _allowed(name, span):
            continue
        if not ordinary_abroad(span, given.line(span[0])):
            yield name.rule, " ".join(word.text for word in span), name.text


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


def _initials(found: Identity, given: Read) -> Iterator[Found]:
    for word in given.words:
        if len(word.text) > 6 or not (name := found.initials.get(word.text.upper())):
            continue
        slug = len(word.text) > 2 and _in_slug(given.text, word)
        if slug or (word.text.isupper() and not given.line(word).isupper()):
            yield name.rule, word.text, name.text
    for match in (*_DOTTED.finditer(given.text), *_PAIR.finditer(given.text)):
        letters = "".join(match.groups()) or squash(match[0]).upper()
        name = found.initials.get(letters) or found.dotted.get(letters)
        if name:
            yield name.rule, match[0].strip(), name.text
