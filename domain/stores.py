"""The manifest of stores: every place where something of a business lies, how it is handed out,
and what erasure does with it. Export, the data page, erasure and its proof all walk this list.

A test compares it with the tables in code and in Postgres, and with what a served data directory
holds: a store that is missing here fails the build.
"""

from dataclasses import dataclass
from fnmatch import fnmatch
from typing import Literal

Group = Literal["said", "read", "planned", "made", "money", "measured", "model", "chats", "account"]
GROUPS: tuple[Group, ...] = (
    "said", "read", "planned", "made", "money", "measured", "model", "chats", "account",
)  # fmt: skip
Erased = Literal["deleted", "pseudonym", "kept"]


@dataclass(frozen=True)
class TableStore:
    """A table with a tenant. `exported` is False where rows are of no use to anybody outside
    (`why`); `erased` is `pseudonym` where amounts or facts stay under a name that leads nowhere."""

    name: str
    group: Group
    holds: str
    exported: bool = True
    erased: Erased = "deleted"
    why: str = ""


@dataclass(frozen=True)
class OtherStore:
    """A place that is no tenant table: how it names a business, and what erasure does there."""

    name: str
    holds: str
    exported: str
    erased: str


@dataclass(frozen=True)
class Entry:
    """Something in the data directory: a name (or pattern), and which store it belongs to.

    `searched` says whether the proof of an erasure reads its bytes.
    """

    pattern: str
    store: str
    searched: bool = True


def _of(group: Group, **holds: str) -> list[TableStore]:
    return [TableStore(name, group, words) for name, words in holds.items()]


_PLUMBING = "how the work is done, nothing that anybody said or decided"
_SEALED_KEY = "secrets are never handed out"

