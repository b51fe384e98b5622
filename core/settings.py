"""Every setting, typed and grouped; each may be set by the environment as `REFLEQT_<NAME>`."""

import os
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from core.errors import RefleqtError

DEFAULT_SECRET = "change-me-in-production"  # noqa: S105 (refused by `Settings` in production)


class UnsafeSetting(RefleqtError):
    """A setting is not safe in production."""

    exit_code = 2


class Settings(BaseSettings):
    """What a deployment may change. With nothing set, all state lives under `data_dir`."""

    model_config = SettingsConfigDict(env_prefix="REFLEQT_", extra="ignore")

    environment: Literal["local", "production"] = "local"
    data_dir: Path = Path(".refleqt")

    database_url: str = Field(
        default="", description="Application role; empty = the embedded Postgres"
    )
    owner_database_url: str = Field(
        default="", description="Role that migrates; empty = the embedded one"
    )
    vectors: Literal["chroma", "pgvector"] = "chroma"
    chroma_url: str = Field(default="", description="Empty = a supervised Chroma on loopback")
    blobs_dir: Path | None = None

    secret_key: SecretStr = Field(
        default=SecretStr(DEFAULT_SECRET), description="Signs tokens; unset = a file in data_dir"
    )
    master_key: SecretStr = Field(
        default=SecretStr(""), description="Base64, 32 bytes; empty = a file in data_dir"
    )
    access_minutes: int = 60
    refresh_days: int = 7

    host: str = "127.0.0.1"
    port: int = 8321
    requests_per_minute: int = Field(default=600, ge=1, description="Per person, in bursts too")
    sign_ins_per_minute: int = Field(default=20, ge=1, description="Per address")
    workers: int = Field(default=1, ge=1, le=32)

    model: str = Field(default="", description="Any LiteLLM model string; empty = drafts by code")
    model_api_base: str = ""
    model_api_key: SecretStr = SecretStr("")
    model_timeout_seconds: float = Field(default=60.0, gt=0)
    model_answer_tokens: int = Field(default=8192, gt=0, description="Most tokens of one answer")
    model_tokens_per_day: int = Field(
        default=2_000_000, ge=0, description="Per process; beyond it answers are drafts by code"
    )
    model_usd_per_day: float = Field(
        default=10.0, ge=0, description="Per process, where the model's price is known"
    )
    base_model: str = Field(
        default="", description="Open-weight base for adapters; empty = adapter: none"
    )

    log_level: str = "WARNING"

    @model_validator(mode="after")
    def _refuse_default_secret(self) -> "Settings":
        secret = self.secret_key.get_secret_value()
        if self.environment == "production" and (secret == DEFAULT_SECRET or len(secret) < 32):
            raise UnsafeSetting(
                "REFLEQT_SECRET_KEY is short or still has its default.",
                remedy="Set it to 32 random bytes.",
            )
        return self

    @property
    def embedded(self) -> bool:
        """Whether Postgres runs as our own child process."""
        return not self.database_url

    @property
    def blobs(self) -> Path:
        """Folder of the blob store on the embedded default."""
        return self.blobs_dir or self.data_dir / "blobs"


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The settings of this process, read once."""
    return Settings()


def use(**changes: object) -> Settings:
    """Settings read anew with `changes` on top; for the CLI's `--data-dir` and for tests."""
    for name, value in changes.items():
        os.environ[f"REFLEQT_{name.upper()}"] = str(value)
    settings.cache_clear()
    return settings()
