"""The costs page: caps, the switch, models with keys that nobody sees again, every call."""

import httpx2


async def test_caps_are_set_and_what_is_too_much_is_said(founder_page: httpx2.AsyncClient) -> None:
    done = await founder_page.post("/costs/caps", data={"usd": "2.5", "tokens": "1000"})
    assert done.status_code == 303
    page = (await founder_page.get("/costs")).text
    assert 'value="2.50"' in page
    wrong = await founder_page.post("/costs/caps", data={"usd": "99999", "tokens": "1000"})
    assert (wrong.status_code, "the most is" in wrong.text) == (422, True)


async def test_the_switch_pauses_models_and_asks_them_again(
    founder_page: httpx2.AsyncClient,
) -> None:
    await founder_page.post("/costs/pause")
    assert "Paused: no model is asked" in (await founder_page.get("/costs")).text
    await founder_page.post("/costs/resume")
    assert "Paused: no model is asked" not in (await founder_page.get("/costs")).text


async def test_a_key_is_never_shown_again(founder_page: httpx2.AsyncClient) -> None:
    model = {"model": "openai/gpt-5-mini", "api_key": "sk-never-again", "rank": "2"}
    assert (await founder_page.post("/costs/models", data=model)).status_code == 303
    page = (await founder_page.get("/costs")).text
    assert "openai/gpt-5-mini" in page
    assert "sk-never-again" not in page
    await founder_page.post("/costs/models/2/away")
    assert "openai/gpt-5-mini</span>" not in (await founder_page.get("/costs")).text


async def test_a_wrong_model_keeps_what_was_typed_save_its_key(
    founder_page: httpx2.AsyncClient,
) -> None:
    wrong = {"model": "x", "api_key": "sk-never-again", "rank": "2"}
    answer = await founder_page.post("/costs/models", data=wrong)
    assert answer.status_code == 422
    assert "sk-never-again" not in answer.text


async def test_every_call_has_its_page(founder_page: httpx2.AsyncClient) -> None:
    assert "No call here" in (await founder_page.get("/costs/calls")).text
