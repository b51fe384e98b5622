"""Words that several pages share: kinds of rows, how sure a belief is, what evidence is."""

from uuid import UUID

from api.web.texts import gettext as _
from api.web.texts import later
from domain.prose import NAMES

KINDS: dict[str, tuple[str, str]] = {
    "revenue": (later("Revenue"), "banknote"),
    "journey": (later("Revenue"), "banknote"),
    "credit": (later("Credit"), "split"),
    "artifact": (later("Published piece"), "megaphone"),
    "entry": (later("Calendar entry"), "calendar"),
    "planned artifact": (later("Planned piece"), "calendar-plus"),
    "brief": (later("Brief"), "file-text"),
    "map": (later("Map"), "map"),
    "belief": (later("Belief"), "lightbulb"),
    "theme": (later("Recurring theme"), "refresh-cw"),
    "market_signal": (later("Market signal"), "globe"),
    "segment": (later("Audience"), "users"),
    "competitor": (later("Competitor"), "flag"),
    "extraction": (later("What was read in it"), "book-open"),
    "sentence": (later("Somebody's words"), "quote"),
    "vent": (later("Vent"), "flame"),
    "answer": (later("Answer"), "message-circle"),
    "activity": (later("Team activity"), "users"),
    "file": (later("File"), "paperclip"),
    "reply": (later("Answer in a chat"), "message-square-text"),
    "signal": (later("Change of a figure"), "activity"),
    "reading": (later("Figure"), "hash"),
    "record": (later("Measured result"), "chart-column"),
    "profile": (later("Profile"), "circle-user"),
    "prediction": (later("Prediction"), "target"),
    "assignment": (later("Offer to a creator"), "handshake"),
    "deliverable": (later("Delivered work"), "package"),
    "payment": (later("Payment"), "hand-coins"),
    "release": (later("Version of the model"), "brain"),
    "performance": (later("Measured results"), "chart-column"),
    "journeys": (later("Customer journeys"), "route"),
}
"""Kind of a row → its name, and its icon."""

PAGES = {"belief": "/beliefs/{}", "map": "/maps/{}", "brief": "/production/{}",
         "segment": "/market/segments/{}", "competitor": "/market/competitors/{}"}  # fmt: skip
"""Kinds that have a page of their own."""

CATEGORIES = {
    "audience": later("Audience"),
    "messaging": later("Messages"),
    "channel": later("Channels"),
    "timing": later("Timing"),
    "competitive": later("Competitors"),
}
STATES: dict[str, tuple[str, str]] = {
    "active": (later("In use"), "good"),
    "weakening": (later("Weakening"), "warn"),
    "exploring_alternative": (later("Being tested"), "cool"),
    "deprecated": (later("Given up"), ""),
    "revived": (later("Back again"), "accent"),
}
"""State of a belief → what it is called, and the tone of its pill."""

SAID = {
    "agreed": later("You agreed"),
    "disputed": later("You disputed this"),
    "pinned": later("You pinned this"),
    "forbidden": later("You forbade this"),
}
MODELS = {
    "first": later("First touch"),
    "last": later("Last touch"),
    "linear": later("Linear"),
    "time_decay": later("Time decay"),
    "position": later("Position"),
}
EVIDENCE = {
    "performance": later("Measured results"),
    "activity": later("A team activity"),
    "vent": later("Somebody's words"),
    "owner": later("Your own word"),
}
CAUSES = {
    "evidence": later("New evidence"),
    "month": later("The month closed"),
    "verdict": later("A word of its owner"),
    "unlearned": later("Something was unlearned"),
    "left": later("Looked at and left"),
}
"""Why a belief moved."""
_SURE = (
    (0.9, later("Almost certain")),
    (0.75, later("Likely")),
    (0.6, later("More likely than not")),
    (0.4, later("Undecided")),
    (0.25, later("Doubtful")),
    (0.0, later("Probably wrong")),
)


def kind(name: str) -> str:
    """What a kind of row is called."""
    return _(KINDS[name][0]) if name in KINDS else name


def icon_of(name: str) -> str:
    """The icon of a kind of row."""
    return KINDS.get(name, ("", "dot"))[1]


def own_page(name: str, one: UUID) -> str:
    """Where a row of that kind is shown in full; empty where nothing but its receipt is."""
    return PAGES[name].format(one) if name in PAGES else ""


FATES: dict[str, tuple[str, str]] = {
    "worked": (later("Worked"), "good"),
    "underperformed": (later("Underperformed"), "bad"),
    "unclear": (later("Unclear"), "warn"),
    "waiting": (later("Due, waiting for figures"), "cool"),
    "open": (later("Not due yet"), "cool"),
}
"""What became of a prediction → words, tone."""
UNCLEAR = {
    "not_launched": later("it never came out"),
    "late": later("it came out over a week late"),
    "not_measured": later("nothing was measured"),
}
TRAINED_ON = {
    "performance": later("Measured results"), "belief": later("Beliefs"),
    "activity": later("Team activities"), "tooling": later("Figures of your tools"),
    "onboarding": later("The interview"), "vent": later("Vents"),
    "calendar": later("The calendar"),
}  # fmt: skip
STAYED_OUT = {
    "too_old": later("too old"), "held_out": later("held out, to judge it by"),
    "no_consent": later("without consent to train"), "no_provenance": later("of unknown origin"),
    "not_yet": later("not yet due"), "repeated": later("said before"),
    "flooded": later("kept back: suddenly far more than ever"),
}  # fmt: skip
METRICS = {
    "taken": later("taken by you"),
    "acceptance in the first review": later("accepted in the first review"),
}
OUTPUTS = {"map": later("Map"), "suggestion": later("Suggestion"), "brief": later("Brief")}


def metric(name: str) -> str:
    """What is measured, in words."""
    return _(METRICS[name]) if name in METRICS else name.replace("_", " ")


def sure(confidence: float) -> str:
    """How sure a belief is, in words."""
    return _(next(words for least, words in _SURE if confidence >= least))


def amount(pieces: int) -> str:
    """How much evidence there is, in words."""
    if pieces < 3:
        return _("on very little evidence")
    return _("on some evidence") if pieces < 8 else _("on much evidence")


def channel(name: str) -> str:
    """A channel as people write it."""
    shown = NAMES.get(name, name.replace("_", " "))
    return shown[:1].upper() + shown[1:]


def disagreement(index: float) -> str:
    """How far the five models of attribution differ, in words."""
    if index < 0.1:
        return _("The five models tell nearly the same story.")
    if index < 0.3:
        return _("The five models differ somewhat; the order of channels mostly holds.")
    if index < 0.5:
        return _("The five models differ a lot. Take the order of channels with care.")
    return _("The five models contradict each other. Do not decide on one of them alone.")
