"""The model: its versions and verdicts, what each was trained on, going back, what comes next."""

from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response

from api import cards
from api.web import charts, gates, phrases, shell
from api.web.session import Visitor, having
from api.web.texts import gettext as _
from api.web.texts import later
from core.errors import NotFound, RefleqtError
from domain.training_cost import MICROS
from tools.base import Nothing
from tools.cycle import look_ahead
from tools.releases import Number, list_decisions, list_versions, roll_back_version
from tools.training import training_plan

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
MEDIA = {"md": "text/markdown", "svg": "image/svg+xml", "png": "image/png"}
WORKS = {
    "analyze_patterns": later("look for patterns"), "suggest_entries": later("suggest entries"),
    "remove_old_words": later("remove old words"), "empty_trash": later("empty the trash"),
    "tend_vault": later("tend keys and index"), "watch_release": later("watch the release"),
    "score_predictions": later("score what was predicted"),
    "generate_maps": later("draft maps"), "send_slack_digests": later("send digests to Slack"),
    "train_cdt": later("train, and ask the gate"), "train_adapter": later("train the adapter"),
    "update_policy": later("answer the monthly questions"),
    "track_training": later("keep the record of the training"),
    "update_tiers": later("update creators’ tiers"),
    "recheck_briefs": later("read briefs again for leaks"),
}  # fmt: skip
"""Work of the monthly cycle → what it does."""


class NoSuchFile(NotFound):
    """A report card has no such file."""


@router.get("/model")
async def model(request: Request, visitor: Reader) -> Response:
    """Which version answers, how each was judged, and when the next is trained."""
    async with visitor.reading() as ctx:
        versions = (await list_versions(ctx, Nothing())).items
        plan = await training_plan(ctx, Nothing())
        ahead = await look_ahead(ctx, Nothing())
        decisions = (await list_decisions(ctx, Nothing())).items
    return shell.page(
        request, "model/model.html",
        {
            "versions": versions[::-1],
            "live": next((one for one in versions if one.live), None),
            "trial": next((one for one in versions if one.state == "canary"), None),
            "decisions": decisions[::-1],
            "gates": gates,
            "states": gates.STATES,
            "plan": plan,
            "ahead": ahead,
            "works": WORKS,
            "dollars": _dollars,
            "verdicts": VERDICTS,
        },
    )  # fmt: skip


@router.get("/model/{version}")
async def one_version(request: Request, visitor: Reader, version: Version) -> Response:
    """One version: why it was released or not, and what it was trained on."""
    async with visitor.reading() as ctx:
        card = await cards.read(ctx, version)
    metrics = card.evaluation.metrics if card.evaluation else []
    return shell.page(
        request, "model/version.html",
        {
            "found": card.version,
            "judged": card.evaluation,
            "decisions": card.decisions[::-1],
            "arms": cards.arms(metrics),
            "dollars": _dollars,
            "chart": charts.calibration(card.pairs()),
            "gates": gates,
            "groups": gates.grouped(metrics),
            "scales": gates.scales(metrics),
            "verdicts": VERDICTS,
            "states": gates.STATES,
            "why": _why,
            "sources": {name: _(words) for name, words in phrases.TRAINED_ON.items()},
            "sure": phrases.sure,
            "business_id": visitor.actor.business_id,
        },
    )  # fmt: skip


@router.get("/model/{version}/files/{name}")
async def file(visitor: Reader, version: Version, name: str) -> Response:
    """A file of the report card, to keep."""
    async with visitor.reading() as ctx:
        made = cards.files(await cards.read(ctx, version))
    if name not in made:
        raise NoSuchFile(name, remedy=f"There are {', '.join(made)}.", field="name", value=name)
    kept = f'attachment; filename="version-{version}-{name.replace("_", "-")}"'
    headers = {"Content-Disposition": kept, **shell.HEADERS}
    return Response(made[name], media_type=MEDIA[name.rpartition(".")[2]], headers=headers)


def _why(reason: str) -> str:
    """Why records were left out of a training; after a colon stands the source it is about."""
    name, _colon, source = reason.partition(":")
    known, sources = phrases.STAYED_OUT, phrases.TRAINED_ON
    words = _(known[name]) if name in known else name.replace("_", " ")
    about = _(sources[source]) if source in sources else source.replace("_", " ")
    return _("Left out: %(why)s") % {"why": f"{words} ({about})" if about else words}


def _dollars(micros: int) -> str:
    """Millionths of a dollar, to a hundredth of a cent."""
    return f"${micros / MICROS:.4f}" if micros else _("no cost")


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
