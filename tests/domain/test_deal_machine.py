"""A whole deal as a machine: offers, work and money in any order, held against plain counting.

Two pieces of one map go through every step that is allowed and are tried with every one that is
not. The machine counts cents on its own and never asks the ledger what it should say. The promised
2,000 runs go with `--torture`; the quick suite has fewer of the same.
"""

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from core.errors import Conflict, NotAllowed, RefleqtError
from domain import assignments as a
from domain import escrow
from domain.escrow import Payment
from domain.matching import Bid, award

START = datetime(2026, 3, 28, 9, tzinfo=UTC)
FEE, BONUS = 10_001, 1_999
PARTS = ("one", "two")
CREATORS = ("ada", "bo")
parts = st.sampled_from(PARTS)
creators = st.sampled_from(CREATORS)


class Deal(RuleBasedStateMachine):
    """Counts: `held` per piece, what everybody has, and what each piece has been through."""

    def __init__(self) -> None:
        super().__init__()
        self.now = START
        self.ledger: list[escrow.Posting] = []
        self.offers: dict[str, list[a.Assignment]] = {part: [] for part in PARTS}
        self.rounds: dict[str, list[a.Assignment]] = {part: [] for part in PARTS}
        self.bids: dict[str, dict[str, int]] = {part: {} for part in PARTS}
        self.agreed = dict.fromkeys(PARTS, FEE)
        self.held = dict.fromkeys(PARTS, 0)
        self.have = {"founder": 0, "platform": 0, **dict.fromkeys(CREATORS, 0)}
        self.done: dict[str, set[str]] = {part: set() for part in PARTS}

    def payment(self, part: str, cents: int, creator: str = "") -> Payment:
        return Payment("map", part, cents, "EUR", founder="f", creator=creator)

    def last(self, part: str) -> a.Assignment | None:
        return self.offers[part][-1] if self.offers[part] else None

    def step(self, part: str, act) -> None:
        """Change the newest assignment where the rules allow it; a refusal changes nothing."""
        current = self.last(part)
        if current is not None:
            with suppress(Conflict, NotAllowed):
                self.offers[part][-1] = act(current)

    @rule(hours=st.integers(1, 30))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule(part=parts)
    def buy(self, part: str) -> None:
        try:
            posting = escrow.hold(self.ledger, self.payment(part, FEE + BONUS), self.now)
        except escrow.AlreadyHeld:
            assert "hold" in self.done[part]
            return
        assert "hold" not in self.done[part]
        self.ledger.append(posting)
        self.done[part].add("hold")
        self.held[part] += FEE + BONUS
        self.have["founder"] -= FEE + BONUS

    @rule(part=parts, creator=creators)
    def offer(self, part: str, creator: str) -> None:
        before = (*self.offers[part], *self.rounds[part])
        try:
            self.offers[part].append(a.offer(part, creator, self.now, before))
        except a.BriefAlreadyTaken:
            assert any(one.state not in a.FREE for one in before)
        else:
            assert all(one.state in a.FREE | {"offered"} for one in before)

    @rule(part=parts, creator=creators)
    def invite(self, part: str, creator: str) -> None:
        """Asked for a sealed bid, beside others who are asked; never beside one who has it."""
        before = (*self.offers[part], *self.rounds[part])
        if any(one.creator == creator and one.state in a.OPEN | {"bid"} for one in before):
            return  # the database keeps a creator from being asked twice for one brief
        try:
            self.rounds[part].append(a.invite(part, creator, self.now, before))
        except a.BriefAlreadyTaken:
            assert any(one.state not in a.FREE | {"invited", "bid"} for one in before)
        else:
            assert all(one.state in a.FREE | {"invited", "bid", "offered"} for one in before)

    @rule(part=parts, creator=creators, amount=st.integers(-1, FEE + 2), yes=st.booleans())
    def bid(self, part: str, creator: str, amount: int, yes: bool) -> None:
        """Given once, within the budget and the time; a no is as good as for an offer."""
        for place, one in enumerate(self.rounds[part]):
            turn = (lambda it: a.bid(it, creator, amount, FEE, self.now)) if yes else (
                lambda it: a.decline(it, creator, self.now))  # fmt: skip
            try:
                after = turn(one)
            except (Conflict, NotAllowed, a.BidOutOfRange):
                assert (
                    one.state != "invited" or one.creator != creator or self.now >= one.answer_by
                    or (yes and not 0 < amount <= FEE)
                )  # fmt: skip
                continue
            assert one.state == "invited"
            self.rounds[part][place] = after
            if yes:
                self.bids[part][creator] = amount

    @rule(part=parts)
    def close_bids(self, part: str) -> None:
        """Once all answered or their time is over: one has it at their bid, and all others not."""
        if any(one.state == "invited" and self.now < one.answer_by for one in self.rounds[part]):
            return
        sealed = [one for one in self.rounds[part] if one.state == "bid"]
        asked = [Bid(one.creator, self.bids[part][one.creator]) for one in sealed]
        best = award(asked, {one.creator: 0.5 for one in asked}, FEE)
        assert (best is None) == (not asked)
        for place, one in enumerate(self.rounds[part]):
            if one.state == "invited":
                self.rounds[part][place] = a.expire(one, self.now)
            elif one.state == "bid" and best is not None:
                won = one.creator == best.creator
                self.rounds[part][place] = a.award(one, won=won)
        if best is not None:
            assert best.amount == min(one.amount for one in asked)
            (winner,) = [one for one in self.rounds[part] if one.state == "accepted"]
            self.rounds[part].remove(winner)
            self.offers[part].append(winner)
            self.agreed[part] = best.amount

    @invariant()
    def one_holder_at_most(self) -> None:
        for part in PARTS:
            every = (*self.offers[part], *self.rounds[part])
            held = [one for one in every if one.state in a.HOLDS]
            running = [one for one in held if one.state != "offered"]
            assert len(running) <= 1
            if running:
                assert not any(one.state in ("invited", "bid") for one in every)

    @rule(part=parts, creator=creators, yes=st.booleans())
    def answer(self, part: str, creator: str, yes: bool) -> None:
        turn = a.accept if yes else a.decline
        self.step(part, lambda one: turn(one, creator, self.now))

    @rule(part=parts)
    def lapse(self, part: str) -> None:
        self.step(part, lambda one: a.expire(one, self.now))

    @rule(part=parts)
    def take_back(self, part: str) -> None:
        self.step(part, a.withdraw)

    @rule(part=parts)
    def deliver(self, part: str) -> None:
        self.step(part, lambda one: a.deliver(one, self.now))

    @rule(part=parts, good=st.booleans())
    def review(self, part: str, good: bool) -> None:
        result = a.Review(good, self.now, None if good else "work")
        self.step(part, lambda one: a.review(one, result))

    @rule(part=parts)
    def dispute(self, part: str) -> None:
        self.step(part, a.dispute)

    @rule(part=parts, good=st.booleans())
    def decide(self, part: str, good: bool) -> None:
        self.step(part, lambda one: a.decide(one, a.Review(good, self.now)))

    @rule(part=parts, percent=st.integers(1, 100))
    def pay(self, part: str, percent: int) -> None:
        """Whole or in part; only for passed work, once, and never after a refund."""
        current = self.last(part)
        cents = escrow.portion(self.agreed[part], percent)
        try:
            assert current is not None
            a.must_be_payable(current)
            owed = self.payment(part, cents, current.creator)
            posting = escrow.release(self.ledger, owed, self.now)
        except (AssertionError, RefleqtError):
            payable = current is not None and current.state == "passed"
            assert (
                not payable or self.done[part] & {"pay", "refund"} or "hold" not in self.done[part]
            )
            return
        assert current.reviews[-1].passed
        assert self.done[part] == {"hold"}
        self.ledger.append(posting)
        self.done[part].add("pay")
        fee = cents * 15 / 100
        earned = -posting.entries[0].amount - self._of(posting, escrow.PLATFORM)
        assert abs(self._of(posting, escrow.PLATFORM) - fee) <= 1
        self.held[part] -= cents
        self.have["platform"] += cents - earned
        self.have[current.creator] += earned

    @rule(part=parts, cents=st.integers(-3, FEE + BONUS + 3))
    def give_back(self, part: str, cents: int) -> None:
        try:
            posting = escrow.refund(self.ledger, self.payment(part, cents), self.now)
        except RefleqtError:
            wrong = cents <= 0 or cents > self.held[part] or "hold" not in self.done[part]
            assert wrong or "refund" in self.done[part]
            return
        assert 0 < cents <= self.held[part]
        self.ledger.append(posting)
        self.done[part].add("refund")
        self.held[part] -= cents
        self.have["founder"] += cents

    @rule(part=parts, met=st.booleans(), due=st.integers(-1, 1))
    def bonus(self, part: str, met: bool, due: int) -> None:
        current = self.last(part)
        creator = current.creator if current else "ada"
        owed = self.payment(part, BONUS, creator)
        due_at = self.now + timedelta(days=due)
        try:
            posting = escrow.bonus(self.ledger, owed, self.now, due_at=due_at, met=met)
        except RefleqtError:
            earned = met and due <= 0 and "pay" in self.done[part]
            assert not earned or "bonus" in self.done[part] or self.held[part] < BONUS
            return
        assert met
        assert due <= 0
        assert "pay" in self.done[part]
        self.ledger.append(posting)
        self.done[part].add("bonus")
        self.held[part] -= BONUS
        self.have[creator] += BONUS

    @staticmethod
    def _of(posting: escrow.Posting, account: str) -> int:
        return sum(one.amount for one in posting.entries if one.account == account)

    @invariant()
    def every_cent_is_where_it_was_counted(self) -> None:
        def has(account: str) -> int:
            return escrow.balance(self.ledger, account, "EUR")

        names = {"founder": "founder:f", "platform": "platform", "ada": "creator:ada",
                 "bo": "creator:bo"}  # fmt: skip
        assert {name: has(account) for name, account in names.items()} == self.have
        assert {part: has(f"held:map:{part}") for part in PARTS} == self.held
        assert min(self.held.values()) >= 0
        assert sum(self.have.values()) + sum(self.held.values()) == 0

    @invariant()
    def each_movement_stands_once(self) -> None:
        assert len({one.key for one in self.ledger}) == len(self.ledger)
        assert escrow.in_account(self.ledger, "EUR")["sum"] == 0 if self.ledger else True

    @invariant()
    def a_brief_has_one_holder(self) -> None:
        for tried in self.offers.values():
            open_ = [one for one in tried if one.state in a.HOLDS and not self._ended(one)]
            assert len(open_) <= 1
            assert all(one.revisions <= a.MAX_REVISIONS for one in tried)

    def _ended(self, one: a.Assignment) -> bool:
        return one.state == "offered" and self.now >= one.answer_by

    @invariant()
    def failed_work_is_never_payable(self) -> None:
        for tried in self.offers.values():
            for one in tried:
                if one.state != "passed":
                    with pytest.raises(a.NotPassed):
                        a.must_be_payable(replace(one))


@pytest.mark.parametrize("runs", [pytest.param(2_000, marks=pytest.mark.torture), 60])
def test_a_deal_in_any_order_keeps_every_cent(runs: int) -> None:
    run_state_machine_as_test(
        Deal, settings=settings(max_examples=runs, stateful_step_count=40, deadline=None)
    )
