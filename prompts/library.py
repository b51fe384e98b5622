"""Prompts as source code: load, check, render, hash.

A prompt is `<area>/<verb>.md`: TOML front matter between `+++` lines, our instructions, a line
`## Material`, and the material: every input in a tagged block. Words of founders and vendors enter
there alone, escaped, so that they can neither close their block nor open another. A new wording
may stand beside it as `<verb>.challenger.md`, of the next version, until it is promoted or deleted.
"""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from jinja2 import StrictUndefined, TemplateError, meta
from jinja2.sandbox import ImmutableSandboxedEnvironment
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import to_jsonable_python

from core.errors import BadInput, CheckFailed, NotFound
from core.ids import content_hash

FOLDER = Path(__file__).parent
LOCK = "prompts.lock"
CHALLENGER = ".challenger"

_FENCE = "+++\n"
_MATERIAL = "\n## Material\n"
_BLOCK = re.compile(r"<([a-z_]+)>.*?</\1>", re.DOTALL)


class NoSuchPrompt(NotFound):
    """There is no prompt of this name."""


class PromptMalformed(CheckFailed):
    """A prompt file does not have the shape of a prompt."""


class InputsDiffer(BadInput):
    """A prompt was not given exactly the inputs that it declares."""


class WordsChanged(CheckFailed):
    """The words of a prompt changed without a new version."""


