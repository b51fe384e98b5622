"""`refleqt cdt` over a business: status, data set, training, report card, release, way back."""

from pathlib import Path

import pytest

from api.commands.cdt import written
from domain.access import Actor
from tests.api.commands.running import refleqt
from tests.api.test_cards import card


def test_an_export_has_cards_and_plots(tmp_path: Path) -> None:
    files = written(card(), tmp_path / "card")
    assert sorted(files) == sorted(one.name for one in (tmp_path / "card").iterdir())
    assert (tmp_path / "card" / "calibration.png").read_bytes().startswith(b"\x89PNG")
    assert "Report card" in (tmp_path / "card" / "report_card.md").read_text()


@pytest.mark.slow
async def test_a_business_without_data_is_trained_judged_and_told(
    data_dir: Path, lasting: Actor, tmp_path: Path
) -> None:
    where = ("--business", str(lasting.business_id), "--data-dir", str(data_dir), "--json")
    assert refleqt("cdt", "status", *where).document["versions"] == []
    assert refleqt("cdt", "dataset", *where).document["pairs"] == 0
    assert refleqt("cdt", "export", str(tmp_path / "none"), *where).code == 2
    planned = refleqt("cdt", "train", "--dry-run", *where).document
    assert planned["cost"] == {
        "rows": 0, "steps": 0, "seconds": 0.0, "usd_micros": 0, "measured": 0,
    }  # fmt: skip
    made = refleqt("cdt", "train", "--month", "2026-10", *where).document
    assert (made["version"], made["verdict"]) == (1, "not_enough_evidence")
    seen = refleqt("cdt", "evaluate", "1", *where).document
    assert seen["evaluation"]["decision"] == "not_enough_evidence"
    told = refleqt("cdt", "export", str(tmp_path / "card"), *where).document
    assert "calibration.svg" in told["files"]
    assert refleqt("cdt", "evaluate", "9", *where).code == 2
    ruled = refleqt("cdt", "release", "1", "--reason", "We try it for a month.", *where)
    assert ruled.document["live_after"] == 1
    back = refleqt("cdt", "rollback", "1", "--reason", "It stays.", *where)
    assert back.document["items"][0]["state"] == "live"
