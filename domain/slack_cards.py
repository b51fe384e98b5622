"""What the app says in Slack: one function a message, from facts to Block Kit and a plain text."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.care import care
from domain.slack_blocks import (
    Block,
    aside,
    button,
    buttons,
    escaped,
    heading,
    lines,
    link,
    quotes,
    sentence,
)

AGAIN_AT = 5
"""The mention of a theme from which the "fifth time" card is sent, once to each person."""
MOST_SHOWN = 5


@dataclass(frozen=True)
class Card:
    """A message: `text` is what a notification shows, and holds nobody's words."""

    text: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Held:
    """A belief as a card names it."""

    claim: str
    sure: int
    address: str


@dataclass(frozen=True)
class Idea:
    """A suggestion that rests on a belief; `entry_id` is what its buttons answer."""

    entry_id: str
    title: str
    day: str


@dataclass(frozen=True)
class Told:
    """What was heard in one note."""

    vent_id: str
    topics: tuple[str, ...] = ()
    label: str = ""
    count: int = 0
    belief: Held | None = None
    receipt: str = ""


@dataclass(frozen=True)
class Recurring:
    """Something that keeps coming back, with the words in which it did."""

    label: str
    count: int
    quotes: tuple[str, ...] = ()
    hidden: int = 0
    belief: Held | None = None
    idea: Idea | None = None
    calendar: str = ""


@dataclass(frozen=True)
class Week:
    """One person's week: how much they said, what came back, what moved."""

    vents: int
    themes: tuple[tuple[str, int], ...] = ()
    moved: tuple[Held, ...] = ()
    waiting: int = 0
    address: str = ""


def kept(vent_id: str, *, off_record: bool) -> Card:
    """The acknowledgement of a note."""
    if off_record:
        said = "Kept off the record. Nobody but you can see it, and nothing is made of it."
    else:
        said = "Kept, for your eyes only. I am reading it; what I hear will stand here."
    return Card(said, (sentence(said), _own(vent_id)))


def support(vent_id: str) -> Card:
    """What is said to somebody who may come to harm; nothing else is said then."""
    offered = care()
    where = [f"{one.where}: {one.what}" for one in offered.lines]
    blocks = (sentence(f"*{escaped(offered.title)}*"), lines([offered.text]), lines(where))
    return Card("I kept this for you alone.", (*blocks, _own(vent_id)))


def result(told: Told) -> Card:
    """What was heard, when the note is read."""
    said = "Kept, for your eyes only. This is what I heard."
    blocks = [sentence(said)]
    heard = []
    if told.topics:
        heard.append(f"About {_listed(told.topics)}")
    if told.count > 1:
        heard.append(f"You have said this {told.count} times: “{told.label}”")
    if told.belief:
        heard.append(f"Speaks to a belief ({told.belief.sure} % sure): {told.belief.claim}")
    if heard:
        blocks.append(lines(heard))
    else:
        blocks.append(aside("Nothing that I could name yet. It is searchable all the same."))
    more = [link("Why?", "receipt", told.receipt)] if told.receipt else []
    blocks.append(_own(told.vent_id, *more))
    return Card(said, tuple(blocks))


def again(it: Recurring) -> Card:
    """The card of the fifth time: all quotes, the belief that they carry, what is suggested."""
    said = f"This is the {_ordinal(it.count)} time you say this."
    blocks = [heading(said), quotes(it.quotes[-AGAIN_AT:])]
    if it.hidden:
        more = "note" if it.hidden == 1 else "notes"
        blocks.append(aside(f"And in {it.hidden} private {more} of others."))
    if it.belief:
        blocks.append(sentence(f"*What I believe now* ({it.belief.sure} % sure)"))
        blocks.append(lines([it.belief.claim]))
        blocks.append(buttons(link("See the evidence", "belief", it.belief.address)))
    if it.idea:
        when = f" on {escaped(it.idea.day)}" if it.idea.day else ""
        blocks.append(sentence(f"*What I suggest*{when}"))
        blocks.append(lines([it.idea.title]))
        blocks.append(
            buttons(
                button("Plan it", "suggestion_accept", it.idea.entry_id, style="primary"),
                button("Not this", "suggestion_reject", it.idea.entry_id),
            )
        )
    elif it.calendar:
        blocks.append(aside("Nothing is suggested on it yet; the calendar is thought over daily."))
        blocks.append(buttons(link("Open the calendar", "calendar", it.calendar)))
    return Card(said, tuple(blocks))


