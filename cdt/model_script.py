"""What a scripted model answers to which request, read from a TOML file.

    otherwise = "agree"                     # or "refuse"; agree gives back the draft
    first_after_seconds = 0.4               # of a stream: until its first piece
    pace_seconds = 0.02                     # and between two pieces

    [[rules]]
    prompt = "mapping/draft_map"            # matches the prompt; left out: any
    says = "churn"                          # matches words of the material; left out: any
    times = 2                               # answers so often, then the next rule; left out: always
    after_seconds = 0.5                     # thinks first
    change = { title = "Keep them", "why_now.0.text" = "Churn came back." }

Each rule answers in one way: `change` (the draft with these places set), `give` (data), `say`
(words), `use` (calls a tool with `with`) or `fault` (see `cdt.model_says.Fault`; `at` is the byte
at which `cut` breaks off, `seconds` what `retry_after` asks for).
"""

import copy
import json
import time
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from cdt.model_says import Brain, Fail, Fault, Give, Reply, Say, Use
from cdt.model_server import agrees, asked, prompt_of, shown
from cdt.model_wire import Pace
from core.errors import BadInput

ANSWERS = ("change", "give", "say", "use", "fault")


class ScriptUnreadable(BadInput):
    """This is no script of a model."""


class Rule(BaseModel):
    """When it answers, how often, after how long, and what."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    prompt: str = ""
    says: str = ""
    times: int | None = Field(default=None, ge=1)
    after_seconds: float = Field(default=0.0, ge=0)
    change: dict[str, Any] | None = None
    give: dict[str, Any] | None = None
    say: str | None = None
    use: str | None = None
    arguments: dict[str, Any] = Field(default={}, alias="with")
    fault: Fault | None = None
    at: int | None = Field(default=None, ge=0)
    seconds: float = Field(default=1.0, ge=0)

    @model_validator(mode="after")
    def _answers_once(self) -> "Rule":
        given = [name for name in ANSWERS if getattr(self, name) is not None]
        if len(given) != 1:
            raise ValueError(f"one of {', '.join(ANSWERS)} is needed; {given} is given")
        return self


class Script(BaseModel):
    """Rules in the order in which they are tried, and what happens where none fits."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    otherwise: Literal["agree", "refuse"] = "agree"
    first_after_seconds: float = Field(default=0.0, ge=0)
    pace_seconds: float = Field(default=0.0, ge=0)
    rules: tuple[Rule, ...] = ()

    @property
    def pace(self) -> Pace:
        """How fast it streams."""
        return Pace(self.first_after_seconds, self.pace_seconds)


def read(path: Path) -> Script:
    """The script in a file. Raises `ScriptUnreadable` naming the file and what is wrong."""
    try:
        return Script.model_validate(tomllib.loads(path.read_text("utf-8")))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError, ValidationError) as wrong:
        raise ScriptUnreadable(f"{path}: {wrong}", remedy="See cdt/model_script.py.") from wrong


def brain(script: Script) -> Brain:
    """A brain that answers by `script`."""
    return _Scripted(script)


@dataclass
class _Scripted:
    script: Script
    used: dict[int, int] = field(default_factory=dict)

    def __call__(self, body: dict[str, Any]) -> Reply:
        for number, rule in enumerate(self.script.rules):
            used = self.used.get(number, 0)
            if (rule.times is None or used < rule.times) and _fits(rule, body):
                self.used[number] = used + 1
                time.sleep(rule.after_seconds)
                return _reply(rule, body)
        return agrees(body) if self.script.otherwise == "agree" else Fail("refused")


def _fits(rule: Rule, body: dict[str, Any]) -> bool:
    return rule.says in asked(body) and (not rule.prompt or rule.prompt == prompt_of(body))


def _reply(rule: Rule, body: dict[str, Any]) -> Reply:
    if rule.fault is not None:
        return Fail(rule.fault, rule.at, rule.seconds)
    if rule.use is not None:
        return Use(rule.use, rule.arguments)
    if rule.say is not None:
        return Say(rule.say)
    if rule.give is not None:
        return Give(rule.give)
    return Give(_changed(json.loads(shown(body, "draft")), rule.change or {}))


def _changed(draft: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    answer = copy.deepcopy(draft)
    for place, value in changes.items():
        *way, last = [int(step) if step.isdigit() else step for step in place.split(".")]
        here: Any = answer
        for step in way:
            here = here[step]
        here[last] = value
    return answer
