"""A workspace of Slack that is connected to a business."""

from collections.abc import AsyncIterator

import pytest

from domain.access import Actor
from tests.slacks import Workspace, connected


@pytest.fixture
async def place(lasting: Actor) -> AsyncIterator[Workspace]:
    """A connected workspace, with its founder linked."""
    async with connected(lasting) as it:
        yield it
