"""The market: audiences, competitors, signals, and what was recommended, each with its evidence."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Annotated, Any, Literal
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from api.web import forms, phrases, shell
from api.web.forms import Form
from api.web.session import Visitor, having
from api.web.texts import gettext as _
from api.web.texts import later
from core.errors import RefleqtError
from domain.market_signals import KINDS
from memory.ctx import Ctx
from tools import competitors, market_signals, recommendations, segments
from tools.base import Nothing
from tools.segments import Months

router = APIRouter()
Reader = Annotated[Visitor, having("context:read")]
Logger = Annotated[Visitor, having("inputs:write")]
Owner = Annotated[Visitor, having("beliefs:write")]
Planner = Annotated[Visitor, having("plans:read")]
Name = Annotated[str, Query(max_length=80)]
Limit = Annotated[int, Query(ge=1, le=500)]
WIDE, HIGH, BAR, BASE = 480, 96, 28, 18
"""The drawing of months: its size, the widest bar, and room for words below."""

SEEN = {
    "competitor_move": later("A competitor's move"),
    "trend": later("A trend"),
    "news": later("News"),
    "regulation": later("A rule or law"),
    "other": later("Something else"),
}
MOVES = {
    "launched": later("Launched something"),
    "raised_prices": later("Raised prices"),
    "cut_prices": later("Cut prices"),
    "hired": later("Hired"),
    "laid_off": later("Let people go"),
    "was_bought": later("Was bought"),
    "bought": later("Bought somebody"),
    "raised_money": later("Raised money"),
    "partnered": later("Partnered"),
    "ended": later("Ended something"),
    "moved_into": later("Moved into a field"),
}
TRENDS = {
    "rising": (later("More often lately"), "accent", "trending-up"),
    "falling": (later("Less often lately"), "cool", "trending-down"),
    "steady": (later("As often as before"), "", "equal"),
    "unclear": (later("Too little to tell a trend"), "", "minus"),
}
RECOMMENDED = {
    "map": later("Maps"),
    "suggestion": later("Calendar suggestions"),
    "brief": later("Briefs"),
    "proposal": later("Proposals in chats"),
}
FATES = {
    "waiting": (later("Waits for an answer"), "cool"),
    "accepted": (later("Taken"), "good"),
    "edited": (later("Taken, changed"), "good"),
    "declined": (later("Declined"), "bad"),
    "ignored": (later("Ignored"), ""),
}


@router.get("/market")
async def audiences(request: Request, visitor: Reader) -> Response:
    """Audiences that were inferred, most evidence first."""
    async with visitor.reading() as ctx:
        found = await segments.list_segments(ctx, Nothing())
    return _page(request, "derived/segments.html", {"found": found})


@router.get("/market/segments/{segment_id:uuid}")
async def segment(request: Request, visitor: Reader, segment_id: UUID) -> Response:
    """One audience with all that is known of it."""
    async with visitor.reading() as ctx:
        found = await segments.read_segment(ctx, segments.SegmentId(segment_id=segment_id))
    data = {"found": found, "drawn": _bars(found.months), "about": "segments"}
    return _page(request, "derived/segment.html", data)


@router.post("/market/segments/{segment_id:uuid}/{action}")
async def decide_segment(
    request: Request, visitor: Owner, segment_id: UUID,
    action: Literal["rename", "merge", "part", "hide", "show"], name: Name | None = None,
) -> Response:  # fmt: skip
    """Rename, merge or hide an audience, or take that back; `name` is that of an undone rename."""
    given = {"segment_id": segment_id, "action": action} | ({"name": name} if name else {})
    form = await forms.read(request, segments.SegmentDecision, **given)
    before = segments.SegmentId(segment_id=segment_id)

    async def called(ctx: Ctx) -> str:
        return (await segments.read_segment(ctx, before)).line.name

    return await _decided(
        request, visitor, form, called,
        lambda ctx: segments.decide_on_segment(ctx, form.ask),
        f"/market/segments/{segment_id}",
    )  # fmt: skip


@router.get("/market/competitors")
async def rivals(request: Request, visitor: Reader) -> Response:
    """Competitors, most named first."""
    return await _rivals(request, visitor, forms.blank(competitors.CompetitorName))


@router.post("/market/competitors")
async def add(request: Request, visitor: Owner) -> Response:
    """Say that somebody is a competitor."""
    form = await forms.read(request, competitors.CompetitorName)
    if form.ask:
        ask = form.ask
        try:
            async with visitor.writing() as ctx:
                made = await competitors.add_competitor(ctx, ask)
        except RefleqtError as wrong:
            form.blame(wrong)
        else:
            here = f"/market/competitors/{made.id}"
            said = _("Added. Where it is named is being looked up.")
            return shell.back(request, here, said, undo=f"{here}/remove")
    return await _rivals(request, visitor, form, status=422)


@router.get("/market/competitors/{competitor_id:uuid}")
async def competitor(request: Request, visitor: Reader, competitor_id: UUID) -> Response:
    """One competitor: what it did, what was said of it, how often it came up."""
    ask = competitors.CompetitorId(competitor_id=competitor_id)
    async with visitor.reading() as ctx:
        found = await competitors.read_competitor(ctx, ask)
    data = {"found": found, "drawn": _bars(found.months), "about": "competitors"}
    return _page(request, "derived/competitor.html", data)


@router.post("/market/competitors/{competitor_id:uuid}/{action}")
async def decide_competitor(
    request: Request, visitor: Owner, competitor_id: UUID,
    action: Literal["rename", "merge", "part", "hide", "show", "add", "remove"],
    name: Name | None = None,
) -> Response:  # fmt: skip
    """Rename, merge, confirm or dismiss a competitor, or take that back."""
    given = {"competitor_id": competitor_id, "action": action} | ({"name": name} if name else {})
    form = await forms.read(request, competitors.CompetitorDecision, **given)
    before = competitors.CompetitorId(competitor_id=competitor_id)

    async def called(ctx: Ctx) -> str:
        return (await competitors.read_competitor(ctx, before)).line.name

    return await _decided(
        request, visitor, form, called,
        lambda ctx: competitors.decide_on_competitor(ctx, form.ask),
        f"/market/competitors/{competitor_id}",
    )  # fmt: skip


@router.get("/market/recommended")
async def recommended(
    request: Request, visitor: Planner, kind: str = "", fate: str = "", limit: Limit = 50
) -> Response:
    """What was recommended, and what became of it."""
    ask = recommendations.History.model_validate({
        "kind": kind if kind in RECOMMENDED else None, "fate": fate if fate in FATES else None,
        "limit": limit,
    })  # fmt: skip
    async with visitor.reading() as ctx:
        found = await recommendations.list_recommendations(ctx, ask)
    more = f"/market/recommended?kind={kind}&fate={fate}&limit={min(limit * 4, 500)}"
    return _page(
        request, "derived/recommended.html",
        {"found": found, "kind_of": ask.kind, "fate": ask.fate, "fates": _told(FATES),
         "kinds": {name: _(words) for name, words in RECOMMENDED.items()},
         "more": more if found.in_all > len(found.items) and limit < 500 else ""},
    )  # fmt: skip


@router.get("/market/signals")
async def signals(request: Request, visitor: Reader) -> Response:
    """What was logged of the world outside."""
    return await _signals(request, visitor, _blank())


@router.post("/market/signals")
async def log(request: Request, visitor: Logger) -> Response:
    """Log something that was seen outside."""
    form = await forms.read(request, market_signals.Sighting)
    if form.ask:
        ask = form.ask
        try:
            async with visitor.writing() as ctx:
                done = await forms.done_once(
                    ctx, form, "signal", lambda: market_signals.log_market_signal(ctx, ask)
                )
        except RefleqtError as wrong:
            form.blame(wrong)
        else:
            one = done.body["signal"]["id"]
            if not done.body["new"]:
                said = _("This was logged before; here it is.")
                return shell.back(request, f"/market/signals/{one}", said)
            undo = f"/market/signals/{one}/withdraw"
            return shell.back(request, "/market/signals", _("Logged. I am reading it."), undo=undo)
    return await _signals(request, visitor, form, status=422)


@router.get("/market/signals/{signal_id:uuid}")
async def signal(request: Request, visitor: Reader, signal_id: UUID) -> Response:
    """One signal, to change where one may."""
    async with visitor.reading() as ctx:
        one = await market_signals.read_market_signal(ctx, market_signals.SignalId(id=signal_id))
    typed = one.model_dump(include={"kind", "note", "day", "link", "competitor"})
    return _signal(request, visitor, one, forms.blank(market_signals.SightingChange, **typed))


@router.post("/market/signals/{signal_id:uuid}")
async def edit(request: Request, visitor: Logger, signal_id: UUID) -> Response:
    """Write a signal anew."""
    form = await forms.read(request, market_signals.SightingChange, id=signal_id)
    here = f"/market/signals/{signal_id}"
    async with visitor.reading() as ctx:
        one = await market_signals.read_market_signal(ctx, market_signals.SignalId(id=signal_id))
    if form.ask:
        ask = form.ask
        try:
            async with visitor.writing() as ctx:
                await market_signals.edit_market_signal(ctx, ask)
        except RefleqtError as wrong:
            form.blame(wrong)
        else:
            return shell.back(request, here, _("Saved. It is read anew."))
    return _signal(request, visitor, one, form, status=422)


@router.post("/market/signals/{signal_id:uuid}/withdraw")
async def withdraw(request: Request, visitor: Logger, signal_id: UUID) -> Response:
    """Take a signal back."""
    async with visitor.writing() as ctx:
        await market_signals.withdraw_market_signal(ctx, market_signals.SignalId(id=signal_id))
    said = _("Taken back. Nothing rests on it any more.")
    return shell.back(request, "/market/signals", said, undo=f"/market/signals/{signal_id}/restore")


@router.post("/market/signals/{signal_id:uuid}/restore")
async def restore(request: Request, visitor: Logger, signal_id: UUID) -> Response:
    """Bring a signal back that was taken back."""
    async with visitor.writing() as ctx:
        await market_signals.restore_market_signal(ctx, market_signals.SignalId(id=signal_id))
    return shell.back(request, f"/market/signals/{signal_id}", _("It is back, and is read again."))


_DONE = {
    "rename": later("It is called so from now on."),
    "merge": later("They are one from now on."),
    "part": later("It stands by itself again."),
    "hide": later("It is left out from now on."),
    "show": later("It counts again."),
    "add": later("It counts as a competitor from now on."),
    "remove": later("It counts only where your words say so."),
}
_BACK = {"merge": "part", "hide": "show", "show": "hide", "add": "remove", "remove": "add"}


async def _decided(
    request: Request, visitor: Visitor, form: Form[Any], called: Callable[[Ctx], Awaitable[str]],
    write: Callable[[Ctx], Awaitable[Any]], here: str,
) -> Response:  # fmt: skip
    """Do what the form says, and go to where the thing is found now."""
    if form.ask is None:
        return shell.back(request, here, _("Choose another one first."), bad=True)
    action = form.ask.action
    try:
        async with visitor.writing() as ctx:
            before = "" if action == "part" else await called(ctx)
            done = await write(ctx)
    except RefleqtError as wrong:
        return shell.back(request, here, str(wrong), bad=True)
    undo = f"{here}/{_BACK[action]}" if action in _BACK else ""
    if action == "rename":
        undo = f"{here}/rename?{urlencode({'name': before})}" if before != done.name else ""
    to = here.rpartition("/")[0] + f"/{done.id}"
    return shell.back(request, to, _(_DONE[action]), undo=undo)


async def _rivals(
    request: Request, visitor: Visitor, form: Form[Any], status: int = 200
) -> Response:
    async with visitor.reading() as ctx:
        found = await competitors.list_competitors(ctx, Nothing())
    data = {"found": found, "form": form}
    return _page(request, "derived/competitors.html", data, status)


def _blank() -> Form[Any]:
    return forms.blank(market_signals.Sighting, kind="competitor_move")


async def _signals(
    request: Request, visitor: Visitor, form: Form[Any], status: int = 200
) -> Response:
    async with visitor.reading() as ctx:
        found = await market_signals.list_market_signals(ctx, market_signals.Signals(limit=200))
    data = {"found": found, "form": form, "may": visitor.may("inputs:write"), **_kinds()}
    return _page(request, "derived/signals.html", data, status)


def _signal(
    request: Request, visitor: Visitor, one: market_signals.SignalLine, form: Form[Any],
    status: int = 200,
) -> Response:  # fmt: skip
    may = visitor.may("inputs:write") and (one.mine or visitor.may("data:write"))
    data = {"one": one, "form": form, "may": may, **_kinds()}
    return _page(request, "derived/signal.html", data, status)


def _page(request: Request, template: str, data: dict[str, Any], status: int = 200) -> Response:
    tabs = [
        ("/market", _("Audiences"), "segment"), ("/market/competitors", _("Competitors"), "compet"),
        ("/market/signals", _("Signals"), "signal"),
        ("/market/recommended", _("What we recommended"), "recommended"),
    ]  # fmt: skip
    words = {
        "tabs": [(to, said, f"derived/{mark}" in template) for to, said, mark in tabs],
        "trends": {name: (_(said), tone, icon) for name, (said, tone, icon) in TRENDS.items()},
        "moves": {name: _(said) for name, said in MOVES.items()},
        "kind": phrases.kind, "channel": phrases.channel,
    }  # fmt: skip
    return shell.page(request, template, {**words, **data}, status=status)


def _kinds() -> dict[str, Any]:
    return {
        "kinds": [(name, _(SEEN[name])) for name in KINDS],
        "seen_as": {name: _(words) for name, words in SEEN.items()},
    }


def _told(given: dict[str, tuple[str, str]]) -> dict[str, tuple[str, str]]:
    return {name: (_(words), tone) for name, (words, tone) in given.items()}


def _bars(months: Sequence[Months]) -> dict[str, Any] | None:
    """Months as bars of a drawing; None below two."""
    if len(months) < 2:
        return None
    most, step = max(one.n for one in months) or 1, WIDE / len(months)
    bars = [
        {
            "x": round(at * step + (step - min(BAR, step * 0.7)) / 2, 1),
            "wide": round(min(BAR, step * 0.7), 1),
            "high": round((HIGH - 2 * BASE) * one.n / most, 1),
            "middle": round(at * step + step / 2, 1), "n": one.n, "month": one.month,
        }
        for at, one in enumerate(months)
    ]  # fmt: skip
    return {"bars": bars, "wide": WIDE, "high": HIGH, "base": HIGH - BASE}
