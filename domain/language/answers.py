"""An interview read: free answers become profile fields, each with its evidence, and manner."""

from __future__ import annotations

from collections.abc import Sequence

from domain.interview import InterviewResult, Mark, Turn, coverage, next_question
from domain.language.buyers import buyers, pains
from domain.language.firm import business, model, standing
from domain.language.look import visual, voice
from domain.language.manner import contradictions, manner
from domain.language.offer import offer
from domain.language.replies import Parser, Reply, replies
from domain.language.rivals import rivals
from domain.language.stack import stack
from domain.language.tries import tries

PARSERS: tuple[Parser, ...] = (
    business,
    standing,
    buyers,
    pains,
    rivals,
    voice,
    visual,
    stack,
    tries,
)


def read(turns: Sequence[Turn], name: str = "") -> InterviewResult:
    """The profile, the manner of answering and the next question after `turns`."""
    given = replies(turns)
    profile: dict[str, Mark] = {}
    for reply in given:
        for parser in PARSERS:
            for field, found in parser(reply).items():
                profile[field] = joined(profile.get(field), found)
    profile.update({**model(given), **offer(given)})
    return InterviewResult(
        id=name,
        profile=profile,
        signals=manner(given, profile),
        contradictions=contradictions(given),
        coverage=coverage(profile),
        next_question=next_question(profile, _refused(given)),
    )


def joined(old: Mark | None, new: Mark) -> Mark:
    """Two marks of one field: lists are united, single values follow the surer one."""
    if old is None:
        return new
    evidence = [*old.evidence, *new.evidence]
    if isinstance(old.value, list) and isinstance(new.value, list):
        value = old.value + [item for item in new.value if item not in old.value]
        return Mark(value=value, confidence=max(old.confidence, new.confidence), evidence=evidence)
    best = new if new.confidence >= old.confidence else old
    return Mark(value=best.value, confidence=best.confidence, evidence=evidence)


def refused(turns: Sequence[Turn]) -> list[str]:
    """Fields that were asked for and skipped, or answered in a way that was not understood.

    Only a question of our own says for certain which field it was about.
    """
    given = replies(turns)
    own = [one.fields[0] for one in given if len(one.fields) == 1]
    return [*_refused(given), *own]


def _refused(given: Sequence[Reply]) -> list[str]:
    return [field for one in given if one.skipped for field in one.fields]
