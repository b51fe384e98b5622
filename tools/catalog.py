"""The list of tools. HTTP routes, commands, the SDK and agents are made from it.

A test fails when a tool declared in a file of this folder is missing here.
"""

from typing import Any

from domain.access import PEOPLE, SCOPES
from tools import (
    activities,
    beliefs,
    briefs,
    budget,
    calendar,
    context,
    funnel,
    keywords,
    market,
    mentions,
    mix,
    money,
    offers,
    onboarding,
    operations,
    paths,
    payments,
    performance,
    plans,
    pulls,
    receipts,
    releases,
    reviews,
    standing,
    suggestions,
    timeline,
    trends,
    vents,
    voice,
)
from tools.base import Tool

TOOLS: tuple[Tool[Any, Any], ...] = (
    activities.submit_activity,
    beliefs.judge_belief,
    beliefs.list_beliefs,
    briefs.keep_brief,
    briefs.list_briefs,
    briefs.read_brief,
    budget.budget_what_if,
    budget.spend_summary,
    calendar.list_entries,
    calendar.publish_entry,
    calendar.save_entries,
    context.join_recurrence,
    context.list_themes,
    context.record_extraction,
    context.search_context,
    funnel.funnel_steps,
    funnel.stage_balance,
    funnel.stage_gaps,
    keywords.keyword_gaps,
    keywords.keyword_overlap,
    market.import_creators,
    market.list_creators,
    mentions.count_mentions,
    mentions.first_and_last_mention,
    mentions.mention_trend,
    mentions.mood_over_time,
    mentions.new_concerns,
    mentions.share_of_voice,
    mix.channel_concentration,
    mix.channel_returns,
    mix.content_mix,
    mix.engagement_by,
    mix.send_time,
    mix.top_pieces,
    money.attributed_revenue,
    money.money_summary,
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
    paths.time_to_convert,
    paths.typical_paths,
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
    standing.belief_lookup,
    standing.model_status,
    standing.predictions_status,
    standing.profile_gaps,
    standing.read_fact,
    standing.team_activity,
    suggestions.answer_suggestion,
    suggestions.list_suggestions,
    suggestions.suggest_entries,
    timeline.critical_path,
    timeline.publishing_rhythm,
    timeline.what_is_due,
    timeline.work_status,
    trends.best_periods,
    trends.compare_periods,
    trends.find_anomalies,
    trends.forecast_metric,
    trends.list_figures,
    trends.metric_trend,
    trends.move_together,
    vents.list_vents,
    vents.submit_vent,
    vents.submit_vents,
    voice.brand_voice_distance,
    voice.message_consistency,
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
