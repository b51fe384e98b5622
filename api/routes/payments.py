"""Where the payment provider says that something changed: signed by it, and looked at anew."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from tools import payouts

router = APIRouter(include_in_schema=False)
NOTICE_PATH = "/payments/notice"


@router.post(NOTICE_PATH)
async def notice(request: Request) -> Response:
    """Hear a notice; what is forged is refused, what failed is told again by the provider."""
    await payouts.hear(await request.body(), request.headers.get("stripe-signature", ""))
    return Response(status_code=204)
