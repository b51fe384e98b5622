"""Leaks of marks: addresses on the net, phone numbers, streets, colours, the city and the year."""

import re
from collections.abc import Iterator

from rapidfuzz.distance import Levenshtein

from domain.disguises import lists, squash
from domain.identity import Identity
from domain.leak_names import Found
from domain.leak_spans import Read, spans
from domain.passages import known

_HOST = re.compile(
    r"(?P<scheme>[a-z][a-z0-9+.-]{1,11}://|www\.)?(?:[^\s/@:\"'<>()]+@)?"
    r"(?P<host>(?:[^\W_](?:[\w-]{0,62}[^\W_])?\.)+(?P<tld>[a-z]{2,12}))\b(?P<path>[/?#][^\s\"'<>)]*)?",
    re.IGNORECASE,
)
_DOT = re.compile(r"\w\.[a-zA-Z]{2}")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
_HANDLE = re.compile(r"(?<![\w@/.])@([\w.\-]{3,40})")
_PHONE = re.compile(r"\+?\d[\d\s().\-/\u2011]{5,}\d")
_DIGITS = re.compile(
    r"(?:\b(?:zero|oh|one|two|three|four|five|six|seven|eight|nine)\b[\s,\-]*){7,}", re.I
)
_SPOKEN_DIGITS = "zero one two three four five six seven eight nine"
_DIGIT = {word: str(n) for n, word in enumerate(_SPOKEN_DIGITS.split())} | {"oh": "0"}
_HEX = re.compile(r"(?<![\w&])#?([0-9a-fA-F]{6}|(?<=#)[0-9a-fA-F]{3})(?:[0-9a-fA-F]{2})?(?!\w)")
_RGB = re.compile(r"rgba?\(?\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})", re.IGNORECASE)
_SINCE = re.compile(
    r"\b(?:since|founded|established|estd?|started|launched|born|opened)\b[^.\n]{0,20}?(\d{4})",
    re.I,
)
LEAST_CITY = 5
ALIKE_CITY = 0.75
_OLD_EXTENSIONS = frozenset(("html", "php", "js", "py", "net"))


def marks_in(found: Identity, given: Read) -> Iterator[Found]:
    """(rule, what stands in the text, what it points to) for everything that is no name."""
    text = given.text
    yield from _hosts(found, text)
    yield from _handles(found, text)
    yield from _phones(found, text)
    yield from _streets(found, text)
    yield from _colors(found, text)
    yield from _places(found, given)


def city_and_year(found: Identity, given: Read) -> Iterator[Found]:
    """A city that stands in one document with the year of founding."""
    years = [year for year in found.years if re.search(_written(year), given.text)]
    if not years:
        return
    for at, size in spans(given, found.city_starts, 3):
        span = given.words[at : at + size]
        city = found.cities.get("".join(word.key for word in span))
        if city:
            written = given.text[span[0].start : span[-1].end]
            yield "city", f"{written} … {years[0]}", f"{city}, {years[0]}"
    for word in given.words:
        if word.capital and len(word.key) >= LEAST_CITY and not known(word.key):
            for key, city in found.cities.items():
                if key != word.key and key[:2] == word.key[:2] and _elsewhere(key, word.key):
                    yield "city", f"{word.text} … {years[0]}", f"{city}, {years[0]}"


def _elsewhere(city: str, word: str) -> bool:
    """Whether a word may be the city in another tongue: Lissabon, Lisboa."""
    return Levenshtein.normalized_similarity(city, word) >= ALIKE_CITY


def _written(year: str) -> str:
    """The pattern of a year, whole or as in '94."""
    return rf"(?<!\d){year}(?!\d)|(?<!\w)['’]{year[-2:]}(?!\w)"


def _hosts(found: Identity, text: str) -> Iterator[Found]:
    for match in _HOST.finditer(text) if _DOT.search(text) else ():
        host = match["host"].lower()
        own = [domain for domain in found.domains if host == domain or host.endswith("." + domain)]
        if own:
            yield "domains", match[0], found.domains[own[0]]
        elif _is_address(match) and not _allowed(host):
            yield "url", match[0], "an address that is not on the allow-list"


