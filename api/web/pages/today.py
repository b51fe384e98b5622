"""Today: what changed, at most three things that need you, suggestions, the week."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from api.web import forms, navigation, phrases, shell, texts
from api.web.session import Anyone, Visitor, having
from api.web.texts import gettext as _
from api.web.texts import ngettext
from core import clock
from core.errors import RefleqtError
from tools import calendar, changes, releases, suggestions, training, visits
from tools.base import Nothing
from tools.needs import Need, what_needs_me
from tools.proposals import look_for_proposals
from tools.visits import Change

router = APIRouter()
Planner = Annotated[Visitor, having("plans:write")]
MOST_NEEDS, MOST_CHANGES, MOST_GHOSTS = 3, 7, 5


@router.get("/")
async def today(request: Request, visitor: Anyone, everything: bool = False) -> Response:
    """The day as a founder or a member of the team begins it; others begin at their own desk."""
    if visitor.actor.role not in ("founder", "team"):
        return shell.back(request, navigation.home(visitor.actor.role))
    async with visitor.writing() as ctx:
        visit = await visits.look_in(ctx)
        if visit.first and visit.empty and visitor.actor.role == "founder":
            return shell.back(request, "/welcome")
        waits = (await what_needs_me(ctx, Nothing())).items
        suggested = await suggestions.list_suggestions(ctx, Nothing())
        versions = (await releases.list_versions(ctx, Nothing())).items
        plan = await training.training_plan(ctx, Nothing())
        days = await _week(ctx, clock.now().astimezone(texts.zone()).date())
    news = [line for each in visit.changes if (line := told(each, visitor.seen.currency))]
    return shell.page(
        request, "today/today.html",
        {
            "greeting": greeting(clock.now().astimezone(texts.zone()), visitor.seen.name),
            "date": texts.day(clock.now(), "full"),
            "since": visit.since,
            "changes": news[: None if everything else MOST_CHANGES],
            "more_changes": 0 if everything else max(0, len(news) - MOST_CHANGES),
            "needs": [asked(each) for each in waits[: None if everything else MOST_NEEDS]],
            "more_needs": 0 if everything else max(0, len(waits) - MOST_NEEDS),
            "ghosts": suggested.items[:MOST_GHOSTS],
            "no_ghosts": suggested.because,
            "days": days,
            "live": next((each for each in versions if each.live), None),
            "plan": plan,
            "empty": visit.empty,
            "channel": phrases.channel,
        },
    )  # fmt: skip


@router.post("/today/look")
async def look(request: Request, visitor: Planner, back: Annotated[str, Form()] = "/") -> Response:
    """Look for maps and suggestions now."""
    async with visitor.writing() as ctx:
        await look_for_proposals(ctx, Nothing())
    return shell.back(request, shell.local_path(back), _("Looking. What is found appears here."))


@router.post("/today/suggestions/{entry_id}")
async def answer(request: Request, visitor: Planner, entry_id: UUID) -> Response:
    """Take a suggestion, or let it go for now."""
    form = await forms.read(request, suggestions.Choice, entry_id=entry_id)
    if form.ask is None:
        return shell.back(request, "/", _("Choose whether to take it or not."), bad=True)
    ask = form.ask
    try:
        async with visitor.writing() as ctx:
            done = await forms.done_once(
                ctx, form, "suggestion", lambda: suggestions.answer_suggestion(ctx, ask)
            )
    except RefleqtError as wrong:
        return shell.back(request, "/", str(wrong), bad=True)
    said = _("Left for now.") if ask.action == "rejected" else _("It is on the calendar.")
    return shell.back(request, "/", said, undo=f"/today/changes/{done.body['change_id']}/undo")


@router.post("/today/changes/{change_id}/undo")
async def undo(request: Request, visitor: Planner, change_id: UUID) -> Response:
    """Put back what an answer to a suggestion changed."""
    try:
        async with visitor.writing() as ctx:
            await changes.undo_change(ctx, changes.ChangeId(change_id=change_id))
    except RefleqtError as wrong:
        return shell.back(request, "/", str(wrong), bad=True)
    return shell.back(request, "/", _("It is as it was before."))


def greeting(local: datetime, name: str) -> str:
    """A greeting for the hour at which somebody sits, with their first name."""
    first = name.split(" ")[0] if name else ""
    if local.hour < 5:
        words = (_("Good night"), _("Good night, %(name)s"))
    elif local.hour < 12:
        words = (_("Good morning"), _("Good morning, %(name)s"))
    elif local.hour < 18:
        words = (_("Good afternoon"), _("Good afternoon, %(name)s"))
    else:
        words = (_("Good evening"), _("Good evening, %(name)s"))
    return words[1] % {"name": first} if first else words[0]


def asked(need: Need) -> dict[str, Any]:
    """What waits as a sentence, with where it is decided."""
    title = {"title": need.title, "more": need.more}
    kinds: dict[str, tuple[str, str, str, str]] = {
        "approval": ("circle-help", _("An answer wants to act: %(title)s"),
                     f"/ask/{need.about}", _("Decide")),
        "escalated": ("scale", _("“%(title)s” did not pass after two revisions."),
                      f"/production/{need.about}", _("Judge the work")),
        "blocked_brief": ("shield-check", _("The brief “%(title)s” would tell who you are."),
                          f"/production/{need.about}", _("Look at it")),
        "map": ("map", _("A map waits for your decision: “%(title)s”"),
                f"/maps/{need.about}", _("Read the map")),
        "unplaced_brief": ("inbox", _("Nobody is left who could take “%(title)s”."),
                           f"/production/{need.about}", _("See why")),
        "contradiction": (
            "git-compare",
            _("You and the results disagree on “%(title)s”"),
            f"/beliefs/{need.about}", _("Settle it")),
        "verdict": ("brain", "%(title)s", f"/model/{need.more}", _("See the verdict")),
        "offer": ("hourglass", _("The offer of “%(title)s” runs out soon."),
                  f"/production/{need.about}", _("Follow it")),
    }  # fmt: skip
    icon, words, href, action = kinds[need.kind]
    return {"icon": icon, "text": words % title, "href": href, "action": action, "due": need.due}


def told(change: Change, currency: str) -> dict[str, Any] | None:
    """What changed as a sentence with a link; None for what is nobody's news."""
    say = _SENTENCES.get(change.what)
    if say is None:
        return None
    icon, where, words = say
    first = change.subjects[0] if change.subjects else None
    text = words(change) % {
        "n": texts.number(change.count),
        "title": first.title if first else "",
        "money": texts.money(change.cents, currency),
        "version": change.version,
    }
    href = where.format(id=first.id if first else "", version=change.version).rstrip("/")
    return {"icon": icon, "text": text, "href": href or "/", "at": min(change.at, clock.now())}


