"""Who buys: titles, kinds of firm, their size, where they are, and what hurts them."""

from __future__ import annotations

import re
from functools import lru_cache

from domain.interview import Mark
from domain.language.amounts import NUMBER, number, tidy
from domain.language.entities import is_word
from domain.language.lexicons import pattern, table, word_set
from domain.language.replies import Reply

_LEAD = re.compile(
    r"^(?:(?:so|well|oh|honestly|mostly|mainly|usually|typically|sometimes|often|then|now|even|either|both|also|and|or|maybe|"
    r"perhaps|probably|"
    r"i think|i guess|i suppose|i'd say|we think|only|just|basically|ideally|definitely|but|plus|"
    r"especially|particularly|it could also be|could also be|it's|its|they are|they're|these are|"
    r"we sell to|we serve|we target|we work with|selling to|targeting|for|to|"
    r"(?:our|my|the) (?:icp|ideal customer|best customers?|customers?|target|audience|"
    r"buyers?|clients?)"
    r"(?: (?:is|are))?|the|a|an|any|all|some|busy|small|our)\s*[,:]?\s+)+",
    re.IGNORECASE,
)
_CUT = re.compile(
    r"\s(?:at|in|within|with|from|inside|near|across|around|who|that|which|whose|older|younger|"
    r"between|over|under|above|below|running|doing|working|managing|making|like|"
    r"because|they|looking|"
    r"wanting|trying|having|based|where|when|aged|for|on|buying|selling|living|needing)\b.*$",
    re.IGNORECASE,
)
_SPLIT = re.compile(
    r"\s*(?:,\s*(?:and|or|so)?\s+|\s+and\s+|\s+or\s+|\s*/\s*|\s+plus\s+|\s+&\s+|;\s*|:\s+)"
)
_OF = re.compile(r"^(\w+)\s+of\s+(?:the\s+|a\s+)?([\w-]+(?:\s[\w-]+)?)$", re.IGNORECASE)
_IS = re.compile(r"^.*\b(?:is|are|be)\s+", re.IGNORECASE)
_SIZE = re.compile(
    rf"({NUMBER})\s*(?:-|–|to|and|bis)\s*({NUMBER})[\s-]*(?:\w+\s)?"
    r"(?:people|persons?|employees|person|staff|providers|seats|ftes?|engineers|developers|users|"
    r"headcount|beds|locations|stores|rooms|attorneys|lawyers|agents|workers|students|reps)",
    re.IGNORECASE,
)
_BOUND = re.compile(
    rf"\b(more than|over|above|at least|from|less than|under|fewer than|up to|"
    rf"below)\s+({NUMBER})\+?\s*"
    r"(?:people|persons?|employees|staff|providers|seats|ftes?|engineers|users|workers|reps)",
    re.IGNORECASE,
)
_GENERIC = {"thirties", "forties", "kind", "sort", "type", "bit", "ones", "that", "those"}


@lru_cache(maxsize=1)
def _heads() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    rows = table("answers")["titles"]
    return frozenset(rows["heads"]), frozenset(rows["firms"]), frozenset(rows["none"])


def buyers(reply: Reply) -> dict[str, Mark]:
    """Titles, industry, company size and geography out of an answer about the customer."""
    found: dict[str, Mark] = {}
    if not reply.about("icp"):
        return found
    titles, firms = _people(reply)
    if titles and "icp_titles" in reply.fields:
        quote = next((p.quote for p in reply.parts if titles[0].split()[0] in p.quote.lower()), "")
        found["icp_titles"] = reply.marked("icp_titles", titles, 0.6, quote)
    if firms and "icp_industry" in reply.fields:
        at = re.search(re.escape(firms[0]), reply.answer, re.IGNORECASE)
        quote = reply.clause(at.start()) if at else ""
        found["icp_industry"] = reply.marked("icp_industry", firms, 0.5, quote)
    if size := _company_size(reply.answer):
        found["icp_company_size"] = reply.marked("icp_company_size", size[0], 0.75, size[1])
    if places := _whereabouts(reply.answer):
        at = re.search(re.escape(places[0]), reply.answer, re.IGNORECASE)
        quote = reply.clause(at.start()) if at else ""
        found["icp_geography"] = reply.marked("icp_geography", places, 0.7, quote)
    return found


def _people(reply: Reply) -> tuple[list[str], list[str]]:
    titles: list[str] = []
    firms: list[str] = []
    for part in reply.parts:
        firms.extend(_firms(part.quote))
        if re.match(r"(?:not|never|no|we don't|we do not)\b", part.quote, re.IGNORECASE):
            continue
        for piece in _SPLIT.split(_no_aside(part.quote)):
            phrase = _phrase(piece)
            if phrase and _is_person(phrase):
                titles.append(phrase)
    return list(dict.fromkeys(titles)), list(dict.fromkeys(firms))[:5]


