"""Work of the marketplace has a key that tells one round of bids from the next."""

from core.ids import new_id
from domain.deal_work import CloseBids, ExpireOffers, RemindCreator
from domain.work import WORKS


def test_a_second_round_of_bids_is_a_work_of_its_own() -> None:
    brief = new_id()
    assert CloseBids(brief_id=brief, asked=3).key() != CloseBids(brief_id=brief, asked=5).key()


def test_clocks_go_on_while_a_business_is_paused() -> None:
    assert {ExpireOffers, RemindCreator, CloseBids} <= set(WORKS)
    assert all(work.goes_on for work in (ExpireOffers, RemindCreator, CloseBids))
