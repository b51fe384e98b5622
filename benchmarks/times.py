"""The bundled business made larger: its rows copied as often as asked, as if more were done there.

Rows are copied as text. A copy gets ids of its own, everywhere that an id stands: in keys, in
links, in the payload of an event. Its times lie some hours earlier; names of its own end in `~2`,
`~3` and so on. What a business has once however large it is (beliefs, themes, campaigns, versions
of its model, the interview) stays, and gets more evidence; a row that is known by such a thing
alone is not copied. At the end every foreign key is checked, and that each transfer of the ledger
sums to zero. The vector index is left alone: no page asks it.

    python -m benchmarks.times --data-dir .refleqt --business gaugewren --times 20
"""

import argparse
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

import psycopg
from psycopg import sql

from core import settings
from memory import server

GROWS: dict[str, tuple[str, ...]] = {
    "activities": ("content_hash",), "ai_actions": (), "approvals": (), "assignments": (),
    "belief_evidence": ("key",), "brief_questions": (), "calendar_changes": (),
    "calendar_entries": ("external_id", "utm_content"), "comments": (), "context_embeddings": (),
    "context_extractions": (), "creator_briefs": (), "creator_payments": ("key",),
    "creator_performance": (), "credits": ("artifact_ref",), "deliverables": (), "disputes": (),
    "distribution_plans": (), "evaluation_cases": ("key",), "events": (), "evidence_links": (),
    "execution_maps": ("guard",), "input_ledger": (), "journeys": ("external_id",),
    "transfers": ("key",), "ledger_entries": (), "account_balances": (), "map_artifacts": (),
    "threads": (), "messages": (), "model_calls": (), "notifications": ("cause",),
    "performance_records": ("artifact_ref",), "plan_versions": (), "predictions": (),
    "recommendation_outcomes": (), "runs": (), "run_events": (), "seo_metadata": (),
    "theme_quotes": (), "touchpoints": ("artifact_ref",), "vent_entries": ("content_hash",),
    "voice_notes": (),
}  # fmt: skip
"""Tables of which a business that does more has more rows, with the columns of their own names."""
APART = timedelta(hours=11, minutes=7)
"""So much earlier a copy lies than the one before it."""
ID = re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b")
NULL = r"\N"


@dataclass(frozen=True)
class Shape:
    """A table: its columns in order; which of them hold moments, days, names of its own.

    `keys` are the columns by which a row is known, one tuple a unique key.
    """

    name: str
    columns: tuple[str, ...]
    moments: tuple[int, ...]
    days: tuple[int, ...]
    names: tuple[int, ...]
    keys: tuple[tuple[int, ...], ...]


def multiply(conninfo: str, business: str, times: int) -> dict[str, int]:
    """Make the business of that slug `times` as large; rows by table as they are then."""
    with psycopg.connect(conninfo) as connection:
        connection.execute("set timezone = 'UTC'")
        found = connection.execute("select id from businesses where slug = %s", (business,))
        tenant: UUID = found.fetchall()[0][0]
        shapes = [shape(connection, name) for name in GROWS]
        rows = {each.name: _rows(connection, each, tenant) for each in shapes}
        ids = keep_own(shapes, rows)
        connection.execute("set session_replication_role = replica")  # keys are checked below
        for each in shapes:
            lines = (copy(line, each, n, ids) for n in range(1, times) for line in rows[each.name])
            _put(connection, each, lines)
        _count_anew(connection, tenant)
        wrong = [*loose(connection), *uneven(connection)]
        if wrong:
            raise SystemExit(f"The copies do not hold together: {wrong}")
    with psycopg.connect(conninfo, autocommit=True) as connection:
        connection.execute("vacuum analyze")
        return {each.name: _count(connection, each.name, tenant) for each in shapes}


def shape(connection: psycopg.Connection[Any], name: str) -> Shape:
    """What the catalogue says of a table; numbers that it gives out itself are left out."""
    rows = connection.execute(
        "select column_name, data_type from information_schema.columns where table_name = %s"
        " and is_identity = 'NO' order by column_name <> 'id', ordinal_position", (name,),
    ).fetchall()  # fmt: skip
    at = {column: place for place, (column, _) in enumerate(rows)}
    moments = tuple(at[column] for column, kind in rows if kind.startswith("timestamp"))
    days = tuple(at[column] for column, kind in rows if kind == "date")
    unique = connection.execute(
        "select array_agg(attname::text) from pg_index join pg_attribute on attrelid = indrelid"
        " and attnum = any(indkey) where indisunique and indrelid = %s::regclass"
        " group by indexrelid", (name,),
    ).fetchall()  # fmt: skip
    keys = tuple(tuple(map(at.__getitem__, own)) for (own,) in unique if {*own} <= at.keys())
    return Shape(name, tuple(at), moments, days, tuple(at[column] for column in GROWS[name]), keys)


def keep_own(shapes: Iterable[Shape], rows: dict[str, list[list[str]]]) -> set[str]:
    """Leave out rows that a copy would not differ from; ids of those that stay."""
    ids: set[str] = set()
    while len(ids) != len(found := {line[0] for lines in rows.values() for line in lines}):
        ids = found
        for each in shapes:
            rows[each.name] = [line for line in rows[each.name] if _own(line, each, ids)]
    return ids


