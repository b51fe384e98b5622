"""Leaks of what a business said: its facts, tagline, numbers, coined words and sentences."""

import re
from collections import Counter
from collections.abc import Iterator

from domain.disguises import lists, squash
from domain.identity import Identity, Saying
from domain.leak_names import Found
from domain.leak_spans import Read
from domain.passages import content, counted, known, numbers, sentences, stem, stems

_QUOTED = re.compile(r"[\"“”«»]([^\"“”«»\n]{3,60})[\"“”«»]|(?<!\w)['‘]([^'’\n]{3,60})['’](?!\w)")
RUN = 5
FACT_SHARE = 0.8
CORPUS_SHARE = 0.6
OWN = ("facts", "tagline", "corpus")
ACROSS = ("facts",)
"""What is looked for in one sentence, and in two that follow each other."""


def sayings_in(found: Identity, given: Read) -> Iterator[Found]:
    """(rule, what stands in the text, what it points to) for repeated words and numbers."""
    if not found.sayings:
        return
    before: frozenset[str] = frozenset()
    last = ""
    for sentence, own in _sentences(given):
        telling = content(own)
        yield from _runs(found, sentence, own)
        yield from _whole(found, sentence, own)
        yield from _coins(found, sentence, own)
        yield from _overlaps(found, sentence, telling, OWN)
        if last:
            yield from _overlaps(found, f"{last} {sentence}", before | telling, ACROSS)
        before, last = telling, sentence
    prose = given.text.replace("_", " ")
    for count, written in counted(prose).items() if found.counts else ():
        if count in found.counts:
            yield "number", written, found.counts[count]
    for value, written in numbers(prose).items():
        if value in found.numbers:
            yield "number", written, found.numbers[value]


def _sentences(given: Read) -> Iterator[tuple[str, list[str]]]:
    """Each sentence of a text with the stems of its words."""
    at, place = 0, 0
    for sentence in sentences(given.text):
        place = given.text.find(sentence, place)
        end = place + len(sentence)
        own: list[str] = []
        while at < len(given.words) and given.words[at].start < end:
            own.append(stem(given.words[at].key))
            at += 1
        yield sentence, own
        place = end


def _in_order(said: Saying, sentence: str) -> bool:
    """Whether the telling words stand as they do in the tagline; two may be chance otherwise."""
    here = [one for one in stems(sentence) if one in said.content]
    return len(set(here)) > 2 or here == [one for one in said.stems if one in here]


def _runs(found: Identity, sentence: str, own: list[str]) -> Iterator[Found]:
    for start in range(len(own) - RUN + 1):
        said = found.runs.get(tuple(own[start : start + RUN]))
        if said:
            yield said.rule, sentence, said.text
            return


def _coins(found: Identity, sentence: str, own: list[str]) -> Iterator[Found]:
    """Coined words of the business, and quotes from its own texts."""
    for start in [at for at, one in enumerate(own) if one in found.jargon_heads]:
        for size in range(1, min(4, len(own) - start) + 1):
            phrase = found.jargon.get(tuple(own[start : start + size]))
            if phrase:
                yield "jargon", phrase, phrase
    for match in _QUOTED.finditer(sentence):
        phrase = (match[1] or match[2]).strip(" .,!?")
        quoted = stems(phrase)
        coined = len(quoted) == 1 and len(quoted[0]) > 2 and not known(squash(phrase))
        telling = content(quoted) - lists()["generic_stems"]
        if (
            coined or (len(quoted) > 2 and len(telling) > 1)
        ) and f" {' '.join(quoted)} " in found.corpus_stems:
            yield "jargon", phrase, phrase


def _whole(found: Identity, sentence: str, own: list[str]) -> Iterator[Found]:
    """A tagline as it stands, however ordinary its words are."""
    for said in found.taglines:
        size = len(said.stems)
        if any(
            tuple(own[at : at + size]) == said.stems for at in range(max(0, len(own) - size + 1))
        ):
            yield said.rule, sentence, said.text


def _overlaps(
    found: Identity, sentence: str, own: frozenset[str], rules: tuple[str, ...]
) -> Iterator[Found]:
    shared = Counter(at for one in own for at in found.index.get(one, ()))
    for at, count in shared.items():
        said = found.sayings[at]
        if count >= 2 and said.rule in rules and _same(said, own, sentence):
            yield said.rule, sentence, said.text


def _same(said: Saying, own: frozenset[str], sentence: str) -> bool:
    common = said.content & own
    telling = len(common - lists()["generic_stems"])
    of_said = len(common) / len(said.content)
    if said.rule == "tagline":
        return of_said >= FACT_SHARE and telling >= 2 and _in_order(said, sentence)
    if said.rule == "facts":
        if of_said >= FACT_SHARE and telling >= 2 and len(common) >= 3:
            return True
        return telling >= 3 and of_said >= 0.5 and bool(set(numbers(sentence)) & said.numbers)
    return telling >= 4 and max(of_said, len(common) / len(own)) >= CORPUS_SHARE
