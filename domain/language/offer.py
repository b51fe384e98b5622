"""What is sold: products, prices, features and what sets them apart."""

from __future__ import annotations

import re
from collections.abc import Sequence

from domain.interview import Mark
from domain.language.amounts import NUMBER, number, tidy
from domain.language.replies import Reply, names

MOST = 12

_SIGN = {"$": "USD", "€": "EUR", "£": "GBP", "₹": "INR", "¥": "JPY"}
_WORD = {
    "dollar": "USD", "buck": "USD", "usd": "USD", "euro": "EUR", "eur": "EUR", "pound": "GBP",
    "quid": "GBP", "gbp": "GBP", "tenner": "GBP", "fiver": "GBP", "chf": "CHF", "franc": "CHF",
    "cad": "CAD", "aud": "AUD", "kr": "SEK", "sek": "SEK", "zł": "PLN", "pln": "PLN",
    "rupee": "INR",
}  # fmt: skip
_UNIT = r"dollars?|bucks|usd|euros?|eur|pounds?|quid|gbp|chf|francs?|cad|aud|kr|sek|zł|pln|rupees?"
_PER = (
    r"(?:\s*(?:/|a|an|per|each|every|pro)\s?(month|mo|year|yr|week|wk|day|hour|hr|seat|"
    r"user|provider|"
    r"session|visit|class|sensor|person|host|unit|piece|project|night|booking|head|quarter)\b)"
)
_PRICE = re.compile(
    rf"(?P<sign>[$€£₹¥])\s?(?P<a>{NUMBER}\s?(?:k|m)?\b)|(?P<b>{NUMBER})\s?(?P<sign2>[$€£])|"
    rf"\b(?P<c>{NUMBER}(?:\s(?:thousand|hundred))?)\s?(?P<unit>{_UNIT})\b|"
    rf"\b(?:a\s)?(?P<d>tenner|fiver)\b|"
    rf"\b(?P<e>\d[\d.,]*)(?=\s?/\s?(?:mo|month|yr|year|seat|user|week|wk|hour|hr)\b)",
    re.IGNORECASE,
)
_BARE = re.compile(
    r"(?<![\d$€£.,-])\b(\d{2,5}(?:[.,]\d{2})?|\d{1,3}k)(?=\s*(?:[,.;]|$|for\b|a\s|per\b))"
)
_NO_PRICE = re.compile(
    r"\b(?:acv|arr|mrr|revenue|turnover|raised|round|funding|savings|spent|spend|burn\w*|budget|"
    r"ltv|cac|gmv|ad spend|invested|average deal|valuation|saves?|saving|worth|"
    r"orders? over)\b",
    re.IGNORECASE,
)
_WHY = re.compile(
    r"\b(?:because|choose|chosen|stay|faster|cheaper|unique|only|first|no per|"
    r"guarantee|best|better|"
    r"simpler|easier|flat|unlike|nobody else|same day|lasts|arrive|without|"
    r"in \w+ hours|quality|love|"
    r"trust|local|cos|people say|customers say|handmade|anyone|reliable|"
    r"free shipping|24/7|exclusive)\b",
    re.IGNORECASE,
)
_MONTHS = {"mo": "month", "yr": "year", "wk": "week", "hr": "hour"}


def offer(replies: Sequence[Reply]) -> dict[str, Mark]:
    """Products, prices, features and differentiators over the answers about product and payment."""
    found: dict[str, Mark] = {}
    main = next((one for one in replies if one.about("product")), None)
    told = [one for one in replies if one.about("product", "model")]
    prices: list[dict[str, object]] = []
    source = None
    for one in told:
        mine = prices_in(one.answer, bare=one.about("product"))
        source = source or (one if mine else None)
        known = {row["amount"] for row in prices}
        prices.extend(row for row in mine if row["amount"] not in known)
    if prices and source:
        found["pricing"] = source.marked("pricing", prices[:MOST], 0.75)
    if main:
        found.update(_products(main))
    return {name: value for name, value in found.items() if _wanted(name, told)}


