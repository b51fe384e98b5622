"""What speaks for or against an act that a person asks for, before it is put to them."""

from collections.abc import Sequence
from datetime import date

from agents.consulting import Notebook
from agents.witnesses import entry_line
from domain.answer_text import day_of
from domain.asking import Asked, Gathered, Proposal
from memory.ctx import Ctx
from tools.calendar import Period, list_entries
from tools.findings import Finding, Ref


async def about_acts(ctx: Ctx, asked: Asked, business: str, acts: Sequence[Proposal]) -> Gathered:
    """The acts, and what stands on the calendar already on the days that they name."""
    found = Gathered(asked=asked, at=ctx.at, business=business, kind="request",
                     proposals=tuple(acts))  # fmt: skip
    book = Notebook.of(ctx, found)
    for day in _days(acts):
        if list_entries.scope not in ctx.actor.scopes:
            break
        rows = (await list_entries(ctx, Period(start=day, end=day))).items
        if rows:
            named = "; ".join(entry_line(row) for row in rows[:2])
            more = f" and {len(rows) - 2} more" if len(rows) > 2 else ""
            said = f"{day_of(day)} already has {named}{more}."
            refs = [Ref(kind="entry", id=row.id) for row in rows[:2]]
            given = {"start": day.isoformat(), "end": day.isoformat()}
            finding = Finding(said=said, enough=True, n=len(rows), evidence=refs)
            await book.note(list_entries.name, given, finding, 1.0)
    return book.kept(found)


def _days(acts: Sequence[Proposal]) -> list[date]:
    rows = [row for act in acts for row in act.arguments.get("entries", ())]
    return [date.fromisoformat(row["publish_on"]) for row in rows if row.get("publish_on")]
