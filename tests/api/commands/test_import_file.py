"""`refleqt import`: good files are kept once, broken ones not at all, and the fault is named."""

from pathlib import Path

import pytest
from sqlalchemy import text

from core.ids import new_id
from memory.ctx import open_ctx
from tests.api.commands.running import refleqt
from tools import businesses

GOOD = "text,at\nOur ads bring clicks.,2026-10-02T09:00:00Z\nNobody answers.,2026-10-03T09:00:00Z\n"
BROKEN = GOOD + "Soon.,tomorrow\n"


@pytest.fixture
async def house(_pool: None) -> businesses.Business:
    """A business that nobody else in the test process has."""
    async with open_ctx(businesses.keeper(None)) as ctx:
        return await businesses.found(ctx, f"House {new_id()}")


@pytest.fixture
def vents(tmp_path: Path) -> Path:
    """A file of two good vents."""
    file = tmp_path / "vents.csv"
    file.write_text(GOOD)
    return file


async def kept(house: businesses.Business) -> int:
    """How many vents the business has."""
    async with open_ctx(businesses.keeper(house), read_only=True) as ctx:
        return await ctx.value(text("select count(*) from vent_entries"))


async def test_a_good_file_is_kept_once(house: businesses.Business, vents: Path) -> None:
    first = refleqt("import", "vents", vents, "--business", house.id, "--json").document
    again = refleqt("import", "vents", vents, "--business", house.slug, "--json").document
    assert (first["read"], first["kept"], first["refused"]) == (2, 2, [])
    assert (again["read"], again["kept"]) == (2, 0)
    assert await kept(house) == 2


async def test_a_dry_run_says_the_same_and_keeps_nothing(
    house: businesses.Business, vents: Path
) -> None:
    done = refleqt("import", "vents", vents, "--business", house.id, "--dry-run", "--json")
    assert done.document == {"read": 2, "kept": 0, "refused": [], "would_keep": 2}
    assert await kept(house) == 0


async def test_one_bad_row_keeps_the_whole_file_out(
    house: businesses.Business, vents: Path
) -> None:
    vents.write_text(BROKEN)
    done = refleqt("import", "vents", vents, "--business", house.id, "--json")
    assert done.code == 2
    assert (done.document["read"], done.document["kept"]) == (3, 0)
    (refused,) = done.document["refused"]
    assert (refused["line"], refused["field"], refused["value"]) == (4, "at", "tomorrow")
    assert all(word in done.err for word in (str(vents), "line 4", "at", "tomorrow"))
    assert await kept(house) == 0


async def test_good_rows_are_kept_where_that_is_asked_for(
    house: businesses.Business, vents: Path
) -> None:
    vents.write_text(BROKEN)
    words = ("--business", house.id, "--keep-good", "--json")
    done = refleqt("import", "vents", vents, *words)
    assert done.code == 0
    assert (done.document["kept"], len(done.document["refused"])) == (2, 1)
    assert await kept(house) == 2


@pytest.mark.parametrize(
    ("kind", "name", "content", "said"),
    [
        ("vents", "v.csv", b"\xff\xfe", "UTF-8"),
        ("vents", "v.csv", b"text,mood\nhi,bad\n", "unknown column"),
        ("vents", "v.jsonl", b'{"text": "\\u0000"}', "line 1"),
        ("vents", "v.jsonl", b"{", "not JSON"),
        ("calendar", "c.csv", b"id,title,artifact_type,cost_cents\na,t,email,-5\n", "'-5'"),
        ("metrics", "m.csv", b"month,metric,value\n2026-13,x,1\n", "YYYY-MM"),
        ("metrics", "m.csv", b"month,metric,value\n2026-10,x,nan\n", "finite"),
        ("creators", "c.txt", b"Ada", "bring a .csv"),
        ("activities", "a.md", b"no head", "+++"),
    ],
)
def test_a_broken_file_is_refused_by_name(
    data_dir: Path, tmp_path: Path, kind: str, name: str, content: bytes, said: str
) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    done = refleqt("import", kind, file)
    assert done.code == 2, done.err
    assert said in done.err
    assert str(file) in done.err or name in done.err
    assert "Traceback" not in done.err


def test_a_file_that_is_not_there_and_a_kind_that_is_none_are_bad_usage(data_dir: Path) -> None:
    assert refleqt("import", "vents", "nowhere.csv").code == 2
    assert refleqt("import", "moods", "nowhere.csv").code == 2


async def test_an_unknown_business_is_refused_with_those_there_are(
    house: businesses.Business, vents: Path
) -> None:
    done = refleqt("import", "vents", vents, "--business", "nobody")
    assert done.code == 2
    assert house.slug in done.err
