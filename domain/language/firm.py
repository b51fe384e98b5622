"""Name, industry, size, stage, business model and revenue mechanics out of free answers."""

from __future__ import annotations

import re
from collections.abc import Sequence

from domain.interview import Mark
from domain.language.amounts import NUMBER, number
from domain.language.lexicons import pattern, table, words
from domain.language.replies import Reply, lower_case, names
from domain.language.sentences import sentences
from domain.language.stance import EVERY, ours

_CALLED = re.compile(
    r"(?:called|named|we are(?: the)?|we're(?: the)?|this is|i run|i'm running|company is|name is|"
    r"business is|startup is|it's|its|at|from|i founded|we run|brand is)\s+",
    re.IGNORECASE,
)
_TEAM = re.compile(
    rf"\bteam of ({NUMBER})\b|\b({NUMBER})\s+(?:\w+\s)?(?:of us|"
    rf"people|persons?|"
    r"employees|ftes?|full[- ]time\w*|engineers|founders|co-?founders|staff|team members|folks|"
    r"coaches|part[- ]timers?|devs|developers|plumbers|workers|colleagues)\b",
    re.IGNORECASE,
)
_OWN = re.compile(r"\b(?:me and my \w+|(?:just|only) me|it's me|solo|by myself|myself|me)\b", re.I)
_OF_CUSTOMERS = re.compile(
    r"\b(?:(?:our|my|the|most|some|these) (?:\w+ )?(?:customers?|clients?|buyers?|users?)|"
    r"customers are|clients are|we (?:sell to|serve|work for)|they are|they're)\b",
    re.IGNORECASE,
)
_YEARLY = {"seed": 500_000, "growth": 100_000_000}
_REVENUE = re.compile(
    r"(?:revenue|turnover|invoice[ds]?|arr|mrr|did|do|sales|make|made|turn over|doing|a year|"
    r"per year|last year|annually|a month|per month)",
    re.IGNORECASE,
)
STANDING = EVERY - {"denied"}  # that there is no revenue says how far along they are
TEAM_OF_GROWTH = 20
TEAM_OF_ENTERPRISE = 1000


def business(reply: Reply) -> dict[str, Mark]:
    """The name and the line of business."""
    found: dict[str, Mark] = {}
    if not reply.about("business"):
        return found
    if "business_name" in reply.fields and (name := _name(reply)):
        alone = len(reply.fields) == 1
        found["business_name"] = reply.marked("business_name", name, 0.9 if alone else 0.75)
    if "industry" in reply.fields and (industry := industry_of(reply.answer)):
        found["industry"] = reply.marked("industry", industry, 0.6)
    return found


def _name(reply: Reply) -> str:
    text = reply.answer
    if len(reply.fields) == 1 and len(text.split()) <= 5:
        return text.strip().rstrip(".")
    for hit in _CALLED.finditer(text):
        rest = text[hit.end() :]
        if capital := _capitals(rest):
            return capital
        if hit.group().lower().strip() in ("called", "named") and (
            plain := re.match(r"[\w&'’-]+", rest)
        ):
            return plain.group()
    first = [name for _, name in names(text)]
    head = re.match(r"[^.,:;–—]+", text)
    lone = head.group().strip() if head else ""
    if lone and len(lone.split()) <= 3 and lone[0].isupper() and not lone.startswith("We"):
        return lone
    if lone and len(lone.split()) <= 3 and lower_case(text) and _STARTS.match(text[len(lone) :]):
        return lone
    return _capitals(text) or (first[0] if first else "")


_STARTS = re.compile(
    r"\s*[,.:–—-]\s*(?:we|i|it|a|an|the|our|my|its|it's|basically)\b", re.IGNORECASE
)


_CAPITALS = re.compile(r"[A-ZÀ-Þ][\w'’.-]*(?:\s(?:&\s|and\s(?=[A-Z]))?[A-ZÀ-Þ][\w'’-]*)*")
_NO_NAME = {
    "Hi",
    "Hello",
    "Hey",
    "Sure",
    "Oh",
    "Yes",
    "Okay",
    "Just",
    "Hm",
    "We",
    "I",
    "It",
    "The",
    "My",
    "Our",
    "So",
    "A",
    "An",
    "Well",
    "We're",
    "I'm",
}


def _capitals(text: str) -> str:
    hit = _CAPITALS.match(text)
    if not hit or hit.group().split()[0] in _NO_NAME:
        return ""
    return re.sub(r"(?:['’]s|[.'’]+)$", "", hit.group())


def industry_of(text: str) -> str:
    """The line of business that a text tells of, or ''.

    What it says of itself counts before what it says of its customers: who sells software to
    hospitals is no hospital.
    """
    told = [each.quote for each in sentences(text)]
    own = " ".join(one for one in told if not _OF_CUSTOMERS.search(one))
    return _most_told(own) or _most_told(text)


def _most_told(text: str) -> str:
    rows = table("answers")["industries"]
    hits = {name: len(set(pattern(cues).findall(text.lower()))) for name, cues in rows.items()}
    best = max(hits.values())
    return next((name for name, count in hits.items() if count == best), "") if best else ""


def standing(reply: Reply) -> dict[str, Mark]:
    """Team size (people) and stage."""
    found: dict[str, Mark] = {}
    if not reply.about("stage"):
        return found
    said = ours(reply.answer, STANDING)
    size = _size(said)
    if size and "size" in reply.fields:
        found["size"] = reply.marked("size", size, 0.7)
    if "stage" in reply.fields and (stage := _stage(said, size)):
        found["stage"] = reply.marked("stage", stage[0], stage[1])
    return found


