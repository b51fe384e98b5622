"""Work comes in as files, versions are kept and compared, drafts are evidence."""

import base64
from pathlib import Path

import pytest

from core import settings
from core.ids import new_id
from domain.access import Actor
from domain.uploads import FileTooLarge, FileUnsafe, WrongKindOfFile
from domain.work import ReviewDeliverable
from jobs import review_deliverable
from memory import market
from memory.ctx import Ctx
from tests.domain.test_pictures import EXIF, chunk, png
from tests.domain.test_uploads import pdf, word
from tests.tools.market_people import creator_of, turn
from tests.worlds import facts, fitting, handed_in, taken
from tools.deliverables import (
    DraftFile,
    FileId,
    FileWork,
    NoSuchFile,
    NotBase64,
    add_draft,
    deliver_file,
    list_deliverables,
    list_drafts,
    read_work_file,
)
from tools.offers import NoSuchOffer, Offered
from tools.reviews import Nothing, list_waiting


async def test_a_document_is_read_reviewed_and_given_back_as_it_came(worker: Ctx) -> None:
    assignment_id = await taken(worker)
    data = word(await fitting(worker))
    async with creator_of(worker, assignment_id) as creator:
        handed = await deliver_file(
            creator, FileWork(assignment_id=assignment_id, name="../../etc/x.docx", data=data)
        )
    work = ReviewDeliverable(deliverable_id=handed.deliverable_id)
    await review_deliverable.run(worker, work)
    async with creator_of(worker, assignment_id) as creator:
        (line,) = (await list_deliverables(creator, Offered(assignment_id=assignment_id))).items
        kept = await read_work_file(creator, FileId(file_id=line.id))
    assert (line.kind, line.has_file, line.passed) == ("docx", True, True)
    assert (kept.name, base64.b64decode(kept.data)) == ("version-1.docx", data)


async def test_versions_show_what_changed_and_why_one_went_back(worker: Ctx) -> None:
    assignment_id = await taken(worker)
    await handed_in(worker, assignment_id, "One short line.")
    await handed_in(worker, assignment_id, "One longer line.")
    lines = (await list_deliverables(worker, Offered(assignment_id=assignment_id))).items
    assert [line.version for line in lines] == [1, 2]
    assert [(one.change, one.text) for one in lines[1].changes if one.change != "same"] == [
        ("removed", "short"), ("added", "longer"),
    ]  # fmt: skip
    assert [point.check for point in lines[0].points if not point.met]
    assert lines[0].fault == "work"


async def test_a_picture_waits_for_a_person_and_tells_nothing_of_its_maker(worker: Ctx) -> None:
    assignment_id = await taken(worker)
    data = png(2, 1, chunk(b"eXIf", EXIF))
    async with creator_of(worker, assignment_id) as creator:
        handed = await deliver_file(creator, FileWork(assignment_id=assignment_id, data=data))
    await review_deliverable.run(worker, ReviewDeliverable(deliverable_id=handed.deliverable_id))
    async with turn(worker, Actor("reviewer", new_id(), worker.business_id)) as person:
        (waits,) = (await list_waiting(person, Nothing())).items
        kept = await read_work_file(person, FileId(file_id=handed.deliverable_id))
    assert (waits.waits_for, waits.kind) == ("decision", "png")
    assert b"GPS" not in base64.b64decode(kept.data)


@pytest.mark.parametrize(
    ("name", "data", "fault"),
    [
        ("a.exe", b"MZ", WrongKindOfFile),
        ("a.txt", b"x" * 9_000_000, FileTooLarge),
        ("a.pdf", pdf("app.alert(1)"), FileUnsafe),
    ],
)
async def test_a_file_that_is_refused_leaves_everything_as_it_was(
    worker: Ctx, name: str, data: bytes, fault: type[Exception]
) -> None:
    assignment_id = await taken(worker)
    async with creator_of(worker, assignment_id) as creator:
        with pytest.raises(fault):
            await deliver_file(creator, FileWork(assignment_id=assignment_id, name=name, data=data))
    assert (await market.assignment(worker, assignment_id)).status == "accepted"
    assert await facts(worker, "DeliverableSubmitted") == 0


async def test_a_draft_is_kept_once_as_evidence(worker: Ctx) -> None:
    assignment_id = await taken(worker)
    ask = DraftFile(assignment_id=assignment_id, name="outline.md", data=b"# First thoughts")
    async with creator_of(worker, assignment_id) as creator:
        one, again = [await add_draft(creator, ask) for _ in range(2)]
        assert (await list_drafts(creator, Offered(assignment_id=assignment_id))).items == [one]
    assert one == again
    assert await facts(worker, "DraftKept") == 1
    kept = await read_work_file(worker, FileId(file_id=one.id))
    assert base64.b64decode(kept.data) == b"# First thoughts"
    folder: Path = settings.settings().blobs
    assert not any(b"First thoughts" in path.read_bytes() for path in folder.rglob("*.*"))


async def test_another_creator_sees_no_file_of_it(worker: Ctx) -> None:
    assignment_id = await taken(worker)
    handed = await handed_in(worker, assignment_id, "A line.")
    stranger = Actor("creator", new_id(), worker.business_id, new_id())
    async with turn(worker, stranger) as other:
        with pytest.raises(NoSuchFile):
            await read_work_file(other, FileId(file_id=handed))
        with pytest.raises(NoSuchOffer):
            await list_deliverables(other, Offered(assignment_id=assignment_id))


def test_bytes_that_are_no_base64_are_named() -> None:
    with pytest.raises(NotBase64):
        FileWork.model_validate({"assignment_id": str(new_id()), "data": "%%%"})
