"""How an interview was answered: words used and avoided, emphasis, doubt, gaps, contradictions."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence

from domain.interview import (
    AXES,
    Certainty,
    Contradiction,
    Evidence,
    Manner,
    Mark,
    Vocabulary,
    missing,
)
from domain.language.lexicons import word_set
from domain.language.look import pulls
from domain.language.replies import Reply, hedged
from domain.language.rivals import denies
from domain.language.stack import refused
from domain.language.tone import charge

MOST_WORDS = 20

_WORD = re.compile(r"[^\W\d_][\w'’-]{3,}")
_AVOID = re.compile(
    r"(?:\bno|\bnot|\bnever|\bwithout|\bavoid|\bdon't say|\bdo not like|\bhate)\s+"
    r"((?:[\w-]+\s?){1,2}?)(?=[,.;!]|$|\sand\b|\sbut\b)",
    re.IGNORECASE,
)
_SWING = (
    (
        "growth",
        r"growing|grew|up \d+|doubl\w+|15%|month on month",
        r"flat|declin\w+|shrink\w+|fell|down",
    ),
    (
        "channel",
        r"best channel|works? (?:great|well|best)|is great|our best",
        r"paused|stopped|doubled since|too expensive|gave up|turned (?:it|them) off",
    ),
    (
        "price",
        r"it's free|is free|free, that's|completely free|no cost",
        r"[$€£]\s?\d|we charge|premium",
    ),
    (
        "audience",
        r"everyone|everybody|anyone|all kinds",
        r"real money|but (?:mostly|really|mainly)|focus on",
    ),
    ("worry", r"nothing really|nothing keeps|not worried", r"maybe|runway|except|although"),
)
_FIELD = {
    "growth": "stage",
    "channel": "state_working",
    "price": "pricing",
    "audience": "icp_titles",
    "worry": "stage",
}
_ASK = {
    "growth": "You said both that it grows and that it does not. Which was last quarter?",
    "channel": "You called this your best channel and also said you stopped. What changed?",
    "price": "You said it is free and also named a price. What does a new customer pay?",
    "audience": "You named everyone and then somebody in particular. Whom do we write for first?",
    "worry": "You said nothing worries you, and then something. How much does it?",
}


def manner(replies: Sequence[Reply], profile: Mapping[str, Mark]) -> Manner:
    """What the way of answering says."""
    answered = [one for one in replies if not one.skipped]
    return Manner(
        vocabulary=_vocabulary(answered),
        emphasis=_emphasis(answered, profile),
        certainty=_certainty(profile),
        gaps=gaps(replies, profile),
        charge={
            field: charge(one.parts) for one in answered for field in one.fields if field in profile
        },
    )


def gaps(replies: Sequence[Reply], profile: Mapping[str, Mark]) -> list[str]:
    """Fields that were asked about and stayed open, and what the founder says is not there."""
    open_fields = set(missing(profile))
    asked = {field for one in replies for field in one.fields}
    absent = {part for one in replies for part in refused(one)}
    return [field for field in missing({}) if field in (asked & open_fields) or field in absent]


def _vocabulary(answered: Sequence[Reply]) -> Vocabulary:
    counts: Counter[str] = Counter()
    common = word_set("stopwords", "talk")
    avoided: list[str] = []
    for one in answered:
        counts.update(
            word.lower() for word in _WORD.findall(one.answer) if word.lower() not in common
        )
        if one.about("voice", "visual", "business"):
            avoided += [hit.group(1).strip().lower() for hit in _AVOID.finditer(one.answer)]
    used = [word for word, _ in counts.most_common(MOST_WORDS) if word not in avoided]
    return Vocabulary(used=used, avoided=[word for word in dict.fromkeys(avoided) if word])


def _emphasis(answered: Sequence[Reply], profile: Mapping[str, Mark]) -> dict[str, float]:
    longest = max((len(one.answer) for one in answered), default=1)
    return {
        field: round(math.sqrt(len(one.answer) / longest), 4)
        for one in answered
        for field in one.fields
        if field in profile
    }


def _certainty(profile: Mapping[str, Mark]) -> Certainty:
    doubt = {
        field: any(hedged(row.quote) for row in value.evidence) for field, value in profile.items()
    }
    return Certainty(
        hedged=[field for field, unsure in doubt.items() if unsure],
        assertive=[field for field, unsure in doubt.items() if not unsure],
    )


def contradictions(replies: Sequence[Reply]) -> list[Contradiction]:
    """Pairs of statements that do not go together, each with a question for the founder."""
    found = []
    for one in replies:
        if one.skipped:
            continue
        found += [
            row for name, says, against in _SWING if (row := _swing(one, name, says, against))
        ]
        found += _denied(one)
        found += _torn(one)
    return found


def _swing(reply: Reply, name: str, says: str, against: str) -> Contradiction | None:
    first = re.search(rf"\b(?:{says})", reply.answer, re.IGNORECASE)
    if not first:
        return None
    second = re.compile(rf"(?:{against})", re.IGNORECASE).search(reply.answer, first.end())
    if not second:
        return None
    return _pair(reply, _FIELD[name], (first.start(), second.start()), _ASK[name])


def _pair(reply: Reply, field: str, places: tuple[int, int], question: str) -> Contradiction:
    says, against = (Evidence(turn=reply.turn, quote=reply.saying(place)) for place in places)
    return Contradiction(field=field, says=says, against=against, question=question)


def _denied(reply: Reply) -> list[Contradiction]:
    """`No competitors`, and then names."""
    said = denies(reply)
    if not said:
        return []
    other = next(
        (p for p in reply.parts if p.quote != said and re.search(r"[a-z] [A-Z]", p.quote)), None
    )
    if other is None:
        return []
    return [
        _pair(
            reply,
            "competitors_direct",
            (reply.answer.find(said), other.start),
            "You said there are no competitors and then named some. Who do you lose to?",
        )
    ]


def _torn(reply: Reply) -> list[Contradiction]:
    """An axis of the voice that is pulled both ways across a `but`."""
    turn = re.search(r"\bbut\b", reply.answer, re.IGNORECASE)
    if not turn or not reply.about("voice"):
        return []
    found = []
    before, after = reply.answer[: turn.start()], reply.answer[turn.end() :]
    for axis in AXES:
        (up, down), (later_up, later_down) = pulls(before, axis), pulls(after, axis)
        if (up and later_down) or (down and later_up):
            found.append(
                _pair(
                    reply, axis, (0, turn.end() + 1), "Your voice is pulled two ways. Which wins?"
                )
            )
    return found
