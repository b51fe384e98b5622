"""The list of tools. HTTP routes, commands, the SDK and agents are made from it.

A test fails when a tool declared in a file of this folder is missing here.
"""

from typing import Any

from domain.access import PEOPLE, SCOPES
from tools import (
    activities,
    audit,
    beliefs,
    briefs,
    calendar,
    chats,
    context,
    market,
    models,
    offers,
    onboarding,
    operations,
    payments,
    performance,
    plans,
    pulls,
    receipts,
    releases,
    reviews,
    runs,
    suggestions,
    vents,
)
from tools.base import Tool

TOOLS: tuple[Tool[Any, Any], ...] = (
    activities.submit_activity,
    audit.list_audit_cards,
    audit.read_audit_card,
    beliefs.judge_belief,
    beliefs.list_beliefs,
    briefs.keep_brief,
    briefs.list_briefs,
    briefs.read_brief,
    calendar.list_entries,
    calendar.publish_entry,
    calendar.save_entries,
    chats.archive_thread,
    chats.list_threads,
    chats.read_thread,
    chats.rename_thread,
    chats.search_threads,
    chats.show_branch,
    chats.start_thread,
    context.join_recurrence,
    context.list_themes,
    context.record_extraction,
    context.search_context,
    market.import_creators,
    market.list_creators,
    models.list_models,
    models.pause_models,
    models.read_costs,
    models.remove_model,
    models.resume_models,
    models.set_limits,
    models.set_model,
    offers.answer_offer,
    offers.deliver,
    offers.list_assignments,
    offers.list_offers,
    offers.offer,
    onboarding.describe_business,
    onboarding.finish_interview,
    onboarding.read_business,
    onboarding.read_profile,
    onboarding.record_answer,
    onboarding.start_interview,
    operations.list_dead_letters,
    operations.list_jobs,
    operations.replay_jobs,
    payments.funds,
    payments.pay_creator,
    payments.purchase_map,
    payments.return_funds,
    payments.settle_bonus,
    performance.import_journeys,
    performance.import_metrics,
    performance.import_performance,
    performance.read_credit,
    plans.decline_map,
    plans.last_reason,
    plans.list_artifacts,
    plans.list_maps,
    plans.publish_maps,
    pulls.import_pull,
    receipts.account_for_inputs,
    receipts.check_evidence,
    receipts.find_revenue,
    receipts.read_receipt,
    releases.list_versions,
    releases.roll_back_version,
    reviews.decide_escalated,
    reviews.read_work,
    reviews.record_review,
    runs.ask_question,
    runs.edit_question,
    runs.list_approvals,
    runs.read_events,
    runs.read_run,
    runs.retry_run,
    runs.stop_run,
    suggestions.answer_suggestion,
    suggestions.list_suggestions,
    suggestions.suggest_entries,
    vents.list_vents,
    vents.submit_vent,
    vents.submit_vents,
)
BY_NAME = {tool.name: tool for tool in TOOLS}

JOBS_ALONE = frozenset(
    {
        "keep_brief",
        "offer",
        "pay_creator",
        "publish_maps",
        "return_funds",
        "settle_bonus",
        "suggest_entries",
    }
)
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