class _Front(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(pattern=r"^[a-z_]+/[a-z_]+$")
    version: int = Field(ge=1)
    inputs: tuple[str, ...] = Field(min_length=1)
    answer: str = Field(pattern=r"^[a-z_]+(\.[a-z_]+)*\.[A-Z]\w+$")
    since: str = Field(min_length=1)


@dataclass(frozen=True)
class Prompt:
    """A prompt as written. `answer` is the dotted path of the answer's type."""

    id: str
    version: int
    inputs: tuple[str, ...]
    answer: str
    since: str
    instructions: str
    material: str

    @property
    def hash(self) -> str:
        """SHA-256 of all that a model is shown or bound by; `since` may be reworded."""
        return content_hash(*self.inputs, self.answer, self.instructions, self.material)


_tried: ContextVar[Prompt | None] = ContextVar("tried", default=None)


@dataclass(frozen=True)
class Rendered:
    """A prompt with its inputs filled in, and the lineage that every call records."""

    prompt_id: str
    version: int
    hash: str
    answer: str
    instructions: str
    material: str


def load(prompt_id: str, folder: Path = FOLDER, *, challenger: bool = False) -> Prompt:
    """The prompt of this id, or its challenger.

    Raises `NoSuchPrompt`, or `PromptMalformed` saying what is wrong.
    """
    known = challengers(folder) if challenger else names(folder)
    if prompt_id not in known:
        what = "challenger of " if challenger else ""
        raise NoSuchPrompt(
            f"{what}{prompt_id!r}.", remedy=f"One of {', '.join(known)}." if known else ""
        )
    path = folder / f"{prompt_id}{CHALLENGER if challenger else ''}.md"
    return _parsed(prompt_id, path.read_text("utf-8"))


def names(folder: Path = FOLDER) -> list[str]:
    """The ids of all prompts, in order; challengers are none."""
    return [name for name in _files(folder) if "." not in name]


def challengers(folder: Path = FOLDER) -> list[str]:
    """The ids of the prompts that have a challenger beside them, in order."""
    return [name.removesuffix(CHALLENGER) for name in _files(folder) if name.endswith(CHALLENGER)]


def known(prompt_id: str, *, challenger: bool = False) -> Prompt:
    """The prompt of this id as this process runs it, read once; or the wording that is tried."""
    tried = _tried.get()
    if tried is not None and tried.id == prompt_id and not challenger:
        return tried
    return _known(prompt_id, challenger)


@contextmanager
def trying(wording: Prompt) -> Iterator[None]:
    """Whoever asks for this prompt within the block, in this task, gets `wording` instead."""
    before = _tried.set(wording)
    try:
        yield
    finally:
        _tried.reset(before)


def contender(prompt_id: str, text: str, folder: Path = FOLDER) -> Prompt:
    """A wording that is no file of ours yet, as the challenger of a prompt.

    Raises `PromptMalformed` where it could not take the champion's place.
    """
    champion, wording = load(prompt_id, folder), _parsed(prompt_id, text)
    if faults := _against(wording, champion):
        raise PromptMalformed(" ".join(faults), remedy="Mend its front matter or its words.")
    return wording


def render(
    prompt_id: str,
    inputs: Mapping[str, object],
    folder: Path = FOLDER,
    *,
    challenger: bool = False,
) -> Rendered:
    """The prompt with `inputs` in its tagged blocks. Raises `InputsDiffer` for one more or fewer.

    Text has `<` and `>` escaped; everything else is shown as JSON with the two as \\u escapes.
    """
    here = folder == FOLDER
    prompt = (
        known(prompt_id, challenger=challenger)
        if here
        else load(prompt_id, folder, challenger=challenger)
    )
    if set(inputs) != set(prompt.inputs):
        raise InputsDiffer(
            f"{prompt_id} was given {sorted(inputs)}.", remedy=f"Give {sorted(prompt.inputs)}."
        )
    try:
        words = _environment().from_string(prompt.material).render(dict(inputs))
    except TemplateError as wrong:
        raise PromptMalformed(f"{prompt_id}: the sandbox refused it ({wrong}).") from wrong
    lineage = (prompt.id, prompt.version, prompt.hash, prompt.answer)
    return Rendered(*lineage, prompt.instructions, words)


def check(folder: Path = FOLDER) -> list[str]:
    """What is wrong with the prompts and their lock, one sentence each; empty when all is well."""
    found, locked = [], _locked(folder)
    for name in _files(folder):
        try:
            prompt = _read(name, folder)
        except (PromptMalformed, NoSuchPrompt) as wrong:
            found.append(str(wrong))
            continue
        found += _against_lock(name, prompt, locked.get(name))
        found += _against_champion(prompt, folder) if name.endswith(CHALLENGER) else []
    return found + [f"{name} is locked and gone." for name in locked if name not in _files(folder)]


def lock(folder: Path = FOLDER) -> None:
    """Write the lock. Raises `WordsChanged` where words changed and the version did not."""
    prompts, locked = {name: _read(name, folder) for name in _files(folder)}, _locked(folder)
    changed = [
        name
        for name, prompt in prompts.items()
        if name in locked and locked[name] != (prompt.version, prompt.hash)
        if prompt.version <= locked[name][0]
    ]
    if changed:
        raise WordsChanged(f"({', '.join(changed)})", remedy="Raise `version` and say `since`.")
    lines = [f"{name} {prompt.version} {prompt.hash}\n" for name, prompt in prompts.items()]
    (folder / LOCK).write_text("".join(lines), "utf-8")


def _files(folder: Path) -> list[str]:
    """Every Markdown file as `<area>/<stem>`, challengers and misnamed ones too, in order."""
    return sorted(f"{path.parent.name}/{path.stem}" for path in folder.glob("*/*.md"))


def _read(name: str, folder: Path) -> Prompt:
    """The prompt in a file. Raises `PromptMalformed` for a third file beside the two allowed."""
    plain, challenger = name.removesuffix(CHALLENGER), name.endswith(CHALLENGER)
    if "." in plain:
        raise PromptMalformed(
            f"{name}.md is neither a prompt nor its one challenger.",
            remedy="Promote it, delete it, or name it <verb>.challenger.md.",
        )
    return load(plain, folder, challenger=challenger)


def _against_champion(prompt: Prompt, folder: Path) -> list[str]:
    """Why a challenger could not take its champion's place as it stands."""
    if prompt.id not in names(folder):
        return [f"{prompt.id} has a challenger and no champion."]
    return _against(prompt, load(prompt.id, folder))


def _against(prompt: Prompt, champion: Prompt) -> list[str]:
    rules = {
        f"takes {prompt.inputs}, not {champion.inputs}": prompt.inputs != champion.inputs,
        f"answers {prompt.answer}, not {champion.answer}": prompt.answer != champion.answer,
        f"is version {prompt.version}; give it {champion.version + 1}": (
            prompt.version != champion.version + 1
        ),
        "says the same as its champion": prompt.hash == champion.hash,
    }
    return [f"The challenger of {prompt.id} {fault}." for fault, holds in rules.items() if holds]


@lru_cache(maxsize=64)
def _known(prompt_id: str, challenger: bool) -> Prompt:
    return load(prompt_id, challenger=challenger)


def _parsed(prompt_id: str, text: str) -> Prompt:
    _, fence, rest = text.partition(_FENCE)
    front, closing, words = rest.partition(f"\n{_FENCE}")
    instructions, heading, material = words.partition(_MATERIAL)
    if not (text.startswith(_FENCE) and fence and closing and heading):
        raise PromptMalformed(
            f"{prompt_id} lacks its front matter or its material.",
            remedy="Front matter between +++ lines, instructions, ## Material, tagged blocks.",
        )
    try:
        given = _Front.model_validate(tomllib.loads(front))
    except (tomllib.TOMLDecodeError, ValidationError) as wrong:
        raise PromptMalformed(f"{prompt_id}: {wrong}", remedy="Mend its front matter.") from wrong
    prompt = Prompt(
        **given.model_dump(), instructions=instructions.strip(), material=material.strip() + "\n"
    )
    if faults := _faults(prompt_id, prompt):
        raise PromptMalformed(f"{prompt_id}: {'; '.join(faults)}.", remedy="Mend its words.")
    return prompt


def _faults(prompt_id: str, prompt: Prompt) -> list[str]:
    try:
        used = meta.find_undeclared_variables(_environment().parse(prompt.material))
    except TemplateError as wrong:
        return [f"its material is no template ({wrong})"]
    rules = {
        f"its id says {prompt.id}": prompt.id != prompt_id,
        f"declared and not used: {set(prompt.inputs) - used}": bool(set(prompt.inputs) - used),
        f"used and not declared: {used - set(prompt.inputs)}": bool(used - set(prompt.inputs)),
        "an input stands outside a tagged block": "{{" in _BLOCK.sub("", prompt.material),
        "an input stands in the instructions": "{{" in prompt.instructions,
        "it has no instructions": not prompt.instructions,
    }
    return [fault for fault, holds in rules.items() if holds]


def _against_lock(name: str, prompt: Prompt, locked: tuple[int, str] | None) -> list[str]:
    if locked == (prompt.version, prompt.hash):
        return []
    if locked is None:
        return [f"{name} is not in the lock: run `refleqt dev lock-prompts`."]
    if prompt.version <= locked[0]:
        return [f"{name} changed and is still version {prompt.version}: raise its version."]
    return [f"{name} is {prompt.version}, locked at {locked[0]}: run `refleqt dev lock-prompts`."]


def _locked(folder: Path) -> dict[str, tuple[int, str]]:
    path = folder / LOCK
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    rows = [line.split() for line in lines if line.strip()]
    return {name: (int(version), digest) for name, version, digest in rows}


@lru_cache(maxsize=1)
def _environment() -> ImmutableSandboxedEnvironment:
    return ImmutableSandboxedEnvironment(
        undefined=StrictUndefined, finalize=_shown, keep_trailing_newline=True
    )


def _shown(value: object) -> object:
    if isinstance(value, StrictUndefined):
        return value
    if isinstance(value, str):
        return value.replace("<", "&lt;").replace(">", "&gt;")
    words = json.dumps(to_jsonable_python(value), ensure_ascii=False)
    return words.replace("<", "\\u003c").replace(">", "\\u003e")
