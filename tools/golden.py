"""Failing cases become golden: the gate asks them again of every later candidate."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from cdt import beliefs
from cdt.dataset import row_of
from core.errors import BadInput, Conflict, NotFound
from core.ids import content_hash
from memory import annotations, evaluations
from memory.ctx import Ctx
from tools.base import Answer, Ask, Nothing, tool
from tools.evaluations import NoSuchCase, OneCase
from tools.grants import Looking, looking


class GoldenAlready(Conflict):
    """This case is golden already."""


class NotPromotable(BadInput):
    """This cannot become a golden case."""


class NoSuchGolden(NotFound):
    """There is no golden case of this id."""


class Evidence(Ask):
    """Words that a right answer rests on: a kind of row, and a piece of its text."""

    kind: str = Field(max_length=40)
    snippet: str = Field(min_length=1, max_length=400)


class AnswerCase(Ask):
    """An answer from the queue, as a question to ask again, and what a right answer rests on."""

    item_id: UUID
    answerable: bool = True
    must: list[Evidence] = Field(default_factory=list, max_length=10)
    reference: str = Field("", max_length=2_000)


class OneGolden(Ask):
    """A golden case by its id."""

    golden_id: UUID


class GoldenLine(Answer):
    """A golden case and where it came from; `input` is empty where words are withheld."""

    id: UUID
    key: str
    kind: Literal["prediction", "question"]
    input: str
    from_version: int | None
    source_kind: str
    source_id: UUID | None
    promoted_by: UUID | None
    promoted_role: str
    at: datetime
    withheld: bool


class GoldenList(Answer):
    """The golden cases, oldest first."""

    items: list[GoldenLine]


@tool("evaluations:write")
async def promote_case(ctx: Ctx, ask: OneCase) -> GoldenList:
    """Make a case of an evaluation golden; its artifact is never trained on again."""
    async with looking(ctx, "cases", "promote", ask.case_id) as look:
        case = await evaluations.case(look.ctx, ask.case_id)
        if case is None:
            raise NoSuchCase(f"{ask.case_id}.", field="case_id", value=str(ask.case_id))
        one = await evaluations.by_id(look.ctx, case.evaluation_id)
        content = await _prediction(look.ctx, case, one.version)
        await _promote(ctx, look, {
            "key": case.key, "kind": "prediction", "content": content,
            "source_kind": case.source_kind, "source_id": case.source_id,
            "from_version": one.version,
        })  # fmt: skip
        return await _listed(look)


@tool("evaluations:write")
async def promote_answer(ctx: Ctx, ask: AnswerCase) -> GoldenList:
    """Make an answer of the queue a golden question, asked again of every later candidate."""
    async with looking(ctx, "words", "promote", ask.item_id) as look:
        item = await annotations.item(look.ctx, ask.item_id)
        if item is None:
            raise NoSuchCase(f"{ask.item_id}.", field="item_id", value=str(ask.item_id))
        wanted = str(item.shown.get("question", ""))
        if item.kind != "answer" or not wanted:
            raise NotPromotable(
                f"It is a {item.kind}.", field="item_id", value=str(ask.item_id),
                remedy="Promote an answer, or a case of an evaluation.",
            )  # fmt: skip
        content = {"question": wanted, **ask.model_dump(mode="json", exclude={"item_id"})}
        await _promote(ctx, look, {
            "key": f"Q-{content_hash(wanted)[:8]}", "kind": "question", "content": content,
            "source_kind": item.source_kind, "source_id": item.source_id,
            "from_version": item.version,
        })  # fmt: skip
        return await _listed(look)


@tool("evaluations:read")
async def list_golden(ctx: Ctx, ask: Nothing) -> GoldenList:
    """The golden cases of this business, with where each came from."""
    async with looking(ctx, "cases", "golden cases") as look:
        return await _listed(look)


@tool("evaluations:write")
async def retire_golden(ctx: Ctx, ask: OneGolden) -> GoldenList:
    """Take a case out of the golden set; its row stays, and promoting it brings it back."""
    async with looking(ctx, "cases", "retire", ask.golden_id) as look:
        if not await evaluations.retire(look.ctx, ask.golden_id):
            raise NoSuchGolden(f"{ask.golden_id}.", field="golden_id", value=str(ask.golden_id))
        return await _listed(look)


async def _promote(ctx: Ctx, look: Looking, row: dict[str, Any]) -> None:
    by = {"promoted_by": ctx.actor.user_id, "promoted_role": ctx.actor.role}
    if not await evaluations.promote(look.ctx, row | by):
        raise GoldenAlready(row["key"], field="case_id", value=row["key"])


async def _prediction(ctx: Ctx, case: Any, version: int) -> dict[str, Any]:
    """The artifact of a case as the preference model knows it, kept apart from its row."""
    if case.source_kind != "entry" or case.source_id is None:
        raise NotPromotable(
            f"{case.key} is golden already.", field="case_id", value=str(case.id),
            remedy="Promote a held-out case.",
        )  # fmt: skip
    for one in await beliefs.measured(ctx):
        if one.entry_id == case.source_id:
            row = row_of(one).model_copy(update={"outcome": case.numbers["outcome"]})
            return {"row": row.model_dump(mode="json"), "title": one.title, "version": version}
    raise NotPromotable(
        f"The artifact of {case.key} is gone.", field="case_id", value=str(case.id),
        remedy="Promote a case whose artifact is still there.",
    )  # fmt: skip


async def _listed(look: Looking) -> GoldenList:
    return GoldenList(items=[_line(row, look) for row in await evaluations.golden(look.ctx)])


def _line(row: Any, look: Looking) -> GoldenLine:
    words = str(row.content.get("question") or row.content.get("title") or "")
    return GoldenLine.model_validate(
        {**row._mapping, "input": words if look.words else "", "withheld": not look.words}
    )
