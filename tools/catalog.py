"""The list of tools. HTTP routes, commands, the SDK and agents are made from it.

A test fails when a tool declared in a file of this folder is missing here.
"""

from typing import Any

from domain.access import PEOPLE, SCOPES
from tools import (
    activities,
    calendar,
    context,
    market,
    onboarding,
    operations,
    payments,
    performance,
    plans,
    vents,
)
from tools.base import Tool

TOOLS: tuple[Tool[Any, Any], ...] = (
    activities.submit_activity,
    calendar.list_entries,
    calendar.save_entries,
    context.join_recurrence,
    context.record_extraction,
    context.search_context,
    market.import_creators,
    onboarding.finish_interview,
    onboarding.read_profile,
    onboarding.record_answer,
    onboarding.start_interview,
    operations.list_dead_letters,
    operations.list_jobs,
    operations.replay_jobs,
    payments.funds,
    payments.pay_creator,
    payments.purchase_map,
    payments.settle_bonus,
    performance.import_journeys,
    performance.import_metrics,
    performance.import_performance,
    plans.decline_map,
    plans.list_maps,
    plans.publish_maps,
    vents.list_vents,
    vents.submit_vent,
    vents.submit_vents,
)
BY_NAME = {tool.name: tool for tool in TOOLS}

JOBS_ALONE = frozenset({"pay_creator", "publish_maps", "settle_bonus"})
"""What follows from other things (a review that passed, a measured result) and that no person
starts, though a role has the scope."""


def for_people() -> tuple[Tool[Any, Any], ...]:
    """The tools that at least one role of a person may use; the rest belong to jobs alone."""
    return tuple(
        tool
        for tool in TOOLS
        if tool.name not in JOBS_ALONE and any(tool.scope in SCOPES[role] for role in PEOPLE)
    )


def noun(tool: Tool[Any, Any]) -> str:
    """The file that declares a tool: `vents` for `submit_vent`."""
    return tool.run.__module__.rpartition(".")[2]
