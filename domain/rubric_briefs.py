"""The checklist of a brief: 28 criteria, on the record and on the text that a creator reads.

A field of the record counts only where the text says it. Sources: `docs/rubrics.md`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from rapidfuzz import fuzz

from domain.anonymity import leaks_of
from domain.brief_text import HEADINGS, number, render, worded
from domain.briefs import Brief, reading_minutes
from domain.identity import Tenant
from domain.rubric_wording import (
    headings,
    lacking,
    listed,
    numbered,
    numbers,
    placeholders,
    section,
    too_long,
    words,
)
from domain.rubrics import Criterion, ScoreCard, Unchecked, score

GATE, HEAVY, SINGLE = 49, 64, 74
LEAST_WORDS, MOST_WORDS = 150, 700
TAKEAWAY_WORDS, QUOTE_WORDS = 28, 18
ALIKE = 85.0
MOST_MANDATED = 2


@dataclass(frozen=True)
class BriefCase:
    """A brief as a record and as the text that creators read, with what it may be held against:
    the ids that resolve, and what must not be told of whose it is. None: not at hand."""

    brief: Brief
    text: str
    ids: frozenset[str] | None = None
    tenant: Tenant | None = None


def score_of(
    brief: Brief, text: str = "", *, ids: frozenset[str] | None = None, tenant: Tenant | None = None
) -> ScoreCard:
    """The score of a brief; without `text` of what it renders to."""
    return score(BriefCase(brief, text or render(brief), ids, tenant), CRITERIA)


def _length(it: BriefCase) -> str:
    count = len(words(it.text))
    fits = LEAST_WORDS <= count <= MOST_WORDS
    return "" if fits else f"it has {count} words; {LEAST_WORDS} to {MOST_WORDS} can be worked from"


def _sections(it: BriefCase) -> str:
    found = headings(it.text)
    wanted = [one for part, one in HEADINGS.items() if part != "seo" or it.brief.search_led]
    if twice := sorted({one for one in found if found.count(one) > 1}):
        return f"“{twice[0]}” stands there twice"
    absent = [one for one in wanted if one not in found]
    return f"“{absent[0]}” is not there" if absent else ""


def _metric(it: BriefCase) -> str:
    aim = it.brief.success
    if aim.target <= 0 or not aim.metric:
        return "no number says what success is"
    return _said(it, "the metric", f"{number(aim.target)} {aim.unit or aim.metric}")


def _baseline(it: BriefCase) -> str:
    aim = it.brief.success
    if aim.baseline is None:
        return "nothing says what is usual"
    return _said(it, "the baseline", f"reached {number(aim.baseline)}")


def _dates(it: BriefCase) -> str:
    return _said(it, "a date", _day(it.brief.due), _day(it.brief.success.measured_on))


def _audience(it: BriefCase) -> str:
    who = it.brief.audience
    told = f"{who.role} {who.size}"
    if vague := listed("everyone", told):
        return f"“{vague[0]}” is nobody in particular"
    if len(words(told)) < 5 or not numbers(told):
        return "it takes a role, a number and at least five words to see who reads it"
    return _said(it, "the audience", who.role)


def _pain(it: BriefCase) -> str:
    who = it.brief.audience
    if min(len(words(who.situation)), len(words(who.pain))) < 4:
        return "the situation and the pain take a sentence each"
    return _said(it, "the situation or the pain", who.situation, who.pain)


def _quote(it: BriefCase) -> str:
    who = it.brief.audience
    if not who.words:
        return "no customer is heard"
    if len(words(who.words)) > QUOTE_WORDS:
        return f"the quote has over {QUOTE_WORDS} words"
    if lacking(it.text, ["paraphrased"]):
        return "the quote is not marked as a paraphrase"
    return _said(it, "the quote", who.words)


def _takeaway(it: BriefCase) -> str:
    if not it.brief.takeaway or len(words(it.brief.takeaway)) > TAKEAWAY_WORDS:
        return f"one takeaway of at most {TAKEAWAY_WORDS} words is missing"
    return _said(it, "the takeaway", it.brief.takeaway)


def _messages(it: BriefCase) -> str:
    shown = numbered(section(it.text, HEADINGS["messages"]))
    for count in (len(it.brief.messages), shown):
        if not 3 <= count <= 5:
            return f"there are {count} key messages; three to five can be kept in mind"
    return _said(it, "a message", *(one.text for one in it.brief.messages))


def _proofs(it: BriefCase) -> str:
    bare = [one for one in it.brief.messages if len(words(one.proof)) < 3]
    if bare or not it.brief.messages:
        return "a message has no proof"
    return _said(it, "a proof", *(one.proof for one in it.brief.messages))


def _evidence(it: BriefCase) -> str | Unchecked:
    brief = it.brief
    cited = {*brief.audience.evidence, *brief.success.evidence}
    cited |= {each for one in brief.messages for each in one.evidence}
    if not cited or any(not one.evidence for one in brief.messages):
        return "a message rests on no evidence"
    if it.ids is None:
        return Unchecked("the ids that the business knows")
    gone = cited - it.ids
    return f"{len(gone)} pieces of its evidence lead nowhere" if gone else ""


def _distinct(it: BriefCase) -> str:
    texts = [one.text.casefold() for one in it.brief.messages]
    same = any(fuzz.token_set_ratio(a, b) >= ALIKE for a, b in combinations(texts, 2))
    return "two messages say the same" if same else ""


def _call(it: BriefCase) -> str:
    call = it.brief.call_to_action
    if not call.strip():
        return "nothing is asked of the reader"
    if " or " in call or ";" in call:
        return "more than one thing is asked of the reader"
    return _said(it, "the call to action", call)


def _form(it: BriefCase) -> str:
    form = it.brief.format
    if not form.artifact_type or form.length_low >= form.length_high:
        return "the type and a range of lengths are missing"
    return _said(
        it, "the type or the length", form.artifact_type.replace("_", " "),
        f"{form.length_low:,} to {form.length_high:,} {form.unit}",
    )  # fmt: skip


def _voice(it: BriefCase) -> str:
    voice = it.brief.voice
    if not (voice.sounds and voice.never and voice.examples):
        return "what the voice is, what it never is, and a pair of say and not say are needed"
    pairs = [each for one in voice.examples for each in (one.say, one.not_say)]
    return _said(it, "the voice", *voice.sounds, *voice.never, *voice.words, *pairs)


def _avoid(it: BriefCase) -> str:
    if not 2 <= len(it.brief.avoid) <= 7:
        return "two to seven things to avoid are needed"
    return _said(it, "what to avoid", *it.brief.avoid)


def _search(it: BriefCase) -> str | Unchecked:
    if not it.brief.search_led:
        return Unchecked("work that people find by searching")
    seo = it.brief.seo
    if seo is None or len(seo.headings) < 2 or not seo.links:
        return "keyword, intent, headings and links are needed where search leads"
    return _said(it, "the search part", seo.keyword, seo.intent, *seo.headings, *seo.links)


def _references(it: BriefCase) -> str:
    if not 1 <= len(it.brief.references) <= 3:
        return "one to three references are needed"
    return _said(it, "a reference", *it.brief.references)


def _reviews(it: BriefCase) -> str:
    rounds, days = it.brief.review_rounds, it.brief.turnaround_days
    return _said(
        it, "the reviews", "one round" if rounds == 1 else f"{rounds} rounds",
        "one day" if days == 1 else f"{days} days",
    )  # fmt: skip


def _anonymous(it: BriefCase) -> str | Unchecked:
    if it.tenant is None:
        return Unchecked("what must not be told of the business")
    found = leaks_of(it.tenant, it.brief, it.text)
    return f"“{found[0].text}” points to whose it is" if found else ""


def _numbers(it: BriefCase) -> str:
    new = numbers(it.text) - _given(it.brief)
    return f"nothing says where {sorted(new)[0]} comes from" if new else ""


def _given(brief: Brief) -> set[str]:
    """Numbers with a source: what was computed, counted or laid down; never those of a claim."""
    aim, form = brief.success, brief.format
    laid_down = [
        *form.consists_of, brief.technical.dimensions, *brief.technical.requirements, *brief.avoid,
        brief.audience.size, *brief.acceptance,
    ]  # fmt: skip
    counts: list[float | int | None] = [
        aim.target, aim.baseline, aim.baseline_n, form.length_low, form.length_high,
        brief.review_rounds, brief.turnaround_days, len(brief.messages), reading_minutes(form),
        brief.due.day, brief.due.year, aim.measured_on.day, aim.measured_on.year, 100,
        *(one.n for one in brief.messages if one.n),
    ]  # fmt: skip
    found = {number(one).replace(",", "") for one in counts if one is not None}
    return found | {each for text in laid_down for each in numbers(text)}


def _sure(it: BriefCase) -> str:
    return _said(it, "how sure a message is", *(worded(one) for one in it.brief.messages))


def _mandated(it: BriefCase) -> str:
    text = it.text.casefold()
    forced = sum(text.count(each) for each in ("word for word", "verbatim", "exactly these words"))
    return "" if forced <= MOST_MANDATED else f"{forced} phrases are laid down word for word"


def _said(it: BriefCase, what: str, *fields: str) -> str:
    """'' where the text says every field, else what it does not say."""
    gone = lacking(it.text, fields)
    return f"the text does not say {what}: “{gone[0][:80]}”" if gone else ""


def _listed(name: str, blame: str, it: BriefCase) -> str:
    own = re.sub(r"“[^”]*”", "", it.text)  # what is quoted is often what not to say
    found = listed(name, own)
    return f"“{found[0]}” {blame}" if found else ""


def _open(it: BriefCase) -> str:
    found = placeholders(it.text)
    return f"“{found[0]}” was left to be filled in" if found else ""


def _day(when: date) -> str:
    return f"{when.day} {when:%B} {when.year}"


CRITERIA: Sequence[Criterion[BriefCase]] = (
    Criterion("B01", "150 to 700 words", 3, _length),
    Criterion("B02", "Each section once", 3, _sections),
    Criterion("B03", "One metric of success, as a number", 6, _metric, HEAVY),
    Criterion("B04", "What is usual beside it", 3, _baseline),
    Criterion("B05", "Day of delivery and day of measuring", 4, _dates),
    Criterion("B06", "Who reads it: role, number, five words", 6, _audience, HEAVY),
    Criterion("B07", "Their situation and what hurts", 4, _pain),
    Criterion("B08", "A customer heard, paraphrased", 3, _quote),
    Criterion("B09", "One takeaway of at most 28 words", 5, _takeaway, SINGLE),
    Criterion("B10", "Three to five key messages", 5, _messages, SINGLE),
    Criterion("B11", "A proof for each message", 6, _proofs, HEAVY),
    Criterion("B12", "Evidence that can be followed", 6, _evidence),
    Criterion("B13", "Messages that differ", 3, _distinct),
    Criterion("B14", "One call to action", 4, _call),
    Criterion("B15", "Type and range of length", 4, _form),
    Criterion("B16", "Voice: is, never, say and not say", 5, _voice),
    Criterion("B17", "Two to seven things to avoid", 4, _avoid),
    Criterion("B18", "Keyword, intent, headings, links", 5, _search),
    Criterion("B19", "One to three references", 2, _references),
    Criterion("B20", "Review rounds and turnaround", 3, _reviews),
    Criterion("B21", "Names nobody", 8, _anonymous, GATE),
    Criterion("B22", "Every number has a source", 6, _numbers, GATE),
    Criterion("B23", "No jargon", 3, lambda it: _listed("jargon", "is jargon", it)),
    Criterion("B24", "No weak instructions", 3, lambda it: _listed("weak", "asks for nothing", it)),
    Criterion("B25", "Sentences that can be read", 3, lambda it: too_long(it.text)),
    Criterion("B26", "As sure as the evidence", 4, _sure),
    Criterion("B27", "At most two phrases word for word", 2, _mandated),
    Criterion("B28", "Nothing left to be filled in", 4, _open, GATE),
)
