"""A map with its evidence, and a brief made from it, as the agents' tests need them."""

from datetime import date, timedelta
from uuid import UUID

from agents import briefer, cartographer
from agents.briefer import Known
from domain.briefs import Brief
from domain.identity import Tenant
from domain.maps import ExecutionMap
from domain.planning import Combination, Evidence, Held, Rival, Shown, Theme, Worth

TENANT = Tenant(name=("Quillmark",), people=("Odalys Brandt",))
THEME = Theme(
    UUID(int=1), "retention", 4,
    tuple((UUID(int=n), "customers leave") for n in range(2, 6)),
)  # fmt: skip
KNOWN = Evidence(today=date(2026, 11, 1), currency="USD", themes=[THEME])


def a_map() -> ExecutionMap:
    """The cartographer's draft from one theme that came back four times."""
    [plan] = cartographer.draft(KNOWN).maps
    return plan


def for_brief() -> Known:
    """What a brief of the map's first artifact is drafted from."""
    plan = a_map()
    return Known(brief_id="b1", plan=plan, artifact=plan.artifacts[0], voice={})


def a_brief() -> Brief:
    """The briefer's draft."""
    return briefer.draft(for_brief())


DAY = date(2026, 11, 2)


def known_well() -> Evidence:
    """A business with a year of results: quality managers answer to risk, through webinars."""
    shown = [
        Shown(
            UUID(int=1000 + n), DAY - timedelta(days=9 + 8 * n), "quality_manager", "webinars",
            "risk", 4.0 + n % 7,
        )
        for n in range(40)
    ]  # fmt: skip
    reached = [one.reached for one in shown]
    held = [
        Held(UUID(int=50), "messaging", "risk", "quality_manager",
             "Quality managers answer to messages about risk.", 0.85, 6),
        Held(UUID(int=51), "channel", "webinars", "", "Webinars bring more than others.", 0.9, 9),
        Held(UUID(int=52), "audience", "quality_manager", "",
             "Quality managers answer less than our other segments.", 0.7, 9, direction=-1),
    ]  # fmt: skip
    quotes = tuple((UUID(int=n), FOUNDER) for n in range(2, 6))
    theme = Theme(
        UUID(int=1), "retention", 4, quotes, DAY - timedelta(days=200), DAY - timedelta(days=5),
        segment="quality manager",
    )  # fmt: skip
    return Evidence(
        today=DAY, currency="USD", themes=[theme], beliefs=held,
        combinations=[Combination("quality_manager", "risk", "webinars", 0.8, 0.6)],
        rivals=[Rival(UUID(int=60), "Brasswick", 6, "launched", DAY - timedelta(days=12))],
        shown=shown, worth=Worth(9_000, 40, 360_000), profile={"icp_titles": ("quality manager",)},
        results={("", ""): reached, ("", "webinars"): reached, ("", "email"): reached},
        clicks={("", ""): [20 * one for one in reached]},
        prices={"webinar": [80_000, 90_000, 95_000], "email": [9_000, 12_000, 15_000]},
        free={"webinar": 2, "email": 3, "landing_page": 1, "blog_post": 2},
    )  # fmt: skip


FOUNDER = (
    "They buy in the week before the audit, hang the certificate on the wall and cancel when the "
    "coffee is finished, and nobody here can tell me why."
)
"""What the founder said; no map may repeat it."""
