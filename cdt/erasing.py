"""Erase inputs: one, or all of a person; wholly, or so that what was counted stays (product P17).

`erase` unlearns what was read (`cdt.unlearning`) and deletes the input; `anonymise` takes words and
names out and leaves topics, counts and beliefs. Both take quotations out of everything made since.
"""

from dataclasses import dataclass
from uuid import UUID

from cdt import adapters
from cdt.unlearning import unlearn
from domain.erasure import Mode
from domain.events import InputWithdrawn
from memory import derived, evaluations, events, lexical, redaction, words
from memory.ctx import Ctx


@dataclass(frozen=True)
class Erased:
    """How much: inputs, files and the like, chats, beliefs weighed anew, rows that quoted the
    words."""

    inputs: int = 0
    files: int = 0
    chats: int = 0
    beliefs: int = 0
    quotations: int = 0

    def __add__(self, other: "Erased") -> "Erased":
        mine, theirs = vars(self), vars(other)
        return Erased(**{name: mine[name] + theirs[name] for name in mine})


async def erase_input(ctx: Ctx, kind: str, source_id: UUID, mode: Mode) -> Erased:
    """Erase one input, or only its words and its author's name; twice is once."""
    if await words.source(ctx, kind, source_id) is None:
        return Erased()
    said = await words.words_in(ctx, kind, source_id)
    moved = 0
    if mode == "erase":
        moved = len((await unlearn(ctx, kind, source_id)).moved)
        await words.drop_source(ctx, kind, source_id)
        await evaluations.forget_words(ctx, source_id)
    else:
        await _leave_counts(ctx, kind, source_id)
    await events.record(ctx, InputWithdrawn(kind=kind, id=source_id))
    quoted = await redaction.redact(ctx, *said)
    lexical.forget(ctx.business_id)
    return Erased(inputs=1, beliefs=moved, quotations=quoted)


async def erase_person(ctx: Ctx, person: UUID, mode: Mode) -> Erased:
    """Erase all words of one person: vents, answers, chats, voice notes, files, comments."""
    total = Erased(chats=await words.drop_chats_of(ctx, person))
    for kind, source_id in await words.said_by(ctx, person):
        total += await erase_input(ctx, kind, source_id, mode)
    total += Erased(files=await words.drop_made_by(ctx, person))
    return total


async def _leave_counts(ctx: Ctx, kind: str, source_id: UUID) -> None:
    rows = await words.extractions_of(ctx, kind, source_id)
    quotes = await words.quotes_of(ctx, [row.id for row in rows])
    await words.drop_passages(ctx, kind, source_id, [one.id for one in quotes])
    await words.empty_quotes(ctx, quotes)
    await words.empty_extractions(ctx, rows)
    await derived.let_go(ctx, kind, source_id)
    await adapters.withdraw_taught(ctx, [f"{source_id}"])
    await words.empty_source(ctx, kind, source_id)
