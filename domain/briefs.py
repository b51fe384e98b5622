"""The creator's brief: nine parts (design 5.2) that say all a creator needs and name nobody.

A brief is anonymous: `domain/anonymity.py` checks it before anybody sees it, `{{BRAND}}` stands
where the name will be, and `merge_brand` puts it in after the deliverable has passed its review.
"""

import re
from collections.abc import Mapping
from datetime import date
from math import ceil
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from core.errors import Conflict

BRAND = "{{BRAND}}"
_TOKEN = re.compile(r"\{\{\s*([A-Z_]+)\s*\}\}")
Text = Annotated[str, Field(min_length=1, max_length=2000)]
REVIEW_ROUNDS, TURNAROUND_DAYS = 2, 3
REVIEW_DAYS = REVIEW_ROUNDS * TURNAROUND_DAYS
"""From the hand-in to the day on which a piece may go out."""
ABOVE_USUAL = 1.2
"""A bonus asks for a fifth more than what comparable pieces reached in the middle."""
GIVING = ", who give it "
"""What stands in a reader's role before the time that they have for the piece."""
WORDS_A_MINUTE = 200
MadeBy = Literal["rules", "model"]
"""Who worded it: code alone, or a language model over the code's draft (product X22)."""
FIRST_REVIEW = "acceptance in the first review"
"""The metric of a bonus where nothing was ever measured that a target could rest on."""
PARTS = (
    "format",
    "audience",
    "messages",
    "voice",
    "seo",
    "technical",
    "success",
    "avoid",
    "references",
)


class BrandNotMergedYet(Conflict):
    """The name goes in only after the deliverable has passed its review."""


class TokenWithoutValue(Conflict):
    """A token in the text has no value."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Format(_Part):
    """What is made: type, length from low to high in `unit`, and what it consists of."""

    artifact_type: Text
    length_low: int = Field(gt=0)
    length_high: int = Field(gt=0)
    unit: str = "words"
    made: str = Field(default="", description="What is handed in, where the type does not say it")
    consists_of: tuple[Text, ...] = ()

    @model_validator(mode="after")
    def _in_order(self) -> "Format":
        if self.length_low > self.length_high:
            raise ValueError("length_low is at most length_high")
        return self


class Audience(_Part):
    """One persona: who, how many, what they live through, in their words as a paraphrase."""

    role: Text
    size: str = ""
    situation: Text
    pain: Text
    words: str = Field(default="", description="A customer's words, paraphrased, at most 18 words")
    evidence: tuple[str, ...] = ()


class Message(_Part):
    """One point with its proof; `confidence` 0 to 1 and `n` results decide how it is worded."""

    text: Text
    proof: Text
    evidence: tuple[str, ...] = ()
    confidence: float = Field(default=0.8, ge=0, le=1)
    n: int = Field(default=0, ge=0)


class Instead(_Part):
    """Words to use, and the words they replace."""

    say: Text
    not_say: Text


class Voice(_Part):
    """How the piece sounds, with examples."""

    sounds: tuple[Text, ...]
    never: tuple[Text, ...] = ()
    words: tuple[Text, ...] = Field(default=(), description="Words of the trade that belong here")
    examples: tuple[Instead, ...] = ()


class Seo(_Part):
    """For work that people find by searching."""

    keyword: Text
    intent: Text
    headings: tuple[Text, ...] = ()
    meta_title: str = Field(default="", max_length=60)
    meta_description: str = Field(default="", max_length=160)
    links: tuple[Text, ...] = ()


class Technical(_Part):
    """How the file is handed in."""

    file_format: Text
    dimensions: str = ""
    requirements: tuple[Text, ...] = ()


class Success(_Part):
    """The metric and attribution model that decide on the bonus; frozen with the brief."""

    metric: Text
    target: float
    unit: str = ""
    baseline: float | None = None
    baseline_n: int = Field(default=0, ge=0)
    measured_on: date
    model: str = "position"
    evidence: tuple[str, ...] = ()


class Brief(_Part):
    """All a creator sees. Parts that do not apply are left out, never filled with filler."""

    id: str
    title: Text
    offer: str = Field(default="", description="What kind of offer it is for; never whose")
    takeaway: Text
    format: Format
    audience: Audience
    messages: tuple[Message, ...] = Field(min_length=3, max_length=5)
    voice: Voice
    seo: Seo | None = None
    technical: Technical
    success: Success
    avoid: tuple[Text, ...] = Field(min_length=2, max_length=7)
    references: tuple[Text, ...] = Field(default=(), max_length=3)
    call_to_action: Text
    due: date
    review_rounds: int = Field(default=REVIEW_ROUNDS, ge=1, le=2)
    turnaround_days: int = Field(default=TURNAROUND_DAYS, ge=1)
    acceptance: tuple[Text, ...] = ()
    search_led: bool = False
    made_by: MadeBy = "rules"

    @model_validator(mode="after")
    def _whole(self) -> "Brief":
        if self.search_led and self.seo is None:
            raise ValueError("work that people find by searching needs its seo part")
        if len({message.text.casefold() for message in self.messages}) < len(self.messages):
            raise ValueError("key messages differ from each other")
        if self.success.measured_on < self.due:
            raise ValueError("the metric is measured after the work is due")
        return self


def reading_minutes(form: Format) -> int:
    """How long a reader has the piece before them, at the longest."""
    return max(1, ceil(form.length_high / WORDS_A_MINUTE))


def coverage(brief: Brief) -> float:
    """The share of the nine parts that hold something; seo counts only where search leads."""
    wanted = [part for part in PARTS if part != "seo" or brief.search_led]
    return sum(bool(getattr(brief, part)) for part in wanted) / len(wanted)


def acceptance(brief: Brief) -> tuple[str, ...]:
    """What the review will check, from the brief itself; a given list is kept as it stands."""
    return brief.acceptance or tuple(criteria(brief).values())


def criteria(brief: Brief) -> dict[str, str]:
    """Check of the review → what the creator reads of it: only what stands here may block."""
    form = brief.format
    checks = {
        "length": f"The length is {form.length_low:,} to {form.length_high:,} {form.unit}.",
        "on its topic": f"All {len(brief.messages)} key messages are there, in this order, each"
        " with its proof.",
        "call to action": f"There is one call to action: {brief.call_to_action.rstrip('.')}.",
        "names": f"{BRAND} stands wherever the name is needed, and no other name does.",
        "plain words": "Nothing from the list of what to avoid is there.",
        "claims": "Shares, sums and sources come from this brief; what is not known is marked"
        " [unknown].",
        "own words": "It was written for this brief, and copies nothing.",
        "finished": "It is finished: nothing is left to be filled in.",
    }
    if brief.seo:
        checks["keyword"] = f"“{brief.seo.keyword}” stands in the title and in the first 100 words."
    return checks


def merge_brand(
    text: str, values: Mapping[str, str], *, review: Literal["passed", "revision", "delivered"]
) -> str:
    """`text` with every token replaced, once the review has passed.

    Raises `BrandNotMergedYet`, or `TokenWithoutValue` for a token that nobody gave a value.
    """
    if review != "passed":
        raise BrandNotMergedYet(f"The deliverable is {review}.")
    missing = sorted({name for name in _TOKEN.findall(text) if not values.get(name)})
    if missing:
        raise TokenWithoutValue(f"{', '.join(missing)}.", remedy="Give each a value.")
    return _TOKEN.sub(lambda token: values[token[1]], text)