def _no_aside(sentence: str) -> str:
    return re.sub(r"\([^)]*\)", "", sentence)


def _phrase(piece: str) -> str:
    text = piece.strip(" .!?\"'“”…")
    text = _CUT.sub("", " " + text).strip()
    text = _LEAD.sub("", text + " ").strip()
    if hit := _IS.match(text + " "):
        text = _LEAD.sub("", text[hit.end() :] + " ").strip()
    if hit := _OF.match(text):
        text = f"{_single(hit.group(2))} {hit.group(1)}"
    text = re.sub(r"\b\d[\d\s–-]*\b", "", text).strip(" -")
    return " ".join(text.split()).lower()


def _single(word: str) -> str:
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def _is_person(phrase: str) -> bool:
    heads, firms, none = _heads()
    last = phrase.split()[-1].strip("'’")
    if len(phrase.split()) > 4 or phrase in none or last in none or last in _GENERIC:
        return False
    if last in heads or phrase in heads:
        return True
    if last in firms or geography(phrase) or re.search(r"\d", phrase):
        return False
    person = re.fullmatch(r"\w+(?:ers|ors|ists?|ants|ians?|eers|ees|men|wives|moms|mums)", last)
    acronym = re.fullmatch(r"[a-z]{2,4}s", last) and not is_word(last)
    return bool(person or acronym)


def _firms(sentence: str) -> list[str]:
    heads, firms, none = _heads()
    hits = re.finditer(
        r"\b((?:[a-z][\w-]+\s){0,2})(" + "|".join(sorted(firms)) + r")\b", sentence, re.IGNORECASE
    )
    skip = word_set("stopwords", "before_firms")
    out = []
    for hit in hits:
        before = [word for word in hit.group(1).split() if word.lower() not in skip | heads | none]
        out.append(" ".join([*before, hit.group(2)]).lower())
    return out


def _company_size(text: str) -> tuple[dict[str, int | float | None], str] | None:
    if hit := _SIZE.search(text):
        low, high = number(hit.group(1)), number(hit.group(2))
        if low is not None and high is not None:
            return {"min": tidy(low), "max": tidy(high)}, hit.group()
    if hit := _BOUND.search(text):
        value = number(hit.group(2))
        if value is not None:
            up = hit.group(1).lower() in ("more than", "over", "above", "at least", "from")
            bounds = {"min": tidy(value), "max": None} if up else {"min": None, "max": tidy(value)}
            return bounds, hit.group()
    return None


@lru_cache(maxsize=1)
def _places() -> tuple[re.Pattern[str], re.Pattern[str], dict[str, str]]:
    rows = table("gazetteer")["names"]["place"]
    short = [name for name in rows if len(name) <= 3 or name in ("Phoenix", "Georgia", "Turkey")]
    long = [name for name in rows if name not in short]
    return pattern(short, cased=True), pattern(long), {name.lower(): name for name in rows}


def geography(text: str) -> list[str]:
    """Known places in order of mention, spelt as the gazetteer spells them."""
    short, long, spelt = _places()
    hits = sorted([*short.finditer(text), *long.finditer(text)], key=lambda hit: hit.start())
    return list(dict.fromkeys(spelt[" ".join(hit.group().lower().split())] for hit in hits))


_IN = re.compile(
    r"\b(?:in|across|around|near|within|from|throughout)\s+(?:the\s|rural\s|greater\s|all of\s)?"
    r"((?:[A-ZÀ-Þ][\w'’-]+(?:\s(?=[A-ZÀ-Þ]))?)+(?:(?:,\s|\sand\s|,\sand\s|\sor\s)"
    r"(?:[A-ZÀ-Þ][\w'’-]+(?:\s(?=[A-ZÀ-Þ]))?)+)*)"
)


def _whereabouts(text: str) -> list[str]:
    """Known places, and names that follow `in`, `across` and the like in an answer on customers."""
    found = geography(text)
    for hit in _IN.finditer(text):
        for name in re.split(r",\sand\s|,\s|\sand\s|\sor\s", hit.group(1)):
            if not any(name in known or known in name for known in found):
                found.append(name.strip())
    return found


def pains(reply: Reply) -> dict[str, Mark]:
    """What hurts the customer: each sentence of the answer is one pain, in its own words."""
    if not reply.about("pain"):
        return {}
    said = [part.quote for part in reply.parts][:6]
    return {"icp_pains": reply.marked("icp_pains", said, 0.65)} if said else {}