TABLES: tuple[TableStore, ...] = (
    *_of(
        "said",
        vent_entries="vents, as they were written",
        onboarding_responses="questions and answers of the interview",
        activities="notes of team activities",
        activity_artifacts="recordings and transcripts of team activities",
        slack_messages="which Slack messages became vents",
        voice_notes="voice notes and what was heard in them",
        files="documents that were handed in, with their words",
        answer_corrections="answers that were corrected later",
        market_signals="what people logged of the market: moves, trends, news, with links",
    ),
    *_of(
        "read",
        context_extractions="what was read from what people said",
        themes="points that were made more than once",
        theme_quotes="the sentences in which a point was made",
        inferred_segments="audiences that were recognised, by where they are named",
        competitive_intelligence="rivals that were named, by where they are named",
        market_choices="what was decided about audiences and rivals: names, merges, what is none",
        analytics_snapshots="patterns of a day: rhythm, recurrence, balance",
        signals="changes in figures that are more than noise",
        evidence_links="what rests on what",
        input_ledger="what became of each input",
    ),
    TableStore(
        "context_embeddings",
        "read",
        "vectors of passages, with the passages",
        exported=False,
        why="made from the words, which are in the archive; numbers that only this program can use",
    ),
    *_of(
        "planned",
        business_profiles="what the business says of itself",
        profile_choices="which words each field of the profile rests on",
        brand_assets="logos, colours and other pieces of the brand",
        campaigns="names of campaigns",
        keywords="search words",
        calendar_entries="everything on the calendar",
        calendar_changes="what was changed on the calendar, so that it can be undone",
        calendar_views="views of the calendar that people saved",
        seo_metadata="search fields of entries",
        distribution_plans="where and when an entry goes out",
        recommendation_outcomes="what was recommended and what became of it",
        execution_maps="execution maps",
        map_artifacts="the pieces that a map plans",
        plan_versions="earlier versions of maps and briefs",
        comments="comments on maps, briefs and work",
        predictions="numbers frozen before launch",
    ),
    *_of(
        "made",
        creator_briefs="briefs that creators read",
        assignments="offers to creators and their answers",
        deliverables="what creators handed in, and the reviews",
        brief_questions="questions of creators and their answers",
        work_drafts="files of creators on their way to a deliverable",
        disputes="disputes about work and their decisions",
        creator_performance="how creators did for this business",
    ),
    TableStore("transfers", "money", "movements of held funds", erased="pseudonym"),
    TableStore("ledger_entries", "money", "both sides of each movement", erased="pseudonym"),
    TableStore("account_balances", "money", "balances of the accounts", erased="deleted"),
    TableStore("creator_payments", "money", "what creators were paid", erased="pseudonym"),
    TableStore("invoices", "money", "invoices and credit notes, numbered"),
    TableStore("billing_details", "money", "the name and address that stand on invoices"),
    TableStore("money_moves", "money", "what was asked of the payment provider, and its answers"),
    *_of(
        "measured",
        tooling_connections="which tools are connected (keys are never handed out)",
        tooling_extractions="raw answers of connected tools",
        readings="figures of connected tools",
        performance_records="figures of published pieces",
        journeys="ways of buyers to a purchase",
        touchpoints="the contacts on those ways",
        credits="revenue credited to contacts",
    ),
    *_of(
        "model",
        cdt_beliefs="what the model believes",
        belief_evidence="what moved each belief",
        belief_moves="what was believed when: every move and verdict of each belief",
        unlearnings="what was unlearned, and what that moved",
        cdt_adapters="adapters of the model, by month, with what became of each",
        cdt_training_runs="when the model was trained, on what",
        cdt_versions="versions of the model with their verdicts",
        policy_versions="how recommendations are weighed",
        evaluations="how each version of the model was judged",
        evaluation_metrics="the figures of those judgements",
        evaluation_cases="the cases of those judgements",
        golden_cases="cases that every version is held against",
        annotation_items="outputs that wait for a judgement by people",
        annotations="judgements by people",
        release_evidence="artifacts that the gate counted, with what each version expected",
        release_decisions="decisions on versions, signed",
        consents="what may be used for training, by whom it was decided",
    ),
    *_of(
        "chats",
        threads="conversations",
        messages="questions and answers of chats",
        runs="questions being answered",
        approvals="acts that an answer proposed",
    ),
    TableStore(
        "run_events",
        "chats",
        "answers as they came about, piece by piece",
        exported=False,
        why="the finished answers are in messages",
    ),
    *_of(
        "account",
        team_members="who belongs to the business",
        invitations="who was invited",
        notifications="what people were told",
        visits="when people were last here",
        access_grants="which evaluators may look, and how far",
        access_log="what evaluators looked at",
        slack_installations="which Slack workspaces are connected",
        slack_people="who is who in Slack",
        slack_posts="what was posted to Slack",
        calendar_feeds="calendar feeds that people made (their addresses are never handed out)",
        retention_rules="how long words are kept",
        removals="how much was removed, and when",
        erasure_requests="what was asked to be erased",
        exports="archives that were made",
        pauses="when everything was stopped and went on",
        model_calls="every call of a language model and its cost",
        model_limits="what models may cost a day",
    ),
    TableStore(
        "ai_actions",
        "account",
        "audit cards: what a mind did, on what evidence",
        erased="pseudonym",
    ),
    TableStore("events", "account", "the log of facts", erased="pseudonym"),
    TableStore(
        "model_routes",
        "account",
        "models of the business with their keys",
        exported=False,
        why=_SEALED_KEY,
    ),
    TableStore(
        "slack_inbox",
        "account",
        "Slack events as they came in, until they are handled",
        exported=False,
        why="what was made of them is in vent_entries",
    ),
    TableStore(
        "vaults", "account", "how far keys and index are cared for", exported=False, why=_PLUMBING
    ),
    TableStore(
        "index_generations",
        "account",
        "which embedding models the index was built of",
        exported=False,
        why=_PLUMBING,
    ),
    TableStore(
        "slack_tickets",
        "account",
        "links that work once, between Slack and here",
        exported=False,
        why=_SEALED_KEY,
    ),
    TableStore(
        "scheduled_work", "account", "work that waits for its day", exported=False, why=_PLUMBING
    ),
    TableStore(
        "idempotency_keys",
        "account",
        "answers to writes that may be sent twice",
        exported=False,
        why=_PLUMBING,
    ),
)

