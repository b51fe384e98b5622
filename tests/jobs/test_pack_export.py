"""An archive holds every table and file with its hash; a killed job goes on where it was."""

import io
import json
import zipfile
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest

from core import clock
from domain.access import Actor, worker_for
from domain.work import PackExport, RemoveOldWords
from jobs import pack_export, remove_old_words
from memory import archive, blobs, exports
from memory.ctx import open_ctx
from tools.base import Nothing
from tools.exports import NoSuchExport, ask_export, fetch
from tools.vents import Vent, submit_vent


async def asked(founder: Actor) -> PackExport:
    """An archive of a business with a vent and a file, asked for and not packed yet."""
    async with open_ctx(founder) as ctx:
        await submit_vent(ctx, Vent(text="Nobody answers the phone here."))
        await blobs.put(ctx, b"a file of ours")
        return PackExport(export_id=(await ask_export(ctx, Nothing())).id)


async def test_every_file_is_as_the_manifest_says(lasting: Actor) -> None:
    work = await asked(lasting)
    assert lasting.business_id is not None
    worker = worker_for(lasting.business_id)
    assert not await pack_export._one_more(worker, work.export_id)  # killed after the first part
    await pack_export.run(worker, work)
    async with open_ctx(lasting) as ctx:
        zipped = zipfile.ZipFile(io.BytesIO(await fetch(ctx, work.export_id)))
        assert len(await blobs.names(ctx)) == 2  # the file and the archive: no part is left
    told: Any = json.loads(zipped.read("manifest.json"))
    assert {each["name"] for each in told["files"]} > {
        f"data/{name}.jsonl" for name in archive.tables()
    }
    for each in told["files"]:
        assert sha256(zipped.read(each["name"])).hexdigest() == each["sha256"], each["name"]
    (vent,) = zipped.read("data/vent_entries.jsonl").splitlines()
    assert json.loads(vent)["text"] == "Nobody answers the phone here."
    (file,) = [name for name in zipped.namelist() if name.startswith("files/")]
    assert zipped.read(file) == b"a file of ours"
    assert "calendar.ics" in zipped.namelist()
    assert b"what is kept" not in zipped.read("README.txt")


async def test_an_archive_ends(lasting: Actor, simulated: clock.SimulatedClock) -> None:
    work = await asked(lasting)
    assert lasting.business_id is not None
    await pack_export.run(worker_for(lasting.business_id), work)
    simulated.move_to(simulated.now() + timedelta(days=7, minutes=1))
    async with open_ctx(lasting) as ctx:
        with pytest.raises(NoSuchExport):
            await fetch(ctx, work.export_id)
        await remove_old_words.run(ctx, RemoveOldWords(day="2026-11-08"))
        assert (await exports.one(ctx, work.export_id)).status == "expired"
        assert len(await blobs.names(ctx)) == 1


async def test_one_that_fails_says_so_and_leaves_no_parts(lasting: Actor) -> None:
    work = await asked(lasting)
    assert lasting.business_id is not None
    worker = worker_for(lasting.business_id)
    await pack_export._one_more(worker, work.export_id)
    await pack_export.given_up(worker, work, "Buried")
    async with open_ctx(lasting) as ctx:
        assert (await exports.one(ctx, work.export_id)).status == "failed"
        assert len(await blobs.names(ctx)) == 1