def _size(text: str) -> int | None:
    total = sum(int(number(hit.group(1) or hit.group(2)) or 0) for hit in _TEAM.finditer(text))
    own = _OWN.search(text)
    if own:
        total += 2 if "me and my" in own.group().lower() else 1
    return total or None


def _stage(text: str, size: int | None) -> tuple[str, float] | None:
    said = table("answers")["stage"]
    for stage in ("pre_revenue", "series_a", "enterprise", "growth"):
        if pattern(said[stage]).search(text):
            return stage, 0.8
    if re.search(r"\bseed\b", text, re.IGNORECASE):
        return "seed", 0.8
    yearly = _yearly(text)
    if (size or 0) >= TEAM_OF_ENTERPRISE or (yearly or 0) >= _YEARLY["growth"]:
        return "enterprise", 0.6
    if (size or 0) >= TEAM_OF_GROWTH or (yearly or 0) >= _YEARLY["seed"]:
        return "growth", 0.6
    if yearly or size or pattern(said["seed"]).search(text):
        return "seed", 0.55
    return None


def _yearly(text: str) -> float | None:
    """Revenue a year, as far as the answer says; a monthly figure is taken twelve times."""
    best = None
    for part in re.split(r"[.;,](?!\d)\s*", text):
        if not _REVENUE.search(part) or re.search(r"\braised|round|seed|loan\b", part, re.I):
            continue
        for hit in re.finditer(
            rf"[$€£]?\s?({NUMBER})(\s?(?:k|m|thousand|million|mio)\b)?", part, re.I
        ):
            amount = number(hit.group(1) + (hit.group(2) or ""))
            money = hit.group(2) or re.search(r"[$€£]|euro|dollar|pound|quid|usd|eur", part, re.I)
            if amount and money:
                month = re.search(r"\bmrr\b|month", part, re.IGNORECASE)
                best = max(best or 0.0, amount * (12 if month else 1))
    return best


def model(replies: Sequence[Reply]) -> dict[str, Mark]:
    """Business model and revenue mechanics; several answers may speak for them."""
    found: dict[str, Mark] = {}
    main = next((one for one in replies if one.about("model")), None)
    told = [one for one in replies if one.about("model", "business", "icp")]
    base = main or next(iter(told), None)
    if base is None:
        return found
    if kinds := _kinds(told):
        quote = _where(base, [table("answers")["business_model"][kind] for kind in kinds])
        found["business_model"] = base.marked("business_model", kinds, 0.65, quote)
    paid = [one for one in replies if one.about("model")]
    if not paid:
        paid = [one for one in replies if one.about("product")]
    if mechanics := _mechanics(paid):
        quote = _where(paid[0], [table("answers")["revenue_mechanics"][kind] for kind in mechanics])
        found["revenue_mechanics"] = paid[0].marked("revenue_mechanics", mechanics, 0.7, quote)
    return found


def _where(reply: Reply, lists: Sequence[list[str]]) -> str:
    """The clause of the answer that holds the first cue of `lists`, or an empty string."""
    hits = [hit.start() for cues in lists if (hit := pattern(cues).search(reply.answer))]
    return reply.clause(min(hits)) if hits else ""


def _kinds(told: Sequence[Reply]) -> list[str]:
    said = table("answers")["business_model"]
    whole = " ".join(one.answer for one in told)
    about = " ".join(one.answer for one in told if one.about("business", "model"))
    buyers = " ".join(one.answer for one in told if one.about("icp", "model")) or whole

    def heard(kind: str, where: str) -> bool:
        return bool(pattern(said[kind]).search(where))

    found = [kind for kind in ("b2b", "b2c", "b2b2c") if heard(kind, buyers)]
    explicit = [kind for kind in ("b2b", "b2c", "b2b2c") if re.search(rf"\b{kind}\b", whole, re.I)]
    found = explicit or found
    if heard("marketplace", about):
        return [*explicit, "marketplace"]
    if _software(told, said):
        found.append("saas")
    elif heard("ecommerce", about) and not heard("services", about):
        found.append("ecommerce")
    elif heard("services", about) and not heard("hardware", about):
        found.append("services")
    if "ecommerce" in found and "b2c" not in found and not explicit:
        found = ["b2c", *(kind for kind in found if kind != "b2b")]
    elif "ecommerce" in found and not explicit:
        found = [kind for kind in found if kind != "b2b"]
    return found


def _software(told: Sequence[Reply], said: dict[str, list[str]]) -> bool:
    """Whether software is what is sold: said outright, or where no shop, service or device is."""
    others = pattern([*said["hardware"], *said["ecommerce"], *said["services"]])
    for group in ("business", "model"):
        text = " ".join(one.answer for one in told if one.about(group))
        if re.search(r"\bsaas\b", text, re.IGNORECASE):
            return True
        if others.search(text):
            return bool(re.search(r"\bsoftware\b|\bapp\b", text, re.I)) and group == "business"
        if pattern(said["saas"]).search(text):
            return True
    return False


def _mechanics(paid: Sequence[Reply]) -> list[str]:
    text = " ".join(one.answer for one in paid)
    found = [
        kind
        for kind in table("answers")["revenue_mechanics"]
        if words("answers", "revenue_mechanics", kind).search(text)
        or (kind == "transaction_fees" and _CUT.search(text))
    ]
    if not found and re.search(r"\bsell\b|\bbuy\b|\bpay\b", text, re.IGNORECASE):
        found = ["one_time"]
    return found


_CUT = re.compile(
    r"\d\s?(?:%|percent)\s+(?:of|per|on|from)\s+(?:each|every|all|the)?\s*"
    r"(?:booking|sale|order|transaction|payment|deal|rental|purchase|ticket)s?",
    re.IGNORECASE,
)
