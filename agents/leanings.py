"""What a question's kind and aim say for or against a tool, over its likeness to its examples."""

import re

from agents.arguments import compares, profile_field
from domain.language.channels import mentions
from domain.language.lexicons import table, words
from domain.language.questions import Question

INCLINED: dict[str, dict[str, float]] = {
    "trend": {"metric_trend": 0.25, "compare_periods": 0.1, "mention_trend": 0.05},
    "compare": {"compare_periods": 0.2, "engagement_by": 0.1, "read_figure": 0.1},
    "top": {"best_periods": 0.1, "channel_returns": 0.05, "top_pieces": 0.05},
    "count": {"count_mentions": 0.3, "list_themes": 1.2},
    "forecast": {"forecast_metric": 0.3},
    "whatif": {"budget_what_if": 0.3},
    "belief": {"belief_lookup": 0.2},
    "calendar": {"list_entries": 0.2, "what_is_due": 0.05},
    "status": {"work_status": 0.15, "money_summary": 0.1},
    "receipt": {"list_maps": 0.2},
    "advice": {"what_waits": 0.2, "list_maps": 0.15, "new_concerns": 0.1},
    "list": {"read_fact": 0.1},
    "open": {"read_figure": 0.05},
}
"""Kind of question → what speaks for a tool over its likeness to its examples."""
ONLY_FOR: dict[str, frozenset[str]] = {
    "forecast_metric": frozenset({"forecast", "whatif"}),
    "budget_what_if": frozenset({"whatif", "forecast", "advice"}),
    "belief_lookup": frozenset({"belief", "compare", "advice"}),
    "spend_summary": frozenset({"open", "list", "top", "trend", "compare"}),
    "list_maps": frozenset({"receipt", "status", "list", "open", "why", "advice"}),
}
"""Tools that answer questions of these kinds alone."""
OF_WORDS = frozenset({"count_mentions", "first_and_last_mention", "mention_trend"})
AIMED = {
    "return": "channel_returns", "cost": "spend_summary", "conversions": "engagement_by",
    "clicks": "engagement_by", "revenue": "attributed_revenue",
}  # fmt: skip
"""What is asked of a channel → the tool that tells it; the others tell something else."""
AIM, RETURNING, ASKED_OF_US = 0.35, 0.3, 0.3
_CHANNEL = re.compile(r"\bchannels?\b", re.IGNORECASE)


def applies(question: Question, tool: str) -> bool:
    """Whether a question is of a kind that the tool answers."""
    if tool in OF_WORDS:
        return bool(words("asking", "mentions").search(question.text))
    return question.kind in ONLY_FOR.get(tool, {question.kind})


def inclined(question: Question, tool: str) -> float:
    """What the kind and the aim of a question say for a tool; a figure in a named time is read
    plainly."""
    leaning = INCLINED.get(question.kind, {}).get(tool, 0.0)
    if tool == "read_fact" and profile_field(question) and not question.span:
        leaning += ASKED_OF_US
    if tool == "compare_periods" and compares(question):
        leaning += 0.2
    if tool == "list_themes" and words("asking", "returning").search(question.text):
        leaning += RETURNING
    if (aimed := AIMED.get(aim(question), "")) and tool in AIMED.values():
        leaning += AIM if tool == aimed else -AIM
    plain = question.kind in ("open", "list", "compare") and question.span is not None
    wanted = question.wants in ("money", "amount")
    return leaning + (0.15 if tool == "read_figure" and plain and wanted else 0.0)


def aim(question: Question) -> str:
    """Which figure of a channel is asked for: return, cost, conversions, clicks, revenue, or ""."""
    of_channels = _CHANNEL.search(question.text) or mentions(question.text)
    if not of_channels or question.kind in ("whatif", "forecast", "why", "quote", "when", "count"):
        return ""
    return next(
        (
            name
            for name in table("asking")["aims"]
            if words("asking", "aims", name).search(question.text)
        ),
        "",
    )
