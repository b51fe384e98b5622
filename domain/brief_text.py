"""A brief as Markdown that a person likes to read; style sheet in docs/rubrics.md.

Instructions speak to the creator, certainty is in the verb, empty parts are dropped, and where
words vary they are chosen by the brief's id: the same brief is the same text for ever.
"""

from collections.abc import Sequence

from core.ids import content_hash
from domain.briefs import BRAND, FIRST_REVIEW, Brief, Message, Success, acceptance

QUOTE_WORDS = 18
HEADINGS = {
    "format": "What you make", "audience": "Who reads it", "messages": "Key messages",
    "voice": "Voice", "seo": "Search", "technical": "Technical details",
    "success": "What success looks like", "avoid": "What to avoid", "references": "References",
    "delivery": "Review and delivery",
}  # fmt: skip
"""The parts of a brief in their order, and what stands above each."""
DISCLOSURE = {
    "rules": "This brief was drafted by software, from rules; no language model wrote any of it.",
    "model": "This brief was drafted by software and worded by a language model; rules checked it.",
}
"""How an output came about, said on it (product X22)."""
MEANT = {
    "conversions": "A conversion is a sign-up or a purchase that began with the piece",
    "clicks": "A click is a reader who follows the link in the piece or to it",
}
"""What a metric counts, for somebody who does not work with it."""
YOURS = "Where one writes for you, say so when you deliver."


def render(brief: Brief, *, own: bool = False) -> str:
    """The whole brief; each heading stands once, sections without content not at all.

    To the `own` team nothing is said of a bonus, nor of a name that is learnt later.
    """
    parts = {
        "format": _format(brief, own), "audience": _audience(brief), "messages": _messages(brief),
        "voice": _voice(brief), "seo": _search(brief), "technical": _technical(brief),
        "success": _success(brief, own), "avoid": _bullets(brief.avoid),
        "references": _bullets(brief.references), "delivery": _delivery(brief),
    }  # fmt: skip
    sections = [(HEADINGS[part], text) for part, text in parts.items()]
    body = "\n\n".join(f"## {heading}\n\n{text}" for heading, text in sections if text)
    return f"# {brief.title}\n\n{body}\n"


