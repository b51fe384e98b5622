"""The evaluators' pages: what was opened and no more, hostile text inert, exports, writes."""

import csv
import io
import json
from dataclasses import dataclass
from uuid import UUID

import httpx2
import pytest

from api.web.session import ACCESS
from core import security
from core.ids import new_id
from core.security import Claims
from domain.access import Actor
from domain.evaluations import Level
from domain.work import TrainCdt
from jobs import train_cdt
from memory.ctx import open_ctx
from tests.api.people import Person
from tests.api.web.visiting import HOST
from tests.evaluations import CANARY, account, first_case, trained
from tools.grants import GrantAsk, grant_access


@dataclass(frozen=True)
class Ground:
    """A business with a judged version, its first case, and its founder's browser."""

    business: UUID
    case: UUID
    founder: Actor
    page: httpx2.AsyncClient

    @property
    def paths(self) -> list[str]:
        """Every page that shows evaluations."""
        base = f"/evaluations/{self.business}"
        return [
            "/evaluations", base, f"{base}/releases/1", f"{base}/releases/1?cases=",
            f"{base}/compare", f"{base}/trends", f"{base}/cases/{self.case}", f"{base}/actions",
            f"{base}/golden", f"/evaluations/annotations?business={self.business}&state=all",
        ]  # fmt: skip


@pytest.fixture
async def ground(founder_page: httpx2.AsyncClient, person: Person) -> Ground:
    """A business with a judged version."""
    founder = Actor("founder", person.user_id, person.business_id)
    async with open_ctx(founder) as ctx:
        await trained(ctx, "2026-10")
        case = (await first_case(ctx)).id
    return Ground(person.business_id, case, founder, founder_page)


async def visiting(ground: Ground, level: Level | None) -> httpx2.AsyncClient:
    """The browser of an evaluator of an outside firm."""
    async with open_ctx(ground.founder) as ctx:
        one, email = await account(ctx)
        if level:
            await grant_access(ctx, GrantAsk(email=email, level=level))
    token = security.access_token(Claims(one, "evaluator", ground.business))
    ground.page.cookies.clear()
    ground.page.cookies.set(ACCESS, token, domain=HOST)
    return ground.page


async def test_a_founder_reads_every_page_and_hostile_text_is_inert(ground: Ground) -> None:
    for path in ground.paths:
        answer = await ground.page.get(path)
        assert answer.status_code == 200, path
        assert "<b>letter" not in answer.text
    gate = (await ground.page.get(f"{ground.paths[2]}?cases=")).text
    assert f"{CANARY} &lt;b&gt;letter" in gate
    assert "<ins>" in gate
    assert "<del>" in gate


@pytest.mark.parametrize("level", ["metrics", "cases", "words"])
async def test_a_page_shows_what_was_opened_and_no_more(ground: Ground, level: Level) -> None:
    browser = await visiting(ground, level)
    told = ""
    for path in ground.paths:
        for form in ("", "csv", "jsonl"):
            mark = "&" if "?" in path else "?"
            answer = await browser.get(f"{path}{mark}format={form}" if form else path)
            needs_cases = any(word in path for word in ("/cases", "/golden"))
            closed = level == "metrics" and needs_cases
            assert answer.status_code == (403 if closed else 200), (path, form, answer.text[:200])
            told += answer.text
    assert (CANARY in told) == (level == "words")
    assert ("quality manager" in told) == (level == "words")


async def test_without_a_grant_there_is_nothing(ground: Ground) -> None:
    browser = await visiting(ground, None)
    assert "Nothing is open to you" in (await browser.get("/evaluations")).text
    here, nowhere = ground.business, new_id()
    answers = [await browser.get(f"/evaluations/{one}/releases/1") for one in (here, nowhere)]
    assert {answer.status_code for answer in answers} == {404}
    assert answers[0].text.replace(str(here), "") == answers[1].text.replace(str(nowhere), "")


async def test_the_founder_sees_each_look(ground: Ground) -> None:
    founder = ground.page.cookies.get(ACCESS)
    browser = await visiting(ground, "cases")
    await browser.get(f"/evaluations/{ground.business}/cases/{ground.case}")
    browser.cookies.clear()
    browser.cookies.set(ACCESS, founder or "", domain=HOST)
    page = (await browser.get("/model/access")).text
    assert "trace of a case" in page
    assert str(ground.case) in page


async def test_exports_parse_back(ground: Ground) -> None:
    path = f"/evaluations/{ground.business}/releases/1?cases="
    lines = (await ground.page.get(f"{path}&format=jsonl")).text.splitlines()
    rows = [json.loads(line) for line in lines]
    answer = await ground.page.get(f"{path}&format=csv")
    assert answer.headers["content-disposition"] == 'attachment; filename="version-1.csv"'
    table = list(csv.DictReader(io.StringIO(answer.text, newline="")))
    assert [row["id"] for row in table] == [row["id"] for row in rows]
    assert [float(row["difference"]) for row in table] == [row["difference"] for row in rows]


async def test_an_override_is_signed_and_stands_beside_the_verdict(ground: Ground) -> None:
    async with open_ctx(ground.founder) as ctx:
        await train_cdt.run(ctx, TrainCdt(month="2026-11"))
    base = f"/evaluations/{ground.business}/releases/2"
    short = await ground.page.post(f"{base}/override", data={"ruling": "release", "reason": "no"})
    assert short.status_code == 422
    assert "at least 10 characters" in short.text
    assert "This version is live" not in (await ground.page.get(base)).text
    given = {"ruling": "release", "reason": "We left the channel of <i>those</i> cases."}
    answer = await ground.page.post(f"{base}/override", data=given)
    assert answer.status_code == 303
    page = (await ground.page.get(base)).text
    assert "This version is live" in page
    assert "signature valid" in page
    assert "of &lt;i&gt;those&lt;/i&gt; cases" in page


async def test_a_case_is_queued_judged_and_made_golden_by_forms(ground: Ground) -> None:
    base = f"/evaluations/{ground.business}"
    business = {"business": str(ground.business)}
    queued = await ground.page.post(
        "/evaluations/annotations/queue", data={**business, "id": str(ground.case)}
    )
    item = queued.headers["location"].rpartition("#item-")[2]
    bad = await ground.page.post(
        f"/evaluations/annotations/{item}", data={**business, "label": "bad"}
    )
    assert (bad.status_code, "A bad mark needs its reason" in bad.text) == (422, True)
    kept = await ground.page.post(
        f"/evaluations/annotations/{item}", data={**business, "label": "good", "note": "<u>so</u>"}
    )
    assert kept.status_code == 303
    everything = f"/evaluations/annotations?business={ground.business}&state=all"
    page = (await ground.page.get(everything)).text
    assert "&lt;u&gt;so" in page
    gold = await ground.page.post(f"{base}/cases/{ground.case}/golden")
    assert gold.status_code == 303
    assert "a prediction" in (await ground.page.get(f"{base}/golden")).text


async def test_a_grant_is_given_and_closed_by_forms(ground: Ground) -> None:
    given = {"email": "eve@firm.example", "level": "words", "days": "7", "firm": "<b>Firm</b>"}
    assert (await ground.page.post("/model/access", data=given)).status_code == 303
    page = (await ground.page.get("/model/access")).text
    assert "&lt;b&gt;Firm" in page
    grant = page.partition("/model/access/")[2].partition("/revoke")[0]
    assert (await ground.page.post(f"/model/access/{grant}/revoke")).status_code == 303
    assert "closed" in (await ground.page.get("/model/access")).text
    wrong = await ground.page.post("/model/access", data={"email": "nobody"})
    assert wrong.status_code == 422
