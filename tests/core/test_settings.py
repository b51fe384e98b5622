"""Everything can be set by REFLEQT_ variables; what is unsafe in production is refused."""

from pathlib import Path

import pytest
from pydantic import SecretStr, ValidationError

from core.settings import DEFAULT_SECRET, Settings, UnsafeSetting


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"REFLEQT_{name.upper()}", raising=False)


def test_with_nothing_set_everything_lives_in_one_folder() -> None:
    it = Settings()
    assert it.embedded
    assert it.blobs == it.data_dir / "blobs"
    assert (it.model, it.base_model) == ("", "")


def test_the_environment_overrides(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REFLEQT_DATABASE_URL", "postgresql://db/refleqt")
    monkeypatch.setenv("REFLEQT_PORT", "9000")
    monkeypatch.setenv("REFLEQT_BLOBS_DIR", "/srv/blobs")
    it = Settings()
    assert not it.embedded
    assert (it.port, it.blobs) == (9000, Path("/srv/blobs"))


@pytest.mark.parametrize(
    ("name", "value"), [("PORT", "many"), ("WORKERS", "0"), ("VECTORS", "faiss")]
)
def test_a_value_that_cannot_be_is_named(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(f"REFLEQT_{name}", value)
    with pytest.raises(ValidationError, match=name.lower()):
        Settings()


def test_production_refuses_the_default_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REFLEQT_ENVIRONMENT", "production")
    with pytest.raises(UnsafeSetting, match="REFLEQT_SECRET_KEY"):
        Settings()
    monkeypatch.setenv("REFLEQT_SECRET_KEY", "s" * 32)
    assert Settings().environment == "production"


def test_secrets_do_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REFLEQT_MODEL_API_KEY", "sk-very-secret")
    assert "sk-very-secret" not in repr(Settings())
    assert DEFAULT_SECRET not in repr(Settings())


def test_several_models_share_an_address_or_have_one_each() -> None:
    shared = Settings(model="openai/a, openai/b", model_api_base="http://one/v1")
    assert [(model, base) for model, base, _ in shared.models] == [
        ("openai/a", "http://one/v1"),
        ("openai/b", "http://one/v1"),
    ]
    keys = SecretStr("k,l")
    apart = Settings(model="openai/a,groq/b", model_api_base="http://one/v1,", model_api_key=keys)
    assert [(base, key.get_secret_value()) for _, base, key in apart.models] == [
        ("http://one/v1", "k"),
        ("", "l"),
    ]
    assert Settings().models == []


def test_an_address_too_few_is_refused_at_the_start() -> None:
    with pytest.raises(UnsafeSetting, match="REFLEQT_MODEL names 3 models"):
        Settings(model="openai/a,openai/b,openai/c", model_api_base="http://one/v1,http://two/v1")


def test_hosts_of_models_are_a_list() -> None:
    assert Settings(model_hosts=" LLM.internal, box:8000 ,").hosts == {"llm.internal", "box:8000"}
