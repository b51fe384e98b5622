"""What a creator may know: kind, trade, search words, customers' words; never whose they are."""

from uuid import UUID

from core.ids import derived_id
from domain.imports import CalendarRow
from memory import calendar, inputs, people
from memory.ctx import Ctx
from tools.backgrounds import background
from tools.onboarding import Description, Tenant, describe_business


async def test_nothing_is_said_of_a_business_that_said_nothing(worker: Ctx) -> None:
    found = await background(worker, "quality_manager")
    assert (found.offer, found.trade, found.vocabulary, found.overheard) == ("", "", (), ())


async def test_the_kind_and_the_trade_come_from_the_profile_in_few_words(worker: Ctx) -> None:
    await describe_business(worker, Description(business_name="Quillmark"))
    known = {
        "business_model": ["b2b", "saas"], "revenue_mechanics": ["subscription"],
        "icp_industry": ["machine shops", "people who once told me that they would like to buy"],
    }  # fmt: skip
    await people.keep_profile(worker, known, {})
    found = await background(worker, "quality_manager")
    assert found.trade == "machine shops"
    assert found.offer == "software for machine shops, paid by subscription"
    assert "Quillmark" not in repr(found)


async def test_words_that_several_keywords_share_are_the_trade_s(worker: Ctx) -> None:
    keywords = ("calibration cost", "calibration software", "gauge list")
    rows = [
        CalendarRow.model_validate(
            {"id": f"e{n}", "title": "T", "artifact_type": "blog_post", "status": "planned",
             "publish_on": worker.at.date(), "channel": "seo", "primary_keyword": keyword}
        ).model_dump()
        for n, keyword in enumerate(keywords)
    ]  # fmt: skip
    await calendar.keep_entries(worker, rows)
    assert (await background(worker, "owner")).vocabulary == ("calibration",)


async def test_customers_are_heard_where_a_note_names_them(worker: Ctx) -> None:
    tenant = Tenant(name="Quillmark", customers=["Larkspur Aerofab"])
    await describe_business(worker, Description(business_name="Quillmark", tenant=tenant))
    notes = (
        '"I only want to see who had it last." Dana, Larkspur.',
        'I told the accountant "it will be better next year, promise".',
    )
    rows = [
        {"id": derived_id(worker.business_id, one), "text": one, "at": worker.at,
         "content_hash": str(n), "channel": "web"}
        for n, one in enumerate(notes)
    ]  # fmt: skip
    await inputs.keep_vents(worker, rows)
    (heard,) = (await background(worker, "owner")).overheard
    assert (heard.kind, heard.quote) == ("vent", "I only want to see who had it last.")
    assert isinstance(heard.id, UUID)
