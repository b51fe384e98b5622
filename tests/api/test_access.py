"""Every route x every role x own, other and missing ids; made from the list of routes."""

import re
from typing import Any
from uuid import UUID

import httpx2
import pytest
from fastapi import FastAPI
from sqlalchemy import Table

from core.ids import new_id
from domain.access import PEOPLE, SCOPES, Actor
from memory.ctx import open_ctx
from tests.api.people import Person, bearer, headers_of, register
from tests.memory.rows import TENANT_TABLES, a_row
from tools import catalog
from tools.base import Tool

MEMBERS = "team_members"
IDS = {
    "judge_item": ("item_id", "annotation_items"),
    "list_actions": ("after", "ai_actions"),
    "list_access": ("after", "access_grants"),
    "list_cases": ("after", "evaluation_cases"),
    "list_decisions": ("after", "release_decisions"),
    "list_evaluations": ("after", "evaluations"),
    "list_golden": ("after", "golden_cases"),
    "list_items": ("after", "annotation_items"),
    "list_looks": ("after", "access_log"),
    "promote_answer": ("item_id", "annotation_items"),
    "promote_case": ("case_id", "evaluation_cases"),
    "queue_item": ("id", "evaluation_cases"),
    "read_case": ("case_id", "evaluation_cases"),
    "retire_golden": ("golden_id", "golden_cases"),
    "revoke_access": ("grant_id", "access_grants"),
    "trace_action": ("id", "ai_actions"),
    "trace_case": ("case_id", "evaluation_cases"),
    "withdraw_judgement": ("item_id", "annotation_items"),
    "archive_thread": ("thread_id", "threads"),
    "ask_question": ("thread_id", "threads"),
    "edit_vent": ("id", "vent_entries"),
    "restore_vent": ("id", "vent_entries"),
    "withdraw_vent": ("id", "vent_entries"),
    "edit_question": ("message_id", "messages"),
    "revoke_invitation": ("invitation_id", "invitations"),
    "change_role": ("user_id", "team_members"),
    "remove_member": ("user_id", "team_members"),
    "restore_member": ("user_id", "team_members"),
    "list_approvals": ("thread_id", "threads"),
    "list_threads": ("after", "threads"),
    "read_events": ("thread_id", "threads"),
    "read_run": ("run_id", "runs"),
    "read_thread": ("thread_id", "threads"),
    "rename_thread": ("thread_id", "threads"),
    "retry_run": ("run_id", "runs"),
    "show_branch": ("thread_id", "threads"),
    "stop_run": ("run_id", "runs"),
    "answer_offer": ("assignment_id", "assignments"),
    "answer_suggestion": ("entry_id", "calendar_entries"),
    "delete_view": ("view_id", "calendar_views"),
    "duplicate_entry": ("entry_id", "calendar_entries"),
    "edit_entry": ("entry_id", "calendar_entries"),
    "end_feed": ("feed_id", "calendar_feeds"),
    "find_entries": ("after", "calendar_entries"),
    "list_feeds": ("after", "calendar_feeds"),
    "list_recurrences": ("after", "cdt_beliefs"),
    "read_as_usual": ("id", "vent_entries"),
    "read_board": ("before", "vent_entries"),
    "read_vent": ("id", "vent_entries"),
    "list_reviews": ("after", "calendar_entries"),
    "list_trash": ("after", "calendar_entries"),
    "list_views": ("after", "calendar_views"),
    "read_entry": ("entry_id", "calendar_entries"),
    "review_entry": ("entry_id", "calendar_entries"),
    "suggest_utm": ("entry_id", "calendar_entries"),
    "undo_change": ("change_id", "calendar_changes"),
    "decide_escalated": ("assignment_id", "assignments"),
    "decline_map": ("map_id", "execution_maps"),
    "deliver": ("assignment_id", "assignments"),
    "finish_interview": ("thread_id", "threads"),
    "belief_history": ("belief_id", "cdt_beliefs"),
    "believed_on": ("after", "cdt_beliefs"),
    "list_unlearnings": ("after", "unlearnings"),
    "judge_belief": ("belief_id", "cdt_beliefs"),
    "leave_contradiction": ("belief_id", "cdt_beliefs"),
    "read_unlearning": ("unlearning_id", "unlearnings"),
    "list_artifacts": ("map_id", "execution_maps"),
    "list_audit_cards": ("after", "ai_actions"),
    "list_beliefs": ("after", "cdt_beliefs"),
    "list_briefs": ("after", "creator_briefs"),
    "list_assignments": ("after", "assignments"),
    "list_creators": ("after", "vent_entries"),
    "list_entries": ("after", "calendar_entries"),
    "list_maps": ("after", "execution_maps"),
    "call_off_erasure": ("erasure_id", "erasure_requests"),
    "choose_field": ("thread_id", "threads"),
    "correct_answer": ("thread_id", "threads"),
    "discard_voice_note": ("note_id", "voice_notes"),
    "disconnect_slack": ("id", "slack_installations"),
    "erase_input": ("id", "vent_entries"),
    "erase_words": ("person_id", "team_members"),
    "follow_evidence": ("id", "vent_entries"),
    "list_calls": ("after", "model_calls"),
    "read_belief": ("belief_id", "cdt_beliefs"),
    "read_fate": ("id", "vent_entries"),
    "read_file": ("file_id", "files"),
    "read_interview": ("thread_id", "threads"),
    "list_invoices": ("after", "invoices"),
    "list_remittances": ("after", "invoices"),
    "read_invoice": ("invoice_id", "invoices"),
    "read_remittance": ("remittance_id", "invoices"),
    "read_source": ("id", "vent_entries"),
    "read_voice_note": ("note_id", "voice_notes"),
    "tell_text": ("thread_id", "threads"),
    "type_voice_note": ("note_id", "voice_notes"),
    "unlink_slack": ("id", "slack_people"),
    "withdraw_file": ("file_id", "files"),
    "list_erasures": ("after", "erasure_requests"),
    "list_files": ("after", "files"),
    "list_inputs": ("after", "vent_entries"),
    "list_mail": ("after", "vent_entries"),
    "what_needs_me": ("after", "vent_entries"),
    "list_predictions": ("after", "vent_entries"),
    "watch_erasures": ("after", "vent_entries"),
    "list_voice_notes": ("after", "voice_notes"),
    "list_offers": ("after", "assignments"),
    "list_suggestions": ("after", "calendar_entries"),
    "list_themes": ("after", "cdt_beliefs"),
    "list_versions": ("after", "cdt_versions"),
    "list_vents": ("after", "vent_entries"),
    "list_withdrawn_vents": ("after", "vent_entries"),
    "publish_entry": ("entry_id", "calendar_entries"),
    "place_bid": ("assignment_id", "assignments"),
    "purchase_map": ("map_id", "execution_maps"),
    "take_on_map": ("map_id", "execution_maps"),
    "read_audit_card": ("id", "ai_actions"),
    "read_bonus": ("assignment_id", "assignments"),
    "read_brief": ("brief_id", "creator_briefs"),
    "read_profile": ("thread_id", "threads"),
    "read_receipt": ("id", "vent_entries"),
    "read_work": ("assignment_id", "assignments"),
    "record_answer": ("thread_id", "threads"),
    "record_review": ("deliverable_id", "deliverables"),
    "add_comment": ("subject_id", "execution_maps"),
    "add_draft": ("assignment_id", "assignments"),
    "answer_application": ("application_id", "vent_entries"),
    "take_application": ("application_id", "vent_entries"),
    "put_back_application": ("application_id", "vent_entries"),
    "vet_application": ("application_id", "vent_entries"),
    "answer_creator": ("question_id", "brief_questions"),
    "approve_map": ("map_id", "execution_maps"),
    "score_map": ("map_id", "execution_maps"),
    "score_brief": ("brief_id", "creator_briefs"),
    "ask_about_brief": ("assignment_id", "assignments"),
    "deliver_file": ("assignment_id", "assignments"),
    "list_applications": ("after", "vent_entries"),
    "list_brief_questions": ("assignment_id", "assignments"),
    "list_comments": ("subject_id", "execution_maps"),
    "list_deliverables": ("assignment_id", "assignments"),
    "list_drafts": ("assignment_id", "assignments"),
    "list_earnings": ("after", "assignments"),
    "list_progress": ("after", "creator_briefs"),
    "list_movements": ("after", "assignments"),
    "list_plan_versions": ("id", "execution_maps"),
    "list_questions": ("after", "brief_questions"),
    "list_waiting": ("after", "assignments"),
    "open_dispute": ("assignment_id", "assignments"),
    "rate_work": ("assignment_id", "assignments"),
    "read_dispute": ("assignment_id", "assignments"),
    "reply_to_dispute": ("assignment_id", "assignments"),
    "read_map": ("map_id", "execution_maps"),
    "read_payment": ("map_id", "execution_maps"),
    "read_offer": ("assignment_id", "assignments"),
    "read_work_file": ("file_id", "deliverables"),
    "remove_comment": ("comment_id", "comments"),
    "reopen_map": ("map_id", "execution_maps"),
    "restore_comment": ("comment_id", "comments"),
    "revise_brief": ("brief_id", "creator_briefs"),
    "revise_map": ("map_id", "execution_maps"),
    "withdraw_brief": ("brief_id", "creator_briefs"),
    "bring_mentions_back": ("theme_id", "themes"),
    "decide_on_competitor": ("competitor_id", "competitive_intelligence"),
    "decide_on_segment": ("segment_id", "inferred_segments"),
    "edit_market_signal": ("id", "market_signals"),
    "join_themes": ("theme_id", "themes"),
    "list_competitors": ("after", "competitive_intelligence"),
    "list_market_signals": ("after", "market_signals"),
    "list_recommendations": ("after", "execution_maps"),
    "list_segments": ("after", "inferred_segments"),
    "read_competitor": ("competitor_id", "competitive_intelligence"),
    "read_market_signal": ("id", "market_signals"),
    "read_segment": ("segment_id", "inferred_segments"),
    "restore_market_signal": ("id", "market_signals"),
    "split_theme": ("theme_id", "themes"),
    "withdraw_market_signal": ("id", "market_signals"),
}
"""Operation -> the field of its request that names a row, and the table of that row."""
OTHERWISE = {"erase_words": {200, 403}, "read_source": {200}}
"""Erasing the words of somebody unknown erases none; a source that is gone is said to be gone."""

