"""What is special about asking a business's own adapter: placeholders, and what its server refuses.

Which adapter answers follows from the live version of whoever asks (`cdt.routes`), never from a
request. Where the server does not know it or will not load it, the base answers, the adapter is
left alone for a while, and the fact is recorded.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from cdt.breaker import Breaker
from cdt.calls import ModelFailed
from cdt.routes import Route
from core.telemetry import logger
from domain.access import worker_for
from domain.events import AdapterNotServed
from domain.placeholders import hide_names
from memory import db, events
from memory.ctx import open_ctx

REFUSALS = {404: "unknown", 409: "refused"}
REST_SECONDS = 60.0
_log = logger("serving")


def hidden(route: Route, body: Mapping[str, Any]) -> Mapping[str, Any]:
    """A chat request as the adapter learned to read it: the business is a placeholder."""
    if not route.called:
        return body
    messages = [
        {**one, "content": hide_names(one["content"], route.called)}
        if isinstance(one.get("content"), str)
        else one
        for one in body["messages"]
    ]
    return {**body, "messages": messages}


def name_of(route: Route) -> str:
    """The name that takes the placeholder's place in what comes back; empty where there is none."""
    return route.called[0] if route.called else ""


async def tell_refusal(
    route: Route, wrong: ModelFailed, guard: Breaker, business_id: UUID | None
) -> None:
    """Record that a server refused a live adapter, and let it rest; other failures pass."""
    reason = REFUSALS.get(int(wrong.fields["status_seen"]))
    if route.adapter == "none" or reason is None or business_id is None:
        return
    guard.rest(REST_SECONDS)
    _log.error("adapter not served", adapter=route.adapter, reason=reason)
    try:
        async with open_ctx(worker_for(business_id), aside=True) as ctx:
            await events.record(ctx, AdapterNotServed(name=route.adapter, reason=reason))
    except db.LOST:
        return  # the log has it
