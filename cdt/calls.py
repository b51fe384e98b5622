"""What a call of a model is: whose words, for whom, by which route, what became of it."""

from dataclasses import dataclass, field
from typing import Protocol
from uuid import UUID

from core.errors import Unavailable
from core.ids import new_id


class NoModelConfigured(Unavailable):
    """No model is configured."""


class ModelsPaused(Unavailable):
    """The models of this business are paused."""


class SpendExhausted(Unavailable):
    """The day's budget for models is used up."""


class ModelResting(Unavailable):
    """The model failed too often and is left alone for a while."""


class ModelFailed(Unavailable):
    """The model did not answer."""


class WrongKey(ModelFailed):
    """The model's server refuses the key."""


class UnknownModel(ModelFailed):
    """The server does not know this model."""


class ModelRefused(ModelFailed):
    """The model would not answer that."""


class AnswerUnreadable(ModelFailed):
    """The model's answer cannot be read."""


class Words(Protocol):
    """Which words were sent: what `prompts.library.Rendered` knows of itself."""

    @property
    def prompt_id(self) -> str: ...
    @property
    def version(self) -> int: ...
    @property
    def hash(self) -> str: ...


@dataclass(frozen=True)
class Call:
    """One request to a model and what became of it.

    `usd_micros` is None where no price is known. Where `settled` is False the provider's count is
    not known and the estimate stands. `cdt_version` is the version of the CDT that answered.
    """

    prompt_id: str
    prompt_version: int
    prompt_hash: str
    model: str
    adapter: str = "none"
    outcome: str = "answered"
    settled: bool = True
    tokens_in: int = 0
    tokens_out: int = 0
    tokens_estimated: int = 0
    usd_micros: int | None = None
    usd_micros_estimated: int | None = None
    seconds: float = 0.0
    retries: int = 0
    cdt_version: int | None = None

    @property
    def tokens(self) -> int:
        """What counts: the provider's figure, or the estimate until it is known."""
        return self.tokens_in + self.tokens_out if self.settled else self.tokens_estimated

    @property
    def cost(self) -> int | None:
        """Micro-dollars that count, likewise."""
        return self.usd_micros if self.settled else self.usd_micros_estimated


@dataclass
class Meter:
    """Whose words are sent for whom, and the record of each call that they caused.

    Without a business nothing is charged to anybody: that is for `refleqt doctor` and benchmarks.
    `failure` is what stood against the last request, if anything did; `version` the version of the
    CDT that answers for the subject.
    """

    words: Words
    business_id: UUID | None = None
    run_id: UUID | None = None
    action_id: UUID = field(default_factory=new_id)
    calls: list[Call] = field(default_factory=list)
    failure: Unavailable | None = None
    version: int | None = None

    @property
    def subject(self) -> str:
        """What the words are about, as far as trials go: one run, else one action."""
        return str(self.run_id or self.action_id)


@dataclass(frozen=True)
class Completion:
    """A model's words, and the record of the call."""

    text: str
    call: Call
