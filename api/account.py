"""The demo's account: what was learned, planned, made, paid, earned and released, with receipts."""

import textwrap
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from api.demo import Demo
from core import telemetry
from core.text import shorten
from domain.amounts import in_money
from domain.map_text import render
from memory.ctx import Ctx, open_ctx
from tools import (
    beliefs,
    briefs,
    context,
    market,
    offers,
    onboarding,
    payments,
    performance,
    plans,
    receipts,
    releases,
    scores,
)

RECURS = 3
WIDTH = 100


async def document(demo: Demo) -> dict[str, Any]:
    """Everything that the demo tells, as the contract's JSON document."""
    async with open_ctx(demo.founder, read_only=True) as ctx:
        health = await receipts.check_evidence(ctx, receipts.Nothing())
        inputs = await receipts.account_for_inputs(ctx, receipts.Nothing())
        return {
            "inputs": inputs.total,
            "waste_share": round(inputs.waste_share, 6),
            "input_ledger": [line.model_dump() for line in inputs.fates],
            "external_calls": telemetry.counted(telemetry.model_calls),
            "evidence": {"total": health.total, "resolved": health.resolved},
            "seconds": {name: round(value, 2) for name, value in demo.seconds.items()},
            "profile": await _profile(ctx),
            "recurring": await _recurring(ctx),
            "beliefs": await _beliefs(ctx),
            **await _maps(ctx),
            "missing": demo.folder.missing,
            "briefs": await _briefs(ctx),
            "matches": await _matches(ctx),
            "payments": await _payments(ctx),
            **await _credit(ctx),
            "cdt": await _versions(ctx),
            "receipt": await _receipt(ctx),
        }


async def _profile(ctx: Ctx) -> dict[str, Any]:
    known = await onboarding.read_business(ctx, onboarding.Nothing())
    return known.model_dump(mode="json")


async def _recurring(ctx: Ctx) -> list[dict[str, Any]]:
    themes = await context.list_themes(ctx, context.Least(least=RECURS, limit=500))
    return [
        {"id": str(one.id), "theme": one.label, "topic": one.topic, "count": one.count,
         "quotes": one.quotes}
        for one in themes.items
        if one.topic
    ][:20]  # fmt: skip


async def _beliefs(ctx: Ctx) -> list[dict[str, Any]]:
    held = await beliefs.list_beliefs(ctx, beliefs.Wanted(limit=1000))
    return [
        {"id": str(one.id), "claim": one.claim, "confidence": one.confidence,
         "status": one.status, "evidence": one.evidence, "against": one.against}
        for one in held.items
    ]  # fmt: skip


async def _maps(ctx: Ctx) -> dict[str, Any]:
    rows = (await plans.list_maps(ctx, plans.Maps())).items
    maps = []
    for row in rows:
        plan = row.plan
        claims = [*plan.why_now, *([plan.pain] if plan.pain else [])]
        evidence = [str(source.id) for claim in claims for source in claim.evidence]
        forecasts = [one.forecast for one in plan.artifacts if one.forecast]
        maps.append(
            {
                "id": str(row.id), "title": plan.title, "status": row.status,
                "why_now": " ".join(claim.text for claim in plan.why_now),
                "evidence": [*dict.fromkeys(evidence)],
                "text": render(plan),
                "score": (await scores.score_map(ctx, plans.MapId(map_id=row.id))).score,
                "predictions": [one.model_dump(mode="json") for one in forecasts],
                "proposed_at": row.proposed_at.isoformat(),
            }
        )  # fmt: skip
    reason = (await plans.last_reason(ctx, plans.Nothing())).because
    return {"maps": maps, "do_nothing": None if maps else reason}


async def _briefs(ctx: Ctx) -> list[dict[str, Any]]:
    rows = (await briefs.list_briefs(ctx, briefs.Listing())).items
    return [
        {"id": str(row.id), "title": row.brief.title, "status": row.status, "leaks": row.leaks,
         "score": (await scores.score_brief(ctx, briefs.BriefId(brief_id=row.id))).score,
         "text": row.text}
        for row in rows
    ]  # fmt: skip


async def _matches(ctx: Ctx) -> list[dict[str, Any]]:
    names = await market.names_of(ctx)
    rows = (await offers.list_assignments(ctx, offers.Listing())).items
    return [
        {"id": str(row.id), "brief_id": str(row.brief_id), "creator": names[row.creator_id],
         "rank": row.rank, "status": row.status, "why": row.why, "revisions": row.revisions,
         "artifact_type": row.artifact_type, "fee_cents": row.fee_cents}
        for row in rows
    ]  # fmt: skip


async def _payments(ctx: Ctx) -> dict[str, Any]:
    return (await payments.funds(ctx, payments.Nothing())).model_dump()


async def _credit(ctx: Ctx) -> dict[str, Any]:
    credit = await performance.read_credit(ctx, performance.Nothing())
    return {
        "attribution": credit.models,
        "attribution_currency": credit.currency,
        "unmatched": credit.unmatched,
        "returns": [line.model_dump() for line in credit.returns],
    }


async def _versions(ctx: Ctx) -> list[dict[str, Any]]:
    rows = (await releases.list_versions(ctx, releases.Nothing())).items
    return [
        {"version": row.version, "month": row.month, "adapter": row.adapter,
         "verdict": row.verdict, "reason": row.reason, "live": row.live}
        for row in rows
    ]  # fmt: skip


async def _receipt(ctx: Ctx) -> list[dict[str, Any]]:
    """Of the revenue that tells most; else of the first map."""
    start: UUID | None = (await receipts.find_revenue(ctx, receipts.Nothing())).id
    if start is None:
        maps = (await plans.list_maps(ctx, plans.Maps())).items
        start = maps[0].id if maps else None
    if start is None:
        return []
    found = await receipts.read_receipt(ctx, receipts.OneId(id=start))
    return [step.model_dump(mode="json") for step in found.chain]


