"""Stripe through its own library: hosted payment pages, transfers, refunds, connected accounts.

A founder pays on Stripe's page (a Checkout Session over a PaymentIntent), so no card number comes
near us. Nothing is retried here: the queue does that, with the same idempotency key. Stripe forgets
a key after a day; what was first tried earlier is looked for before it is asked for again.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any, cast

from core import clock
from core.settings import settings
from domain.providers import (
    KEYS_LAST_HOURS,
    Charge,
    KeyUsedOtherwise,
    Notice,
    Opening,
    Payee,
    PayeeState,
    Payout,
    ProviderAway,
    ProviderName,
    ProviderRefused,
    Refund,
    Taken,
    WebhookForged,
)

SECONDS = 20
LEEWAY = timedelta(minutes=1)
"""By so much Stripe's clock may differ from ours."""
_OUT = frozenset({"listed", "platform_paused"})
_SESSIONS = frozenset(
    {"checkout.session.completed", "checkout.session.async_payment_succeeded",
     "checkout.session.async_payment_failed", "checkout.session.expired"}
)  # fmt: skip


class Stripe:
    """The port over Stripe; key, address and webhook secret come from the settings."""

    name: ProviderName = "stripe"
    pays_here = False

    async def take(self, charge: Charge) -> Taken:
        """Open a payment page."""
        asked: dict[str, Any] = {
            "mode": "payment",
            "client_reference_id": charge.about,
            "line_items": [
                {
                    "quantity": 1,
                    "price_data": {
                        "currency": charge.currency.lower(), "unit_amount": charge.amount_cents,
                        "product_data": {"name": charge.title},
                    },
                }
            ],
            "success_url": charge.back, "cancel_url": charge.back,
        }  # fmt: skip
        made = await _ask(
            lambda at: at.checkout.sessions.create_async(asked, {"idempotency_key": charge.key})
        )
        return _taken(made)

    async def payment(self, ref: str) -> Taken:
        """How a payment stands."""
        return _taken(await _ask(lambda at: at.checkout.sessions.retrieve_async(ref)))

    async def transfer(self, payout: Payout) -> str:
        """Money of a payment to a connected account, as soon as Stripe has that money."""
        if known := await _earlier("transfers", payout, {"destination": payout.account}):
            return known
        paid = await _ask(lambda at: at.payment_intents.retrieve_async(payout.payment))
        asked: dict[str, Any] = {
            "amount": payout.amount_cents, "currency": payout.currency.lower(),
            "destination": payout.account, "source_transaction": paid.latest_charge,
            "metadata": {"key": payout.key},
        }  # fmt: skip
        made = await _ask(
            lambda at: at.transfers.create_async(asked, {"idempotency_key": payout.key})
        )
        return made.id

    async def refund(self, refund: Refund) -> str:
        """Part of a payment back to who paid it."""
        if known := await _earlier("refunds", refund, {"payment_intent": refund.payment}):
            return known
        asked: dict[str, Any] = {
            "payment_intent": refund.payment, "amount": refund.amount_cents,
            "metadata": {"key": refund.key},
        }  # fmt: skip
        made = await _ask(
            lambda at: at.refunds.create_async(asked, {"idempotency_key": refund.key})
        )
        return made.id

    async def open_account(self, opening: Opening) -> str:
        """An account that may be paid to, and nothing else."""
        asked: dict[str, Any] = {
            "type": "express", "country": opening.country,
            "capabilities": {"transfers": {"requested": True}},
        }  # fmt: skip
        made = await _ask(
            lambda at: at.accounts.create_async(asked, {"idempotency_key": opening.key})
        )
        return made.id

    async def onboarding(self, account: str, back: str) -> str:
        """Where the creator tells Stripe who they are; the link works once, for some minutes."""
        asked: dict[str, Any] = {
            "account": account, "type": "account_onboarding", "return_url": back,
            "refresh_url": back,
        }  # fmt: skip
        return (await _ask(lambda at: at.account_links.create_async(asked))).url

    async def account(self, ref: str) -> Payee:
        """How an account stands."""
        found = await _ask(lambda at: at.accounts.retrieve_async(ref))
        needs = found.requirements
        due: list[str] = [*(needs.currently_due or []), *(needs.past_due or [])]
        wanted = tuple(dict.fromkeys(due))
        return Payee(found.id, _state(found, wanted), wanted)

    def notice(self, body: bytes, signature: str) -> Notice:
        """What a webhook is about, once its signature holds. Raises `WebhookForged`."""
        from stripe import SignatureVerificationError, Webhook

        secret = settings().stripe_webhook_secret.get_secret_value()
        try:
            event = Webhook.construct_event(body, signature, secret)
        except (SignatureVerificationError, ValueError) as wrong:
            raise WebhookForged from wrong
        it = cast(Any, event.data.object)
        if event.type == "account.updated":
            return Notice("account", it.id)
        if event.type in _SESSIONS:
            return Notice("payment", it.id, it.client_reference_id or "")
        return Notice("other")