def _is_address(match: re.Match[str]) -> bool:
    """Whether it is something to follow: a link, a mail address, or a host that one is sent to.

    A host that is only mentioned is the name of somebody else, and often no host at all.
    """
    tld = match["tld"].lower()
    if match["scheme"] or _MAIL.fullmatch(match[0]):
        return True
    if tld not in lists()["tlds"] or (tld in lists()["extensions"] and not match["path"]):
        return False
    if match["path"]:
        return True
    label = match["host"].rsplit(".", 2)[-2]
    sure = tld not in lists()["ordinary_tlds"] and tld not in _OLD_EXTENSIONS
    return _sent_to(match) and (sure or not known(squash(label)))


def _sent_to(match: re.Match[str]) -> bool:
    """Whether the words before a host, or that nothing else stands in its line, make it a link."""
    text = match.string
    start = text.rfind("\n", 0, match.start()) + 1
    before = text[start : match.start()]
    end = text.find("\n", match.end())
    after = text[match.end() : end if end >= 0 else len(text)]
    if not re.search(r"\w", before + after):
        return not _platform(match)
    cues = re.findall(r"[a-z]+", before[-40:].lower())[-3:]
    return bool(lists()["link_cues"] & set(cues)) and not _platform(match)


def _platform(match: re.Match[str]) -> bool:
    """A place where everybody is: `youtube.com`."""
    return match["host"].lower() in lists()["platforms"]


def _allowed(host: str) -> bool:
    return any(host == one or host.endswith("." + one) for one in lists()["allowed_hosts"])


def _handles(found: Identity, text: str) -> Iterator[Found]:
    for match in _HANDLE.finditer(text):
        if (key := squash(match[1])) in found.handles:
            yield "handles", match[0], found.handles[key]


def _phones(found: Identity, text: str) -> Iterator[Found]:
    spoken = (
        (m[0], "".join(_DIGIT[word] for word in re.findall(r"[a-z]+", m[0].lower())))
        for m in _DIGITS.finditer(text)
    )
    written = ((m[0], re.sub(r"\D", "", m[0])) for m in _PHONE.finditer(text))
    for said, digits in (*written, *spoken):
        for tail, phone in found.phones.items():
            if tail in digits:
                yield "phone", said.strip(), phone


def _streets(found: Identity, text: str) -> Iterator[Found]:
    if not found.streets:
        return
    for line in text.splitlines():
        joined = squash(line)
        for key, address in found.streets.items():
            if len(key) >= 5 and key in joined:
                yield "address", line.strip()[:80], address


def _colors(found: Identity, text: str) -> Iterator[Found]:
    if not found.colors:
        return
    shades = [(m[0], m[1].lower()) for m in _HEX.finditer(text)]
    shades += [
        (m[0], "".join(f"{min(int(n), 255):02x}" for n in m.groups())) for m in _RGB.finditer(text)
    ]
    for written, shade in shades:
        full = "#" + (shade if len(shade) == 6 else "".join(c * 2 for c in shade))
        if full in found.colors:
            yield "brand_colors", written, found.colors[full]


def _places(found: Identity, given: Read) -> Iterator[Found]:
    """The city where something is said to be, and the year in which something began."""
    near = given.words
    for at, size in spans(given, found.city_starts, 3):
        span = near[at : at + size]
        city = found.cities.get("".join(word.key for word in span))
        if not city or not span[0].capital:
            continue
        around = {w.key for w in (*near[max(0, at - 3) : at], *near[at + size : at + size + 2])}
        if lists()["place_cues"] & around:
            yield "city", given.text[near[max(0, at - 3)].start : span[-1].end], city
    for match in _SINCE.finditer(given.text) if found.years else ():
        if match[1] in found.years:
            yield "founded", match[0], match[1]