OWN = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d{4}-\d\d-\d\dT[\d:.]+Z?")
"""What two answers may differ in: ids and times."""


def operations(app: FastAPI) -> dict[str, tuple[str, str, dict[str, Any]]]:
    """Operation id -> method, path, and its description."""
    return {
        operation["operationId"]: (method, path, operation)
        for path, methods in app.openapi()["paths"].items()
        for method, operation in methods.items()
    }


async def call(
    client: httpx2.AsyncClient,
    app: FastAPI,
    tool: Tool[Any, Any],
    headers: dict[str, str],
    **change: Any,
) -> httpx2.Response:
    """The route of a tool with the example that its description gives, changed."""
    method, path, operation = operations(app)[tool.name]
    if method == "get":
        given = {
            p["name"]: p["example"] for p in operation.get("parameters", []) if p.get("required")
        }
        return await client.get(path, params=given | change, headers=headers)
    body = operation["requestBody"]["content"]["application/json"]["example"]
    return await client.post(path, json=body | change, headers=headers)


@pytest.mark.parametrize("tool", catalog.for_people(), ids=lambda tool: tool.name)
async def test_a_route_opens_for_the_roles_that_have_its_scope_alone(
    client: httpx2.AsyncClient, app: FastAPI, tool: Tool[Any, Any]
) -> None:
    ada = await register(client)
    for role in sorted(PEOPLE):
        answer = await call(client, app, tool, headers_of(role, ada.business_id))
        may = tool.scope in SCOPES[role]
        assert (answer.status_code == 403) != may, (role, answer.text)
        assert answer.status_code not in (401, 422, 500), (role, answer.text)
    assert (await call(client, app, tool, {})).status_code == 401
    assert (await call(client, app, tool, bearer("x.y.z"))).status_code == 401