async def _ask(call: Callable[[Any], Awaitable[Any]]) -> Any:
    """Call Stripe; its errors become ours."""
    import stripe

    key = settings().stripe_key.get_secret_value()
    over = stripe.HTTPXClient(timeout=SECONDS)
    addresses = {"api": settings().stripe_url} if settings().stripe_url else None
    client = stripe.StripeClient(
        key, http_client=over, max_network_retries=0, base_addresses=cast(Any, addresses)
    )
    try:
        return await asyncio.wait_for(call(client.v1), SECONDS * 2)
    except stripe.IdempotencyError as wrong:
        raise KeyUsedOtherwise(_told(wrong)) from wrong
    except (stripe.APIConnectionError, stripe.RateLimitError, TimeoutError) as wrong:
        raise ProviderAway from wrong
    except (stripe.AuthenticationError, stripe.PermissionError) as wrong:
        raise ProviderAway("It does not take our key.") from wrong
    except stripe.StripeError as wrong:
        if (wrong.http_status or 500) >= 500 or wrong.http_status == 409:
            raise ProviderAway(_told(wrong)) from wrong  # 409: the same call is being made
        raise ProviderRefused(_told(wrong), reason=wrong.code) from wrong
    finally:
        await over.close_async()


def _taken(session: Any) -> Taken:
    if session.payment_status == "paid":
        return Taken(session.id, "paid", "", session.payment_intent)
    return Taken(session.id, "over" if session.status == "expired" else "open", session.url or "")


def _state(account: Any, wanted: tuple[str, ...]) -> PayeeState:
    reason = account.requirements.disabled_reason or ""
    if reason.startswith("rejected") or reason in _OUT:
        return "suspended"
    able = getattr(account.capabilities, "transfers", "") == "active"
    if able and account.payouts_enabled:
        return "ready"
    return "needs_more" if account.details_submitted and wanted else "started"


async def _earlier(what: str, asked: Payout | Refund, about: dict[str, Any]) -> str | None:
    """What was made under a key that Stripe may have forgotten since it was first tried, if so."""
    first = asked.asked_before
    if first is None:
        return None
    if not asked.refused and clock.now() - first <= timedelta(hours=KEYS_LAST_HOURS):
        return None
    about |= {"created": {"gte": int((first - LEEWAY).timestamp())}, "limit": 100}
    keys = {asked.key, *asked.refused}
    return await _ask(lambda at: _made(getattr(at, what).list_async(about), keys))


async def _made(asked: Awaitable[Any], keys: set[str]) -> str | None:
    """The one of a list, however many pages it has, that was made under one of the keys."""
    async for each in (await asked).auto_paging_iter():
        if each.metadata and each.metadata.to_dict().get("key") in keys:
            return each.id
    return None


def _told(wrong: Exception) -> str:
    return str(getattr(wrong, "user_message", "") or "")[:300]
