"""Compare each figure's newest months with its own past, and flag what is more than noise."""

from collections import defaultdict
from typing import Any

from domain.events import ChangeNoticed
from domain.results import mean
from domain.signals import Change, changes
from domain.work import ComputeDelta
from memory import connections, events, outcomes
from memory.ctx import Ctx


async def run(ctx: Ctx, work: ComputeDelta) -> None:
    """Flag the significant months up to the work's month; one that was flagged stays as it is."""
    rows = [row for row in await connections.all_readings(ctx) if f"{row.date:%Y-%m}" <= work.month]
    series: dict[tuple[str, str, str], dict[str, list[Any]]] = defaultdict(dict)
    for row in rows:
        months = series[row.source, row.project, row.metric_name]
        months.setdefault(f"{row.date:%Y-%m}", []).append(row)
    found = []
    for (source, project, metric), months in series.items():
        # several figures of a month are averaged, so that levels and flows compare alike
        values = {month: mean([row.value for row in rows]) for month, rows in months.items()}
        for change in changes(values):
            found.append((_signal(source, project, metric, change), months[change.month][-1].id))
    new = await connections.keep_signals(ctx, [row for row, _ in found])
    for row, reading_id in found:
        signal_id = connections.signal_id(ctx, row)
        why = f"{row['metric_name']} in {row['period']}"
        await outcomes.link(ctx, "signal", signal_id, [("reading", reading_id, why)])
    compared = "compared with the months before"
    await outcomes.account_for(ctx, "reading", [row.id for row in rows], "used", compared)
    await events.record(ctx, *(ChangeNoticed(signal_id=each) for each in new))


def _signal(source: str, project: str, metric: str, change: Change) -> dict[str, Any]:
    return {
        "signal_type": f"{change.direction}_shift",
        "metric_name": f"{project}: {metric}" if project else metric,
        "magnitude": float(change.magnitude or 0),
        "source": source,
        "period": change.month,
        "payload": change.model_dump(mode="json"),
    }
