"""Reviews a deliverable against its brief: what is met, and what the creator should change."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from agents.base import think
from cdt.embed import embed
from domain import fidelity
from domain.anonymity import leaks
from domain.briefs import Brief
from domain.identity import Tenant
from domain.pictures import pixels
from domain.reviews import Judgement, Seen, judge, judge_file
from memory.ctx import Ctx

WINDOW = 3


@dataclass(frozen=True)
class Handed:
    """A version as it was handed in: words, kind of file, the file of a picture; `elsewhere` are
    texts of the same creator for others."""

    text: str
    kind: str = "text"
    data: bytes = b""
    elsewhere: tuple[str, ...] = ()


def draft(brief: Brief, handed: Handed, tenant: Tenant, earlier: Sequence[str]) -> Judgement:
    """The review by code; `earlier` are texts that may not be copied."""
    if not handed.text.strip():
        return judge_file(brief, Seen(kind=handed.kind, pixels=pixels(handed.data)))
    seen = Seen(
        likeness=likeness(brief, handed.text), leaked=leaks(tenant, handed.text),
        earlier=earlier, own=tenant.corpus, kind=handed.kind, elsewhere=handed.elsewhere,
    )  # fmt: skip
    return judge(brief, handed.text, seen)


async def refine(
    ctx: Ctx, brief: Brief, text: str, tenant: Tenant, drafted: Judgement
) -> Judgement:
    """`drafted`, its notes to the creator in better words where a model is configured.

    The verdict stays that of code; work that passed needs no notes.
    """
    if drafted.passed:
        return drafted

    def verdict_is_kept(answer: Judgement) -> list[str]:
        return fidelity.changed(drafted, answer, {"note"})

    def every_gap_has_its_note(answer: Judgement) -> list[str]:
        return [f"{p.check} has no note" for p in answer.points if not (p.met or p.note.strip())]

    def numbers_are_given(answer: Judgement) -> list[str]:
        return fidelity.new_numbers(answer, drafted, text, brief)

    def names_nobody(answer: Judgement) -> list[str]:
        said = {leak.text for note in answer.notes for leak in leaks(tenant, note)}
        shown = " ".join((text, *drafted.notes))
        return [f"{name!r} points to the business" for name in said if name not in shown]

    inputs = {"brief": brief, "deliverable": text, "findings": drafted.points}
    checks = [verdict_is_kept, every_gap_has_its_note, numbers_are_given, names_nobody]
    return (await think(ctx, "review/review_deliverable", inputs, drafted, checks)).answer


def likeness(brief: Brief, text: str) -> list[float]:
    """Per key message, the cosine (-1 to 1) to the passage of `text` that is nearest to it."""
    sentences = [one for one in re.split(r"(?<=[.!?])\s+|\n+", text) if len(one.split()) > 2]
    if not sentences:
        return [0.0] * len(brief.messages)
    passages = [" ".join(sentences[at : at + WINDOW]) for at in range(len(sentences))]
    asked = embed([message.text for message in brief.messages])
    return [float(each) for each in (asked @ embed(passages).T).max(axis=1)]
