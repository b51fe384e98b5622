"""`refleqt reviewer` lets a person vet those who apply as creators."""

from pathlib import Path

import pytest

from core.ids import new_id
from domain.access import Actor
from memory import people
from memory.ctx import open_ctx
from tests.api.commands.running import refleqt


@pytest.mark.slow
@pytest.mark.usefixtures("_pool")
async def test_a_person_vets_for_the_market(data_dir: Path) -> None:
    email = f"{new_id()}@example.org"
    async with open_ctx(Actor("stranger", user_id=new_id())) as ctx:
        await people.make_user(ctx, email, "Ada", "hash")
    told = refleqt("reviewer", email, "--json", "--data-dir", data_dir).document
    assert told == {"email": email, "vets": True}
    assert refleqt("reviewer", "nobody@example.org", "--data-dir", data_dir).code == 2
