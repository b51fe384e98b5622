"""Journey files: what is read, and what is refused with line, field, value and remedy."""

import json

import pytest

from domain.journey_file import read_cases, read_journeys

HEADER = "journey_id,touch_at,channel,artifact_id,converted_at,value_cents,currency"
GOOD = "j1,2026-01-01T00:00:00Z,email,a1,2026-01-02T00:00:00Z,500,EUR"


def read(*rows, header=HEADER):
    return read_journeys([header, *rows])


def test_a_value_may_stand_on_the_last_row_or_on_every_row():
    last = read("j1,2026-01-01,ads,,,,", GOOD)
    every = read("j1,2026-01-01,ads,,2026-01-02,500,EUR", GOOD)
    assert last.journeys == every.journeys
    assert last.journeys[0].value == 500
    assert [t.hours for t in last.journeys[0].touches] == [24.0, 24.0]
    assert last.unmatched == 1


def test_an_empty_conversion_means_not_converted():
    journey = read("j1,2026-01-01T00:00:00Z,ads,,,,").journeys[0]
    assert (journey.converted, journey.value) == (False, 0)


def test_offsets_are_honoured_and_a_mark_at_the_start_is_skipped():
    reading = read_journeys(
        ["\ufeff" + HEADER, "j1,2026-01-01T01:00:00+01:00,ads,,2026-01-01T02:00:00Z,5,eur"]
    )
    assert reading.journeys[0].touches[0].hours == 2
    assert reading.journeys[0].currency == "EUR"


@pytest.mark.parametrize(
    ("row", "field", "value"),
    [
        (GOOD.replace("500", "-500"), "value_cents", "-500"),
        (GOOD.replace("500", "5.00"), "value_cents", "5.00"),
        (GOOD.replace("500", ""), "value_cents", ""),
        (GOOD.replace("2026-01-01T00:00:00Z", "01/02/2026"), "touch_at", "01/02/2026"),
        (GOOD.replace("2026-01-02", "2026-02-30"), "converted_at", "2026-02-30T00:00:00Z"),
        (GOOD.replace("EUR", "euro"), "currency", "euro"),
        (GOOD.replace("email", ""), "channel", ""),
        (GOOD.replace("j1", " "), "journey_id", ""),
        (GOOD + ",extra", "row", "8 cells"),
        ("j1,2026-01-01", "row", "2 cells"),
    ],
)
def test_a_wrong_cell_is_named_with_its_line(row, field, value):
    refused = read("", row).refused
    assert [(one.line, one.field, one.value) for one in refused] == [(3, field, value)]
    assert refused[0].remedy


def test_a_quote_left_open_is_refused():
    assert read('j1,"2026-01-01').refused[0].field == "row"


def test_headers_must_fit():
    assert read(header="journey_id,touch_at").refused[0].remedy == "Add the column channel."
    assert read(header=HEADER + ",spend").refused[0].field == "spend"
    assert read(header=HEADER + ",currency").refused[0].field == "currency"
    assert read_journeys([]).refused[0].field == "header"


def test_rows_of_one_journey_must_agree_and_one_file_has_one_currency():
    assert read(GOOD, GOOD.replace("500", "600")).refused[0].value == "600"
    mixed = read(GOOD, GOOD.replace("j1", "j2").replace("EUR", "USD"))
    assert (mixed.refused[0].line, mixed.refused[0].field) == (3, "currency")


def case(**changes):
    usual = {"id": "c", "channels": ["a", "b"], "hours_before_conversion": [5, 1], "value": 9.99}
    return json.dumps({"cases": [usual | {"converted": True} | changes]})


def test_cases_are_in_major_units():
    journey = read_cases(case()).journeys[0]
    assert (journey.value, journey.converted) == (999, True)
    assert read_cases(case(converted=False, value=None)).journeys[0].value == 0


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"value": -1}, "cases[0].value"),
        ({"value": None}, "cases[0].value"),
        ({"value": float("nan")}, "cases[0].value"),
        ({"hours_before_conversion": [1]}, "cases[0].hours_before_conversion"),
        ({"hours_before_conversion": [1, -2]}, "cases[0].hours_before_conversion"),
        ({"channels": "ab"}, "cases[0].channels"),
        ({"id": None}, "cases[0].id"),
        ({"converted": "yes"}, "cases[0].converted"),
    ],
)
def test_a_wrong_case_is_named(changes, field):
    assert read_cases(case(**changes)).refused[0].field == field


def test_documents_without_cases_are_refused():
    assert read_cases("{").refused[0].field == "json"
    assert read_cases("[]").refused[0].field == "cases"
    assert read_cases('{"cases": [1]}').refused[0].line == 1
    both = json.loads(case())["cases"] * 2
    assert read_cases(json.dumps({"cases": both})).refused[0].field == "cases[1].id"
