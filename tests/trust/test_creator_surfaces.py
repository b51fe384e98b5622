"""Everything that a creator can see is listed with the gate that it passes, and names nobody."""

import pytest

from agents import matchmaker, reviewer
from domain.access import SCOPES
from domain.anonymity import leaks
from graphs import briefing
from memory.ctx import Ctx
from tests.tools.market_people import creator_of
from tests.worlds import handed_in, taken
from tools import disputes, edits, questions, reviews
from tools.briefs import tenant_of
from tools.catalog import TOOLS
from tools.deliverables import list_deliverables
from tools.disputes import read_dispute
from tools.offers import Listing, Offered, list_offers, read_offer
from tools.onboarding import Description, Tenant, describe_business
from tools.questions import CreatorAnswer, CreatorQuestion, answer_creator, ask_about_brief

BRIEF = (briefing.guard, edits.revise_brief)
"""Text, keys, file names and links of a brief, when it is written and when it is changed."""
WHY = (matchmaker.explain,)
NOTES = (reviewer.refine, reviews.decide_escalated)
OWN = ()
"""Words, files and figures of the creator; nothing that a business wrote."""

SURFACES = {
    "list_offers": (*BRIEF, *WHY),
    "read_offer": (*BRIEF, *WHY),
    "answer_offer": (*BRIEF, *WHY),
    "place_bid": (*BRIEF, *WHY),
    "ask_about_brief": (questions.answer_creator,),
    "list_brief_questions": (questions.answer_creator, questions.ask_about_brief),
    "list_deliverables": NOTES,
    "read_dispute": (*NOTES, disputes.reply_to_dispute),
    "open_dispute": (*NOTES, disputes.reply_to_dispute),
    "list_earnings": BRIEF,
    "read_record": BRIEF,
    "deliver": OWN,
    "deliver_file": OWN,
    "add_draft": OWN,
    "list_drafts": OWN,
    "read_work_file": OWN,
    "read_payouts": OWN,
    "list_remittances": OWN,
    "read_remittance": OWN,
    "read_payee": OWN,
    "set_payee": OWN,
    "set_up_payouts": OWN,
    "refresh_payouts": OWN,
    "answer_stand_in": OWN,
    "read_departure": OWN,
    "leave_refleqt": OWN,
    "apply_as_creator": OWN,
    "list_applications": OWN,
}
TELLING = Description(
    business_name="Gaugewren",
    tenant=Tenant(
        name="Gaugewren", people=["Ines Okonkwo"], domains=["gaugewren.com"], city="Leeds",
        facts=["Keeps 41,300 instruments in order"],
    ),
)  # fmt: skip


def test_every_tool_of_a_creator_says_what_guards_it() -> None:
    callable_ = {tool.name for tool in TOOLS if tool.scope in SCOPES["creator"]}
    assert callable_ == set(SURFACES)


async def test_nothing_that_a_creator_reads_tells_whose_it_is(worker: Ctx) -> None:
    await describe_business(worker, TELLING)
    assignment_id = await taken(worker)
    await handed_in(worker, assignment_id, "Too short to be anything.")
    which = Offered(assignment_id=assignment_id)
    async with creator_of(worker, assignment_id) as creator:
        seen = [
            await list_offers(creator, Listing()),
            await read_offer(creator, which),
            await list_deliverables(creator, which),
            await read_dispute(creator, which),
        ]
    tenant = await tenant_of(worker)
    found = [leak for one in seen for leak in leaks(tenant, one.model_dump(mode="json"))]
    assert found == []


@pytest.mark.parametrize(
    "said",
    [
        "Look at gaugewren-logo.png.",
        "![Gaugewren office](a.png)",
        "See https://gaugewren.com/pricing.",
        "It keeps 41300 instruments.",
        "- Gauge\n- wren",
        "Гаугерен и Gаugеwrеn",
    ],
)
async def test_no_answer_carries_a_mark_to_a_creator(worker: Ctx, said: str) -> None:
    await describe_business(worker, TELLING)
    assignment_id = await taken(worker)
    async with creator_of(worker, assignment_id) as creator:
        ask = CreatorQuestion(assignment_id=assignment_id, text="May I name a source?")
        asked = await ask_about_brief(creator, ask)
    with pytest.raises(questions.TellsWhoseItIs):
        await answer_creator(worker, CreatorAnswer(question_id=asked.id, text=said))
