"""The demo: a business's files come in day by day on the simulated clock, and the loop runs.

A tick is a morning or an evening of a simulated day. What a tick does follows from where things
stand, so a killed demo goes on at the tick that it had not finished and ends with the same counts.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from uuid import UUID

from rich.console import Console
from rich.markup import escape

from api import behaviour
from api.folder import Folder
from api.imports import keep
from core import clock
from core.ids import derived_id
from core.settings import settings
from core.text import printable
from domain.access import Actor, worker_for
from graphs import onboarding
from jobs import schedule, worker
from memory.ctx import open_ctx
from tools import businesses
from tools.onboarding import Said, describe_business
from tools.pulls import import_pull

HOURS = (9, 18)
LONGEST = timedelta(days=75)
FED = ("creators", "calendar", "metrics", "performance", "journeys", "activities", "vents")
Say = Callable[[str, str], None]


@dataclass
class Demo:
    """A run of the demo: its folder, its business, and the seconds that each step took."""

    folder: Folder
    business_id: UUID
    founder: Actor
    say: Say
    seconds: dict[str, float] = field(default_factory=lambda: defaultdict(float))

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Time a step; several visits add up."""
        began = clock.elapsed()
        yield
        self.seconds[name] += clock.elapsed() - began


@contextmanager
def shown(name: str) -> Iterator[Say]:
    """Progress on stderr: a line that moves on a terminal, plain lines elsewhere."""
    console = Console(stderr=True, highlight=False)
    if not console.is_terminal:
        last: list[str] = []

        def plain(what: str, told: str) -> None:
            if [what, told] != last:
                console.print(f"{what}: {told}")
                last[:] = [what, told]

        yield plain
        return
    safe = escape(printable(name))
    with console.status(f"{safe}: starting Postgres") as status:
        yield lambda what, told: status.update(f"{safe}: {what}, {told}")


def opened(folder: Folder, say: Say) -> Demo:
    """The demo of a folder; its business has the same id on every run."""
    business_id = derived_id("demo", str(folder.path.resolve().name), folder.name)
    return Demo(folder, business_id, Actor("founder", business_id=business_id), say)


async def run(demo: Demo) -> None:
    """Go through every tick that was not finished yet."""
    done, quiet = _progress(demo)
    first, second = demo.folder.trainings()
    last = max(second, demo.folder.last.date())
    if done is not None and quiet and done.date() > last:
        return  # it came to its end before
    moments = [*_moments(first, demo.folder.last.date())]
    simulated = clock.SimulatedClock(moments[0])
    with clock.running(simulated):
        await worker.recover()
        if done is None:
            await _begin(demo)
        before: datetime | None = None
        for moment in moments:
            if done is None or moment > done:
                simulated.move_to(moment)
                busy = await _tick(demo, before, moment)
                _finish(demo, moment, quiet=not busy)
                if not busy and moment.date() > last:
                    break
            before = moment


def _moments(first: date, last: date) -> Iterator[datetime]:
    """Mornings and evenings from the eve of the first training, for as long as may be needed."""
    day = first - timedelta(days=1)
    while day <= last + LONGEST:
        for hour in HOURS:
            yield datetime.combine(day, time(hour), UTC)
        day += timedelta(days=1)


async def _begin(demo: Demo) -> None:
    """The business, what it says of itself, and the interview."""
    with demo.step("onboarding"):
        async with open_ctx(demo.founder) as ctx:
            await businesses.found(ctx, demo.folder.name)
            await describe_business(ctx, demo.folder.description)
        turns = demo.folder.turns
        if turns:
            demo.say("interview", f"{len(turns)} answers")
            async with open_ctx(demo.founder) as ctx:
                standing = await onboarding.begin(ctx, "demo")
            for place, turn in enumerate(turns):
                said = Said(
                    thread_id=standing.thread_id, turn=place, question=turn.question,
                    answer=turn.answer,
                )  # fmt: skip
                async with open_ctx(demo.founder) as ctx:
                    await onboarding.answer(ctx, said, last=place == len(turns) - 1)


async def _tick(demo: Demo, before: datetime | None, now: datetime) -> bool:
    """Feed what became known, do what is due, let people act; whether anything is still open."""
    demo.say("day", f"{now:%-d %B %Y}")
    with demo.step("history" if before is None else "feeding"):
        await _feed(demo, before, now)
    with demo.step("reading history" if before is None else "working"):
        await worker.drain()
    with demo.step("working"):
        if now.hour == HOURS[0]:
            async with open_ctx(worker_for(demo.business_id)) as ctx:
                await schedule.begin(ctx, now.date())
        await schedule.tick()
        await worker.drain()
    with demo.step("people"):
        busy = await behaviour.act(demo.founder, demo.folder)
    with demo.step("working"):
        await worker.drain()
    return busy or await schedule.something_waits()


async def _feed(demo: Demo, before: datetime | None, now: datetime) -> None:
    """Hand in what became known since the last tick; handing it in twice changes nothing."""
    for kind in FED:
        rows = demo.folder.between(kind, before, now)
        if rows:
            whole_market = kind == "creators"
            actor = worker_for(demo.business_id) if whole_market else demo.founder
            async with open_ctx(actor) as ctx:
                await keep(ctx, kind, rows)
            if before is None:
                demo.say("history", f"{len(rows):,} {kind}")
    async with open_ctx(demo.founder) as ctx:
        for at, pull in demo.folder.pulls:
            if (before is None or at > before) and at <= now:
                await import_pull(ctx, pull)


def _file(demo: Demo) -> Path:
    return settings().data_dir / f"demo-{demo.business_id}.json"


def _progress(demo: Demo) -> tuple[datetime | None, bool]:
    """The last tick that was finished, or None, and whether nothing was open after it."""
    try:
        kept = json.loads(_file(demo).read_text("utf-8"))
        return datetime.fromisoformat(kept["done"]), bool(kept["quiet"])
    except (FileNotFoundError, ValueError, KeyError):
        return None, False


def _finish(demo: Demo, moment: datetime, *, quiet: bool) -> None:
    """Remember that a tick is done, in one step, so that a kill leaves the old or the new."""
    file = _file(demo)
    fresh = file.with_suffix(".new")
    fresh.write_text(json.dumps({"done": moment.isoformat(), "quiet": quiet}), "utf-8")
    fresh.replace(file)
