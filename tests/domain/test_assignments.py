"""Assignments: an offer lasts 24 elapsed hours, two revisions, and failure is never paid."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import RefleqtError
from domain.assignments import (
    RATE_WITHIN,
    BriefAlreadyTaken,
    NotEscalated,
    NothingToDeliver,
    NothingToReview,
    NotPassed,
    NotYourOffer,
    OfferAlreadyAnswered,
    OfferExpired,
    OfferStillOpen,
    RatingClosed,
    Review,
    TimeWithoutZone,
    TooManyRevisions,
    accept,
    decide,
    decline,
    deliver,
    expire,
    must_be_payable,
    must_be_rateable,
    offer,
    review,
)

NOW = datetime(2026, 3, 7, 12, tzinfo=UTC)
DAY = timedelta(hours=24)
GOOD = Review(True, NOW)
BAD = Review(False, NOW, "work", "Too long.")
OFFER = offer("b1", "c1", NOW)


def after(*results):
    assignment = deliver(accept(OFFER, "c1", NOW), NOW)
    for number, result in enumerate(results):
        if number:
            assignment = deliver(assignment, NOW)
        assignment = review(assignment, result)
    return assignment


def test_an_offer_is_answered_once():
    for answered in (accept(OFFER, "c1", NOW), decline(OFFER, "c1", NOW)):
        for answer in (accept, decline):
            with pytest.raises(OfferAlreadyAnswered):
                answer(answered, "c1", NOW)
        with pytest.raises(OfferAlreadyAnswered):
            expire(answered, NOW + DAY)


def test_an_offer_is_the_creators_own():
    with pytest.raises(NotYourOffer):
        accept(OFFER, "c2", NOW)


def test_an_offer_ends_after_24_hours_to_the_second():
    accept(OFFER, "c1", NOW + DAY - timedelta(seconds=1))
    with pytest.raises(OfferStillOpen):
        expire(OFFER, NOW + DAY - timedelta(seconds=1))
    with pytest.raises(OfferExpired):
        accept(OFFER, "c1", NOW + DAY)
    with pytest.raises(OfferExpired):
        accept(expire(OFFER, NOW + DAY), "c1", NOW + DAY)


@pytest.mark.parametrize(
    "zone", ["America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia"]
)
def test_an_offer_lasts_24_elapsed_hours_in_every_zone(zone):
    for start in (datetime(2026, 3, 7, 23, tzinfo=UTC), datetime(2026, 4, 4, 3, tzinfo=UTC)):
        local = (start + DAY - timedelta(minutes=1)).astimezone(ZoneInfo(zone))
        accept(offer("b", "c", start), "c", local)
        with pytest.raises(OfferExpired):
            accept(offer("b", "c", start), "c", (start + DAY).astimezone(ZoneInfo(zone)))


def test_a_time_without_zone_is_refused():
    with pytest.raises(TimeWithoutZone):
        offer("b", "c", NOW.replace(tzinfo=None))


def test_a_brief_is_never_with_two_creators():
    for other in (OFFER, accept(OFFER, "c1", NOW), after(BAD)):
        with pytest.raises(BriefAlreadyTaken):
            offer("b1", "c2", NOW, (other,))
    offer("b1", "c2", NOW, (decline(OFFER, "c1", NOW),))
    offer("b1", "c2", NOW + DAY, (OFFER,))


def test_two_revisions_then_a_person():
    assert after(BAD).state == after(BAD, BAD).state == "revision"
    third = after(BAD, BAD, BAD)
    assert (third.state, third.revisions) == ("escalated", 2)
    with pytest.raises(TooManyRevisions):
        review(third, GOOD)
    with pytest.raises(NothingToDeliver):
        deliver(third, NOW)
    assert decide(third, GOOD).state == "passed"
    assert decide(third, BAD).state == "closed"
    with pytest.raises(NotEscalated):
        decide(after(BAD), GOOD)


def test_only_what_was_delivered_is_reviewed():
    with pytest.raises(NothingToReview):
        review(OFFER, GOOD)


def test_what_passed_is_payable():
    must_be_payable(after(GOOD))
    must_be_payable(after(BAD, GOOD))


@given(
    st.lists(
        st.sampled_from(["accept", "decline", "expire", "deliver", "good", "bad", "yes", "no"]),
        max_size=12,
    )
)
def test_no_way_leads_from_a_failed_review_to_money(steps):
    do = {
        "accept": lambda a: accept(a, "c1", NOW),
        "decline": lambda a: decline(a, "c1", NOW),
        "expire": lambda a: expire(a, NOW + DAY),
        "deliver": lambda a: deliver(a, NOW),
        "good": lambda a: review(a, GOOD),
        "bad": lambda a: review(a, BAD),
        "yes": lambda a: decide(a, GOOD),
        "no": lambda a: decide(a, BAD),
    }
    assignment = OFFER
    for step in steps:
        try:
            assignment = do[step](assignment)
        except RefleqtError:
            continue
    if assignment.reviews and not assignment.reviews[-1].passed:
        with pytest.raises(NotPassed):
            must_be_payable(assignment)
    assert assignment.revisions <= 2


def test_a_rating_may_change_for_a_month_of_elapsed_time() -> None:
    there = NOW.astimezone(ZoneInfo("America/New_York"))  # the clocks change within the month
    for passed_at in (NOW, there):
        must_be_rateable(passed_at, NOW + RATE_WITHIN - timedelta(seconds=1))
        with pytest.raises(RatingClosed, match="2026-04-06"):
            must_be_rateable(passed_at, NOW + RATE_WITHIN)
    must_be_rateable(None, NOW)
