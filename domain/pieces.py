"""What every piece of work is: its name, its key, how often it is started, and what becomes one."""

import re
from collections.abc import Sequence
from datetime import timedelta
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict

from core.ids import content_hash

MAX_STARTS = 4
"""A job is started once and retried three times; then it waits in the list of dead letters."""

AT_ONCE = 32
"""So many pieces of work of a backlog are one at the most."""


def pause_after(starts: int) -> timedelta:
    """How long a job rests after its `starts`-th failed start: 2, 4, 8 seconds."""
    return timedelta(seconds=2**starts)


class Work(BaseModel):
    """A piece of work for one business. Same fields, same key: enqueued once while it waits."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    priority: ClassVar[int] = 2
    detached: ClassVar[bool] = False
    """Whether its job opens short transactions itself, instead of one around all of it
    (docs/decisions/0014): for work that waits long for others."""
    goes_on: ClassVar[bool] = False
    """Whether it is done while the business is paused: what somebody waits for, or is owed."""
    lists: ClassVar[str] = ""
    """The field that lists what it is about, where pieces of a backlog become one (`gathered`)."""

    @classmethod
    def name(cls) -> str:
        """Name of the job's file: the class name in small letters with underscores."""
        return re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()

    def key(self) -> str:
        """What makes two pieces of work the same."""
        return f"{self.name()}:{content_hash(self.model_dump_json())}"

    def parts(self) -> "list[Work]":
        """The same work one by one; [] where it is about one thing only."""
        about = getattr(self, self.lists) if self.lists else ()
        if len(about) < 2:
            return []
        return [self.model_copy(update={self.lists: (one,)}) for one in about]


def gathered(works: Sequence[Work]) -> list[Work]:
    """Pieces of work that differ only in what they list as one, `AT_ONCE` at the most; in order."""
    found: list[Work] = []
    opened: dict[str, int] = {}
    for work in works:
        alike = f"{work.name()}:{work.model_dump_json(exclude={work.lists})}"
        place = opened.get(alike) if work.lists else None
        earlier = () if place is None else getattr(found[place], work.lists)
        if place is None or len(earlier) >= AT_ONCE:
            opened[alike] = len(found)
            found.append(work)
        else:
            about = dict.fromkeys((*earlier, *getattr(work, work.lists)))
            found[place] = work.model_copy(update={work.lists: (*about,)})
    return found


def listed(given: Any, one: str, several: str) -> Any:
    """A payload that was queued when work was about `one` thing, as it is written now."""
    if isinstance(given, dict) and one in given:
        return {several: (given[one],), **{name: it for name, it in given.items() if name != one}}
    return given