def lines(told: Mapping[str, Any]) -> list[str]:
    """The account for a reader, as plain lines of at most about a hundred characters."""
    parts = [
        _heading("Learned", _learned(told)),
        _heading("Maps", _planned(told)),
        _heading("One brief", _brief(told)),
        _heading("Offered", _offered(told)),
        _heading("Money", _money(told)),
        _heading("Credit", _earned(told)),
        _heading("Model", [_version(one) for one in told["cdt"]]),
        _heading("One receipt, from the end back to the words", _chain(told)),
        _heading("Missing", [f"- {each}" for each in told["missing"]]),
        _heading("Account", _totals(told)),
    ]
    return [short for part in parts for line in part for short in _wrapped(line)]


def _wrapped(line: str) -> list[str]:
    """A line in pieces of at most WIDTH characters, the later ones as far in as the first."""
    if len(line) <= WIDTH:
        return [line]
    inner = " " * (len(line) - len(line.lstrip(" └-")))
    return textwrap.wrap(line, WIDTH, subsequent_indent=inner, break_long_words=False)


def _heading(title: str, body: list[str]) -> list[str]:
    return ["", title, "─" * len(title), *body] if body else []


def _learned(told: Mapping[str, Any]) -> list[str]:
    found = []
    for theme in told["recurring"][:5]:
        found.append(f"Came back {theme['count']} times ({theme['topic'].replace('_', ' ')}):")
        found += [f"   “{shorten(quote, 110)}”" for quote in theme["quotes"][:3]]
    sure = [one for one in told["beliefs"] if one["confidence"] >= 0.6][:8]
    if sure:
        found.append("Believed, surest first:")
    for one in sure:
        how = "held" if one["confidence"] >= 0.8 else "so far as the evidence goes"
        found.append(f"   {one['claim']} ({how}; {one['evidence']} for, {one['against']} against)")
    return found or ["Nothing is sure yet."]


def _planned(told: Mapping[str, Any]) -> list[str]:
    if told["do_nothing"]:
        return [f"Do nothing, because: {told['do_nothing']}"]
    found = []
    for one in told["maps"]:
        status = "made by the team" if one["status"] == "own" else one["status"]
        found += [
            f"{one['title']} ({status}, {one['score']} of 100)",
            f"   Why now: {one['why_now']}",
        ]
    return found


def _brief(told: Mapping[str, Any]) -> list[str]:
    ready = [one for one in told["briefs"] if one["status"] in ("ready", "own")]
    blocked = [one for one in told["briefs"] if one["status"] == "blocked"]
    shown = ready[0]["text"].splitlines() if ready else []
    if blocked:
        shown.append(f"{len(blocked)} briefs are blocked: they would tell whose they are.")
    return shown


def _offered(told: Mapping[str, Any]) -> list[str]:
    found = []
    for one in told["matches"]:
        kind = one["artifact_type"].replace("_", " ")
        revised = f", {one['revisions']} revision(s)" if one["revisions"] else ""
        found.append(f"{kind}: {one['creator']}, {one['status']}{revised}. {one['why']}")
    return found


def _money(told: Mapping[str, Any]) -> list[str]:
    paid = told["payments"]
    if not paid["held"]:
        return []
    said = {
        "held": "held at purchase", "released": "released for passed work",
        "fees": "of it the platform's fee", "bonus": "bonus for reached results",
        "refunded": "given back", "still_held": "still held",
    }  # fmt: skip
    found = [f"{in_money(paid[name], paid['currency']):>16}  {text}" for name, text in said.items()]
    return [*found, f"{paid['sum']:>16}  sum of all entries"]


def _earned(told: Mapping[str, Any]) -> list[str]:
    found = []
    for model, artifacts in told["attribution"].items():
        best = sorted(artifacts.items(), key=lambda item: -item[1])[:3]
        code = told["attribution_currency"]
        total = in_money(sum(artifacts.values()), code)
        top = ", ".join(f"{name} {in_money(cents, code)}" for name, cents in best)
        found.append(f"{model.replace('_', ' '):>11}: {total} in all; most to {top}")
    for line in told["returns"][:5]:
        found.append(
            f"{line['channel']:>11}: {line['roas']:.1f} back for each spent, return "
            f"{line['roi']:+.0%} ({in_money(line['revenue_cents'], told['attribution_currency'])} "
            f"on {in_money(line['cost_cents'], told['attribution_currency'])})"
        )
    return found


def _version(one: Mapping[str, Any]) -> str:
    live = ", live" if one["live"] else ""
    return f"{one['month']}{live}: {one['reason']} Adapter: {one['adapter'] or 'none'}."


def _chain(told: Mapping[str, Any]) -> list[str]:
    return [
        f"{place * 2 * ' '}{'└ ' if place else ''}{step['kind']}: {shorten(step['text'], 120)}"
        for place, step in enumerate(told["receipt"])
    ]


def _totals(told: Mapping[str, Any]) -> list[str]:
    evidence, seconds = told["evidence"], told["seconds"]
    spent = ", ".join(f"{name} {value:.1f} s" for name, value in seconds.items())
    return [
        f"{told['inputs']:,} inputs, {told['waste_share']:.1%} of them wasted.",
        f"{evidence['resolved']:,} of {evidence['total']:,} evidence links lead somewhere.",
        f"{told['external_calls']} calls to the outside.",
        f"Time: {spent}." if seconds else "Nothing was left to do: this had run before.",
    ]