def _wanted(name: str, told: Sequence[Reply]) -> bool:
    return any(name in one.fields or one.about("model") for one in told)


def prices_in(text: str, *, bare: bool) -> list[dict[str, object]]:
    """Prices as {amount, currency, per}; with `bare`, numbers without a currency count too."""
    found: list[dict[str, object]] = []
    spans: list[tuple[int, int]] = []
    for hit in _PRICE.finditer(text):
        value = number(next(hit.group(key) for key in "abcde" if hit.group(key)))
        if value is None or _foreign(text, hit.start(), hit.end()):
            continue
        spans.append(hit.span())
        found.append(_row(value, _currency(hit, text), text[hit.end() :]))
    if bare:
        for hit in _BARE.finditer(text):
            taken = any(start <= hit.start() < end for start, end in spans)
            value = number(hit.group(1))
            if value and not taken and not _foreign(text, hit.start(), hit.end()):
                found.append(_row(value, _any_currency(text) or _first(found), text[hit.end() :]))
    return list({row["amount"]: row for row in reversed(found)}.values())[::-1]


def _first(found: list[dict[str, object]]) -> str | None:
    return next((str(row["currency"]) for row in found if row["currency"]), None)


def _row(value: float, currency: str | None, rest: str) -> dict[str, object]:
    per = re.match(_PER, rest, re.IGNORECASE)
    unit = per.group(1).lower() if per else None
    return {
        "amount": tidy(value),
        "currency": currency,
        "per": _MONTHS.get(unit, unit) if unit else None,
    }


def _foreign(text: str, start: int, end: int) -> bool:
    """Whether the clause around a number speaks of revenue, spend and the like, or of a share."""
    left = max(text.rfind(mark, 0, start) for mark in (". ", "; ", ", "))
    right = (
        min(place for mark in (". ", "; ", ", ") if (place := text.find(mark, end)) != -1)
        if any(text.find(mark, end) != -1 for mark in (". ", "; ", ", "))
        else len(text)
    )
    return bool(_NO_PRICE.search(text[left + 1 : right])) or text[end : end + 1] == "%"


def _currency(hit: re.Match[str], text: str) -> str | None:
    sign = hit.group("sign") or hit.group("sign2")
    if sign:
        return _SIGN[sign]
    word = (hit.group("unit") or hit.group("d") or "").lower().rstrip("s")
    return _WORD.get(word) or _any_currency(text)


def _any_currency(text: str) -> str | None:
    signs = [code for sign, code in _SIGN.items() if sign in text]
    return signs[0] if signs else None


def _products(reply: Reply) -> dict[str, Mark]:
    """Clauses with a price name products; clauses that say why, differentiators."""
    products: list[str] = []
    why: list[str] = []
    for part in reply.parts:
        if _WHY.search(part.quote):
            why.append(part.quote)
        for clause in re.split(r",\s+(?:and\s+)?|\s+and\s+(?=[a-z]+\s[$€£\d])", part.quote):
            hit = _PRICE.search(clause) or _BARE.search(clause + ".")
            if hit and (label := _label(clause[: hit.start()])):
                products.append(label)
    if not products:
        products = [name for _, name in names(reply.answer)]
    if not products and reply.parts:
        products = [reply.parts[0].quote.rstrip(".")]
    found = {}
    if products:
        found["products"] = reply.marked("products", list(dict.fromkeys(products))[:MOST], 0.55)
    if why:
        found["differentiators"] = reply.marked("differentiators", why[:4], 0.5, why[0])
    if reply.fields == ("features",):
        found["features"] = reply.marked("features", [part.quote for part in reply.parts], 0.6)
    return found


def _label(text: str) -> str:
    text = re.sub(
        r"\b(?:is|are|costs?|for|at|from|starts?|starting|begins?|or|and|go|goes|up|to|per|then|plus|just|the|a|an|one|we|sell|charge|our|about)\b",
        " ",
        text,
        flags=re.IGNORECASE,
    )
    text = " ".join(text.split()).strip(" :,-–")
    says = any(len(word) > 2 and word.isalpha() for word in text.split())
    return text if says and len(text.split()) <= 5 else ""
