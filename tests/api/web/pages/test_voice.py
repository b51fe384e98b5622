"""Voice notes over the page's own addresses: consent first, then words, or a way to type them."""

import httpx2

from jobs import worker

SOUND = b"\x1aE\xdf\xa3 sound"


async def test_a_recording_without_consent_is_refused(founder_page: httpx2.AsyncClient) -> None:
    answer = await founder_page.post("/voice", files={"audio": ("note.webm", SOUND)})
    assert answer.status_code == 422


async def test_a_recording_waits_for_its_words_and_can_be_thrown_away(
    founder_page: httpx2.AsyncClient,
) -> None:
    sent = await founder_page.post(
        "/voice", files={"audio": ("note.webm", SOUND)}, data={"consent": "true"}
    )
    assert (sent.status_code, sent.json()["status"]) == (202, "waiting")
    await worker.drain()
    note = f"/voice/{sent.json()['id']}"
    found = (await founder_page.get(note)).json()
    assert (found["status"], found["has_audio"]) == ("unheard", True)
    assert "type what you said" in found["why"]
    words = {"text": "Why do they cancel?", "mode": "adaptive", "note_id": found["id"]}
    assert (await founder_page.post("/ask", data=words)).status_code == 303
    assert (await founder_page.get(note)).json()["by"] == "speaker"
    assert (await founder_page.post(f"{note}/discard")).json()["status"] == "discarded"


async def test_what_is_no_sound_is_refused(founder_page: httpx2.AsyncClient) -> None:
    sent = await founder_page.post(
        "/voice", files={"audio": ("note.webm", b"words")}, data={"consent": "true"}
    )
    assert sent.status_code == 422


async def test_a_vent_is_spoken(founder_page: httpx2.AsyncClient) -> None:
    sent = await founder_page.post(
        "/voice", files={"audio": ("note.webm", SOUND)}, data={"consent": "true"}
    )
    await worker.drain()
    assert 'data-into="f-text"' in (await founder_page.get("/vents")).text
    words = {"text": "The setup takes too long.", "note_id": sent.json()["id"]}
    assert (await founder_page.post("/vents", data=words)).status_code == 303
    assert "The setup takes too long." in (await founder_page.get("/vents")).text
    assert (await founder_page.get(f"/voice/{sent.json()['id']}")).json()["by"] == "speaker"
