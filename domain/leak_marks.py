"""Leaks of marks: addresses on the net, phone numbers, streets, colours, the city and the year."""

import re
from collections.abc import Iterator, Sequence

from domain.disguises import lists, squash
from domain.identity import Identity
from domain.leak_names import Found, spans
from domain.passages import Word, known

_HOST = re.compile(
    r"(?P<scheme>[a-z][a-z0-9+.-]{1,11}://|www\.)?(?:[^\s/@:\"'<>()]+@)?"
    r"(?P<host>(?:[^\W_](?:[\w-]{0,62}[^\W_])?\.)+(?P<tld>[a-z]{2,12}))\b(?P<path>[/?#][^\s\"'<>)]*)?",
    re.IGNORECASE,
)
_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
_HANDLE = re.compile(r"(?<![\w@/.])@([\w.\-]{3,40})")
_PHONE = re.compile(r"\+?\d[\d\s().\-/\u2011]{5,}\d")
_DIGITS = re.compile(
    r"(?:\b(?:zero|oh|one|two|three|four|five|six|seven|eight|nine)\b[\s,\-]*){7,}", re.I
)
_SPOKEN_DIGITS = "zero one two three four five six seven eight nine"
_DIGIT = {word: str(n) for n, word in enumerate(_SPOKEN_DIGITS.split())} | {"oh": "0"}
_HEX = re.compile(r"(?<![\w&])#?([0-9a-fA-F]{6}|(?<=#)[0-9a-fA-F]{3})(?![\w])")
_RGB = re.compile(r"rgba?\(?\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})", re.IGNORECASE)
_SINCE = re.compile(
    r"\b(?:since|founded|established|estd?|started|launched|born|opened)\b[^.\n]{0,20}?(\d{4})",
    re.I,
)
_OLD_EXTENSIONS = frozenset(("html", "php", "js", "py", "net"))


def marks_in(found: Identity, text: str, given: Sequence[Word]) -> Iterator[Found]:
    """(rule, what stands in the text, what it points to) for everything that is no name."""
    yield from _hosts(found, text)
    yield from _handles(found, text)
    yield from _phones(found, text)
    yield from _streets(found, text)
    yield from _colors(found, text)
    yield from _places(found, text, given)


def city_and_year(found: Identity, text: str, given: Sequence[Word]) -> Iterator[Found]:
    """A city that stands in one document with the year of founding."""
    years = [year for year in found.years if re.search(rf"(?<!\d){year}(?!\d)", text)]
    for span in spans(given, 3):
        city = found.cities.get("".join(word.key for word in span))
        if city and years:
            yield (
                "city",
                f"{text[span[0].start : span[-1].end]} … {years[0]}",
                f"{city}, {years[0]}",
            )


def _hosts(found: Identity, text: str) -> Iterator[Found]:
    for match in _HOST.finditer(text):
        host = match["host"].lower()
        own = [domain for domain in found.domains if host == domain or host.endswith("." + domain)]
        if own:
            yield "domains", match[0], found.domains[own[0]]
        elif _is_address(match) and not _allowed(host):
            yield "url", match[0], "an address that is not on the allow-list"


def _is_address(match: re.Match[str]) -> bool:
    tld = match["tld"].lower()
    if match["scheme"] or _MAIL.fullmatch(match[0]):
        return True
    if tld not in lists()["tlds"] or (tld in lists()["extensions"] and not match["path"]):
        return False
    label = match["host"].rsplit(".", 2)[-2]
    sure = tld not in lists()["ordinary_tlds"] and tld not in _OLD_EXTENSIONS
    return bool(match["path"]) or sure or not known(squash(label))


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


def _places(found: Identity, text: str, given: Sequence[Word]) -> Iterator[Found]:
    """The city where something is said to be, and the year in which something began."""
    for span in spans(given, 3):
        city = found.cities.get("".join(word.key for word in span))
        if not city or not span[0].capital:
            continue
        at = given.index(span[0])
        around = [
            w.key
            for w in (*given[max(0, at - 3) : at], *given[at + len(span) : at + len(span) + 2])
        ]
        if lists()["place_cues"] & set(around):
            yield "city", text[given[max(0, at - 3)].start : span[-1].end], city
    for match in _SINCE.finditer(text):
        if match[1] in found.years:
            yield "founded", match[0], match[1]
