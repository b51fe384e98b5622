"""The data of a business: what is kept where, archives, consent, how long, and erasure."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.web import forms, shell
from api.web.session import Visitor, having
from api.web.texts import gettext as _
from api.web.texts import later
from core.errors import RefleqtError
from domain.stores import GROUPS
from tools import consents, erasures, exports, pauses, retention, stores
from tools.base import Nothing

router = APIRouter()
Reader = Annotated[Visitor, having("data:read")]
Writer = Annotated[Visitor, having("words:write")]
Owner = Annotated[Visitor, having("data:write")]

TABS = (
    ("/data", later("What is kept")),
    ("/data/consent", later("Training")),
    ("/data/retention", later("How long")),
    ("/data/erasure", later("Erasure")),
)
GROUP_NAMES = {
    "said": later("What people said"),
    "read": later("What was read from it"),
    "planned": later("Plans and profile"),
    "made": later("Briefs and work"),
    "money": later("Money"),
    "measured": later("Figures"),
    "model": later("The model"),
    "chats": later("Chats"),
    "account": later("The account"),
    "elsewhere": later("Outside the tables"),
}
SOURCE_NAMES = {
    "vent": later("Vents"), "answer": later("Answers of the interview"),
    "activity": later("Notes of team activities"), "chat": later("Chats"),
    "calendar": later("The calendar"), "performance": later("Results of published pieces"),
    "tooling": later("Figures of connected tools"), "belief": later("What the model believes"),
}  # fmt: skip
KIND_NAMES = {
    "vents": later("Vents"), "answers": later("Answers of the interview"),
    "transcripts": later("Notes and transcripts of team activities"),
    "chats": later("Chats that nobody wrote in since"),
    "pulls": later("Raw answers of connected tools"),
    "audio": later("Recordings, once they have a transcript"),
    "mail": later("E-mails that were sent"), "exports": later("Archives that were made"),
    "input": later("Single inputs"), "person": later("The words of a person"),
}  # fmt: skip


@router.get("/data")
async def kept(request: Request, visitor: Reader) -> Response:
    """What is kept and where, with counts; archives; the switch that pauses everything."""
    async with visitor.reading() as ctx:
        found = await stores.list_stores(ctx, Nothing())
        standing = await pauses.read_pause(ctx, Nothing())
        made = await exports.list_exports(ctx, Nothing()) if _owns(visitor) else None
    groups = [
        (name, [line for line in found.items if line.group == name])
        for name in (*GROUPS, "elsewhere")
    ]
    return shell.page(
        request, "data/kept.html",
        {
            "tabs": _tabs("/data"), "found": found, "groups": groups, "names": _all(GROUP_NAMES),
            "standing": standing, "made": made.items if made else None,
            "packing": bool(made and any(one.status == "packing" for one in made.items)),
        },
    )  # fmt: skip


@router.post("/data/pause")
async def pause(request: Request, visitor: Owner) -> Response:
    """Stop everything; undone by the button that resumes."""
    async with visitor.writing() as ctx:
        await pauses.pause_business(ctx, Nothing())
    said = _("Everything is paused. Work waits, nothing is lost.")
    return shell.back(request, "/data", said, undo="/data/resume")


@router.post("/data/resume")
async def resume(request: Request, visitor: Owner) -> Response:
    """Let everything go on."""
    async with visitor.writing() as ctx:
        await pauses.resume_business(ctx, Nothing())
    return shell.back(request, "/data", _("Everything goes on."), undo="/data/pause")


@router.post("/data/archives")
async def pack(request: Request, visitor: Owner) -> Response:
    """Ask for an archive; asking twice while one is packed is once."""
    async with visitor.writing() as ctx:
        await exports.ask_export(ctx, Nothing())
    return shell.back(request, "/data#archives", _("Your archive is being packed."))


@router.get("/data/archives/{export_id}")
async def download(visitor: Owner, export_id: UUID) -> Response:
    """The archive itself, for founders alone."""
    async with visitor.reading() as ctx:
        data = await exports.fetch(ctx, export_id)
    name = f'attachment; filename="refleqt-{str(export_id)[:8]}.zip"'
    headers = {**shell.HEADERS, "Content-Disposition": name, "Cache-Control": "no-store"}
    return Response(data, media_type="application/zip", headers=headers)


@router.get("/data/consent")
async def consent(request: Request, visitor: Reader) -> Response:
    """What may be used for training, by source."""
    async with visitor.reading() as ctx:
        found = await consents.read_consents(ctx, Nothing())
    data = {"tabs": _tabs("/data/consent"), "found": found, "names": _all(SOURCE_NAMES),
            "owns": _owns(visitor)}  # fmt: skip
    return shell.page(request, "data/consent.html", data)


@router.post("/data/consent")
async def decide(request: Request, visitor: Writer) -> Response:
    """Say yes or no to a source."""
    form = await forms.read(request, consents.Choice)
    if form.ask is None:
        return shell.back(request, "/data/consent", _("Choose a source."), bad=True)
    try:
        async with visitor.writing() as ctx:
            await consents.set_consent(ctx, form.ask)
    except RefleqtError as wrong:
        return shell.back(request, "/data/consent", str(wrong), bad=True)
    return shell.back(request, "/data/consent", _("The next training heeds it."))


@router.get("/data/retention")
async def windows(request: Request, visitor: Reader) -> Response:
    """How long words are kept."""
    return await _windows(request, visitor, forms.blank(retention.KeptFor))


@router.post("/data/retention")
async def keep_for(request: Request, visitor: Owner) -> Response:
    """Set a window; an empty one keeps until erased."""
    form = await forms.read(request, retention.KeptFor)
    if form.ask:
        try:
            async with visitor.writing() as ctx:
                await retention.set_retention(ctx, form.ask)
        except RefleqtError as wrong:
            form.blame(wrong)
        else:
            return shell.back(request, "/data/retention", _("What is older goes tonight."))
    return await _windows(request, visitor, form, status=422)


@router.get("/data/erasure")
async def erasure(request: Request, visitor: Reader) -> Response:
    """Erasures that wait, run or are done, and how to ask for one."""
    return await _erasure(request, visitor, forms.blank(erasures.WholeBusiness, grace_days=7))


@router.post("/data/erasure/words")
async def erase_own(request: Request, visitor: Writer) -> Response:
    """Erase all words of the visitor, after a day in which it can be called off."""
    form = await forms.read(request, erasures.SomebodysWords)
    if form.ask is None:
        return shell.back(request, "/data/erasure", _("Choose how."), bad=True)
    try:
        async with visitor.writing() as ctx:
            asked = await erasures.erase_words(ctx, form.ask)
    except RefleqtError as wrong:
        return shell.back(request, "/data/erasure", str(wrong), bad=True)
    said = _("Your words are hidden now and erased tomorrow.")
    return shell.back(request, "/data/erasure", said, undo=f"/data/erasure/{asked.id}/off")


@router.post("/data/erasure/business")
async def erase_all(request: Request, visitor: Owner) -> Response:
    """Erase the business, after a grace in which it can be called off."""
    form = await forms.read(request, erasures.WholeBusiness)
    if form.ask:
        try:
            async with visitor.writing() as ctx:
                asked = await erasures.erase_business(ctx, form.ask)
        except RefleqtError as wrong:
            form.blame(wrong)
        else:
            said = _("The business will be erased. Until then you can call it off.")
            undo = f"/data/erasure/{asked.id}/off"
            return shell.back(request, "/data/erasure", said, undo=undo)
    return await _erasure(request, visitor, form, status=422)


@router.post("/data/erasure/{erasure_id}/off")
async def call_off(request: Request, visitor: Writer, erasure_id: UUID) -> Response:
    """Call an erasure off while it waits."""
    try:
        async with visitor.writing() as ctx:
            await erasures.call_off_erasure(ctx, erasures.ErasureId(erasure_id=erasure_id))
    except RefleqtError as wrong:
        return shell.back(request, "/data/erasure", str(wrong), bad=True)
    return shell.back(request, "/data/erasure", _("Called off. Everything is as it was."))


async def _windows(
    request: Request, visitor: Visitor, form: forms.Form[retention.KeptFor], status: int = 200
) -> Response:
    async with visitor.reading() as ctx:
        found = await retention.read_retention(ctx, Nothing())
    data = {"tabs": _tabs("/data/retention"), "found": found, "names": _all(KIND_NAMES),
            "owns": _owns(visitor), "form": form}  # fmt: skip
    return shell.page(request, "data/retention.html", data, status=status)


async def _erasure(
    request: Request, visitor: Visitor, form: forms.Form[erasures.WholeBusiness], status: int = 200
) -> Response:
    async with visitor.reading() as ctx:
        found = await erasures.list_erasures(ctx, Nothing())
    data = {"tabs": _tabs("/data/erasure"), "items": found.items, "owns": _owns(visitor),
            "form": form, "business": visitor.seen.business}  # fmt: skip
    return shell.page(request, "data/erasure.html", data, status=status)


def _owns(visitor: Visitor) -> bool:
    return visitor.may("data:write")


def _tabs(here: str) -> list[tuple[str, str, bool]]:
    return [(path, _(name), path == here) for path, name in TABS]


def _all(names: dict[str, str]) -> dict[str, str]:
    return {key: _(name) for key, name in names.items()}
