"""Each check finds what is wrong and says the way out."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from sqlalchemy import text

from cdt.model_says import Brain, Fail, Fault, Reply
from cdt.model_server import ModelServer, agrees
from core import settings
from core.ids import new_id
from domain.access import Actor
from memory import db, keys, models
from memory.ctx import open_ctx
from tests.memory.test_models import a_call
from tools import businesses, checkup

Served = Callable[[Brain | Sequence[Reply]], ModelServer]


@pytest.mark.parametrize(
    ("name", "content", "mode", "said"),
    [("master.key", b"short", 0o600, "5 bytes"), ("signing.key", b"k" * 32, 0o644, "others")],
)
async def test_a_key_that_is_wrong_is_named(
    tmp_path: Path, name: str, content: bytes, mode: int, said: str
) -> None:
    before = settings.settings().data_dir
    key = tmp_path / name
    key.write_bytes(content)
    key.chmod(mode)
    settings.use(data_dir=tmp_path)
    try:
        found = await checkup.secrets()
    finally:
        settings.use(data_dir=before)
    assert not found.ok
    assert said in found.found
    assert found.fix


async def test_a_data_directory_that_is_a_file_is_named(tmp_path: Path) -> None:
    before = settings.settings().data_dir
    (tmp_path / "file").write_text("in the way")
    settings.use(data_dir=tmp_path / "file")
    try:
        found = await checkup.data_folder()
    finally:
        settings.use(data_dir=before)
    assert not found.ok
    assert "REFLEQT_DATA_DIR" in found.fix


async def test_the_model_files_and_the_disk_are_looked_at() -> None:
    assert (await checkup.model_files()).ok
    assert "GiB" in (await checkup.disk()).found


@pytest.mark.usefixtures("_pool")
async def test_a_database_that_is_away_is_named() -> None:
    settings.use(database_url="postgresql://nobody@127.0.0.1:9/nothing")
    try:
        found = await checkup.postgres()
    finally:
        settings.use(database_url="")
        await db.close()
    assert not found.ok
    assert found.fix


@pytest.mark.usefixtures("_pool")
async def test_a_master_key_that_is_another_is_found(tmp_path: Path) -> None:
    async with open_ctx(businesses.keeper(None)) as ctx:
        house = await businesses.found(ctx, f"House {new_id()}")
    settings.use(master_key="A" * 43 + "=")
    try:
        keys.forget(house.id)
        found = await checkup.sealed_words()
    finally:
        settings.use(master_key="")
    assert not found.ok
    assert str(house.id) in found.found or "," in found.found
    assert (await checkup.sealed_words()).ok


@pytest.mark.usefixtures("_pool")
async def test_dead_letters_are_counted() -> None:
    async with open_ctx(Actor("operator")) as ctx:
        await ctx.db.execute(
            text(
                "insert into pgqueuer (priority, entrypoint, payload, status, execute_after)"
                " values (1, 'broken_work', ''::bytea, 'failed', now())"
            )
        )
    found = await checkup.queued_work()
    async with open_ctx(Actor("operator")) as ctx:
        await ctx.db.execute(text("delete from pgqueuer where entrypoint = 'broken_work'"))
    assert not found.ok
    assert "--replay all" in found.fix


async def test_the_models_of_the_settings_are_asked_for_a_word(served: Served) -> None:
    assert "drafts by code" in (await checkup.deployment_models()).found
    served(agrees)
    assert (await checkup.deployment_models()).ok


@pytest.mark.parametrize(
    ("fault", "fix"),
    [
        ("wrong_key", "REFLEQT_MODEL_API_KEY"),
        ("unknown_model", "REFLEQT_MODEL."),
        ("broken", "status"),
    ],
)
async def test_a_model_that_does_not_answer_has_a_fix(
    served: Served, fault: Fault, fix: str
) -> None:
    served(lambda _body: Fail(fault))
    found = await checkup.deployment_models()
    assert (found.ok, fix in found.fix) == (False, True)


async def test_a_key_of_a_business_that_was_refused_is_named(lasting: Actor) -> None:
    route = {"rank": 1, "model": "openai/own", "api_base": "http://127.0.0.1:9", "enabled": True}
    async with open_ctx(lasting) as ctx:
        await models.keep_route(ctx, route)
        await models.keep_call(ctx, a_call(ctx, model="openai/own", outcome="WrongKey"))
    found = await checkup.business_models()
    assert f"openai/own of {lasting.business_id}: WrongKey" in found.found
