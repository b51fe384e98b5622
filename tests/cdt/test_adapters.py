"""Adapters are filed sealed, copied for servers by rename, and gone when their business is."""

import io
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from cdt import adapters as registry
from cdt.adapters import (
    SOURCES,
    Made,
    checked,
    keep,
    packed,
    publish,
    remove,
    restore,
    runs_of,
    stop_taught,
    unpack,
    withdraw,
    withdraw_taught,
)
from cdt.training import check
from core import settings
from domain.adapters import public_id
from memory import adapters, blobs
from memory.ctx import Ctx
from tests.adapters import BASE, put
from tests.worlds import facts


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Path]:
    """Where servers look."""
    settings.use(adapters_dir=tmp_path / "store")
    yield tmp_path / "store"
    del settings.os.environ["REFLEQT_ADAPTERS_DIR"]
    settings.settings.cache_clear()


def made(ctx: Ctx, place: Path, status: str = "kept", sources: tuple[str, ...] = ()) -> Made:
    """An adapter of the business."""
    folder = put(place, who=public_id(ctx.business_id))
    told = check.read_manifest(folder)
    return Made(folder, told, {"arms": {}}, status, "It may.", sources)


async def test_a_filed_adapter_is_sealed_and_its_copy_is_checked(
    ctx: Ctx, store: Path, tmp_path: Path
) -> None:
    one = made(ctx, tmp_path)
    await keep(ctx, "2026-10", one)
    row = await adapters.of_month(ctx, "2026-10")
    assert (row.name, row.status, row.rank) == (one.folder.name, "kept", 4)
    assert check.check(store / row.name, BASE).name == row.name
    assert await blobs.get(ctx, row.blob) == packed(one.folder)
    raw = (settings.settings().blobs / row.blob).read_bytes()
    assert b"lora_A" not in raw


async def test_what_servers_lost_is_put_back_from_the_archive(
    ctx: Ctx, store: Path, tmp_path: Path
) -> None:
    one = made(ctx, tmp_path)
    await keep(ctx, "2026-10", one)
    before = (store / one.folder.name / check.WEIGHTS).read_bytes()
    assert await restore(ctx) == []
    withdraw(ctx.business_id)
    assert await restore(ctx) == [one.folder.name]
    assert (store / one.folder.name / check.WEIGHTS).read_bytes() == before


async def test_a_blocked_one_is_filed_and_never_copied_for_servers(
    ctx: Ctx, store: Path, tmp_path: Path
) -> None:
    one = made(ctx, tmp_path, "blocked")
    await keep(ctx, "2026-10", one)
    assert (await adapters.of_month(ctx, "2026-10")).status == "blocked"
    assert await restore(ctx) == []
    assert not (store / one.folder.name).exists()


async def test_what_was_taught_from_an_erased_input_answers_no_more_and_its_files_go(
    ctx: Ctx, store: Path, tmp_path: Path
) -> None:
    one = made(ctx, tmp_path, sources=("a", "b"))
    await keep(ctx, "2026-10", one)
    assert await withdraw_taught(ctx, ["c"]) == []
    await remove(ctx, one.folder.name)
    assert (store / one.folder.name).is_dir()
    assert await withdraw_taught(ctx, ["b", "c"]) == [one.folder.name]
    assert await withdraw_taught(ctx, ["b"]) == []
    assert await facts(ctx, "AdapterWithdrawn") == 1
    (archive,) = await blobs.names(ctx)
    for _ in range(2):
        await remove(ctx, one.folder.name)
    row = await adapters.of_month(ctx, "2026-10")
    assert (row.status, row.blob, await blobs.names(ctx)) == ("withdrawn", None, [])
    assert not (store / one.folder.name).exists()
    assert archive
    assert await restore(ctx) == []


def test_a_training_under_way_ends_when_what_it_learns_from_is_erased(ctx: Ctx) -> None:
    folder = runs_of(ctx.business_id) / "2026-11"
    folder.mkdir(parents=True)
    (folder / SOURCES).write_text('["a", "b"]')
    assert stop_taught(ctx.business_id, "c") == 0
    assert stop_taught(ctx.business_id, "a") == 1
    assert not folder.exists()


async def test_an_erased_business_leaves_no_copy_and_others_stay(
    ctx: Ctx, store: Path, tmp_path: Path
) -> None:
    one = made(ctx, tmp_path)
    await keep(ctx, "2026-10", one)
    other = put(store)
    (runs_of(ctx.business_id) / "2026-11").mkdir(parents=True)
    (store / f".part-{one.folder.name}").mkdir()
    assert withdraw(ctx.business_id) == 3
    assert [each.name for each in store.iterdir()] == [other.name]
    assert not runs_of(ctx.business_id).exists()
    assert withdraw(ctx.business_id) == 0


def test_what_the_checker_refuses_is_never_published(store: Path, tmp_path: Path) -> None:
    folder = put(tmp_path)
    (folder / check.CONFIG).write_text("{}")
    with pytest.raises(check.AdapterRefused):
        publish(folder.name, packed(folder), BASE)
    assert list(store.iterdir()) == []


def test_a_name_that_is_taken_is_not_written_again(store: Path, tmp_path: Path) -> None:
    folder = put(tmp_path)
    first = publish(folder.name, packed(folder), BASE)
    when = first.stat().st_mtime_ns
    assert publish(folder.name, packed(folder), BASE).stat().st_mtime_ns == when


def test_an_archive_writes_nothing_beside_its_three_files(tmp_path: Path) -> None:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w") as archive:
        for name, kind in (
            ("../evil", tarfile.REGTYPE), ("more.bin", tarfile.REGTYPE),
            (check.WEIGHTS, tarfile.SYMTYPE), (check.CONFIG, tarfile.REGTYPE),
        ):  # fmt: skip
            told = tarfile.TarInfo(name)
            told.type, told.linkname = kind, "/etc/passwd"
            archive.addfile(told)
    (tmp_path / "in").mkdir()
    unpack(held.getvalue(), tmp_path / "in")
    assert [each.name for each in tmp_path.rglob("*")] == ["in", check.CONFIG]


def test_a_folder_is_checked_adapter_by_adapter(store: Path) -> None:
    sound, broken = put(store), put(store, who="f" * 12)
    (broken / check.CONFIG).write_text("{}")
    (store / "cdt-nothing").mkdir()
    found = {one["name"]: (one["status"], one["reason"]) for one in checked(store, BASE)}
    assert found == {
        sound.name: ("sound", ""), broken.name: ("refused", "config checksum"),
        "cdt-nothing": ("refused", "files"),
    }  # fmt: skip
    assert {one["status"] for one in checked(store, "c" * 64)} == {"refused"}
    assert {one["status"] for one in checked(store, None)} == {"sound", "refused"}


async def test_a_month_without_one_says_why(ctx: Ctx) -> None:
    await registry.refuse(ctx, "2026-10", "There are too few examples.")
    row = await adapters.of_month(ctx, "2026-10")
    assert (row.status, row.name, row.reason) == ("refused", None, "There are too few examples.")
    (line,) = await registry.told(ctx)
    assert (line["month"], line["name"], line["arms"]) == ("2026-10", None, {})
