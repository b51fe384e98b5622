"""Every analysis is honest about too little, and its words, figures and evidence agree."""

import json
import re
from typing import Any

import pytest

from domain.prose import MONTHS
from memory import receipts
from memory.ctx import Ctx, as_worker
from tests import worlds
from tools.analyses import ANALYSES, CUES, EXAMPLES, alike, cued, fitting
from tools.base import Tool
from tools.findings import MOST_EVIDENCE, Finding

TEXT = (
    "We lost a record again this week, and I am not sure how it could happen to us. Nobody reads "
    "the pricing page, so I want to talk to people instead of guessing."
)
WORDS = {
    "metric": "site visits", "other": "trial signups", "about": "pricing", "field": "products",
    "text": TEXT,
}  # fmt: skip
FRESH = (
    ("Did TinyPilot's revenue go up over the two years?", "metric_trend"),
    ("Roughly what revenue should I plan for in July?", "forecast_metric"),
    ("Was there anything weird in our profit?", "find_anomalies"),
    ("What was the strongest month for sales revenue?", "best_periods"),
    ("Compare the first half of 2021 with the first half of 2022 for sales", "compare_periods"),
    ("Do more visitors mean more sales?", "move_together"),
    ("Which audience buys most readily?", "engagement_by"),
    ("Is it better to send on Tuesday or on Friday?", "send_time"),
    ("How much did webinars earn us?", "attributed_revenue"),
    ("Which channel gives the best return on spend?", "channel_returns"),
    ("Are we too reliant on email?", "channel_concentration"),
    ("What would happen with 30% more Google Ads budget?", "budget_what_if"),
    ("How much money goes into making content?", "spend_summary"),
    ("Is our funnel top-heavy?", "stage_balance"),
    ("Where do people drop out between seeing and buying?", "funnel_steps"),
    ("Do several posts target the same keyword?", "keyword_overlap"),
    ("What should we write about next for search?", "keyword_gaps"),
    ("What is on the calendar for next week?", "what_is_due"),
    ("How regularly do we publish?", "publishing_rhythm"),
    ("What is the status of my maps and briefs?", "work_status"),
    ("How did our last customers find us?", "typical_paths"),
    ("How many days between first contact and purchase?", "time_to_convert"),
    ("How many times did I complain about Raspberry Pi prices?", "count_mentions"),
    ("When did the Voyager first come up?", "first_and_last_mention"),
    ("Am I talking about support more than I used to?", "mention_trend"),
    ("Who do customers compare us with?", "share_of_voice"),
    ("Do I sound more tired than a year ago?", "mood_over_time"),
    ("What has come up recently that was never mentioned before?", "new_concerns"),
    ("Would this paragraph pass as ours?", "brand_voice_distance"),
    ("Do our campaign pieces contradict each other?", "message_consistency"),
    ("What do you believe about agencies?", "belief_lookup"),
    ("Did the predictions for the webinar come true?", "predictions_status"),
    ("What price do we charge?", "read_fact"),
    ("Which facts about us are you missing?", "profile_gaps"),
    ("Has a new model version been released?", "model_status"),
    ("Which workshops did the team do?", "team_activity"),
    ("How much did we pay the creators so far?", "money_summary"),
    ("Which numbers do you know about us?", "list_figures"),
    ("What was our most clicked e-mail?", "top_pieces"),
    ("How many videos versus blog posts do we make?", "content_mix"),
    ("Which days ahead have nothing planned?", "stage_gaps"),
    ("How many demos did we have in April?", "read_figure"),
    ("Which piece decides when the map is finished?", "critical_path"),
    ("What do I have to decide today?", "what_waits"),
)
"""Questions that no example has, each with the analysis that answers it."""
_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")


def asked(tool: Tool[Any, Any]) -> Any:
    """A request with something for every field that has no default."""
    fields = tool.takes.model_fields
    return tool.takes(**{name: WORDS[name] for name in fields if fields[name].is_required()})


def numbers(text: str) -> set[float]:
    """All numbers in a text."""
    return {float(each.replace(",", "")) for each in _NUMBER.findall(text)}


def accounted(tool: Tool[Any, Any], found: Finding) -> set[float]:
    """Numbers of `said` that no field, no argument, no date and no name accounts for."""
    rest = found.model_dump(mode="json", exclude={"said"})
    known = numbers(_ID.sub("", json.dumps(rest))) | numbers(asked(tool).model_dump_json())
    known |= {100 * found.level, 10.0, 100.0, 1000.0}
    dated = re.sub(rf"(\d+ )?({'|'.join(MONTHS)}) \d{{4}}", "", found.said)
    quoted = re.sub(r"“[^”]*”", "", dated)
    return {each for each in numbers(quoted) if all(abs(each - one) > 1e-9 for one in known)}


def test_there_are_over_twenty_five_and_each_has_its_questions() -> None:
    assert len(ANALYSES) >= 25
    assert EXAMPLES.keys() == {tool.name for tool in ANALYSES}
    for name, questions in EXAMPLES.items():
        assert 5 <= len(set(questions)) <= 8, name
    every = [one for questions in EXAMPLES.values() for one in questions]
    assert len(set(every)) == len(every)


def test_a_fresh_question_finds_its_analysis() -> None:
    found = [[tool.name for tool, _ in fitting(question)] for question, _ in FRESH]
    first = sum(names[0] == name for names, (_, name) in zip(found, FRESH, strict=True))
    three = sum(name in names for names, (_, name) in zip(found, FRESH, strict=True))
    assert {name for _, name in FRESH} == EXAMPLES.keys()
    assert first / len(FRESH) >= 0.8
    assert three / len(FRESH) >= 0.9


def test_what_a_question_is_about_is_made_alike() -> None:
    assert alike("Is revenue growing?") == alike("Is traffic growing?")
    assert CUES.keys() == EXAMPLES.keys()
    assert cued("forecast_metric", "Forecast revenue for July")
    assert not cued("forecast_metric", "Who reads this?")


def test_every_argument_is_described() -> None:
    for tool in ANALYSES:
        assert tool.scope.endswith(":read")
        for name, field in tool.takes.model_fields.items():
            assert field.description, f"{tool.name}.{name}"


@pytest.mark.parametrize("tool", ANALYSES, ids=lambda tool: tool.name)
async def test_a_business_without_data_gets_no_made_up_figure(
    ctx: Ctx, tool: Tool[Any, Any]
) -> None:
    found = await tool(ctx, asked(tool))
    assert not found.enough
    assert found.needed
    assert found.said.endswith(".")
    assert (found.value, found.low, found.high) == (None, None, None)


async def test_words_figures_and_evidence_agree(ctx: Ctx) -> None:
    async with as_worker(ctx) as worker:
        await worlds.told(worker)
    few, unknown = set(), []
    for tool in ANALYSES:
        found = await tool(ctx, asked(tool))
        few |= set() if found.enough else {tool.name}
        if found.enough and (odd := accounted(tool, found)):
            unknown.append((tool.name, odd, found.said))
        assert 0 < len(found.evidence) <= MOST_EVIDENCE or not found.enough, tool.name
        for ref in found.evidence:
            assert await receipts.of_kind(ctx, ref.kind, [ref.id]), (tool.name, ref)
        if found.low is not None and found.high is not None and found.value is not None:
            assert found.low <= found.value <= found.high, tool.name
        assert "None" not in found.said, found.said
        assert not re.search(r"\b(nan|inf)\b", found.said), found.said
    assert unknown == []
    assert few <= {"model_status", "mood_over_time"}
