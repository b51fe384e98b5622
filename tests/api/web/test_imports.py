"""A file is tried out, refused with its lines, and brought in."""

import httpx2

GOOD = b"text,at\nPrices are a worry again,2026-10-01T09:00:00Z\n"
BAD = b"text,at\n,2026-10-01T09:00:00Z\nFine,2026-10-02T09:00:00Z\n"


async def sent(page: httpx2.AsyncClient, raw: bytes, how: str) -> httpx2.Response:
    """The form of the import page with a file of vents."""
    files = {"file": ("vents.csv", raw, "text/csv")}
    return await page.post("/imports", data={"kind": "vents", "how": how}, files=files)


async def test_trying_a_file_keeps_nothing(founder_page: httpx2.AsyncClient) -> None:
    answer = await sent(founder_page, GOOD, "try")
    assert answer.status_code == 200
    assert "1 would be new or changed." in answer.text
    assert "1 would be new or changed." in (await sent(founder_page, GOOD, "try")).text


async def test_a_file_is_brought_in_once(founder_page: httpx2.AsyncClient) -> None:
    assert "1 is new or changed." in (await sent(founder_page, GOOD, "keep")).text
    assert "0 are new or changed." in (await sent(founder_page, GOOD, "keep")).text


async def test_a_refused_row_keeps_everything_out(founder_page: httpx2.AsyncClient) -> None:
    answer = await sent(founder_page, BAD, "keep")
    assert answer.status_code == 422
    assert "1 was refused." in answer.text
    assert "1 is new or changed." in (await sent(founder_page, BAD, "keep_good")).text


async def test_what_is_no_text_is_refused_calmly(founder_page: httpx2.AsyncClient) -> None:
    answer = await sent(founder_page, b"text\n\xff\xfe\n", "keep")
    assert answer.status_code == 422
    assert "not UTF-8" in answer.text
