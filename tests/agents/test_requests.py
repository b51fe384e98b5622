"""A request is answered by what is proposed and what stands in its way, and by nothing else."""

from agents.answerer import draft, faults, gather
from domain.asking import Asked
from memory.ctx import Ctx
from tests.memory.test_passages import noted
from tools.calendar import Entries, save_entries

ASKED = Asked(text="Put a webinar on pricing in the calendar on 3 December")


async def test_a_request_says_what_is_proposed_and_that_nothing_is_done(ctx: Ctx) -> None:
    await noted(ctx, "The webinar on pricing was loud.")
    found = await gather(ctx, ASKED)
    reply = draft(found)
    assert reply.text == (
        "Shall I put “Webinar on pricing” in the calendar on 3 December 2026, as an idea? "
        "Nothing is done until you say so."
    )
    assert faults(found, reply) == []


async def test_what_stands_on_that_day_already_is_said(ctx: Ctx) -> None:
    row = {"id": "a", "title": "Open day", "artifact_type": "event", "status": "planned",
           "publish_on": "2026-12-03"}  # fmt: skip
    await save_entries(ctx, Entries.model_validate({"entries": [row]}))
    found = await gather(ctx, ASKED)
    reply = draft(found)
    assert "3 December 2026 already has “Open day”" in reply.text
    assert [one.kind for one in reply.citations] == ["entry"]
    assert faults(found, reply) == []
