"""A map with its evidence, and a brief made from it, as the agents' tests need them."""

from datetime import date
from uuid import UUID

from agents import briefer, cartographer
from agents.briefer import Known
from domain.briefs import Brief
from domain.identity import Tenant
from domain.maps import ExecutionMap
from domain.planning import Evidence, Theme

TENANT = Tenant(name=("Quillmark",), people=("Odalys Brandt",))
THEME = Theme(
    UUID(int=1), "retention", "customers leave when onboarding drags", 4,
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
