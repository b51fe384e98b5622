"""What the gate saw is written once; golden cases come, go, and come back."""

from core.ids import new_id
from domain.evaluations import CaseResult, CaseWords, Metric
from memory import evaluations
from memory.ctx import Ctx

ROW = {"version": 1, "incumbent": None, "decision": "keep", "sentence": "Kept.", "reasons": [],
       "alpha": 0.004, "look": 3, "arms": {"candidate": 0.5}, "facts": {}}  # fmt: skip
METRIC = Metric(name="diversity", role="warns", verdict="pass", why="So.", arms={"candidate": 0.4})


def case(key: str, difference: float) -> CaseResult:
    """A case under the first metric."""
    words = CaseWords(input="Why?", answers={"candidate": "Because."})
    return CaseResult(key=key, kind="holdout", metric="diversity", scores={"candidate": 0.4},
                      difference=difference, words=words, source_id=new_id())  # fmt: skip


async def test_an_evaluation_is_kept_once_with_its_metrics_and_cases(ctx: Ctx) -> None:
    for sentence in ("Kept.", "Another."):
        cases = [case("H-2", 0.1), case("H-1", -0.3)]
        one = await evaluations.keep(ctx, {**ROW, "sentence": sentence}, [METRIC], cases)
    (row,) = await evaluations.all_of_them(ctx)
    assert (row.id, row.sentence) == (one, "Kept.")
    found = await evaluations.cases_of(ctx, one)
    assert [each.key for each in found] == ["H-1", "H-2"]
    assert found[0].words["answers"] == {"candidate": "Because."}
    assert [each.name for each in await evaluations.metrics_of(ctx, [one])] == ["diversity"]
    assert (await evaluations.by_id(ctx, one)).id == one
    assert await evaluations.of_version(ctx, 2) is None


async def test_a_golden_case_is_kept_once_and_comes_back(ctx: Ctx) -> None:
    row = {"key": "H-1", "kind": "prediction", "content": {"title": "A"}, "source_kind": "entry",
           "source_id": new_id(), "from_version": 1}  # fmt: skip
    assert await evaluations.promote(ctx, row)
    assert not await evaluations.promote(ctx, row)
    (kept,) = await evaluations.golden(ctx)
    assert await evaluations.retire(ctx, kept.id)
    assert not await evaluations.retire(ctx, kept.id)
    assert await evaluations.golden(ctx) == []
    assert len(await evaluations.golden(ctx, retired=True)) == 1
    assert await evaluations.promote(ctx, {**row, "content": {"title": "B"}})
    (back,) = await evaluations.golden(ctx)
    assert back.content == {"title": "B"}


async def test_what_was_made_of_a_source_goes_with_it(ctx: Ctx) -> None:
    gone, stays = case("H-1", 0.1), case("H-2", 0.1)
    one = await evaluations.keep(ctx, ROW, [], [gone, stays])
    assert gone.source_id is not None
    await evaluations.forget_words(ctx, gone.source_id)
    assert [each.key for each in await evaluations.cases_of(ctx, one)] == ["H-2"]
