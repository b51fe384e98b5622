"""What is wrong with an answer: the checks that code's draft and a model's words both must pass.

Labels exist, quotes stand letter by letter in what is cited, numbers and names come from the
material, no link or picture is carried out, and strict answers cite in every sentence.
"""

import re
from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache

from core.text import printable
from domain import fidelity, passages
from domain.answer_text import SETTLED, forms, parts, quoted
from domain.asking import Evidence, Gathered, Reply
from domain.language.lexicons import word_set
from domain.language.tongue import language

LONGEST = 4_000
_LABEL = re.compile(r"\[(\d+)\]")
_MARKUP = re.compile(
    r"https?:|://|!\[|\]\(|<\s*/?\s*[a-zA-Z!]|javascript:|data:[a-z]+/|\bmailto:", re.IGNORECASE
)
_DOMAIN = re.compile(
    r"www\.|\b[\w-]+\.(?:com|net|org|io|co|app|dev|ai|xyz|example)\b(?!\w)", re.IGNORECASE
)
_CAPITAL = re.compile(r"(?<![\w’'])[A-Z][\w’'&-]*\w|(?<![\w’'])[A-Z](?![\w’'])")
_STARTS = re.compile(r"(?:^|[.!?…][\"”’)]*\s*|[:“\"(;]\s*|\n\s*[-*•]?\s*)$")
_SMALL = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "dozen": 12, "half": 0.5, "twice": 2, "double": 2,
    "doubled": 2, "triple": 3, "tripled": 3, "thirteen": 13, "fifteen": 15, "twenty": 20,
    "thirty": 30, "forty": 40, "fifty": 50, "hundred": 100, "thousand": 1000,
}  # fmt: skip
_OF_ITSELF = (
    "To answer I would need", "What is missing", "I looked for", "I found no", "(Without",
    "The nearest I found",
)  # fmt: skip
_IDEA = re.compile(r"\b(?:idea|could|might|may|perhaps|consider|try)\b", re.IGNORECASE)
_ADMITS = re.compile(
    r"\bdon[’']t know|\bdo not know|\bnothing|\bno passage|\bnowhere", re.IGNORECASE
)


def faults(gathered: Gathered, reply: Reply) -> list[str]:
    """What is wrong, one sentence each; empty when all is well."""
    found = [
        *sentence_faults(gathered, reply.text),
        *_citation_faults(gathered, reply),
        *_whole_faults(gathered, reply),
    ]
    return list(dict.fromkeys(found))


def sentence_faults(gathered: Gathered, text: str) -> list[str]:
    """What is wrong with words by themselves: a sentence, or several."""
    return [
        *_unknown_labels(gathered, text),
        *_wrong_quotes(gathered, text),
        *_new_numbers(gathered, text),
        *_new_names(gathered, text),
        *_links(text),
        *_steering(text),
        *fidelity.lures(re.sub(r"“[^”]*”", " ", text)),
        *_uncited(gathered, text),
    ]  # fmt: skip


def other_language(gathered: Gathered, text: str) -> list[str]:
    """A fault where an answer is in another language than its question; quotes do not count."""
    own = re.sub(r"“[^”]*”|\"[^\"]*\"|\[\d+\]", " ", text)
    spoken = language(own, gathered.language)
    if spoken == gathered.language:
        return []
    return [f"it is written in {spoken!r}; the question is in {gathered.language!r}"]


def _links(text: str) -> list[str]:
    """Links and pictures; a bare domain inside a quote is only a word."""
    bare = _LABEL.sub("", text)
    found = _MARKUP.search(bare) or _DOMAIN.search(re.sub(r"“[^”]*”", " ", bare))
    return [f"it carries a link or a picture: {found[0]!r}"] if found else []


def _steering(text: str) -> list[str]:
    """Marks that a screen would obey; inside a quote they are the speaker's."""
    own = re.sub(r"“[^”]*”", " ", text)
    return ["it holds a mark that steers a screen"] if printable(own) != own else []


def numbers_of(text: str) -> set[float]:
    """The numbers a text says, in digits or words, each in every way in which it can be read."""
    said = set(passages.numbers(text))
    said |= {float(_SMALL[word]) for word in re.findall(r"[a-z]+", text.lower()) if word in _SMALL}
    return said


def _unknown_labels(gathered: Gathered, text: str) -> list[str]:
    known = {one.label for one in gathered.evidence}
    return [
        f"[{label}] is no evidence that was given"
        for label in dict.fromkeys(_LABEL.findall(text)) if int(label) not in known
    ]  # fmt: skip