def listing(parts: Sequence[str], last: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {last} {parts[-1]}"


def worded(message: Message) -> str:
    """A claim in the words that its confidence allows (style sheet 4)."""
    claim = sentence(message.text)
    if message.confidence >= 0.8:
        return claim
    if message.confidence >= 0.6:
        seen = "As far as we can tell"
        if message.n:
            months = "one month" if message.n == 1 else f"{message.n} months"
            seen = f"As far as results of {months} can show"
        return f"{seen}, {_lowered(claim)}"
    if message.confidence >= 0.4:
        return f"This may hold; word it with care: {claim}"
    return f"Treat this as a question, not as a claim: {claim}"


def sentence(text: str) -> str:
    """Starts with a capital and ends with a full stop."""
    trimmed = text.strip()
    closed = trimmed if trimmed.endswith((".", "!", "?", "…", ".”")) else trimmed + "."
    return closed[0].upper() + closed[1:]


def pick(brief: Brief, slot: str, options: Sequence[str]) -> str:
    """One of the options, always the same for the same brief and slot."""
    return options[int(content_hash(brief.id, slot)[:8], 16) % len(options)]


def number(value: float) -> str:
    """`1,200`, `4.5`: no trailing zeros."""
    return f"{value:,.2f}".rstrip("0").rstrip(".")


def _format(brief: Brief, own: bool) -> str:
    form = brief.format
    kind = form.artifact_type.replace("_", " ")
    article = "an" if kind[0] in "aeiou" else "a"
    opening = pick(brief, "opening", ["Please make", "You make", "We need"])
    kind = form.made or kind
    lines = [
        f"{opening} {article} {kind} of {form.length_low:,} to {form.length_high:,} {form.unit}."
    ]
    if form.consists_of:
        lines.append(f"It has {listing(form.consists_of)}.")
    if brief.offer:
        later = "" if own else "; whose it is, you learn after the review"
        lines.append(f"It speaks for {brief.offer}{later}.")
    lines.append(f"The one thing that has to stay with the reader: {sentence(brief.takeaway)}")
    lines.append(f"Close with one call to action: {sentence(brief.call_to_action)}")
    lines.append(f"Write {BRAND} where a name is needed.")
    return " ".join(lines)


def _audience(brief: Brief) -> str:
    who = brief.audience
    size = f" ({who.size})" if who.size else ""
    text = f"{sentence(who.role + size)} {sentence(who.situation)} What hurts: {sentence(who.pain)}"
    if not who.words:
        return text
    words = who.words.split()
    shown = " ".join(words[:QUOTE_WORDS]) + ("…" if len(words) > QUOTE_WORDS else "")
    return f"{text}\n\n> “{shown}”\n> (a customer, paraphrased)"


def _messages(brief: Brief) -> str:
    order = pick(brief, "order", ["The first matters most.", "They stand in order of weight."])
    points = [
        f"{place}. **{worded(message)}** Proof to give: {_lowered(message.proof)}"
        for place, message in enumerate(brief.messages, start=1)
    ]
    return "\n".join([f"{order}\n", *points])


def _lowered(text: str) -> str:
    """A sentence as it stands after a colon."""
    closed = sentence(text)
    return closed[0].lower() + closed[1:]


def _voice(brief: Brief) -> str:
    voice = brief.voice
    lines = [f"Sound {listing(voice.sounds)}."]
    if voice.never:
        lines[0] += f" Never sound {listing(voice.never, 'or')}."
    if voice.words:
        lines[0] += f" Use the words of their trade: {listing(voice.words)}."
    lines += [f"- Say “{one.say}”, not “{one.not_say}”." for one in voice.examples]
    return "\n".join([lines[0], *([""] if lines[1:] else []), *lines[1:]])


def _search(brief: Brief) -> str:
    seo = brief.seo
    if seo is None:
        return ""
    lines = [f"People search for “{seo.keyword}”. They want this: {sentence(seo.intent)}"]
    if seo.headings:
        lines.append(f"Use these headings: {listing([f'“{one}”' for one in seo.headings])}.")
    if seo.meta_title:
        lines.append(f"The page title is “{seo.meta_title}”.")
    if seo.meta_description:
        lines.append(f"Describe the page as “{seo.meta_description}”.")
    if seo.links:
        lines.append(f"Link to {listing(seo.links)}.")
    return " ".join(lines)


def _technical(brief: Brief) -> str:
    technical = brief.technical
    size = f", {technical.dimensions}" if technical.dimensions else ""
    first = f"Hand it in as {technical.file_format}{size}."
    return "\n".join(
        [first, *(["", _bullets(technical.requirements)] if technical.requirements else [])]
    )


def _success(brief: Brief, own: bool) -> str:
    aim = brief.success
    when = f"{aim.measured_on.day} {aim.measured_on:%B %Y}"
    if aim.metric == FIRST_REVIEW:
        then = "" if own else ", and the bonus is paid then"
        told = f"The aim is {number(aim.target)} review in all: the first finds nothing to mend"
        return f"{told}{then}. That is settled on {when}."
    text = f"The aim is {number(aim.target)} {aim.unit or aim.metric}{_of(aim)}."
    if meant := MEANT.get(aim.metric, ""):
        text += f" {meant}."
    if aim.baseline is not None:
        seen = f" (n={aim.baseline_n})" if aim.baseline_n else ""
        text += f" Comparable pieces reached {number(aim.baseline)}{_unit(aim.unit)}{seen}."
    return f"{text} We count on {when}{'' if own else '; from the aim on, the bonus is paid'}."


def _of(aim: Success) -> str:
    """What is counted, where the unit alone does not say it."""
    return f" of {aim.metric}" if aim.unit else ""


def _unit(unit: str) -> str:
    return f" {unit}" if unit else ""


def _delivery(brief: Brief) -> str:
    rounds = "one round" if brief.review_rounds == 1 else f"{brief.review_rounds} rounds"
    days = "one day" if brief.turnaround_days == 1 else f"{brief.turnaround_days} days"
    text = (
        f"Deliver by {brief.due:%-d %B %Y}. You get notes within {days} of each hand-in; {rounds} "
        "at most."
    )
    checks = "\n".join(f"- [ ] {sentence(check)}" for check in acceptance(brief))
    return f"{text}\n\nIt is accepted when:\n\n{checks}\n\n{DISCLOSURE[brief.made_by]} {YOURS}"


def _bullets(items: Sequence[str]) -> str:
    return "\n".join(f"- {sentence(item)}" for item in items)
