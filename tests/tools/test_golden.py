"""A failing case becomes golden, is held out of training for good, and is asked again."""

import pytest

from cdt.dataset import gather
from core.ids import new_id
from domain.work import TrainCdt
from jobs import train_cdt
from memory import evaluations
from memory.ctx import Ctx
from tests.evaluations import CANARY, first_case, seen_by, trained
from tests.tools.test_annotations import answered
from tools.annotations import QueueAsk, queue_item
from tools.base import Nothing
from tools.evaluations import NoSuchCase, OneCase
from tools.golden import (
    AnswerCase,
    Evidence,
    GoldenAlready,
    NoSuchGolden,
    NotPromotable,
    OneGolden,
    list_golden,
    promote_answer,
    promote_case,
    retire_golden,
)


async def test_a_golden_case_leaves_training_and_is_asked_by_the_next_gate(ctx: Ctx) -> None:
    await trained(ctx, "2026-09")
    case = await first_case(ctx)
    (line,) = (await promote_case(ctx, OneCase(case_id=case.id))).items
    assert (line.key, line.from_version, line.promoted_role) == (case.key, 1, "founder")
    month = await gather(ctx)
    assert str(case.source_id) not in {row.id for row in (*month.rows, *month.holdout)}
    await train_cdt.run(ctx, TrainCdt(month="2026-10"))
    row = await evaluations.of_version(ctx, 2)
    again = [one for one in await evaluations.cases_of(ctx, row.id) if one.kind == "golden"]
    assert [one.key for one in again] == [case.key]
    metric = next(
        m for m in await evaluations.metrics_of(ctx, [row.id]) if m.name == "golden_cases"
    )
    assert metric.n == 1


async def test_a_case_is_golden_once_and_comes_back_after_it_was_retired(ctx: Ctx) -> None:
    await trained(ctx, "2026-10")
    case = await first_case(ctx)
    (line,) = (await promote_case(ctx, OneCase(case_id=case.id))).items
    with pytest.raises(GoldenAlready):
        await promote_case(ctx, OneCase(case_id=case.id))
    assert (await retire_golden(ctx, OneGolden(golden_id=line.id))).items == []
    assert len((await promote_case(ctx, OneCase(case_id=case.id))).items) == 1
    for wrong in (retire_golden(ctx, OneGolden(golden_id=new_id())),):
        with pytest.raises(NoSuchGolden):
            await wrong
    with pytest.raises(NoSuchCase):
        await promote_case(ctx, OneCase(case_id=new_id()))


async def test_an_evaluator_promotes_a_case_without_reading_its_words(ctx: Ctx) -> None:
    await trained(ctx, "2026-10")
    case = await first_case(ctx)
    async with seen_by(ctx, "cases") as other:
        (line,) = (await promote_case(other, OneCase(case_id=case.id))).items
        assert (line.input, line.withheld, line.promoted_role) == ("", True, "evaluator")
        assert line.promoted_by == other.actor.user_id
        assert CANARY not in (await list_golden(other, Nothing())).model_dump_json()


async def test_an_answer_becomes_a_question_that_the_gate_asks_again(ctx: Ctx) -> None:
    await trained(ctx, "2026-09")
    item = await queue_item(ctx, QueueAsk(id=await answered(ctx)))
    must = [Evidence(kind="vent", snippet="nobody ever heard this")]
    ask = AnswerCase(item_id=item.id, must=must, reference="We do not know.")
    (line,) = (await promote_answer(ctx, ask)).items
    assert (line.kind, line.input) == ("question", "What do we charge?")
    await train_cdt.run(ctx, TrainCdt(month="2026-10"))
    row = await evaluations.of_version(ctx, 2)
    (case,) = [one for one in await evaluations.cases_of(ctx, row.id) if one.kind == "golden"]
    assert case.scores == {"candidate": 0.0}
    assert case.words["input"] == "What do we charge?"


async def test_only_an_answer_becomes_a_question(ctx: Ctx) -> None:
    await trained(ctx, "2026-10")
    item = await queue_item(ctx, QueueAsk(id=(await first_case(ctx)).id))
    with pytest.raises(NotPromotable, match="It is a case"):
        await promote_answer(ctx, AnswerCase(item_id=item.id))