def digest(week: Week) -> Card:
    """The weekly "what I heard"."""
    said = f"What I heard this week: {_counted(week.vents, 'note')}."
    blocks = [heading("What I heard this week"), sentence(said)]
    if week.themes:
        blocks.append(sentence("*What keeps coming back*"))
        blocks.append(lines([f"{label} ({count} times)" for label, count in week.themes]))
    if week.moved:
        blocks.append(sentence("*What I believe more or less than before*"))
        blocks.append(lines([f"{held.claim} ({held.sure} % sure)" for held in week.moved]))
    if week.waiting:
        ideas = _counted(week.waiting, "suggestion")
        waits = "waits" if week.waiting == 1 else "wait"
        blocks.append(sentence(f"{ideas} {waits} for your answer."))
    blocks.append(aside("Only you see this. Pause or delete anything in the Home tab."))
    blocks.append(buttons(link("Open Refleqt", "app", week.address)))
    return Card(said, tuple(blocks))


def withdrawn(vent_id: str, *, deleted: bool) -> Card:
    """A note was taken back."""
    why = "as you deleted the message" if deleted else "as you asked"
    said = f"Taken back, {why}. Nothing rests on it any more; you have 30 days to restore it."
    return Card(said, (sentence(said), buttons(button("Restore", "vent_restore", vent_id))))


def all_withdrawn(count: int, since: str) -> Card:
    """Everything that a person said here was taken back."""
    said = f"Taken back: {_counted(count, 'note')}. Restore them within 30 days."
    undo = button("Restore them", "undo_delete_all", since)
    return Card(said, (sentence(said), buttons(undo)))


def connect(address: str) -> Card:
    """For somebody whom we do not know yet."""
    said = "I do not know you yet, so I kept nothing of what you said. Connect your account first."
    return Card(
        said,
        (
            sentence(said),
            buttons(link("Connect your account", "connect", address)),
            aside("The link works once, for 15 minutes, and for you alone."),
        ),
    )


def paused() -> Card:
    """For somebody who paused the app."""
    said = "You paused me, so I kept nothing of this."
    return Card(said, (sentence(said), buttons(button("Go on", "resume", "go"))))


def write_down() -> Card:
    """After a reaction: Slack shows us no words of a channel, so the person has to write them."""
    said = "I cannot read messages of a channel, and I do not want to. Tell me in your own words?"
    write = button("Write it down", "vent_write", "reaction", style="primary")
    tip = "Or use “Save as vent” in the message’s menu."
    return Card(said, (sentence(said), buttons(write), aside(tip)))


def type_it(message_id: str) -> Card:
    """A voice clip that nothing here can write down."""
    said = "I kept your voice clip, but nobody here can write it down just now."
    write = button("Type what you said", "vent_write", f"clip:{message_id}", style="primary")
    return Card(said, (sentence(said), buttons(write)))


def greeting() -> Card:
    """For somebody who said nothing, or has just been linked."""
    said = "Tell me what is on your mind: write to me here, or use /vent anywhere."
    tips = (
        "A voice clip works too.",
        "“Save as vent” in a message’s menu keeps that message.",
        "🤐 or “off the record” keeps it for you and uses it for nothing.",
        "Edit or delete your message, and what I know follows.",
    )
    return Card(said, (sentence(said), lines(tips)))


def note(text: str) -> Card:
    """One sentence of ours or of an error; nothing in it is read as markup."""
    return Card("Refleqt", (lines([text]),))


def _own(vent_id: str, *more: Block) -> Block:
    undo, edit = button("Undo", "vent_undo", vent_id), button("Edit", "vent_edit", vent_id)
    return buttons(undo, edit, *more)


def _listed(words: Sequence[str]) -> str:
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _ordinal(count: int) -> str:
    names = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", 6: "sixth"}
    return names.get(count, f"{count}th")
