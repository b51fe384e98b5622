"""Every setting, typed and grouped; each may be set by the environment as `REFLEQT_<NAME>`."""

import os
from decimal import Decimal
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
    blobs_url: str = Field(
        default="", description="s3://bucket/prefix or the like; empty = a folder in data_dir"
    )

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
    public_url: str = Field(
        default="", description="Address that links in mails begin with; empty = host and port"
    )
    smtp_url: SecretStr = Field(
        default=SecretStr(""),
        description="smtp://user:password@host:587 or smtps://host; empty = mail stays here",
    )
    mail_from: str = Field(default="Refleqt <refleqt@localhost>", description="Sender of mails")
    apis: int = Field(
        default=1, ge=1, le=32, description="Processes that answer; one for each core to spare"
    )
    requests_per_minute: int = Field(default=600, ge=1, description="Per person, in bursts too")
    sign_ins_per_minute: int = Field(default=20, ge=1, description="Per address")
    workers: int = Field(default=1, ge=1, le=32)

    model: str = Field(
        default="",
        description="LiteLLM model strings in the order in which they are asked, with commas;"
        " empty = drafts by code",
    )
    model_api_base: str = Field(
        default="", description="Address of an OpenAI-compatible server: one for all, or one each"
    )
    model_api_key: SecretStr = Field(
        default=SecretStr(""), description="One for all models, or one each, with commas"
    )
    model_hosts: str = Field(
        default="", description="Hosts (or host:port) that a business may name, with commas"
    )
    model_timeout_seconds: float = Field(default=60.0, gt=0)
    model_stall_seconds: float = Field(
        default=20.0, gt=0, description="The longest wait between two pieces of a stream"
    )
    model_stream_seconds: float = Field(default=300.0, gt=0, description="A whole stream")
    model_answer_tokens: int = Field(default=8192, gt=0, description="Most tokens of one answer")
    model_tokens_per_day: int = Field(
        default=2_000_000, ge=0, description="Per business and day (UTC); beyond it drafts by code"
    )
    model_usd_per_day: float = Field(
        default=10.0, ge=0, description="Per business and day (UTC), where the price is known"
    )
    base_model: str = Field(
        default="", description="Open-weight base for adapters; empty = adapter: none"
    )
    base_model_api_base: str = Field(
        default="", description="OpenAI-compatible server of the base model and its adapters"
    )
    base_model_api_key: SecretStr = SecretStr("")
    base_model_path: Path | None = Field(
        default=None, description="Folder of the base model; unset = adapters are not trained here"
    )
    train_python: Path | None = Field(
        default=None, description="Interpreter that has torch; unset = adapters are not trained"
    )
    train_usd_per_hour: float = Field(
        default=0.0, ge=0, description="What an hour of the training machine costs; 0 = nothing"
    )
    train_seconds_per_row: float = Field(
        default=0.005, ge=0, description="Until a training of the preference model was measured"
    )
    train_seconds_per_step: float = Field(
        default=1.0, ge=0, description="Until a training of an adapter was measured"
    )
    train_rate: float = Field(
        default=2e-4, gt=0, le=0.1, description="Highest learning rate of an adapter's training"
    )
    adapters_dir: Path | None = Field(
        default=None, description="Where servers find adapters; unset = a folder in data_dir"
    )

    embedding_model: str = Field(
        default="",
        description="LiteLLM model strings that make vectors of passages: the wanted one, then"
        " those that the index was of before; empty = all-MiniLM-L6-v2, built in",
    )
    embedding_api_base: str = Field(default="", description="Their OpenAI-compatible server")
    embedding_api_key: SecretStr = SecretStr("")

    speech_model: str = Field(
        default="", description="LiteLLM model string that writes down speech; empty = none"
    )
    speech_api_base: str = Field(default="", description="Its OpenAI-compatible server")
    speech_api_key: SecretStr = SecretStr("")
    speech_weights: Path | None = Field(
        default=None, description="Folder of a faster-whisper model, for speech without a server"
    )
    slack_client_id: str = Field(default="", description="Empty = no Slack app")
    slack_client_secret: SecretStr = SecretStr("")
    slack_signing_secret: SecretStr = Field(
        default=SecretStr(""), description="Proves that a request comes from Slack"
    )
    slack_app_token: SecretStr = Field(
        default=SecretStr(""), description="For Socket Mode alone, in development"
    )
    slack_api_url: str = Field(
        default="https://slack.com/api/", description="Another address for a stand-in of Slack"
    )
    stripe_key: SecretStr = Field(
        default=SecretStr(""),
        description="Stripe's secret key; empty = a stand-in that moves no money",
    )
    stripe_webhook_secret: SecretStr = Field(
        default=SecretStr(""),
        description="Proves that a notice (/payments/notice) is Stripe's",
    )
    stripe_url: str = Field(default="", description="Another address for a stand-in of Stripe")
    issuer_name: str = Field(default="Refleqt", description="Who issues invoices and receipts")
    issuer_address: str = Field(default="", description="Its address, as invoices show it")
    issuer_tax_id: str = Field(default="", description="Its tax id, as invoices show it")
    invoice_tax_percent: Decimal = Field(
        default=Decimal(0), ge=0, lt=100, description="Tax that a business's prices contain"
    )
    invoice_tax_note: str = Field(default="", description="What an invoice says of its tax")
    remittance_tax_percent: Decimal = Field(
        default=Decimal(0), ge=0, lt=100, description="Tax that creators' fees contain"
    )
    remittance_tax_note: str = Field(default="", description="What a receipt says of its tax")
    creators_come_in: Literal["", "at_once", "when_accepted"] = Field(
        default="",
        description="Whether an operator answers who applies as a creator; empty = at once on the"
        " embedded local default, else when accepted",
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

    @model_validator(mode="after")
    def _one_address_each(self) -> "Settings":
        models = len(self._model_names)
        for name in ("model_api_base", "model_api_key"):
            count = len(_parts(self, name))
            if models and count not in (1, models):
                raise UnsafeSetting(
                    f"REFLEQT_MODEL names {models} models, REFLEQT_{name.upper()} has {count}.",
                    remedy="Give one for all of them, or one each (it may be empty).",
                )
        return self

    @property
    def models(self) -> list[tuple[str, str, SecretStr]]:
        """Model, address and key of each model of the deployment, in the order of asking."""
        names = self._model_names
        bases, keys = _parts(self, "model_api_base"), _parts(self, "model_api_key")
        bases, keys = (each * len(names) if len(each) == 1 else each for each in (bases, keys))
        pairs = zip(names, bases, keys, strict=False)
        return [(name, base, SecretStr(key)) for name, base, key in pairs]

    @property
    def _model_names(self) -> list[str]:
        return [name.strip() for name in self.model.split(",") if name.strip()]

    @property
    def hosts(self) -> frozenset[str]:
        """Hosts of model servers that a business may name."""
        listed = (each.strip().lower() for each in self.model_hosts.split(","))
        return frozenset(each for each in listed if each)

    @property
    def address(self) -> str:
        """What links to this installation begin with, without a slash at the end."""
        return self.public_url.rstrip("/") or f"http://{self.host}:{self.port}"

    @property
    def embedded(self) -> bool:
        """Whether Postgres runs as our own child process."""
        return not self.database_url

    @property
    def creators_at_once(self) -> bool:
        """Whether somebody who applies as a creator is one without an operator's answer."""
        if self.creators_come_in:
            return self.creators_come_in == "at_once"
        return self.embedded and self.environment == "local"

    @property
    def trains_adapters(self) -> bool:
        """Whether there is a base to train on, and an interpreter to do it."""
        return bool(self.base_model and self.base_model_path and self.train_python)

    @property
    def adapters(self) -> Path:
        """Folder of the adapters that may be served."""
        return self.adapters_dir or self.data_dir / "adapters"

    @property
    def blobs(self) -> Path:
        """Folder of the blob store on the embedded default."""
        return self.blobs_dir or self.data_dir / "blobs"


def _parts(chosen: Settings, name: str) -> list[str]:
    given = getattr(chosen, name)
    text = given.get_secret_value() if isinstance(given, SecretStr) else given
    return [part.strip() for part in text.split(",")]


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
