"""The plain value of a figure: in a month, over some months, or as it stands last."""

from domain.prose import counted, month, paragraph, rounded, span
from memory.ctx import Ctx
from tools.base import tool
from tools.findings import Finding, lacking, weightiest
from tools.measures import Measure, MetricAsk, meant

BRIEF = 120
"""Characters of a note on a figure that may stand beside it."""


@tool("performance:read")
async def read_figure(ctx: Ctx, ask: MetricAsk) -> Finding:
    """What a figure was in a month, over some months, or what it was last."""
    found = await meant(ctx, ask)
    if found is None:
        return lacking("No figures of this business are known yet.", "monthly figures")
    names = sorted(found.months)
    if not names:
        whole = await meant(ctx, ask.model_copy(update={"since": None, "until": None}))
        known = sorted(whole.months) if whole else []
        when = f"It is known {span(known)}." if known else ""
        return lacking(
            paragraph(f"{found.called} is not known for that time.", when),
            f"{found.called} of those months",
        )
    dated = ask.since is not None or ask.until is not None
    lines = _over(found, names) if dated else _latest(found, names)
    last = found.months[names[-1]]
    note = found.note if len(found.note) <= BRIEF else ""
    return Finding(
        said=paragraph(*lines, note), enough=True, n=len(names), value=rounded(last),
        unit=found.unit, evidence=weightiest(found.evidence(reversed(names))),
    )  # fmt: skip


def _over(found: Measure, names: list[str]) -> list[str]:
    """One month by itself, or the first, the last and the usual of several."""
    if len(names) == 1:
        return [f"{found.called} was {_at(found, names[0])}."]
    mean = sum(found.months.values()) / len(names)
    return [
        f"{found.called} was {_at(found, names[0])} and {_at(found, names[-1])}.",
        f"Over the {counted(len(names), 'month')} the mean was {found.shown(mean)} a month.",
    ]


def _latest(found: Measure, names: list[str]) -> list[str]:
    told = [f"{found.called} was {_at(found, names[-1])}, the last month that is known."]
    if len(names) > 1:
        told.append(f"The month before it was {found.shown(found.months[names[-2]])}.")
    return told


def _at(found: Measure, name: str) -> str:
    return f"{found.shown(found.months[name])} in {month(name)}"
