"""The model: its versions and verdicts, what each was trained on, going back, what comes next."""

from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response

from api.web import phrases, shell
from api.web.session import Visitor, having
from api.web.texts import gettext as _
from api.web.texts import later
from core.errors import RefleqtError
from tools.base import Nothing
from tools.releases import Number, list_versions, roll_back_version
from tools.training import read_version, training_plan

router = APIRouter()
Reader = Annotated[Visitor, having("releases:read")]
Owner = Annotated[Visitor, having("releases:write")]
Version = Annotated[int, Path(ge=1, le=2**31 - 1)]
VERDICTS = {
    "release": (later("Released"), "good"),
    "keep": (later("Not better, so the old one stays"), "cool"),
    "not_enough_evidence": (later("Too little evidence, so the old one stays"), "warn"),
    "block": (later("Blocked"), "bad"),
}
LEFT_OUT = {
    "too_old": later("too old"),
    "held_out": later("held out, to judge it by"),
    "off_record": later("off the record"),
    "no_consent": later("without consent to train"),
}
SOURCES = {
    "performance": later("Measured results"), "belief": later("Beliefs"),
    "activity": later("Team activities"), "tooling": later("Figures of your tools"),
    "onboarding": later("The interview"), "vent": later("Vents"),
    "calendar": later("The calendar"), "outcome": later("What became of suggestions"),
}  # fmt: skip


@router.get("/model")
async def model(request: Request, visitor: Reader) -> Response:
    """Which version answers, how each was judged, and when the next is trained."""
    async with visitor.reading() as ctx:
        versions = (await list_versions(ctx, Nothing())).items
        plan = await training_plan(ctx, Nothing())
    return shell.page(
        request, "model/model.html",
        {
            "versions": versions[::-1],
            "live": next((one for one in versions if one.live), None),
            "plan": plan,
            "verdicts": VERDICTS,
        },
    )  # fmt: skip


@router.get("/model/{version}")
async def one_version(request: Request, visitor: Reader, version: Version) -> Response:
    """One version: why it was released or not, and what it was trained on."""
    async with visitor.reading() as ctx:
        found = await read_version(ctx, Number(version=version))
    return shell.page(
        request, "model/version.html",
        {
            "found": found,
            "verdicts": VERDICTS,
            "why": _why,
            "sources": {name: _(words) for name, words in SOURCES.items()},
            "sure": phrases.sure,
            "business_id": visitor.actor.business_id,
        },
    )  # fmt: skip


def _why(reason: str) -> str:
    """Why records were left out of a training; after a colon stands the source it is about."""
    name, _colon, source = reason.partition(":")
    words = _(LEFT_OUT[name]) if name in LEFT_OUT else name.replace("_", " ")
    about = _(SOURCES[source]) if source in SOURCES else source.replace("_", " ")
    return _("Left out: %(why)s") % {"why": f"{words} ({about})" if about else words}


@router.post("/model/{version}/live")
async def go_live(request: Request, visitor: Owner, version: Version) -> Response:
    """Let a version answer from now on; undone by letting the former one answer again."""
    try:
        async with visitor.writing() as ctx:
            before = next(
                (one.version for one in (await list_versions(ctx, Nothing())).items if one.live),
                None,
            )
            if before != version:
                await roll_back_version(ctx, Number(version=version))
    except RefleqtError as wrong:
        return shell.back(request, "/model", str(wrong), bad=True)
    undo = f"/model/{before}/live" if before not in (None, version) else ""
    said = _("Version %(version)s answers now.") % {"version": version}
    return shell.back(request, "/model", said, undo=undo)
