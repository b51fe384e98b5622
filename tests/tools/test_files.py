"""A file handed in is an input: searched, cited by page, accounted for, gone when taken back."""

from dataclasses import replace

import pytest

from core.ids import new_id
from domain.files import NothingInFile
from domain.work import ExtractContext
from jobs import extract_context
from memory import blobs, context, meanings, outcomes, passages
from memory.ctx import Ctx, as_worker
from tests.documents import pdf
from tests.memory.rows import as_actor
from tools.files import (
    FileId,
    FileLine,
    FileShelf,
    NoSuchFile,
    NotTheirFile,
    attached,
    bytes_of,
    keep_file,
    keep_pasted,
    list_files,
    opened,
    read_file,
    withdraw_file,
)
from tools.sources import Cited, read_source

PAGES = ("Our prices rise in March.", "The forklift budget is nine thousand euros.")


async def handed_in(ctx: Ctx) -> FileLine:
    """A PDF of two pages, kept."""
    return await keep_file(ctx, await opened("plan.pdf", pdf(PAGES)))


async def test_a_file_is_kept_once_with_its_pages_and_its_bytes(ctx: Ctx) -> None:
    one, again = await handed_in(ctx), await handed_in(ctx)
    assert one == again
    assert (one.name, one.media, one.pages, one.withdrawn) == (
        "plan.pdf", "application/pdf", 2, False,
    )  # fmt: skip
    assert (await read_file(ctx, FileId(file_id=one.id))).pages == [*PAGES]
    assert (await bytes_of(ctx, one.id))[1] == pdf(PAGES)
    assert (await list_files(ctx, FileShelf())).items == [one]
    assert await outcomes.fates(ctx) == {("file", "waiting"): 1}


async def test_what_was_read_can_be_found_and_cited_with_its_page(ctx: Ctx, worker: Ctx) -> None:
    one = await handed_in(ctx)
    async with as_actor(ctx, worker.actor) as working:
        work = ExtractContext(source_kind="file", source_ids=(one.id,))
        await extract_context.run(working, work)
    found = [each for each in await passages.load(ctx) if each.kind == "file"]
    assert [each.about for each in found] == ["plan.pdf"]
    cited = await read_source(ctx, Cited(kind="file", id=one.id, quote=PAGES[1]))
    assert (cited.state, cited.title, cited.page, cited.pages) == ("open", "plan.pdf", 2, 2)


async def test_a_file_that_is_taken_back_is_gone_everywhere(ctx: Ctx) -> None:
    one = await handed_in(ctx)
    async with as_worker(ctx) as working:
        work = ExtractContext(source_kind="file", source_ids=(one.id,))
        await extract_context.run(working, work)
    assert (await meanings.meanings(ctx))[1] != {}
    gone = await withdraw_file(ctx, FileId(file_id=one.id))
    assert gone == await withdraw_file(ctx, FileId(file_id=one.id))
    assert gone.withdrawn
    assert gone.unlearning_id is not None
    assert await context.extractions(ctx) == []
    assert (await meanings.meanings(ctx))[1] == {}
    assert not [each for each in await passages.load(ctx) if each.kind == "file"]
    assert await outcomes.fates(ctx) == {("file", "set_aside"): 1}
    with pytest.raises(blobs.NoSuchBlob):
        await bytes_of(ctx, one.id)
    assert (await read_source(ctx, Cited(kind="file", id=one.id, quote=PAGES[0]))).state == "gone"
    assert not (await handed_in(ctx)).withdrawn


async def test_a_colleague_reads_what_is_for_the_team_and_takes_nothing_back(ctx: Ctx) -> None:
    mine = await handed_in(ctx)
    shared = await keep_file(ctx, await opened("team.txt", b"For all."), "team")
    async with as_actor(ctx, replace(ctx.actor, role="team", user_id=new_id())) as colleague:
        assert (await list_files(colleague, FileShelf())).items == [shared]
        with pytest.raises(NoSuchFile):
            await read_file(colleague, FileId(file_id=mine.id))
        with pytest.raises(NotTheirFile):
            await withdraw_file(colleague, FileId(file_id=shared.id))
        with pytest.raises(NoSuchFile):
            await attached(colleague, [mine.id], "message", new_id())
        hidden = await read_source(colleague, Cited(kind="file", id=mine.id, quote=PAGES[0]))
        assert (hidden.state, hidden.title, hidden.quote) == ("withheld", "", "")


async def test_pasted_words_are_a_file_too(ctx: Ctx) -> None:
    kept = await keep_pasted(ctx, "We sell bread.", "Our page")
    assert (await read_file(ctx, FileId(file_id=kept.id))).pages == ["We sell bread."]


async def test_pictures_of_words_are_no_words() -> None:
    with pytest.raises(NothingInFile, match="Paste what it says"):
        await opened("scan.pdf", pdf(["", " "]))
