"""Every analysis is honest about too little, and its words, figures and evidence agree."""

import json
import re
from typing import Any

import pytest

from domain.prose import MONTHS
from memory import receipts
from memory.ctx import Ctx, as_worker
from tests import worlds
from tools.analyses import ANALYSES, EXAMPLES
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
    known = numbers(json.dumps(rest)) | numbers(asked(tool).model_dump_json())
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
    few = set()
    for tool in ANALYSES:
        found = await tool(ctx, asked(tool))
        few |= set() if found.enough else {tool.name}
        assert not found.enough or accounted(tool, found) == set(), (tool.name, found.said)
        assert 0 < len(found.evidence) <= MOST_EVIDENCE or not found.enough, tool.name
        for ref in found.evidence:
            assert await receipts.of_kind(ctx, ref.kind, [ref.id]), (tool.name, ref)
        if found.low is not None and found.high is not None and found.value is not None:
            assert found.low <= found.value <= found.high, tool.name
        assert "None" not in found.said, found.said
        assert not re.search(r"\b(nan|inf)\b", found.said), found.said
    assert few <= {"model_status", "mood_over_time"}
