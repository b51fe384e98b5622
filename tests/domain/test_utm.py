"""UTM join: exact where the tags say so, suggestions where they nearly do, never a guess."""

from domain.utm import Tags, Tracked, join_utm, tag_key, unmatched_share

CALENDAR = [
    Tracked("e1", Tags("newsletter", "email", "spring-launch", "art-1")),
    Tracked("e2", Tags("linkedin", "social", "spring-launch", "art-2")),
    Tracked("e3", Tags("linkedin", "social", "teardown", "art-3")),
    Tracked("e4", Tags("linkedin", "social", "teardown", "art-4")),
]


def test_spellings_of_a_tag_meet():
    assert tag_key(" Spring%20Launch ") == tag_key("ｓpring_launch") == "spring-launch"
    assert tag_key("STRASSE") == tag_key("straße")


def test_an_artifact_id_wins_over_the_triple():
    match = join_utm([Tags("newsletter", "email", "spring-launch", "ART-2")], CALENDAR)[0]
    assert (match.entry, match.by) == ("e2", "artifact")


def test_a_triple_joins_whatever_its_case():
    match = join_utm([Tags("Newsletter", "EMAIL", "Spring Launch")], CALENDAR)[0]
    assert (match.entry, match.by) == ("e1", "utm")


def test_a_triple_of_two_entries_is_left_to_people():
    match = join_utm([Tags("linkedin", "social", "teardown")], CALENDAR)[0]
    assert match.entry is None
    assert [one.entry for one in match.suggestions] == ["e3", "e4"]


def test_a_near_miss_is_suggested_and_nothing_is_guessed():
    rows = [Tags("newsletter", "email", "spring-lunch"), Tags(), Tags("tv", "spot", "zzz")]
    near, none, far = join_utm(rows, CALENDAR)
    assert near.entry is None
    assert near.suggestions[0].entry == "e1"
    assert none.by == "no tags"
    assert far.suggestions == ()
    assert unmatched_share([near, none, far]) == 1


def test_no_rows_have_no_unmatched_share():
    assert unmatched_share(join_utm([], CALENDAR)) == 0
