"""What the rail shows to whom, in the order in which people need it."""

from dataclasses import dataclass

from api.web.texts import later as _
from domain.access import Role


@dataclass(frozen=True)
class Place:
    """A page of the rail; `main` ones also stand in the bar of a phone."""

    path: str
    name: str
    icon: str
    main: bool = False


_HOUSE = (
    Place("/", _("Today"), "house", main=True),
    Place("/ask", _("Ask"), "message-circle", main=True),
    Place("/vents", _("Vents"), "flame", main=True),
    Place("/calendar", _("Calendar"), "calendar", main=True),
    Place("/maps", _("Maps"), "map"),
    Place("/production", _("Work"), "briefcase"),
    Place("/results", _("Results"), "chart-column"),
    Place("/knowledge", _("What we know"), "layers"),
    Place("/beliefs", _("Beliefs"), "lightbulb"),
    Place("/market", _("Market"), "compass"),
    Place("/model", _("Model"), "brain"),
)
_DESK = (
    Place("/data", _("Data"), "database"),
    Place("/costs", _("Costs"), "gauge"),
    Place("/team", _("Team"), "users"),
)
PLACES: dict[Role, tuple[Place, ...]] = {
    "founder": (*_HOUSE, *_DESK),
    "team": (*_HOUSE, Place("/team", _("Team"), "users")),
    "creator": (
        Place("/studio", _("Offers"), "inbox", main=True),
        Place("/studio/earnings", _("Earnings"), "wallet", main=True),
        Place("/studio/payouts", _("Getting paid"), "banknote"),
        Place("/studio/record", _("Record"), "badge-check", main=True),
    ),
    "evaluator": (
        Place("/evaluations", _("Releases"), "git-compare", main=True),
        Place("/evaluations/annotations", _("Annotate"), "list-checks", main=True),
    ),
    "reviewer": (Place("/reviews", _("Reviews"), "clipboard-check", main=True),),
    "operator": (
        Place("/operations", _("Overview"), "activity", main=True),
        Place("/operations/jobs", _("Jobs"), "workflow", main=True),
        Place("/operations/dead-letters", _("Dead letters"), "circle-alert", main=True),
        Place("/operations/transfers", _("Refused transfers"), "banknote"),
        Place("/operations/queues", _("Queues"), "layers"),
        Place("/operations/index", _("Search index"), "database"),
        Place("/operations/creators", _("Creators"), "users"),
        Place("/operations/events", _("Events"), "webhook"),
        Place("/operations/tenants", _("Tenants"), "building-2", main=True),
        Place("/operations/costs", _("Costs"), "gauge"),
        Place("/operations/releases", _("Releases"), "rocket"),
        Place("/operations/erasures", _("Erasures"), "shield-check"),
        Place("/operations/mail", _("Mail"), "mail"),
    ),
    "stranger": (Place("/studio/apply", _("Become a creator"), "pencil", main=True),),
    "worker": (),
}


def home(role: Role) -> str:
    """Where somebody in this role begins."""
    return PLACES[role][0].path if PLACES[role] else "/"


def here(role: Role, path: str) -> Place | None:
    """The place of the rail in which `path` lies: the longest that it begins with."""
    fits = [each for each in PLACES[role] if _within(path, each.path)]
    return max(fits, key=lambda each: len(each.path), default=None)


def _within(path: str, place: str) -> bool:
    return path == place or (place != "/" and path.startswith(f"{place}/"))
