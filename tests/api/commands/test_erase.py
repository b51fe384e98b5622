"""`refleqt erase` asks with a grace, calls off, or erases at once and tells each step."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from api.commands.erase import Told, lines
from core.ids import new_id
from domain.erasure import NAMES
from tests.api.commands.running import refleqt
from tests.planted import plant
from tools.erasures import ErasureLine

AT = datetime(2026, 11, 1, 9, 0, tzinfo=UTC)


def test_the_account_says_how_to_call_it_off() -> None:
    one = ErasureLine(id=new_id(), what="business", mode="erase", asked_at=AT, due_at=AT,
                      status="waiting")  # fmt: skip
    assert f"--call-off {one.id}" in "\n".join(lines(Told(erasure=one)))
    assert "rows: vent_entries 3" in "\n".join(
        lines(Told(erasure=one, steps={"rows": {"vent_entries": 3}}))
    )


@pytest.mark.slow
@pytest.mark.usefixtures("_idle")
async def test_it_erases_at_once(data_dir: Path) -> None:
    house = await plant(1)
    where = ("--business", house.business_id, "--data-dir", data_dir)
    assert refleqt("erase", *where).code == 2
    assert refleqt("erase", "--confirm", "Another", *where).code == 1
    asked = refleqt("erase", "--confirm", house.name, "--json", *where).document
    off = refleqt("erase", "--call-off", asked["erasure"]["id"], "--json", *where)
    assert off.document["erasure"]["status"] == "called_off"
    done = refleqt("erase", "--confirm", house.name, "--now", "--json", *where)
    assert [*done.document["steps"]] == [*NAMES]
    assert done.document["steps"]["proof"]["files with any"] == 0
