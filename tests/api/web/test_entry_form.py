"""The form of an entry sends what was changed, and nothing else."""

from datetime import date, time
from typing import Any

import pytest
from pydantic import ValidationError
from starlette.datastructures import FormData

from api.web import entry_form
from domain.entries import Plan
from domain.seo import Seo
from memory.ctx import Ctx
from tests.tools.test_changes import opened, planned


async def typed(ctx: Ctx) -> dict[str, Any]:
    """What the form of a full entry holds."""
    one = await planned(
        ctx, publish_at=time(9, 30), timezone="Europe/Berlin", cost_cents=9950,
        custom={"reviewer": "Bo"}, plans=(Plan(channel="email", paid_budget_cents=2500),),
        seo=Seo(primary_keyword="drift", web_vitals_targets={"lcp": 2.5},
                secondary_keywords=("a", "b"), featured_snippet=True),
    )  # fmt: skip
    return entry_form.typed_of(await opened(ctx, one))


async def test_a_form_that_nobody_touched_changes_nothing(ctx: Ctx) -> None:
    before = await typed(ctx)
    assert (before["publish_at"], before["cost"], before["custom"]) == (
        "09:30", "99.50", "reviewer: Bo",
    )  # fmt: skip
    assert (before["seo_lcp"], before["seo_secondary_keywords"]) == ("2.5", "a\nb")
    assert not entry_form.changes(dict(before), before).model_fields_set


async def test_only_what_was_changed_is_sent(ctx: Ctx) -> None:
    before = await typed(ctx)
    given = entry_form.changes(
        {**before, "title": "New", "owner": "", "publish_on": "2026-12-01", "cost": "12,5",
         "custom": "a: b\nc"}, before,
    )  # fmt: skip
    assert given.named() == {
        "title": "New", "publish_on": date(2026, 12, 1), "cost_cents": 1250,
        "custom": {"a": "b", "c": ""},
    }  # fmt: skip


async def test_search_fields_and_places_go_as_a_whole(ctx: Ctx) -> None:
    before = await typed(ctx)
    plans = [
        *before["plans"],
        {"channel": "linkedin", "day": "2026-12-01", "budget": "", "note": "a"},
    ]
    given = entry_form.changes({**before, "seo_url_slug": "drift", "plans": plans}, before)
    assert given.seo
    assert (given.seo.url_slug, given.seo.primary_keyword, given.seo.featured_snippet) == (
        "drift", "drift", True,
    )  # fmt: skip
    assert given.seo.web_vitals_targets == {"lcp": 2.5}
    assert [(plan.channel, plan.schedule) for plan in given.plans] == [
        ("email", ()), ("linkedin", (date(2026, 12, 1),)),
    ]  # fmt: skip


async def test_what_does_not_fit_is_told_by_the_forms_names(ctx: Ctx) -> None:
    before = await typed(ctx)
    wrong = {**before, "publish_on": "soon", "seo_keyword_difficulty": "300", "seo_lcp": "fast"}
    with pytest.raises(ValidationError) as told:
        entry_form.changes(wrong, before)
    assert set(entry_form.told(told.value)) == {"publish_on", "seo_keyword_difficulty", "seo_lcp"}
    with pytest.raises(entry_form.NotAnAmount):
        entry_form.changes({**before, "cost": "a lot"}, before)


def test_places_are_read_row_by_row_and_empty_ones_left_out() -> None:
    data = FormData([("title", " T "), ("_key", "k"), ("plan_channel", "email"),
                     ("plan_channel", ""), ("plan_day", ""), ("plan_day", ""),
                     ("plan_budget", "5"), ("plan_budget", ""), ("plan_note", "x"),
                     ("plan_note", " ")])  # fmt: skip
    assert entry_form.typed_in(data) == {
        "title": "T", "plans": [{"channel": "email", "day": "", "budget": "5", "note": "x"}],
    }  # fmt: skip
