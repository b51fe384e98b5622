"""What marketing works, what does not, what was tried and what never was."""

from __future__ import annotations

import re
from functools import lru_cache

from domain.interview import Mark
from domain.language.channels import mentions
from domain.language.lexicons import pattern, table, words
from domain.language.replies import Reply

_SO_FAR = re.compile(r"\bno\b.*\bso far\b", re.IGNORECASE)
_CLAUSE = re.compile(r";\s+|,\s+(?:but|and|while|whereas)\s+|\s+but\s+|:\s+(?=[A-Z])")


@lru_cache(maxsize=1)
def _more() -> list[tuple[str, re.Pattern[str]]]:
    return [(slug, pattern(cues)) for slug, cues in table("answers")["state"]["more"].items()]


def subjects(text: str) -> list[str]:
    """Marketing named in a clause: channel slugs, and finer kinds (`flyers`, `reviews`)."""
    own = [
        (hit.start(), hit.end(), slug)
        for slug, words_of in _more()
        for hit in words_of.finditer(text)
    ]
    said = [(one.start, one.end, one.slug) for one in mentions(text)]
    found = []
    for start, end, slug in sorted(said + own):
        wider = any(a <= start and end <= b and (b - a) > (end - start) for a, b, _ in said + own)
        finer = any((a, b) == (start, end) and other != slug for a, b, other in own)
        if not wider and not (finer and (start, end, slug) in said):
            found.append(slug)
    return list(dict.fromkeys(found))


_BACK = re.compile(r"\s*(?:it|they|that|this|those|these|which|so|honestly|then|we|i|the)\b", re.I)
_SUBJECT = re.compile(
    r"\s*((?:[\w'’&-]+\s){1,4}?)(?:really |kind of |sort of |also |still |just |always )*"
    r"(?:work|works|worked|did|does|do|flop\w*|fail\w*|is|are|was|were|get|gets|got|bring|brings|"
    r"brought|convert\w*|perform\w*|fill|fills|drive|drives|generate\w*|produce\w*|keep|keeps|had|has)\b",
    re.IGNORECASE,
)


def _unnamed(clause: str) -> list[str]:
    """Marketing that no list knows: the few words before the verb (`campus quiz nights were …`)."""
    hit = _SUBJECT.match(clause)
    phrase = (
        re.sub(r"^(?:the|our|a|an|local|my)\s", "", hit.group(1).strip().lower()) if hit else ""
    )
    return [phrase.replace(" ", "_")] if phrase and phrase not in _EMPTY else []


_EMPTY = {"nothing", "everything", "rest", "what", "nobody", "nothing else", "there", "one", "most"}


def verdict(text: str) -> str:
    """`never`, `not_working`, `working`, or `tried` where neither is said."""
    never = words("answers", "state", "never").search(text)
    again = words("answers", "state", "again").search(text)
    if (never and not again) or _SO_FAR.search(text):
        return "never_tried"
    bad = len(words("answers", "state", "not_working").findall(text)) + bool(again)
    good = len(words("answers", "state", "working").findall(text))
    if words("answers", "state", "untold").search(text):
        return "tried"
    if bad and bad >= good:
        return "not_working"
    return "working" if good else "tried"


def tries(reply: Reply) -> dict[str, Mark]:
    """The four lists of marketing, each from the clauses that speak of it."""
    if not reply.about("state"):
        return {}
    found: dict[str, dict[str, str]] = {}
    only = reply.fields[0] if len(reply.fields) == 1 else ""
    last: list[str] = []
    for part in reply.parts:
        for clause in _CLAUSE.split(part.quote):
            about = subjects(clause)
            said = verdict(clause)
            if not about and said != "tried":
                about = last if _BACK.match(clause) else _unnamed(clause)
            field = only or f"state_{said}"
            for slug in about:
                found.setdefault(field, {}).setdefault(slug, part.quote)
            last = about or last
    _mix(found)
    judged = {slug for field, rows in found.items() if field != "state_tried" for slug in rows}
    marks = {}
    for field, rows in found.items():
        kept = [slug for slug in rows if field != "state_tried" or slug not in judged]
        if kept:
            marks[field] = reply.marked(field, kept, 0.6, rows[kept[0]])
    return marks


def _mix(found: dict[str, dict[str, str]]) -> None:
    """What is praised and blamed in one answer is neither: it goes to what was tried."""
    good, bad = found.get("state_working", {}), found.get("state_not_working", {})
    for slug in set(good) & set(bad):
        found.setdefault("state_tried", {})[slug] = bad.pop(slug)
        good.pop(slug)
