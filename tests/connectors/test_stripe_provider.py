"""What is Stripe's alone: notices are signed, a key may be refused. The rest is the contract's
(tests/domain/test_providers.py)."""

import pytest

from connectors.stripe_provider import Stripe
from core import settings
from domain.providers import Notice, Opening, ProviderAway, WebhookForged
from tests.fakes.stripe import chosen


async def test_a_notice_holds_by_its_signature_alone() -> None:
    way = Stripe()
    with chosen() as fake:
        ref = await way.open_account(Opening("open-1", "DE"))
        body, signature = fake.notice("account.updated", ref)
        assert way.notice(body, signature) == Notice("account", ref)
        assert way.notice(*fake.notice("charge.succeeded", ref)) == Notice("other")
        for words, seal in ((body + b" ", signature), (body, ""), (body, "t=1,v1=00"), (b"", "x")):
            with pytest.raises(WebhookForged):
                way.notice(words, seal)
        settings.use(stripe_webhook_secret="")
        with pytest.raises(WebhookForged):
            way.notice(body, signature)


async def test_nobody_there_is_an_outage_and_no_answer() -> None:
    with chosen():
        settings.use(stripe_url="http://127.0.0.1:9")
        with pytest.raises(ProviderAway):
            await Stripe().open_account(Opening("open-1", "DE"))