def _own(line: list[str], shape: Shape, ids: set[str]) -> bool:
    made = copy(line, shape, 1, ids)
    return all(any(made[at] != line[at] or made[at] == NULL for at in key) for key in shape.keys)


def copy(line: list[str], shape: Shape, n: int, ids: set[str]) -> list[str]:
    """The `n`-th copy of a row of texts."""

    def other(found: re.Match[str]) -> str:
        one = found[0]
        return str(uuid5(UUID(one), str(n))) if one in ids else one

    made = ID.sub(other, "\t".join(line)).split("\t")
    for at in shape.moments:
        if made[at] != NULL:
            made[at] = str(datetime.fromisoformat(made[at]) - n * APART)
    for at in shape.days:
        if made[at] != NULL:
            made[at] = str(date.fromisoformat(made[at]) - n * APART)
    for at in shape.names:
        if made[at] == line[at] and line[at] not in ("", NULL):
            made[at] = f"{line[at]}~{n + 1}"
    return made


def loose(connection: psycopg.Connection[Any]) -> Iterator[str]:
    """Foreign keys with rows that point at nothing."""
    keys = connection.execute(
        "select conrelid::regclass::text, confrelid::regclass::text,"
        " array(select attname from unnest(conkey) with ordinality k(n, at) join pg_attribute"
        "  on attrelid = conrelid and attnum = k.n order by at)::text[],"
        " array(select attname from unnest(confkey) with ordinality k(n, at) join pg_attribute"
        "  on attrelid = confrelid and attnum = k.n order by at)::text[]"
        " from pg_constraint where contype = 'f'"
    ).fetchall()
    for table, target, own, theirs in keys:
        same = sql.SQL(" and ").join(
            sql.SQL("t.{} = r.{}").format(sql.Identifier(a), sql.Identifier(b))
            for a, b in zip(theirs, own, strict=True)
        )
        set_ = sql.SQL(" and ").join(sql.SQL("r.{} is not null").format(sql.Identifier(a))
                                     for a in own)  # fmt: skip
        query = sql.SQL("select count(*) from {} r where {} and not exists"
                        " (select from {} t where {})").format(
            sql.Identifier(table), set_, sql.Identifier(target), same)  # fmt: skip
        count = connection.execute(query).fetchall()[0][0]
        if count:
            yield f"{count} of {table} ({', '.join(own)})"


def uneven(connection: psycopg.Connection[Any]) -> Iterator[str]:
    """Transfers whose postings do not sum to zero."""
    for (key,) in connection.execute(
        "select t.key from transfers t join ledger_entries e on e.transfer_id = t.id"
        " group by t.key, e.currency having sum(e.amount_cents) <> 0"
    ).fetchall():
        yield f"transfer {key}"


def _rows(connection: psycopg.Connection[Any], each: Shape, tenant: UUID) -> list[list[str]]:
    query = sql.SQL("copy (select {} from {} where business_id = {}) to stdout").format(
        _columns(each), sql.Identifier(each.name), sql.Literal(str(tenant))
    )
    with connection.cursor() as cursor, cursor.copy(query) as out:
        text = b"".join(bytes(piece) for piece in out).decode()
    return [line.split("\t") for line in text.split("\n")[:-1]]


def _put(connection: psycopg.Connection[Any], each: Shape, lines: Iterable[list[str]]) -> None:
    query = sql.SQL("copy {} ({}) from stdin").format(sql.Identifier(each.name), _columns(each))
    with connection.cursor() as cursor, cursor.copy(query) as into:
        for line in lines:
            into.write("\t".join(line) + "\n")


def _columns(each: Shape) -> sql.Composed:
    return sql.SQL(", ").join(sql.Identifier(column) for column in each.columns)


def _count_anew(connection: psycopg.Connection[Any], tenant: UUID) -> None:
    """Numbers that are kept beside the rows which they count."""
    connection.execute(
        "update themes t set (count, first_at) ="
        " (select count(*), coalesce(min(q.said_at), t.first_at) from theme_quotes q"
        " where q.business_id = t.business_id and q.theme_id = t.id)"
        " where t.business_id = %s", (tenant,),
    )  # fmt: skip
    connection.execute(
        "update account_balances b set balance_cents = (select coalesce(sum(e.amount_cents), 0)"
        " from ledger_entries e where e.business_id = b.business_id and e.account = b.account"
        " and e.currency = b.currency) where b.business_id = %s", (tenant,),
    )  # fmt: skip


def _count(connection: psycopg.Connection[Any], name: str, tenant: UUID) -> int:
    query = sql.SQL("select count(*) from {} where business_id = %s").format(sql.Identifier(name))
    return connection.execute(query, (tenant,)).fetchall()[0][0]


def main() -> None:
    """Multiply and print how many rows there are."""
    options = argparse.ArgumentParser()
    options.add_argument("--data-dir", type=Path, required=True)
    options.add_argument("--business", default="gaugewren")
    options.add_argument("--times", type=int, default=20)
    given = options.parse_args()
    settings.use(data_dir=given.data_dir)
    with server.held():
        made = multiply(server.conninfo(server.OWNER), given.business, given.times)
    print(json.dumps(made, indent=1))


if __name__ == "__main__":
    main()