def test_every_route_that_takes_an_id_stands_in_the_table(app: FastAPI) -> None:
    described = operations(app)
    for tool in catalog.for_people():
        if {role for role in PEOPLE if tool.scope in SCOPES[role]} == {"operator"}:
            continue  # operators name businesses, and see no words of theirs
        _, _, operation = described[tool.name]
        names = {p["name"] for p in operation.get("parameters", []) if "uuid" in str(p["schema"])}
        names |= {
            name
            for name, field in tool.takes.model_fields.items()
            if field.annotation in (UUID, UUID | None)
        }
        assert bool(names) == (tool.name in IDS), tool.name
        assert not names or IDS[tool.name][0] in names, tool.name


def tables() -> list[Table]:
    """The tables that IDS names, and those which their rows point to; parents first."""
    needed = {table for _, table in IDS.values()}
    for table in reversed(TENANT_TABLES):
        if table.name in needed:
            needed |= {key.column.table.name for key in table.foreign_keys}
    return [table for table in TENANT_TABLES if table.name in needed - {MEMBERS}]


async def furnished(ada: Person) -> dict[str, dict[str, Any]]:
    """One row in each of those tables for a business, and for a creator who works for it."""
    rows: dict[str, dict[str, Any]] = {MEMBERS: {"id": ada.user_id}}  # who registered is a member
    actor = Actor("worker", user_id=ada.user_id, business_id=ada.business_id)
    async with open_ctx(actor) as ctx:
        for table in tables():
            rows[table.name] = a_row(table, ada.business_id, rows, ada.user_id, new_id())
            await ctx.db.execute(table.insert(), rows[table.name])
    return rows