def _named(one: str, few: Callable[[int], str]) -> Callable[[Change], str]:
    """A sentence that names its only subject, or counts them."""

    def say(change: Change) -> str:
        return _(one) if change.count == 1 and change.subjects else few(change.count)

    return say


def _kept(change: Change) -> str:
    n = change.count
    return {
        "vent": ngettext("%(n)s note was kept.", "%(n)s notes were kept.", n),
        "answer": ngettext("%(n)s answer was kept.", "%(n)s answers were kept.", n),
        "activity": ngettext("%(n)s team activity was kept.", "%(n)s team activities were kept.",
                             n),
    }.get(change.of, ngettext("%(n)s input was kept.", "%(n)s inputs were kept.", n))  # fmt: skip


_SENTENCES: dict[str, tuple[str, str, Callable[[Change], str]]] = {
    "BeliefMoved": ("lightbulb", "/beliefs/{id}", _named(
        texts.later("New evidence moved a belief: %(title)s"),
        lambda n: ngettext("New evidence moved %(n)s belief.", "New evidence moved %(n)s beliefs.",
                           n))),
    "MapPublished": ("map", "/maps/{id}", _named(
        texts.later("A map was proposed: “%(title)s”"),
        lambda n: ngettext("%(n)s map was proposed.", "%(n)s maps were proposed.", n))),
    "MapPurchased": ("map", "/maps/{id}", _named(
        texts.later("The map “%(title)s” was bought."),
        lambda n: ngettext("%(n)s map was bought.", "%(n)s maps were bought.", n))),
    "NothingProposed": ("map", "/maps", lambda _change: _(
        "No map was proposed this week, and there is a reason.")),
    "BriefWritten": ("file-text", "/production", _named(
        texts.later("A brief is ready for creators: “%(title)s”"),
        lambda n: ngettext("%(n)s brief is ready for creators.",
                           "%(n)s briefs are ready for creators.", n))),
    "BriefBlocked": ("shield-check", "/production", lambda c: ngettext(
        "%(n)s brief was held back: it would tell who you are.",
        "%(n)s briefs were held back: they would tell who you are.", c.count)),
    "BriefUnplaced": ("inbox", "/production", lambda c: ngettext(
        "%(n)s brief found nobody; the money came back.",
        "%(n)s briefs found nobody; the money came back.", c.count)),
    "OfferAccepted": ("handshake", "/production", lambda c: ngettext(
        "A creator took the work.", "Creators took %(n)s pieces of work.", c.count)),
    "DeliverableSubmitted": ("package", "/production", lambda c: ngettext(
        "%(n)s piece of work was handed in.", "%(n)s pieces of work were handed in.", c.count)),
    "DeliverablePassed": ("badge-check", "/production", lambda c: ngettext(
        "%(n)s piece of work passed its review.", "%(n)s pieces of work passed their review.",
        c.count)),
    "RevisionAsked": ("rotate-ccw", "/production", lambda c: ngettext(
        "%(n)s piece of work goes into another round.",
        "%(n)s pieces of work go into another round.", c.count)),
    "CreatorPaid": ("hand-coins", "/production", lambda c: ngettext(
        "A creator was paid %(money)s.", "Creators were paid %(money)s.", c.count)),
    "BonusSettled": ("trophy", "/production", lambda c: _(
        "Bonuses were settled: %(money)s went out.") if c.cents else _(
        "A bonus was not reached; the money came back.")),
    "RevenueAttributed": ("chart-column", "/results", lambda _change: _(
        "New results came in and were credited.")),
    "ChangeNoticed": ("activity", "/receipts/{id}", _named(
        texts.later("A figure moved further than usual: %(title)s"),
        lambda n: ngettext("%(n)s figure moved further than usual.",
                           "%(n)s figures moved further than usual.", n))),
    "PredictionScored": ("target", "/results/predictions", lambda c: ngettext(
        "A prediction was held against what was measured.",
        "%(n)s predictions were held against what was measured.", c.count)),
    "CdtTrained": ("flask-conical", "/model/{version}", lambda _change: _(
        "Version %(version)s of your model was trained and judged.")),
    "CdtReleased": ("brain", "/model/{version}", lambda _change: _(
        "Version %(version)s of your model answers from now on.")),
    "PolicyUpdated": ("sliders-horizontal", "/results", lambda _change: _(
        "What is suggested first was adjusted to what worked.")),
    "EntriesSuggested": ("sparkles", "/calendar", lambda c: ngettext(
        "%(n)s entry was suggested.", "%(n)s entries were suggested.", c.count)),
    "InputKept": ("inbox", "/vents", _kept),
}  # fmt: skip
"""Name of an event → its icon, where it is shown (with the only subject), and its sentence."""


async def _week(ctx: Any, first: date) -> list[dict[str, Any]]:
    """The seven days from `first` on, with what is on the calendar."""
    last = first + timedelta(days=6)
    page = await calendar.list_entries(ctx, calendar.Period(start=first, end=last, limit=200))
    days = [first + timedelta(days=at) for at in range(7)]
    return [
        {"day": day, "entries": [one for one in page.items if one.publish_on == day]}
        for day in days
    ]
