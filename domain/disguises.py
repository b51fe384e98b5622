"""Disguises of a word: what a reader sees through and a search for the plain name does not.

`plain` undoes what changes nothing for the eye, `hidden_texts` finds what is packed inside other
text, `squash` and `skeleton` are the two forms in which names are compared.
"""

import base64
import binascii
import codecs
import html
import json
import re
import unicodedata
from functools import lru_cache
from importlib import resources
from typing import Any
from urllib.parse import unquote

from anyascii import anyascii

_MARKUP = re.compile(
    r"</?[a-zA-Z][^<>]{0,200}>|\{\{\s*(?:BRAND|PRODUCT|LINK|URL|LOGO|HANDLE|DOMAIN)\s*\}\}|<!--|-->"
)
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{8,}={0,2}")
_HEX = re.compile(r"(?<![^\W_])(?:[0-9a-fA-F]{2}[ :]?){5,}")
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})|\\x([0-9a-fA-F]{2})")
_SPELLED_DOT = re.compile(
    r"\s*[\[({]\s*(?:dot|\.)\s*[\])}]\s*|(?<=\w)\s+dot\s+(?=\w)"
    r"|(?<=\w)\s+\.\s*(?=(?:com|io|co|net|org|app)\b)",
    re.IGNORECASE,
)
_SPELLED_AT = re.compile(r"\s*[\[({]\s*(?:at|@)\s*[\])}]\s*", re.IGNORECASE)
_UNUSUAL = re.compile(r"[^\n\t\x20-\x7e]+")
_LETTER_MARKS = re.compile("[иИуУ]\u0306|[\u3040-\u30ff][\u3099\u309a]")
"""Marks that make another letter, with a sound of its own: й, and the kana of g, z, d, b, p."""
_INVISIBLE = frozenset(("Cf", "Cc", "Mn", "Me", "Cn", "Co"))


@lru_cache(maxsize=1)
def lists() -> dict[str, Any]:
    """The word lists of the gate, as sets; `confusables` and `version` as they stand."""
    raw = json.loads(
        resources.files("domain.language").joinpath("anonymity.json").read_text(encoding="utf-8")
    )
    return {k: frozenset(v.split()) if isinstance(v, str) else v for k, v in raw.items()}


@lru_cache(maxsize=1)
def _seen_as() -> dict[int, str]:
    return {ord(sign): letter for sign, letter in lists()["confusables"].items()}


@lru_cache(maxsize=1)
def _boxed() -> dict[int, str]:
    """Letters in boxes, discs and flags, which have no compatibility form."""
    starts = (0x1F150, 0x1F170, 0x1F1E6)
    return {start + n: chr(65 + n) for start in starts for n in range(26)}


def plain(text: str) -> str:
    """`text` as the eye has it: compatibility forms resolved, invisible signs, accents and markup
    gone, entities and escapes decoded, "dot" and "[at]" as signs. Line breaks stay."""
    if "&" in text:
        text = html.unescape(text)
    if "\\" in text:
        text = _ESCAPE.sub(lambda m: chr(int(m[1] or m[2], 16)), text)
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", text.translate(_boxed()))
        text = _UNUSUAL.sub(_seen, decomposed)
    if "<" in text or "{{" in text:
        text = _MARKUP.sub("", text)
    return _SPELLED_AT.sub("@", _SPELLED_DOT.sub(".", text))


def _seen(match: re.Match[str]) -> str:
    kept = _LETTER_MARKS.sub(lambda one: unicodedata.normalize("NFC", one[0]), match[0])
    return "".join(one for one in kept if unicodedata.category(one) not in _INVISIBLE)


def hidden_texts(text: str) -> list[tuple[str, str]]:
    """(As it stands, opened) for each text in tags, URL-encoded, base64 or hexadecimal."""
    found = [(match[0], match[0][1:-1]) for match in _MARKUP.finditer(text) if " " in match[0]]
    if "%" in text and (opened := unquote(text)) != text:
        found.append((text, unquote(opened)))
    for match in _BASE64.finditer(text):
        if (opened := _unpacked(match[0])) is not None:
            found.append((match[0], opened))
    for match in _HEX.finditer(text):
        digits = re.sub(r"[ :]", "", match[0])
        if (opened := _readable(bytes.fromhex(digits))) is not None:
            found.append((match[0], opened))
    return found


def _unpacked(chunk: str) -> str | None:
    body = chunk.rstrip("=").replace("-", "+").replace("_", "/")
    if len(body) % 4 == 1 or (body.isalpha() and (body.islower() or body.istitle())):
        return None
    try:
        return _readable(base64.b64decode(body + "=" * (-len(body) % 4), validate=True))
    except (binascii.Error, ValueError):
        return None


def _readable(raw: bytes) -> str | None:
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return None
    usual = sum(sign.isalnum() or sign in " .-_@/:'&," for sign in text)
    return text if len(text) >= 4 and usual == len(text) else None


@lru_cache(maxsize=50_000)
def squash(word: str) -> str:
    """Latin letters and digits of `word`, small: `Crème-Brûlée` is `cremebrulee`."""
    latin = word if word.isascii() else anyascii(word)
    return "".join(sign for sign in latin.lower() if sign.isalnum())


@lru_cache(maxsize=50_000)
def skeleton(word: str) -> str:
    """What `word` looks like: look-alike letters, digits and signs under one letter each."""
    seen = word.translate(_seen_as()).lower().translate(_seen_as())
    seen = (seen if seen.isascii() else anyascii(seen)).lower()
    seen = seen.translate(_seen_as())
    letters = "".join(sign for sign in seen if sign.isalnum())
    return letters.replace("rn", "m").replace("vv", "w").replace("cl", "d")


def turned(name: str) -> tuple[str, str]:
    """A squashed name read backwards, and moved by thirteen letters."""
    return name[::-1], codecs.encode(name, "rot13")