NEVER_OUT = frozenset(
    {"credentials", "api_key", "bot_token", "token_hash", "hash", "password_hash"}
)
"""Columns that no archive holds, whatever their table."""

OTHERS: tuple[OtherStore, ...] = (
    OtherStore("business", "the business itself: name, address, settings", "in the archive",
               "deleted"),
    OtherStore("keys", "the data keys that open the business's words", "never",
               "destroyed: what a copy somewhere still holds cannot be opened"),
    OtherStore("people", "accounts of the people, with their e-mail addresses and sessions",
               "names and addresses of members", "deleted, where somebody belongs nowhere else"),
    OtherStore("mail", "e-mails that wait or were sent", "never", "deleted"),
    OtherStore("queue", "jobs that wait, run or failed, with ids of the business", "never",
               "deleted, with the log lines of failed jobs"),
    OtherStore("checkpoints", "where an interview or a run stands", "never", "deleted"),
    OtherStore("index", "the search index: ids and vectors", "never",
               "deleted; where bytes remain the whole index is built anew from Postgres"),
    OtherStore("blobs", "files: audio, documents, deliverables, archives", "in the archive",
               "deleted"),
    OtherStore("adapters", "copies of adapters for the servers, trainings under way, and what "
               "each training measured", "never",
               "deleted; the sealed archives go with the files"),
    OtherStore("logs", "what stores and services wrote of their work", "never",
               "lines that name the business are removed"),
    OtherStore("memory", "opened keys and words of a running process", "never",
               "keys and indexes are forgotten within ten minutes; words in other caches go when a "
        "process restarts"),
    OtherStore("wal", "Postgres's journal", "never",
               "switched and written over on the embedded default"),
    OtherStore("progress", "how far a demo came", "never", "deleted"),
    OtherStore("ours", "keys and files of the installation; nothing of any business", "never",
               "stays"),
)  # fmt: skip

GLOBAL_TABLES: dict[str, str] = {
    "businesses": "business", "business_keys": "keys", "users": "people",
    "refresh_tokens": "people",
    "links": "people",
    "preferences": "people",
    "held_forms": "people",
    "creator_applications": "people",
    "mail": "mail",
    "payout_accounts": "ours", "payee_details": "ours", "remittances": "ours",
    "invoice_numbers": "ours", "stand_in_calls": "ours",
    "creators": "ours", "prompt_texts": "ours",
    "erasures": "ours", "erasure_steps": "ours", "kept_amounts": "ours", "kept_facts": "ours",
    "pgqueuer": "queue", "pgqueuer_log": "queue", "pgqueuer_statistics": "queue",
    "pgqueuer_schedules": "queue", "job_starts": "queue", "checkpoints": "checkpoints",
    "checkpoint_blobs": "checkpoints", "checkpoint_writes": "checkpoints",
    "checkpoint_migrations": "ours", "alembic_version": "ours",
}  # fmt: skip
"""Tables without a tenant column, by the store that they belong to."""

ENTRIES: tuple[Entry, ...] = (
    Entry("postgres", "ours"),
    Entry("chroma", "index"),
    Entry("blobs", "blobs"),
    Entry("adapters", "adapters"),
    Entry("training", "adapters"),
    Entry("tracking", "adapters"),
    Entry("demo-*.json", "progress"),
    Entry("*.log", "logs"),
    Entry("*.out", "logs"),
    Entry("*.key", "ours", searched=False),
    Entry("models", "ours", searched=False),
    Entry("run", "ours", searched=False),
    Entry("*.lock", "ours"),
    Entry("chroma.p*", "ours"),
)
"""What lies in a served data directory. Keys are never read; `models` are weights of ours."""

TABLE = {each.name: each for each in TABLES}
OTHER = {each.name: each for each in OTHERS}


def entry_of(name: str) -> Entry | None:
    """The line of the manifest that a name in the data directory belongs to, or None."""
    return next((each for each in ENTRIES if fnmatch(name, each.pattern)), None)