@pytest.mark.parametrize("operation", sorted(IDS))
async def test_another_tenants_id_reads_like_one_that_does_not_exist(
    client: httpx2.AsyncClient, app: FastAPI, operation: str
) -> None:
    rows = await furnished(await register(client))
    other = await register(client)
    tool = catalog.BY_NAME[operation]
    field, table = IDS[operation]
    for role in (role for role in PEOPLE if tool.scope in SCOPES[role]):
        headers = headers_of(role, other.business_id)
        theirs, missing = str(rows[table]["id"]), str(new_id())
        answers = [
            await call(client, app, tool, headers, **{field: each}) for each in (theirs, missing)
        ]
        codes = {answer.status_code for answer in answers}
        assert len(codes) == 1
        assert codes <= OTHERWISE.get(operation, {404})
        assert OWN.sub("", answers[0].text) == OWN.sub("", answers[1].text)


async def test_ones_own_ids_are_found(client: httpx2.AsyncClient, ada: Person) -> None:
    async def post(path: str, body: dict[str, Any]) -> Any:
        return await client.post(f"/api/v1/{path}", json=body, headers=ada.headers)

    async def get(path: str, **params: Any) -> Any:
        return await client.get(f"/api/v1/{path}", params=params, headers=ada.headers)

    thread = (await post("onboarding/start_interview", {})).json()["thread_id"]
    assert (await get("onboarding/read_profile", thread_id=thread)).status_code == 200
    assert (await post("onboarding/finish_interview", {"thread_id": thread})).status_code == 200
    vent = (await post("vents/submit_vent", {"text": "Nobody answers."})).json()["id"]
    assert (await get("vents/list_vents", after=vent)).json() == {"items": [], "next": None}
    assert (await get("receipts/read_receipt", id=vent)).json()["kind"] == "sentence"


async def test_a_founder_whose_membership_ended_keeps_no_door_open(
    client: httpx2.AsyncClient, ada: Person
) -> None:
    """The business of a token is a claim that we signed; a body can never change it."""
    body = {"text": "hello", "business_id": str(new_id())}
    answer = await client.post("/api/v1/vents/submit_vent", json=body, headers=ada.headers)
    assert answer.status_code == 422
