"""What models cost this process in the last 24 hours, so that no day costs more than allowed."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from core import clock

DAY_SECONDS = 86_400.0


@dataclass(frozen=True)
class Bill:
    """Tokens in and out together, and dollars where a price is known (0.0 where none is)."""

    tokens: int = 0
    usd: float = 0.0


@dataclass
class Purse:
    """Bills of a sliding day. `tick` counts real seconds, whatever a simulated clock says."""

    tick: Callable[[], float] = clock.elapsed
    _bills: deque[tuple[float, Bill]] = field(default_factory=deque)

    def pay(self, bill: Bill) -> None:
        """Remember a bill."""
        self._bills.append((self.tick(), bill))

    def spent(self) -> Bill:
        """All bills of the last 24 hours together."""
        while self._bills and self._bills[0][0] <= self.tick() - DAY_SECONDS:
            self._bills.popleft()
        return Bill(
            sum(bill.tokens for _, bill in self._bills), sum(bill.usd for _, bill in self._bills)
        )

    def empty(self, limit: Bill) -> bool:
        """Whether either limit is reached."""
        spent = self.spent()
        return spent.tokens >= limit.tokens or spent.usd >= limit.usd
