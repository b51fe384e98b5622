"""The order in which models are asked for a business: its own CDT, the base, its models, ours.

What a business added is read from the database and kept for half a second, in a short transaction
of its own: a mind asks often, and whoever goes back to an older version waits no longer than that.
"""

from dataclasses import dataclass, field
from uuid import UUID

from pydantic import SecretStr

from core import clock
from core.errors import BadInput, Unavailable
from core.settings import Settings, settings
from domain.access import worker_for
from domain.models import check_route
from domain.placeholders import names_of
from domain.release import in_canary
from memory import db, models, people, releases
from memory.ctx import open_ctx

KEPT_SECONDS = 0.5
"""What is known of a business may be so old: a version that was taken back answers no longer."""
MOST_KEPT = 10_000


class RoutesUnread(Unavailable):
    """Which models a business may ask cannot be read just now."""


@dataclass(frozen=True)
class Route:
    """One way to a model. The key shows itself to nobody who prints a route."""

    model: str
    api_base: str = ""
    api_key: SecretStr = field(default_factory=lambda: SecretStr(""))
    adapter: str = "none"
    called: tuple[str, ...] = ()
    """What the business is called, where the model knows it as a placeholder; its name first."""


@dataclass(frozen=True)
class _Version:
    """A version of the CDT that answers: its number, name and adapter."""

    number: int
    name: str
    adapter: str | None


@dataclass(frozen=True)
class _Known:
    """What the database says of a business, and until when that is believed."""

    until: float
    own: tuple[Route, ...] = ()
    live: _Version | None = None
    trial: _Version | None = None
    paused: bool = False
    called: tuple[str, ...] = ()

    def answering(self, subject: str) -> _Version | None:
        """The version that answers for a subject: the one on trial for its share of them."""
        if self.trial is not None and in_canary(self.trial.name, subject):
            return self.trial
        return self.live


@dataclass(frozen=True)
class Plan:
    """The routes of a business in the order of asking; `paused`: none may be used.

    `version` is the version of the CDT that answers for the subject.
    """

    routes: tuple[Route, ...]
    paused: bool = False
    version: int | None = None

    @property
    def ready(self) -> bool:
        """Whether there is a model to ask."""
        return bool(self.routes) and not self.paused


_known: dict[UUID, _Known] = {}


async def plan(business_id: UUID | None, subject: str = "") -> Plan:
    """The routes of a business for a subject; without a business, those of the deployment."""
    chosen = settings()
    known = _Known(0.0) if business_id is None else await _read(business_id)
    own = tuple(route for route in known.own if _allowed(route, chosen))
    version = known.answering(subject)
    ways = (*_base(chosen, known, version), *own, *_deployment(chosen))
    return Plan(ways, known.paused, version.number if version else None)


def speech() -> Route | None:
    """The way to the deployment's model that writes down speech, if one is set."""
    chosen = settings()
    if not chosen.speech_model:
        return None
    return Route(chosen.speech_model, chosen.speech_api_base, chosen.speech_api_key)


def embedding_models() -> list[str]:
    """The embedding models of the settings, the wanted one first."""
    return [name.strip() for name in settings().embedding_model.split(",") if name.strip()]


def embedding(model: str) -> Route:
    """The way to an embedding model of the settings."""
    chosen = settings()
    return Route(model, chosen.embedding_api_base, chosen.embedding_api_key)


def forget(business_id: UUID) -> None:
    """Read anew at the next call; for whoever changed something."""
    _known.pop(business_id, None)


async def _read(business_id: UUID) -> _Known:
    known = _known.get(business_id)
    if known is not None and clock.elapsed() < known.until:
        return known
    try:
        async with open_ctx(worker_for(business_id), read_only=True, aside=True) as ctx:
            rows = [row for row in await models.routes(ctx) if row.enabled]
            limits = await models.limits(ctx)
            used = await releases.in_use(ctx)
            firm = await people.business(ctx) if used else None
    except db.LOST as wrong:
        raise RoutesUnread(f"({type(wrong).__name__})") from None
    own = tuple(Route(row.model, row.api_base, SecretStr(row.api_key or "")) for row in rows)
    paused = bool(limits and limits.paused)
    called = names_of(firm.name, firm.slug) if firm else ()
    versions = {row.live: _Version(row.version, row.name, row.adapter) for row in used}
    until = clock.elapsed() + KEPT_SECONDS
    known = _Known(until, own, versions.get(True), versions.get(False), paused, called)
    if len(_known) >= MOST_KEPT:
        _known.clear()
    _known[business_id] = known
    return known


def _base(chosen: Settings, known: _Known, version: _Version | None) -> tuple[Route, ...]:
    """The customer's CDT and its base, where a server for them is set.

    A release whose adapter is the base itself has none of its own, and gets no route for one.
    """
    if not (chosen.base_model and chosen.base_model_api_base):
        return ()
    address, key = chosen.base_model_api_base, chosen.base_model_api_key
    base = Route(f"openai/{chosen.base_model}", address, key)
    adapter = version.adapter if version else None
    if not adapter or adapter == chosen.base_model:
        return (base,)
    return (Route(f"openai/{adapter}", address, key, adapter, known.called), base)


def _deployment(chosen: Settings) -> tuple[Route, ...]:
    return tuple(Route(model, base, key) for model, base, key in chosen.models)


def _allowed(route: Route, chosen: Settings) -> bool:
    """Whether the deployment still allows what a business added: its list may have shrunk."""
    try:
        check_route(
            route.model,
            route.api_base,
            keyed=bool(route.api_key.get_secret_value()),
            hosts=chosen.hosts,
            local=chosen.environment == "local",
        )
    except BadInput:
        return False
    return True