def _wrong_quotes(gathered: Gathered, text: str) -> list[str]:
    by_label = {one.label: one for one in gathered.evidence}
    said = [gathered.asked.text, *(fact.said for fact in gathered.facts)]
    said += [act.summary for act in gathered.proposals]
    said += [*gathered.subject, *gathered.absent, gathered.idea.said if gathered.idea else ""]
    wrong = []
    for sentence in parts(text):
        cited = [by_label[int(n)].text for n in _LABEL.findall(sentence) if int(n) in by_label]
        for quote in quoted(sentence):
            ways = forms(quote)
            if ways and not any(way in each for way in ways for each in (*cited, *said)):
                wrong.append(f"the quote {quote[:60]!r} does not stand in what its sentence cites")
    return wrong


def _new_numbers(gathered: Gathered, text: str) -> list[str]:
    new = numbers_of(_LABEL.sub(" ", text)) - _known_numbers(gathered)
    return [f"the number {each:g} is nowhere in the material" for each in sorted(new)]


def _known_numbers(gathered: Gathered) -> set[float]:
    known = numbers_of(" ".join(_material(gathered)))
    moments: list[date | datetime] = [one.at for one in gathered.evidence if one.at]
    moments.append(gathered.at)
    if gathered.span:
        moments += [gathered.span.first, gathered.span.last]
    for at in moments:
        known |= {float(at.day), float(at.month), float(at.year)}
    return known | {float(n) for n in range(len(gathered.evidence) + 1)} | {1.0}


def _material(gathered: Gathered) -> list[str]:
    history = [words for who, words in gathered.asked.history if who == "user"]
    return [
        gathered.asked.text, gathered.business, *history,
        *(one.text for one in gathered.evidence), *(shown.about for shown in gathered.shown),
        *(shown.who for shown in gathered.shown),
        *(f"{fact.said} {fact.needed}" for fact in gathered.facts),
        *(f"{each.tool} {each.said}" for each in gathered.findings),
        *(act.summary for act in gathered.proposals),
        gathered.idea.said if gathered.idea else "",
    ]  # fmt: skip


def _new_names(gathered: Gathered, text: str) -> list[str]:
    """Words with a capital that neither the material nor the language knows."""
    bare = _LABEL.sub("", text)
    if gathered.language == "de":
        return []
    known = _words(_material(gathered)) | _calendar_words()
    new = []
    for match in _CAPITAL.finditer(bare):
        word = re.sub(r"[’']s$", "", match[0])
        plain = word.lower()
        opens = bool(_STARTS.search(bare[: match.start()]))
        if plain in known or (opens and (len(plain) < 3 or passages.known(plain))):
            continue
        if all(piece in known or piece in ("", "s") for piece in re.split(r"[-’'&]", plain)):
            continue
        new.append(f"the name {word!r} is nowhere in the material")
    return new


def _words(texts: Iterable[str]) -> set[str]:
    return {
        piece
        for text in texts
        for word in re.findall(r"[^\W_][\w’'&-]*", text.lower())
        for piece in (word, re.sub(r"[’']s$", "", word), *re.split(r"[-’'&]", word))
    }


@lru_cache(maxsize=1)
def _calendar_words() -> frozenset[str]:
    return word_set("asking", "capitals")


def _uncited(gathered: Gathered, text: str) -> list[str]:
    if gathered.asked.mode != "strict" or gathered.kind in SETTLED:
        return []
    return [
        f"it cites nothing for {sentence[:60]!r}"
        for sentence in parts(text)
        if not _LABEL.search(sentence) and not _ADMITS.search(sentence)
        and not _IDEA.search(sentence) and not sentence.endswith("?")
        and not sentence.startswith(_OF_ITSELF)
    ]  # fmt: skip


def _citation_faults(gathered: Gathered, reply: Reply) -> list[str]:
    by_label: dict[int, Evidence] = {one.label: one for one in gathered.evidence}
    wrong = []
    for each in reply.citations:
        one = by_label.get(each.label)
        if one is None:
            wrong.append(f"[{each.label}] is no evidence that was given")
        elif (one.kind, one.id) != (each.kind, each.id):
            wrong.append(f"[{each.label}] stands for {one.kind} {one.id}, not {each.id}")
        elif each.quote and each.quote not in one.text:
            wrong.append(f"[{each.label}] does not hold {each.quote[:60]!r}")
    return wrong


def _whole_faults(gathered: Gathered, reply: Reply) -> list[str]:
    bare = reply.text.strip()
    wrong = []
    if not bare:
        wrong.append("it says nothing")
    if len(bare) > LONGEST:
        wrong.append(f"it has {len(bare)} characters; the limit is {LONGEST}")
    rests = reply.citations or any(fact.enough for fact in gathered.facts)
    if reply.known and not rests and gathered.kind not in SETTLED:
        wrong.append("it claims to know and cites nothing")
    return wrong
