"""Leaks of what a business said: its facts, tagline, numbers, coined words and sentences."""

import re
from collections import Counter
from collections.abc import Iterator

from domain.disguises import lists, squash
from domain.identity import Identity, Saying
from domain.leak_names import Found
from domain.passages import content, counted, known, numbers, sentences, stems

_QUOTED = re.compile(r"[\"“”«»]([^\"“”«»\n]{3,60})[\"“”«»]|(?<!\w)['‘]([^'’\n]{3,60})['’](?!\w)")
RUN = 5
FACT_SHARE = 0.8
CORPUS_SHARE = 0.6


def sayings_in(found: Identity, text: str) -> Iterator[Found]:
    """(rule, what stands in the text, what it points to) for repeated words and numbers."""
    if not found.sayings:
        return
    lines = sentences(text)
    for number, sentence in enumerate(lines):
        own = stems(sentence)
        yield from _runs(found, sentence, own)
        yield from _coins(found, sentence, own)
        yield from _overlaps(found, sentence, content(own), numbers(sentence))
        if number:
            both = f"{lines[number - 1]} {sentence}"
            yield from _overlaps(found, both, content(stems(both)), {}, rules=("facts",))
    for count, written in counted(text).items() if found.counts else ():
        if count in found.counts:
            yield "number", written, found.counts[count]
    for value, written in numbers(text).items():
        if value in found.numbers:
            yield "number", written, found.numbers[value]


def _runs(found: Identity, sentence: str, own: list[str]) -> Iterator[Found]:
    for start in range(len(own) - RUN + 1):
        said = found.runs.get(tuple(own[start : start + RUN]))
        if said:
            yield said.rule, sentence, said.text
            return


def _coins(found: Identity, sentence: str, own: list[str]) -> Iterator[Found]:
    """Coined words of the business, and quotes from its own texts."""
    for size in range(1, 5):
        for start in range(len(own) - size + 1):
            phrase = found.jargon.get(tuple(own[start : start + size]))
            if phrase:
                yield "jargon", phrase, phrase
    for match in _QUOTED.finditer(sentence):
        phrase = (match[1] or match[2]).strip(" .,!?")
        quoted = stems(phrase)
        coined = len(quoted) == 1 and not known(squash(phrase))
        telling = content(quoted) - lists()["generic_stems"]
        if (
            coined or (len(quoted) > 2 and len(telling) > 1)
        ) and f" {' '.join(quoted)} " in found.corpus_stems:
            yield "jargon", phrase, phrase


def _overlaps(
    found: Identity,
    sentence: str,
    own: frozenset[str],
    values: dict[float, str],
    rules: tuple[str, ...] = ("facts", "tagline", "corpus"),
) -> Iterator[Found]:
    shared = Counter(at for one in own for at in found.index.get(one, ()))
    for at, count in shared.items():
        said = found.sayings[at]
        if count >= 2 and said.rule in rules and _same(said, own, set(values)):
            yield said.rule, sentence, said.text


def _same(said: Saying, own: frozenset[str], values: set[float]) -> bool:
    common = said.content & own
    telling = len(common - lists()["generic_stems"])
    of_said = len(common) / len(said.content)
    if said.rule == "tagline":
        return of_said >= FACT_SHARE and telling >= 2
    if said.rule == "facts":
        numbered = bool(values & said.numbers) and telling >= 3 and of_said >= 0.5
        return numbered or (of_said >= FACT_SHARE and telling >= 2 and len(common) >= 3)
    return telling >= 4 and max(of_said, len(common) / len(own)) >= CORPUS_SHARE
